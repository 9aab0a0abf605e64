// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Arrays;

/// Bytes that nobody here can read: a value, compared by content. Immutable.
public final class Bytes {
    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Bytes of(byte[] bytes) {
        return new Bytes(bytes.clone());
    }

    public byte[] toArray() {
        return bytes.clone();
    }

    public int size() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes same && Arrays.equals(bytes, same.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// How many there are: what a log may contain.
    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
