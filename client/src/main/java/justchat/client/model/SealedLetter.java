// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Arrays;

/// A private message, sealed for its recipient, as the bytes that travel.
/// Immutable.
public final class SealedLetter {
    /// Of one letter.
    public static final int MAX_BYTES = 20_480;

    private final byte[] bytes;

    private SealedLetter(byte[] bytes) {
        this.bytes = bytes;
    }

    /// @throws IllegalArgumentException
    ///             if it is empty or too large
    public static SealedLetter of(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("letter of " + bytes.length + " bytes");
        }
        return new SealedLetter(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealedLetter letter && Arrays.equals(bytes, letter.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "SealedLetter[" + bytes.length + " bytes]";
    }
}
