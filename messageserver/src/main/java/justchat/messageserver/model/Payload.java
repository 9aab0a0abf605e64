// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// What an entry of a room says.
public sealed interface Payload {
    /// Bytes it takes, roughly, on the wire and on disk.
    int weight();

    /// Text that everybody in the room reads; at most [#MAX_BYTES] bytes of UTF-8.
    record Text(String text) implements Payload {
        public static final int MAX_BYTES = 16_384;

        /// @throws IllegalArgumentException
        ///             if the text is too long
        public Text {
            // A char is never fewer bytes than one, so the encoding of a huge text is not even tried.
            if (text.length() > MAX_BYTES || utf8Bytes(text) > MAX_BYTES) {
                throw new IllegalArgumentException("text of more than " + MAX_BYTES + " bytes");
            }
        }

        @Override
        public int weight() {
            return utf8Bytes(text);
        }
    }

    /// A file that everybody in the room may fetch. The name is for display only;
    /// the content is what the hash says.
    record FileNotice(String name, long size, ContentHash hash) implements Payload {
        public static final int MAX_NAME_BYTES = 255;

        /// @throws IllegalArgumentException
        ///             if the name is empty or too long, or the size negative
        public FileNotice {
            Objects.requireNonNull(hash, "hash");
            if (name.isEmpty() || name.length() > MAX_NAME_BYTES || utf8Bytes(name) > MAX_NAME_BYTES) {
                throw new IllegalArgumentException("file name of " + name.length() + " characters");
            }
            if (size < 0) {
                throw new IllegalArgumentException("file size: " + size);
            }
        }

        @Override
        public int weight() {
            return utf8Bytes(name) + Long.BYTES + ContentHash.BYTES;
        }
    }

    private static int utf8Bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
