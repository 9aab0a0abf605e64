// SPDX-License-Identifier: Apache-2.0
package justchat.logs.vocabulary;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Makes a value one word.
final class Escape {
    private static final String HEX = "0123456789abcdef";

    private Escape() {}

    static void append(StringBuilder text, String value) {
        for (int index = 0; index < value.length();) {
            int character = value.codePointAt(index);
            index += Character.charCount(character);
            if (character == ' ') {
                text.append('+');
            } else if (isPlain(character)) {
                text.appendCodePoint(character);
            } else {
                for (byte octet : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                    text.append('%').append(HEX.charAt(octet >> 4 & 15)).append(HEX.charAt(octet & 15));
                }
            }
        }
    }

    private static boolean isPlain(int character) {
        if ('0' <= character && character <= 'z') {
            return true;
        }
        return character != '%' && character != '+' && switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR, Character.SURROGATE, Character.UNASSIGNED ->
                false;
            default -> true;
        };
    }

    /// @return empty if this was not written here
    static Optional<String> undo(String word) {
        if (word.indexOf('%') < 0) {
            return Optional.of(word.replace('+', ' '));
        }
        var bytes = new ByteArrayOutputStream(word.length());
        for (int index = 0; index < word.length();) {
            int character = word.codePointAt(index);
            if (character == '%') {
                if (index + 3 > word.length() || HEX.indexOf(word.charAt(index + 1)) < 0
                        || HEX.indexOf(word.charAt(index + 2)) < 0) {
                    return Optional.empty();
                }
                bytes.write(Integer.parseInt(word, index + 1, index + 3, 16));
                index += 3;
            } else {
                bytes.writeBytes((character == '+' ? " " : Character.toString(character))
                        .getBytes(StandardCharsets.UTF_8));
                index += Character.charCount(character);
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
