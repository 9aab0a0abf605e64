// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.HexFormat;

/// One run of a client: 16 random bytes, as 32 hex digits.
public record Instance(String hex) {
    public static final int BYTES = 16;

    public Instance {
        if (hex.length() != 2 * BYTES || HexFormat.of().formatHex(HexFormat.of().parseHex(hex)).equals(hex) == false) {
            throw new IllegalArgumentException("instance: " + hex);
        }
    }

    public static Instance of(byte[] bytes) {
        return new Instance(HexFormat.of().formatHex(bytes));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
