// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Objects;

/// Tells a person what is being waited for. On a terminal one line that
/// changes in place; elsewhere a line per change. One thread.
public final class Progress {
    private final PrintStream out;
    private final boolean inPlace;
    private final long startedNanos = System.nanoTime();
    private String shown = "";

    public Progress(PrintStream out, boolean inPlace) {
        this.out = Objects.requireNonNull(out, "out");
        this.inPlace = inPlace;
    }

    public static Progress onScreen() {
        var console = System.console();
        return new Progress(System.out, console != null && console.isTerminal());
    }

    /// Says nothing to nobody.
    public static Progress silent() {
        return new Progress(new PrintStream(PrintStream.nullOutputStream()), false);
    }

    public void show(String what) {
        if (inPlace) {
            out.print("\r" + what + "  " + seconds(elapsed()) + "\033[K");
            out.flush();
        } else if (!what.equals(shown)) {
            out.println(what);
        }
        shown = what;
    }

    /// A line that stays.
    public void say(String line) {
        if (inPlace && !shown.isEmpty()) {
            out.print("\r\033[K");
        }
        out.println(line);
        shown = "";
    }

    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    public static String seconds(Duration duration) {
        var hundredths = Math.round(duration.toMillis() / 10.0);
        return "%d.%02d s".formatted(hundredths / 100, hundredths % 100);
    }
}
