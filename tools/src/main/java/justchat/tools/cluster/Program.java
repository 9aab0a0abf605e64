// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// How to start another process of the very program that runs now: the same
/// Java, the same jar (or class path, in a test), the flags of its kind.
///
/// @param target
///            the directory of the jar; `lib/`, `jvm/` and the start-up caches
///            are in it
public record Program(Path java, Path target, List<String> classes) {
    /// JVM flags of everything that a person waits for.
    public static final String CLIENT = "client";
    /// The subcommand that the start-up cache of clients that stay is called after. They
    /// have one of their own, for what is mapped of a cache is memory of each of many
    /// processes.
    public static final String CHAT = "chat";
    private static final Set<String> STAYING = Set.of(CHAT, "join", "tail");
    /// Keeps the JVM quiet about a cache that does not fit.
    private static final List<String> QUIET = List.of("-Xlog:disable", "-Xlog:all=error:stderr:none");

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
        return new Program(java, target, List.of("-jar", code.toString()));
    }

    /// The same program with further JVM flags, which count more than those of its kind.
    public Program with(List<String> flags) {
        var all = new ArrayList<>(flags);
        all.addAll(classes);
        return new Program(java, target, all);
    }

    /// @param flags
    ///            which JVM flags: `target/jvm/<flags>.flags`
    public List<String> command(String flags, String subcommand, List<String> arguments) {
        var cache = cacheOf(subcommand);
        return command(flags, isJar() && isUsable(cache) ? List.of("-XX:AOTCache=" + cache) : List.of(), subcommand,
                arguments);
    }

    /// As [#command]; the process leaves a start-up cache behind when it ends.
    public List<String> rehearsal(Path cache, String flags, String subcommand, List<String> arguments) {
        return command(flags, List.of("-XX:-AOTClassLinking", "-XX:AOTCacheOutput=" + cache), subcommand, arguments);
    }

    private List<String> command(String flags, List<String> caching, String subcommand, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(java.toString());
        command.add("@" + target.resolve("jvm").resolve(flags + ".flags"));
        if (!caching.isEmpty()) {
            command.addAll(caching);
            command.addAll(QUIET);
        }
        command.addAll(classes);
        command.add(subcommand);
        command.addAll(arguments);
        return command;
    }

    /// Where the start-up cache of this subcommand is, if there is one.
    public Path cacheOf(String subcommand) {
        var own = target.resolve(CHAT + ".aot");
        return STAYING.contains(subcommand) && isUsable(own) ? own : target.resolve("justchat.aot");
    }

    /// Whether this is the program as it is built, not as a test runs it.
    public boolean isJar() {
        return classes.getFirst().equals("-jar");
    }

    /// Where the launcher says; without one, where this class is from. Asked first, since a class out of a start-up cache
    /// says where it was when the cache was made, and a checkout may be moved or copied.
    private static Path codeSource() {
        var home = System.getProperty("justchat.home");
        var launched = home == null ? null : Path.of(home, "tools", "target", "justchat.jar");
        if (launched != null && Files.exists(launched)) {
            return launched;
        }
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
