// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import justchat.tools.trace.TraceCommand;

import static org.assertj.core.api.Assertions.assertThat;

class SimCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new SimCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(
                arguments);
    }

    @Test
    void tellsWhatItRanAndThatNothingWasViolated() {
        assertThat(run("--order", "total", "--seed", "5", "--seeds", "2", "--threads", "2")).isZero();
        assertThat(out.toString()).startsWith("2 seeds, ").contains("Faults: ").contains("epochs ").endsWith(
                "No violation.\n");
    }

    @Test
    void tellsProgramsTheSameInOneLine() {
        assertThat(run("--seed", "5", "--json")).isZero();
        assertThat(out.toString()).startsWith("{\"seeds\":1,").contains("\"violations\":0}").hasLineCount(1);
    }

    @Test
    void writesACausalLogThatShiVizOpens(@TempDir Path directory) throws IOException {
        var file = directory.resolve("sim.log");
        assertThat(run("--seed", "5", "--trace", file.toString())).isZero();
        assertThat(Files.readString(file)).startsWith("(?<host>").contains("ms-1 {").contains("client-1 {");
    }

    @ParameterizedTest
    @CsvSource({"unordered, 11", "fifo, 12", "causal, 13", "total, 14", "causal, 15", "total, 16"})
    void whatItsProcessesWroteIsAcceptedByTheCheckOfTraces(String order, long seed, @TempDir Path directory)
            throws IOException {
        var file = directory.resolve("sim.log").toString();
        assertThat(run("--order", order, "--seed", Long.toString(seed), "--trace", file)).isZero();
        assertThat(out.toString()).endsWith("The check of traces holds.\n");
        assertThat(trace("check", file)).isZero();
    }

    /// Of a run in which servers and clients are killed, in one thread.
    @Test
    void aRunWithKillsIsMergedCheckedDrawnCountedAndExplained(@TempDir Path directory) throws IOException {
        var file = directory.resolve("sim.log").toString();
        assertThat(run("--order", "causal", "--seed", "13", "--trace", file)).isZero();
        assertThat(out.toString()).containsPattern("crash[a-z ]* [1-9]");
        out.getBuffer().setLength(0);
        assertThat(trace("check", file)).isZero();
        assertThat(trace("stats", file)).isZero();
        assertThat(trace("view", "--no-open", file)).isZero();
        assertThat(directory.resolve("trace.html")).content().contains("\"notes\":[]", "continues from=ms-");
        var shown = Pattern.compile("INFO shows .*entries=([0-9.]+:[0-9]+)").matcher(Files.readString(Path.of(file)));
        assertThat(shown.find()).isTrue();
        assertThat(trace("why", shown.group(1), file)).isZero();
        assertThat(out.toString()).contains("The check holds", "Messages stamped, by room:", "are drawn in ",
                "The message:");
    }

    private int trace(String... arguments) {
        return new CommandLine(new TraceCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(
                arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--order=none", "--servers=51", "--servers=-1", "--seeds=many"})
    void refusesWhatMakesNoSense(String option) {
        assertThat(run(option)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains(option.substring(0, option.indexOf('=')));
    }
}
