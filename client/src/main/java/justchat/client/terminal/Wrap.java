// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.util.ArrayList;
import java.util.List;

import org.jline.utils.WCWidth;

/// Breaks text into lines that fit, at blanks where there are some. Pure; widths
/// are in columns.
final class Wrap {

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

    /// How many columns a text takes.
    static int width(String text) {
        return text.codePoints().map(Wrap::width).sum();
    }

    private static void wrap(String paragraph, List<String> out, int first, int next) {
        int start = 0;
        do {
            int columns = Math.max(2, out.isEmpty() ? first : next);
            int end = fit(paragraph, start, columns);
            int cut = end;
            if (end < paragraph.length() && paragraph.charAt(end) != ' ') {
                int blank = paragraph.lastIndexOf(' ', end - 1);
                cut = blank > start ? blank : end;
            }
            out.add(withoutBlanks(paragraph.substring(start, cut)));
            start = cut;
            if (start < paragraph.length() && paragraph.charAt(start) == ' ') {
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

    /// The end of the longest part from `start` on that fits; at least one
    /// character, and a base with what combines with it.
    private static int fit(String text, int start, int columns) {
        int used = 0;
        int end = start;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            int width = width(c);
            if (used + width > columns && end > start) {
                return end;
            }
            used += width;
            end += Character.charCount(c);
        }
        return end;
    }

    private static int width(int c) {
        return Math.max(0, WCWidth.wcwidth(c));
    }
}
