// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.security.MessageDigest;
import java.util.Arrays;

/// Bytes as a value: copied on the way in and out, compared by content in
/// constant time, and never printed, because some of them are secrets.
public final class Bytes implements Comparable<Bytes> {
    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    public static Bytes copyOf(byte[] content) {
        return new Bytes(content.clone());
    }

    /// As [#copyOf], for content that must be exactly `length` bytes long.
    ///
    /// @throws IllegalArgumentException
    ///             if it is not
    public static Bytes exactly(int length, byte[] content, String what) {
        if (content.length != length) {
            throw new IllegalArgumentException(what + ": " + content.length + " bytes instead of " + length);
        }
        return copyOf(content);
    }

    public int length() {
        return content.length;
    }

    public byte[] toArray() {
        return content.clone();
    }

    /// The first eight bytes as one number (fewer: padded with zeros); for hashing,
    /// not for identity.
    public long head() {
        long head = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            head = head << 8 | (i < content.length ? content[i] & 0xFF : 0);
        }
        return head;
    }

    /// Byte by byte, as unsigned numbers; not in constant time, so nothing for secrets.
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(content, other.content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && MessageDigest.isEqual(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return "(" + content.length + " bytes)";
    }
}
