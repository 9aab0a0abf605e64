// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// How to start another process of the very program that runs now: the same
/// Java, the same jar (or class path, in a test), the flags of its kind.
///
/// @param target
///            the directory of the jar; `lib/`, `jvm/` and the start-up cache
///            are in it
public record Program(Path java, Path target, List<String> classes) {
    /// JVM flags of everything that a person waits for.
    public static final String CLIENT = "client";

    public Program {
        Objects.requireNonNull(java, "java");
        Objects.requireNonNull(target, "target");
        classes = List.copyOf(classes);
    }

    public static Program current() {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var code = codeSource();
        var target = Objects.requireNonNull(code.getParent(), "directory of the program");
        if (Files.isDirectory(code)) {
            return new Program(java, target, List.of("--enable-native-access=ALL-UNNAMED", "-cp",
                    System.getProperty("java.class.path"), "justchat.tools.Main"));
        }
        var classes = new ArrayList<String>();
        var cache = target.resolve("justchat.aot");
        if (isUsable(cache)) {
            classes.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:disable", "-Xlog:all=error:stderr:none"));
        }
        classes.addAll(List.of("-jar", code.toString()));
        return new Program(java, target, classes);
    }

    /// @param flags
    ///            which JVM flags: `target/jvm/<flags>.flags`
    public List<String> command(String flags, String subcommand, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(java.toString());
        command.add("@" + target.resolve("jvm").resolve(flags + ".flags"));
        command.addAll(classes);
        command.add(subcommand);
        command.addAll(arguments);
        return command;
    }

    private static Path codeSource() {
        try {
            return Path.of(Program.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("where is this program?", e);
        }
    }

    private static boolean isUsable(Path cache) {
        try {
            return Files.size(cache) > 0;
        } catch (IOException _) {
            return false;
        }
    }
}
