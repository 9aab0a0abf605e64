// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// The screen on a terminal that breaks its lines anew: tmux, where it is
/// installed.
@Timeout(300)
class TmuxTest {
    private static final Pattern NUMBER = Pattern.compile("no\\.(\\d+)\\b");
    private static final String BAR = "ms-1 3.0ms";

    @TempDir
    private Path directory;

    @BeforeAll
    static void tmuxIsThere() {
        Assumptions.assumeTrue(Tmux.isThere(), "tmux is not installed");
    }

    @Test
    void noLineIsLostAndNoBarStaysBehindWhenTheSizeChanges() throws IOException {
        try (var tmux = scene(90, 30, 40, 5)) {
            tmux.await("the lines", rows -> rows.stream().anyMatch(row -> row.contains("that was all")));
            tmux.type("a text that is long enough to take more than one row on a terminal as narrow as forty columns");
            tmux.await("the text", rows -> rows.stream().anyMatch(row -> row.endsWith("columns")));
            for (int columns : List.of(60, 40, 300, 100, 45, 44, 43, 120, 40, 41, 200, 80)) {
                tmux.resize(columns, columns == 45 ? 12 : 24);
                Tmux.pause(400);
            }
            tmux.await("the prompt", rows -> rows.contains(
                    "[lobby] a text that is long enough to take more than one row on a terminal as na"));
            assertThat(numbers(tmux)).isEqualTo(IntStream.rangeClosed(1, 40).boxed().toList());
            assertThat(tmux.everything().stream().filter(line -> line.contains(BAR))).hasSize(1);
        }
    }

    @Test
    void noLineIsLostWhileLinesArriveAndTheSizeChanges() throws IOException {
        try (var tmux = scene(100, 30, 400, 10)) {
            tmux.type("typed");
            for (int i = 0; i < 20; i++) {
                tmux.resize(40 + i * 67 % 260, 10 + i * 7 % 30);
                Tmux.pause(100);
            }
            tmux.resize(100, 24);
            tmux.await("the last line", rows -> rows.stream().anyMatch(row -> row.contains("that was all")));
            tmux.await("the prompt", rows -> rows.contains("[lobby] typed"));
            assertThat(numbers(tmux)).isEqualTo(IntStream.rangeClosed(1, 400).boxed().toList());
        }
    }

    @Test
    void theEditorHasTheTerminalToItselfAndWhatArrivesWaits() throws IOException {
        var script = Files.writeString(directory.resolve("editor.sh"), """
                printf 'EDITING\\n'; read line < /dev/tty; printf '%s, edited' "$(cat "$1")" > "$1"
                """);
        try (var tmux = scene(100, 30, 300, 20, "VISUAL=sh " + script)) {
            tmux.type("my text");
            tmux.await("the text", rows -> rows.contains("[lobby] my text"));
            tmux.keys("C-x", "C-e");
            tmux.await("the editor", rows -> rows.contains("EDITING"));
            var before = tmux.screen();
            Tmux.pause(500);
            assertThat(tmux.screen()).isEqualTo(before);
            tmux.keys("Enter");
            tmux.await("the text", rows -> rows.contains("[lobby] my text, edited"));
            tmux.await("the last line", rows -> rows.stream().anyMatch(row -> row.contains("that was all")));
            assertThat(numbers(tmux)).isEqualTo(IntStream.rangeClosed(1, 300).boxed().toList());
            tmux.keys("Enter");
            tmux.await("the message", rows -> rows.stream().anyMatch(row -> row.contains(
                    "sent: Say[text=my text, edited]")));
        }
    }

    private Tmux scene(int columns, int rows, int lines, int pauseMillis, String... environment) throws IOException {
        var path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var arguments = Files.writeString(directory.resolve("arguments"), "--enable-native-access=ALL-UNNAMED\n-cp\n\""
                + path.replace("\\", "\\\\") + "\"\n");
        var all = new ArrayList<>(List.of("LC_ALL=C.UTF-8"));
        all.addAll(List.of(environment));
        var tmux = new Tmux(directory, columns, rows, all, Path.of(System.getProperty("java.home"), "bin", "java")
                .toString(), "@" + arguments, Scene.class.getName(), "" + lines, "" + pauseMillis);
        tmux.await("the prompt", screen -> screen.stream().anyMatch(row -> row.startsWith("[lobby]")));
        return tmux;
    }

    private static List<Integer> numbers(Tmux tmux) throws IOException {
        return NUMBER.matcher(String.join("\n", tmux.everything())).results().map(match -> Integer.valueOf(match.group(
                1))).toList();
    }
}
