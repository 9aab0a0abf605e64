// SPDX-License-Identifier: Apache-2.0
package justchat.tools.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.tools.cluster.Program;

import static org.assertj.core.api.Assertions.assertThat;

/// The story with its ten processes and two kills, as somebody plays it who has just built the program.
class DemoTest {
    private static final long MINUTES = 5;

    @TempDir
    Path directory;

    @Test
    void theStoryHoldsAndItsTraceIsMergedCheckedAndDrawn() throws Exception {
        var home = directory.resolve("demo");
        var told = run("demo", "--directory", home.toString());
        assertThat(told).contains("All held.", "the checker accepts them");
        var trace = home.resolve("trace.log").toString();
        assertThat(run("trace", "check", trace)).contains("The check holds").contains("client-natasha~2", "lb-3",
                "ms-3");
        var page = directory.resolve("page.html");
        assertThat(run("trace", "view", "--no-open", "--output", page.toString(), trace))
                .contains("are drawn in " + page);
        assertThat(Files.readString(page)).contains("client-natasha~2", "</html>");
    }

    /// @return what it said; it ended well
    private String run(String subcommand, String... arguments) throws Exception {
        var said = directory.resolve("said.txt");
        var process = new ProcessBuilder(Program.current().command(Program.CLIENT, subcommand, List.of(arguments)))
                .redirectErrorStream(true).redirectOutput(said.toFile()).start();
        try {
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroy();
        }
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        return Files.readString(said);
    }
}
