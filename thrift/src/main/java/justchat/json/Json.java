// SPDX-License-Identifier: Apache-2.0
package justchat.json;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Maps, lists, strings, numbers and booleans as JSON (RFC 8259), in one line.
/// Only writes. Pure.
///
/// What comes out moves nothing on a terminal and is whole UTF-8, whatever is in
/// the strings: controls, invisible format characters (bidirectional overrides
/// among them), line and paragraph separators, private use, unassigned ones and
/// lone surrogates are written as escapes, from which a reader gets them back.
public final class Json {
    private Json() {}

    /// @throws IllegalArgumentException
    ///             for anything else
    public static String of(Object value) {
        return switch (value) {
            case Map<?, ?> map -> map.entrySet().stream()
                    .map(entry -> quote(entry.getKey().toString()) + ":" + of(entry.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
            case List<?> list -> list.stream().map(Json::of).collect(Collectors.joining(",", "[", "]"));
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            case String text -> quote(text);
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        };
    }

    private static String quote(String text) {
        var quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (isPlain(c)) {
                        quoted.appendCodePoint(c);
                    } else {
                        escape(c, quoted);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    private static boolean isPlain(int c) {
        return c >= 0x20 && c < 0x7f || switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE,
                    Character.UNASSIGNED, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }

    private static void escape(int c, StringBuilder quoted) {
        for (char unit : Character.toChars(c)) {
            quoted.append("\\u%04x".formatted((int) unit));
        }
    }
}
