// SPDX-License-Identifier: Apache-2.0
package justchat.logs.govector;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes MessagePack, each value in the shortest form that GoVector's encoder uses.
final class Out {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    byte[] bytes() {
        return bytes.toByteArray();
    }

    void raw(byte[] value) {
        bytes.writeBytes(value);
    }

    void text(String text) {
        var encoded = text.getBytes(StandardCharsets.UTF_8);
        if (encoded.length < 32) {
            bytes.write(0xa0 | encoded.length);
        } else {
            sized(0xd9, encoded.length);
        }
        bytes.writeBytes(encoded);
    }

    void binary(byte[] value) {
        sized(0xc4, value.length);
        bytes.writeBytes(value);
    }

    void mapHeader(int size) {
        if (size < 16) {
            bytes.write(0x80 | size);
        } else if (size < 1 << 16) {
            bytes.write(0xde);
            bigEndian(size, 2);
        } else {
            bytes.write(0xdf);
            bigEndian(size, 4);
        }
    }

    /// @param number
    ///            not negative
    void number(long number) {
        if (number < 1 << 7) {
            bytes.write((int) number);
        } else if (number < 1 << 8) {
            bytes.write(0xcc);
            bigEndian(number, 1);
        } else if (number < 1 << 16) {
            bytes.write(0xcd);
            bigEndian(number, 2);
        } else if (number < 1L << 32) {
            bytes.write(0xce);
            bigEndian(number, 4);
        } else {
            bytes.write(0xcf);
            bigEndian(number, 8);
        }
    }

    /// @param type
    ///            of a length of one byte; those of two and four follow it
    private void sized(int type, int length) {
        int width = length < 1 << 8 ? 0 : length < 1 << 16 ? 1 : 2;
        bytes.write(type + width);
        bigEndian(length, 1 << width);
    }

    private void bigEndian(long number, int count) {
        for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
            bytes.write((int) (number >>> shift));
        }
    }
}
