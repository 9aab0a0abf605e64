// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.HexFormat;

/// What a file is known by, as 64 hex digits: the SHA-256 of its chunks' hashes, one
/// after another.
public record ContentHash(String hex) {
    public static final int BYTES = 32;

    public ContentHash {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException("hash: " + hex);
        }
    }

    public static ContentHash of(byte[] bytes) {
        return new ContentHash(HexFormat.of().formatHex(bytes));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /// The first digits, as people are shown them: `9c1e...`.
    public String brief() {
        return hex.substring(0, 4) + "...";
    }
}
