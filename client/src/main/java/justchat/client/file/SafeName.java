// SPDX-License-Identifier: Apache-2.0
package justchat.client.file;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/// The name under which a file of somebody else is saved. Whatever the name
/// was, the result is one path element that stays in its folder, that every
/// common file system takes, that is not hidden and that shows as what it is:
/// the last path element, without control and format characters, separators and
/// reserved characters, leading dots, trailing dots and blanks, not a device
/// name, at most 120 bytes of UTF-8 in form NFC.
///
/// Idempotent.
public final class SafeName {
    public static final int MAX_BYTES = 120;
    private static final int MAX_EXTENSION_BYTES = 16;
    private static final String FALLBACK = "file";
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul", "com0", "com1", "com2", "com3",
            "com4",
            "com5", "com6", "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7",
            "lpt8", "lpt9");

    private SafeName() {}

    public static String of(String name) {
        var text = clean(name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1));
        text = trim(shorten(trim(text)));
        if (text.isEmpty()) {
            return FALLBACK;
        }
        return isDevice(text) ? trim(shorten("_" + text)) : text;
    }

    /// The name with a number, for when the plain one is taken: `plan (2).pdf`.
    public static String numbered(String name, int number) {
        var dot = extensionAt(name);
        return name.substring(0, dot) + " (" + number + ")" + name.substring(dot);
    }

    private static String clean(String text) {
        var out = new StringBuilder();
        text.codePoints().map(SafeName::replacement).filter(point -> point >= 0).forEach(out::appendCodePoint);
        return Normalizer.normalize(out, Normalizer.Form.NFC);
    }

    /// -1 for a character that is left out.
    private static int replacement(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                -1;
            case Character.SPACE_SEPARATOR -> ' ';
            default -> "<>:\"/\\|?*".indexOf(point) >= 0 ? '_' : point;
        };
    }

    private static String trim(String text) {
        var start = 0;
        var end = text.length();
        while (start < end && (text.charAt(start) == '.' || text.charAt(start) == ' ')) {
            start++;
        }
        while (end > start && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == ' ')) {
            end--;
        }
        return text.substring(start, end);
    }

    private static String shorten(String text) {
        if (bytes(text) <= MAX_BYTES) {
            return text;
        }
        var extension = text.substring(extensionAt(text));
        if (bytes(extension) > MAX_EXTENSION_BYTES) {
            extension = "";
        }
        var out = new StringBuilder();
        var left = MAX_BYTES - bytes(extension);
        for (var point : text.codePoints().toArray()) {
            left -= bytes(Character.toString(point));
            if (left < 0) {
                break;
            }
            out.appendCodePoint(point);
        }
        return out.append(extension).toString();
    }

    private static boolean isDevice(String text) {
        var dot = text.indexOf('.');
        return DEVICES.contains((dot < 0 ? text : text.substring(0, dot)).strip().toLowerCase(Locale.ROOT));
    }

    private static int extensionAt(String text) {
        var dot = text.lastIndexOf('.');
        return dot > 0 ? dot : text.length();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
