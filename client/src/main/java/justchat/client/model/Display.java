// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

/// The one choke point between text of others and a terminal: what leaves
/// [#safe] is printable and moves nothing.
///
/// Replaced by U+FFFD: C0 and C1 controls, DEL, ESC, bidirectional overrides,
/// embeddings and isolates, zero-width and other invisible format characters
/// (except a zero-width joiner between two emoji, and variation selector 16
/// after a symbol), lone surrogates, private use and unassigned code points.
/// Line and paragraph separators and tabs become spaces. Of combining marks, at
/// most [#MARKS] in a row stay.
public final class Display {
    public static final int MARKS = 4;
    private static final int REPLACEMENT = 0xFFFD;
    private static final int JOINER = 0x200D;
    private static final int EMOJI_VARIATION = 0xFE0F;

    private Display() {}

    /// One line: newlines become spaces too.
    public static String safe(String text) {
        return safe(text, false);
    }

    /// Newlines (`\n`, also `\r\n`) stay.
    public static String safeLines(String text) {
        return safe(text.replace("\r\n", "\n"), true);
    }

    private static String safe(String text, boolean lines) {
        var out = new StringBuilder(text.length());
        int marks = 0;
        int before = -1;
        for (int i = 0; i < text.length();) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int after = i < text.length() ? text.codePointAt(i) : -1;
            boolean mark = isMark(c);
            marks = mark ? marks + 1 : 0;
            if (mark && (marks > MARKS || before < 0 && marks == 1)) {
                if (marks <= MARKS) {
                    out.appendCodePoint(REPLACEMENT);
                }
            } else {
                out.appendCodePoint(safe(c, before, after, lines));
            }
            before = c;
        }
        return out.toString();
    }

    private static int safe(int c, int before, int after, boolean lines) {
        if (c == '\n') {
            return lines ? c : ' ';
        }
        if (c == '\t' || c == 0x2028 || c == 0x2029) {
            return ' ';
        }
        if (c == JOINER) {
            return isPictorial(before) && Character.isEmoji(after) ? c : REPLACEMENT;
        }
        if (c == EMOJI_VARIATION) {
            return Character.isEmoji(before) ? c : REPLACEMENT;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                REPLACEMENT;
            default -> isInvisible(c) ? REPLACEMENT : c;
        };
    }

    private static boolean isPictorial(int c) {
        return c == EMOJI_VARIATION || c >= 0 && (Character.isEmoji(c) || Character.isEmojiModifier(c));
    }

    /// Combining marks, variation selectors apart, which have their own rule.
    private static boolean isMark(int c) {
        if (c == EMOJI_VARIATION) {
            return false;
        }
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    /// Letters by their category, but nothing to see: Hangul fillers, the blank
    /// Braille pattern and the like, good for names that look empty.
    private static boolean isInvisible(int c) {
        return c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x2800;
    }
}
