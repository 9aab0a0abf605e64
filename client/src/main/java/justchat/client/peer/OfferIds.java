// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HexFormat;

import org.apache.thrift.TBaseHelper;

/// The names of offers: 16 random bytes, written as hex digits.
final class OfferIds {
    private static final int BYTES = 16;

    private OfferIds() {}

    static String fresh(SecureRandom random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static String digits(ByteBuffer wire) {
        return HexFormat.of().formatHex(TBaseHelper.byteBufferToByteArray(wire));
    }

    static byte[] bytes(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
