// SPDX-License-Identifier: Apache-2.0
package justchat.logs.journal;

/// Makes the text of an event one line that ShiViz and a terminal can show:
/// control and format characters, and what JavaScript takes for the end of a
/// line, become escapes, and what is too long is cut.
final class EventText {
    /// In characters, the cut included.
    static final int MAX_LENGTH = 8_192;

    private EventText() {}

    static String onOneLine(String event) {
        if (event.length() <= MAX_LENGTH && event.chars().allMatch(character -> ' ' <= character && character <= '~')) {
            return event;
        }
        var line = new StringBuilder(event.length());
        event.codePoints().limit(MAX_LENGTH + 1L).forEach(character -> append(line, character));
        if (line.length() <= MAX_LENGTH) {
            return line.toString();
        }
        int end = Character.isHighSurrogate(line.charAt(MAX_LENGTH - 4)) ? MAX_LENGTH - 4 : MAX_LENGTH - 3;
        return line.substring(0, end) + "...";
    }

    private static void append(StringBuilder line, int character) {
        switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                line.append(escape(character));
            default -> line.appendCodePoint(character);
        }
    }

    private static String escape(int character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format("\\u%04x", character);
        };
    }
}
