// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A tmux of its own, with one program in one window.
final class Tmux implements AutoCloseable {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final Path socket;

    /// @param command
    ///            and its arguments
    /// @param environment
    ///            `NAME=value`
    Tmux(Path directory, int columns, int rows, List<String> environment, String... command) throws IOException {
        this.socket = directory.resolve("tmux");
        var all = new ArrayList<>(List.of("new-session", "-d", "-x", "" + columns, "-y", "" + rows));
        environment.forEach(variable -> all.addAll(List.of("-e", variable)));
        all.addAll(List.of(command));
        run(all.toArray(String[]::new));
        run("set-option", "-g", "history-limit", "100000");
    }

    static boolean isThere() {
        try {
            return new ProcessBuilder("tmux", "-V").redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void resize(int columns, int rows) throws IOException {
        run("resize-window", "-x", "" + columns, "-y", "" + rows);
    }

    /// As it is typed: keys by their names, see tmux(1).
    void keys(String... keys) throws IOException {
        var all = new ArrayList<>(List.of("send-keys"));
        all.addAll(List.of(keys));
        run(all.toArray(String[]::new));
    }

    void type(String text) throws IOException {
        run("send-keys", "-l", text);
    }

    /// Everything there is, with what has scrolled away; lines that were broken at the
    /// margin are whole.
    List<String> everything() throws IOException {
        return run("capture-pane", "-p", "-J", "-S", "-").lines().map(String::stripTrailing).toList();
    }

    /// What is before the eyes, row by row.
    List<String> screen() throws IOException {
        return run("capture-pane", "-p").lines().map(String::stripTrailing).toList();
    }

    void await(String what, Predicate<List<String>> condition) throws IOException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.test(screen())) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError("no " + what + " on\n" + String.join("\n", screen()));
            }
            pause(50);
        }
    }

    static void pause(long millis) {
        try {
            new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        run("kill-server");
    }

    private String run(String... command) throws IOException {
        var all = new ArrayList<>(List.of("tmux", "-u", "-f", "/dev/null", "-S", socket.toString()));
        all.addAll(List.of(command));
        var process = new ProcessBuilder(all).redirectErrorStream(true).start();
        try (var out = process.getInputStream()) {
            var text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + text);
            }
            return text;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
