// SPDX-License-Identifier: Apache-2.0
package justchat.logs.view;

/// Makes a text harmless to whoever reads it: what controls a screen, hides, or
/// turns the direction of writing becomes its escape, `\u202e`. A log may have
/// been written by somebody else's program.
final class Shown {
    /// Joins the parts of one drawn character, and does nothing else.
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private Shown() {}

    static String text(String text) {
        var shown = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            if (isHarmless(character)) {
                shown.appendCodePoint(character);
            } else {
                shown.append(String.format("\\u%04x", character));
            }
        });
        return shown.toString();
    }

    private static boolean isHarmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE,
                    Character.PRIVATE_USE ->
                false;
            case Character.FORMAT -> character == ZERO_WIDTH_JOINER;
            default -> true;
        };
    }
}
