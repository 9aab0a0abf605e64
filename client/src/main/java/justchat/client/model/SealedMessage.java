// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Arrays;
import java.util.Objects;

/// A message of a closed room as the bytes that travel. Immutable.
public final class SealedMessage {
    /// Of one message.
    public static final int MAX_BYTES = 20_480;

    private final byte[] bytes;

    private SealedMessage(byte[] bytes) {
        this.bytes = bytes;
    }

    /// @throws IllegalArgumentException
    ///             if it is empty or too large
    public static SealedMessage of(byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes");
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("sealed message of " + bytes.length + " bytes");
        }
        return new SealedMessage(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealedMessage message && Arrays.equals(bytes, message.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "SealedMessage[" + bytes.length + " bytes]";
    }
}
