// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

/// A message of a closed room. Immutable.
public final class SealedMessage extends SealedBytes {
    private SealedMessage(byte[] bytes) {
        super(bytes);
    }

    /// @throws IllegalArgumentException
    ///             if it is empty or too large
    public static SealedMessage of(byte[] bytes) {
        return new SealedMessage(bytes);
    }
}
