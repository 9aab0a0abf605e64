// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/// A name from outside made fit for our disk: the last part of it alone,
/// without anything that another system would take for more than a name.
public final class FileName {
    private static final Set<String> RESERVED = Set.of("con", "prn", "aux", "nul", "com1", "com2", "com3", "com4",
            "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8",
            "lpt9");
    private static final String NAMELESS = "file";

    private FileName() {}

    /// Never empty, `.`, `..`, hidden, reserved on Windows, or longer than
    /// [Limits#FILE_NAME_BYTES] bytes; holds no separator and nothing unprintable.
    public static String safe(String name) {
        var last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        var clean = Display.safe(last).replaceAll("[:*?\"<>|\uFFFD]", "_").strip();
        clean = clean.replaceAll("^[.\\s]+", "").replaceAll("[.\\s]+$", "");
        if (clean.isEmpty()) {
            return NAMELESS;
        }
        var stem = clean.contains(".") ? clean.substring(0, clean.indexOf('.')) : clean;
        if (RESERVED.contains(stem.toLowerCase(Locale.ROOT).strip())) {
            clean = "_" + clean;
        }
        return shortened(clean);
    }

    /// `name (2).ext`, the n-th choice for a taken name; the first is the
    /// name itself.
    public static String choice(String name, int n) {
        if (n <= 1) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name + " (" + n + ")" : name.substring(0, dot) + " (" + n + ")" + name.substring(dot);
    }

    /// Cuts the stem, not the extension.
    private static String shortened(String name) {
        int dot = name.lastIndexOf('.');
        var extension = dot > 0 && name.length() - dot <= 12 ? name.substring(dot) : "";
        var stem = name.substring(0, name.length() - extension.length());
        while (bytes(stem + extension) > Limits.FILE_NAME_BYTES) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem + extension;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
