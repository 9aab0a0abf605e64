// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.HexFormat;

/// The SHA-256 of a content, which is its identity. 64 lower-case hexadecimal
/// digits, so it is also a safe file name.
public record ContentHash(String hex) {
    /// Bytes of a hash on the wire and on disk.
    public static final int BYTES = 32;

    /// @throws IllegalArgumentException
    ///             if it is not 64 lower-case hexadecimal digits
    public ContentHash {
        if (hex.length() != 2 * BYTES || !hex.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
            throw new IllegalArgumentException("not a SHA-256 in hexadecimal");
        }
    }

    /// @throws IllegalArgumentException
    ///             if there are not exactly 32 bytes
    public static ContentHash of(byte[] bytes) {
        return new ContentHash(HexFormat.of().formatHex(bytes));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
