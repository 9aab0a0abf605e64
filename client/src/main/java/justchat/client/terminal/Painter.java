// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.util.List;
import java.util.stream.Stream;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

import justchat.client.model.Line;

/// One line of [justchat.client.model.Wording] as it stands on the screen: in
/// colour, wrapped, with a hanging indent. Pure. One column stays free, for
/// terminals differ in when they wrap.
///
/// @param theme
///            of the colours
/// @param plain
///            words instead of signs
record Painter(Theme theme, boolean plain) {
    /// A text keeps at least this many columns beside its label.
    private static final int MIN_TEXT = 20;
    private static final int SHORT_INDENT = 6;
    private static final int MAX_SEPARATOR = 78;
    /// The bits of a style that are no colour.
    private static final long ATTRIBUTES = 0xFF;
    private static final String DASHES = "---------- ";

    AttributedString paint(Line signs, int columns) {
        var line = plain ? Plain.words(signs) : signs;
        if (line.kind() == Line.Kind.SEPARATOR) {
            return separator(line, columns);
        }
        var out = new AttributedStringBuilder();
        int head = Wrap.width(line.head());
        int beside = columns - 1 - head;
        boolean fits = beside >= MIN_TEXT / 2;
        int indent = beside >= MIN_TEXT ? head : SHORT_INDENT;
        int next = Math.max(MIN_TEXT / 2, columns - 1 - indent);
        head(line, fits ? List.of(line.head()) : Wrap.lines(line.head(), columns - 1, next), out);
        var texts = fits
                ? Wrap.lines(line.body(), beside, next)
                : Stream.concat(Stream.of(""), Wrap.lines(line.body(), next, next).stream()).toList();
        out.styled(body(line), texts.getFirst());
        for (var text : texts.subList(1, texts.size())) {
            out.append("\n").append(" ".repeat(indent)).styled(body(line), text);
        }
        return out.toAttributedString();
    }

    /// A label that is too long for a narrow screen has lines of its own.
    private void head(Line line, List<String> parts, AttributedStringBuilder out) {
        var first = parts.getFirst();
        int time = Math.min(first.length(), line.time().length());
        out.styled(theme.of(Theme.Part.TIME), first.substring(0, time));
        out.styled(label(line), first.substring(time).stripTrailing());
        out.append(first.substring(first.stripTrailing().length()));
        for (var part : parts.subList(1, parts.size())) {
            out.append("\n").append(" ".repeat(SHORT_INDENT)).styled(label(line), part);
        }
    }

    private AttributedString separator(Line line, int columns) {
        var text = plain ? line.body() : Wrap.cut(DASHES + line.body() + " ", columns - 1);
        int dashes = plain ? 0 : Math.max(0, Math.min(MAX_SEPARATOR, columns - 1) - Wrap.width(text));
        return new AttributedString(text + "-".repeat(dashes), theme.of(Theme.Part.SEPARATOR));
    }

    private AttributedStyle label(Line line) {
        return switch (line.kind()) {
            case PUBLIC -> theme.nick(line.nick());
            case PRIVATE -> over(theme.nick(line.nick()), theme.of(Theme.Part.PRIVATE));
            case OFFER -> theme.of(Theme.Part.OFFER);
            case PROBLEM -> theme.of(Theme.Part.PROBLEM);
            case NOTICE, FAINT, SEPARATOR -> theme.of(Theme.Part.FAINT);
        };
    }

    private AttributedStyle body(Line line) {
        return switch (line.kind()) {
            case PUBLIC, PRIVATE -> AttributedStyle.DEFAULT;
            case NOTICE -> theme.of(Theme.Part.NOTICE);
            case OFFER -> theme.of(Theme.Part.OFFER);
            case PROBLEM -> theme.of(Theme.Part.PROBLEM);
            case FAINT, SEPARATOR -> theme.of(Theme.Part.FAINT);
        };
    }

    /// The attributes of both, in the colour of the first, unless the second has one.
    private static AttributedStyle over(AttributedStyle one, AttributedStyle other) {
        return (other.getMask() & ~ATTRIBUTES) != 0
                ? other
                : new AttributedStyle(one.getStyle() | other.getStyle(), one.getMask() | other.getMask());
    }
}
