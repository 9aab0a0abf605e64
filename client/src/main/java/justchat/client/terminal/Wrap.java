// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

import org.jline.utils.WCWidth;

/// Breaks text into lines that fit, at blanks where there are some, and never
/// between a character and what combines with it. Pure; widths are in columns.
///
/// Terminals disagree about emoji of several parts: each part is counted, so a
/// line may turn out shorter than it could be, never longer.
final class Wrap {
    private static final int FIRST_COMBINING = 0x300;
    private static final int EMOJI_VARIATION = 0xFE0F;

    private Wrap() {}

    /// @param first
    ///            columns that are left on the first line
    /// @param next
    ///            columns on each further line
    /// @return at least one line; newlines in the text begin a new one
    static List<String> lines(String text, int first, int next) {
        var out = new ArrayList<String>();
        for (var paragraph : text.split("\n", -1)) {
            wrap(paragraph, out, first, next);
        }
        return List.copyOf(out);
    }

    /// How many columns a text takes, at most.
    static int width(String text) {
        return width(text, 0, text.length());
    }

    /// The longest beginning of a text that fits, whole characters only.
    static String cut(String text, int columns) {
        return width(text) <= columns ? text : text.substring(0, whole(text, 0, columns, boundaries(text)));
    }

    private static void wrap(String paragraph, List<String> out, int first, int next) {
        var boundaries = boundaries(paragraph);
        int start = 0;
        do {
            int columns = Math.max(2, out.isEmpty() ? first : next);
            int end = fit(paragraph, start, columns, boundaries);
            int cut = end;
            if (end < paragraph.length() && !isBlank(paragraph, end, boundaries)) {
                int blank = lastBlank(paragraph, start, end, boundaries);
                cut = blank > start ? blank : end;
            }
            out.add(withoutBlanks(paragraph.substring(start, cut)));
            start = cut;
            if (start < paragraph.length() && isBlank(paragraph, start, boundaries)) {
                start++;
            }
        } while (start < paragraph.length());
    }

    private static String withoutBlanks(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    /// The end of the longest part from `start` on that fits; at least one code
    /// point.
    private static int fit(String text, int start, int columns, BitSet boundaries) {
        int end = whole(text, start, columns, boundaries);
        return end > start || end == text.length() ? end : piece(text, start, columns);
    }

    /// Without breaking a character; may be nothing.
    private static int whole(String text, int start, int columns, BitSet boundaries) {
        int used = 0;
        int end = start;
        while (end < text.length()) {
            int after = boundaries.nextSetBit(end + 1);
            used += width(text, end, after);
            if (used > columns) {
                return end;
            }
            end = after;
        }
        return end;
    }

    /// Of a character that is wider than the line.
    private static int piece(String text, int start, int columns) {
        int end = start + Character.charCount(text.codePointAt(start));
        while (end < text.length()) {
            int after = end + Character.charCount(text.codePointAt(end));
            if (width(text, start, after) > columns) {
                return end;
            }
            end = after;
        }
        return end;
    }

    private static boolean isBlank(String text, int at, BitSet boundaries) {
        return text.charAt(at) == ' ' && boundaries.get(at + 1);
    }

    private static int lastBlank(String text, int start, int end, BitSet boundaries) {
        int blank = text.lastIndexOf(' ', end - 1);
        while (blank > start && !boundaries.get(blank + 1)) {
            blank = text.lastIndexOf(' ', blank - 1);
        }
        return blank;
    }

    /// Where characters as a reader sees them begin and end.
    private static BitSet boundaries(String text) {
        var at = new BitSet(text.length() + 1);
        if (text.chars().allMatch(c -> c < FIRST_COMBINING && c != '\r')) {
            at.set(0, text.length() + 1);
            return at;
        }
        var characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        for (int i = characters.first(); i != BreakIterator.DONE; i = characters.next()) {
            at.set(i);
        }
        return at;
    }

    private static int width(String text, int start, int end) {
        int sum = 0;
        int before = 0;
        for (int i = start; i < end;) {
            int c = text.codePointAt(i);
            int width = c == EMOJI_VARIATION && before == 1 ? 1 : width(c);
            sum += width;
            before = width;
            i += Character.charCount(c);
        }
        return sum;
    }

    private static int width(int c) {
        return Character.isEmojiModifier(c) ? 2 : Math.max(0, WCWidth.wcwidth(c));
    }
}
