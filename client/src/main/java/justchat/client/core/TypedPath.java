// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// A path as somebody typed it, looked at before anybody else hears of it.
public sealed interface TypedPath {

    /// @param path
    ///            absolute
    record Usable(Path path) implements TypedPath {}

    /// @param sentence
    ///            for the person who typed it
    record Unusable(String sentence) implements TypedPath {}

    /// Asks the file system, so it belongs on the thread of whoever typed.
    static TypedPath of(String typed) {
        final Path path;
        try {
            path = Path.of(home(typed)).toAbsolutePath().normalize();
        } catch (InvalidPathException _) {
            return unusable(typed + " is not a path");
        }
        if (!Files.exists(path)) {
            return unusable("there is no file " + typed);
        }
        if (Files.isDirectory(path)) {
            return unusable(typed + " is a directory; only files can be shared");
        }
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            return unusable(typed + " cannot be read");
        }
        return new Usable(path);
    }

    private static Unusable unusable(String sentence) {
        return new Unusable(sentence + "; nothing was shared");
    }

    /// With the home directory in place of `~`.
    static String home(String typed) {
        return typed.equals("~") || typed.startsWith("~/")
                ? System.getProperty("user.home") + typed.substring(1)
                : typed;
    }
}
