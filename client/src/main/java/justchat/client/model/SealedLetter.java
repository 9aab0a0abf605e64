// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

/// A private message, sealed for its recipient. Immutable.
public final class SealedLetter extends SealedBytes {
    private SealedLetter(byte[] bytes) {
        super(bytes);
    }

    /// @throws IllegalArgumentException
    ///             if it is empty or too large
    public static SealedLetter of(byte[] bytes) {
        return new SealedLetter(bytes);
    }
}
