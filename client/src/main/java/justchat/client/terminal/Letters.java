// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.text.Normalizer;

import justchat.client.model.Line;

/// What a terminal can show of a text, in its character set: all of it in UTF-8;
/// elsewhere a letter without its accent, a sign of the typewriter for one of
/// the printer, or `?`. Not thread-safe by the encoder, so guarded by `this`.
final class Letters {
    private static final String PRINTED = "\u2018\u2019\u201a\u201c\u201d\u201e\u2010\u2011\u2012\u2013\u2014\u2212\u00a0\u2022\u00d7";
    private static final String TYPED = "'''\"\"\"------ *x";

    private final CharsetEncoder encoder;
    private final boolean everything;

    Letters(Charset charset) {
        this.everything = charset.name().startsWith("UTF-");
        this.encoder = charset.newEncoder();
    }

    Line shown(Line line) {
        return everything
                ? line
                : new Line(line.time(), shown(line.label()), line.nick(), shown(line.body()), line.kind());
    }

    String shown(String text) {
        return everything ? text : folded(text);
    }

    private synchronized String folded(String text) {
        if (encoder.canEncode(text)) {
            return text;
        }
        var out = new StringBuilder(text.length());
        var composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        composed.codePoints().forEach(c -> out.append(folded(c)));
        return out.toString();
    }

    private String folded(int c) {
        var letter = Character.toString(c);
        if (encoder.canEncode(letter)) {
            return letter;
        }
        int printed = PRINTED.indexOf(c);
        if (printed >= 0) {
            return TYPED.substring(printed, printed + 1);
        }
        if (c == 0x2026) {
            return "...";
        }
        var parts = Normalizer.normalize(letter, Normalizer.Form.NFKD);
        int end = parts.offsetByCodePoints(0, 1);
        if (end < parts.length() && encoder.canEncode(parts.substring(0, end))) {
            return parts.substring(0, end);
        }
        return isMark(c) ? "" : "?";
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT;
    }
}
