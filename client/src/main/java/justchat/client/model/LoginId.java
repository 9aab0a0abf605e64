// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.HexFormat;

/// One login of an account: what tickets and sessions that came of it have in
/// common. 32 digits.
public record LoginId(String hex) {
    public static final int BYTES = 16;

    public LoginId {
        if (!hex.matches("[0-9a-f]{" + 2 * BYTES + "}")) {
            throw new IllegalArgumentException("login: " + hex);
        }
    }

    public static LoginId of(byte[] bytes) {
        return new LoginId(HexFormat.of().formatHex(bytes));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
