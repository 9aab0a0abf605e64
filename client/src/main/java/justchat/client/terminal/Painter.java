// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.util.List;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

import justchat.client.model.Line;

/// One line of [justchat.client.model.Wording] as it stands on the screen: in
/// colour, wrapped, with a hanging indent. Pure.
record Painter(Look look) {
    /// A text keeps at least this many columns beside its label.
    private static final int MIN_TEXT = 20;
    private static final int SHORT_INDENT = 6;
    private static final int MAX_SEPARATOR = 78;

    AttributedString paint(Line line, int columns) {
        var out = new AttributedStringBuilder();
        if (line.kind() == Line.Kind.SEPARATOR) {
            var text = "---------- " + line.body() + " ";
            return out.styled(look.body(line), text
                    + "-".repeat(Math.max(0, Math.min(MAX_SEPARATOR, columns - 1) - Wrap.width(text))))
                    .toAttributedString();
        }
        int head = Wrap.width(line.head());
        int indent = head + MIN_TEXT <= columns ? head : SHORT_INDENT;
        out.styled(look.time(), line.time() + " ");
        out.styled(look.label(line), line.label());
        out.append(line.head().substring(line.time().length() + 1 + line.label().length()));
        var texts = texts(line, columns, head, indent);
        out.styled(look.body(line), texts.getFirst());
        for (var text : texts.subList(1, texts.size())) {
            out.append("\n").append(" ".repeat(indent)).styled(look.body(line), text);
        }
        return out.toAttributedString();
    }

    /// One column stays free, for terminals differ in when they wrap.
    private static List<String> texts(Line line, int columns, int head, int indent) {
        int next = Math.max(MIN_TEXT / 2, columns - 1 - indent);
        int first = columns - 1 - head % Math.max(1, columns);
        return first >= MIN_TEXT / 2
                ? Wrap.lines(line.body(), first, next)
                : java.util.stream.Stream.concat(java.util.stream.Stream.of(""), Wrap.lines(line.body(), next, next)
                        .stream()).toList();
    }
}
