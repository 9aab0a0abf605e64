// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jline.utils.AttributedStyle;

/// Reads a style as themes write it: `bold red on 236`. Pure.
///
/// A colour is `default`, one of eight names, also with `bright-` before it, a
/// number from 0 to 255, or `#rrggbb`; attributes are bold, faint, italic,
/// underline and inverse.
final class Style {
    private static final List<String> COLOURS = List.of("black", "red", "green", "yellow", "blue", "magenta", "cyan",
            "white");
    private static final String BRIGHT = "bright-";
    private static final Pattern RGB = Pattern.compile("#[0-9a-f]{6}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");
    private static final int BLANK = -1;
    private static final int TRUE = 1 << 24;

    private Style() {}

    /// The text is no style; the message says why.
    static final class Wrong extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        Wrong(String sentence) {
            super(sentence);
        }
    }

    /// @throws Wrong
    ///             naming the word that makes no sense
    static AttributedStyle of(String text) {
        if (text.isBlank()) {
            throw new Wrong("a style is missing; default is one");
        }
        var style = AttributedStyle.DEFAULT;
        var words = text.strip().toLowerCase(Locale.ROOT).split("\\s+");
        for (int i = 0; i < words.length; i++) {
            if (words[i].equals("on")) {
                if (++i == words.length) {
                    throw new Wrong("a colour is missing after on");
                }
                style = behind(style, colour(words[i]));
            } else {
                style = with(style, words[i]);
            }
        }
        return style;
    }

    private static AttributedStyle with(AttributedStyle style, String word) {
        return switch (word) {
            case "bold" -> style.bold();
            case "faint" -> style.faint();
            case "italic" -> style.italic();
            case "underline" -> style.underline();
            case "inverse" -> style.inverse();
            default -> before(style, colour(word));
        };
    }

    private static AttributedStyle before(AttributedStyle style, int colour) {
        return colour == BLANK
                ? style.foregroundDefault()
                : colour >= TRUE ? style.foregroundRgb(colour - TRUE) : style.foreground(colour);
    }

    private static AttributedStyle behind(AttributedStyle style, int colour) {
        return colour == BLANK
                ? style.backgroundDefault()
                : colour >= TRUE ? style.backgroundRgb(colour - TRUE) : style.background(colour);
    }

    /// [#BLANK], 0 to 255, or [#TRUE] and more.
    private static int colour(String word) {
        if (word.equals("default")) {
            return BLANK;
        }
        if (RGB.matcher(word).matches()) {
            return TRUE + Integer.parseInt(word.substring(1), 16);
        }
        if (NUMBER.matcher(word).matches() && Integer.parseInt(word) < 256) {
            return Integer.parseInt(word);
        }
        boolean bright = word.startsWith(BRIGHT);
        int index = COLOURS.indexOf(bright ? word.substring(BRIGHT.length()) : word);
        if (index < 0) {
            throw new Wrong("\"" + word + "\" is no colour: write default, " + String.join(", ", COLOURS)
                    + ", bright-red and so on, 0 to 255, or #rrggbb; with bold, faint, italic, underline, inverse");
        }
        return bright ? index + AttributedStyle.BRIGHT : index;
    }
}
