// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Arrays;

/// What was sealed, as the bytes that travel; who can open it is the subclass's to
/// say. Immutable. Equal to another of the same class with the same bytes.
public abstract sealed class SealedBytes permits SealedLetter, SealedMessage {
    /// Of one.
    public static final int MAX_BYTES = 20_480;

    private final byte[] bytes;

    /// @throws IllegalArgumentException
    ///             if it is empty or too large
    SealedBytes(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(getClass().getSimpleName() + " of " + bytes.length + " bytes");
        }
        this.bytes = bytes.clone();
    }

    public final byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof SealedBytes sealed && getClass() == other.getClass()
                && Arrays.equals(bytes, sealed.bytes);
    }

    @Override
    public final int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + bytes.length + " bytes]";
    }
}
