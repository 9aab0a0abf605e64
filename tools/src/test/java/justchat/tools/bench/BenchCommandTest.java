// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/// Each benchmark at the smallest size there is, with real processes.
class BenchCommandTest {
    @TempDir
    Path directory;

    @Test
    void fanoutTellsAServerFromItsBaseline() {
        assertThat(run("fanout", "--readers", "3", "--senders", "1", "--seconds", "1", "--warm-up", "0"))
                .contains("\"system\":\"JustChat\"", "\"system\":\"broadcast, TLS\"",
                        "\"system\":\"broadcast, no TLS\"", "\"lost\":0");
    }

    @Test
    void postsAreDurableAndTimed() {
        assertThat(
                run("posts", "--servers", "1", "--balancers", "1", "--readers", "3", "--clients", "1", "--rate", "50",
                        "--seconds", "1", "--warm-up", "0"))
                .contains("\"posting\":\"at a rate\"", "\"shown p50\":",
                        "\"x shown\":1.0", "\"copies\":1");
    }

    @Test
    void sessionsAreWeighed() {
        assertThat(run("sessions", "--sessions", "20", "--logins", "5")).contains("\"what\":\"session\",\"count\":20",
                "\"what\":\"login and join\",\"count\":5");
    }

    @Test
    void aClusterShowsEverybodyEverythingInEveryOrder() {
        assertThat(run("cluster", "--servers", "2", "--balancers", "1", "--clients", "4", "--posts", "2"))
                .contains("\"order\":\"unordered\",\"posts\":8", "\"order\":\"fifo\"", "\"order\":\"causal\"",
                        "\"order\":\"total\"")
                .doesNotContain("\"missing\":1", "\"broken\":1");
    }

    @Test
    void clientsAreSpreadAndMoved() {
        assertThat(run("spread", "--balancers", "1", "--servers", "2", "--clients", "12", "--wait", "0"))
                .contains("\"when\":\"logged in\"", "\"when\":\"one more server\"",
                        "\"when\":\"ms-1 drained\",\"sessions\":\"0 ", "\"lost\":0")
                .doesNotContain("\"lost\":1");
    }

    @Test
    void filesGoEveryWay() {
        assertThat(run("files", "--megabytes", "2", "--rounds", "1")).contains("\"way\":\"bare TLS copy\"",
                "\"way\":\"direct\"", "\"way\":\"to the servers\"", "\"way\":\"from the servers\"");
    }

    @Test
    void aBenchmarkMustBeNamed() {
        var err = new StringWriter();
        assertThat(new CommandLine(new BenchCommand()).setErr(new PrintWriter(err)).execute()).isEqualTo(2);
        assertThat(err.toString()).contains("name a benchmark", "fanout").doesNotContain("broadcast");
    }

    private String run(String benchmark, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = new CommandLine(new BenchCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        var all = new ArrayList<>(List.of(benchmark, "--json", "--directory",
                directory.toString()));
        all.addAll(List.of(arguments));
        assertThat(line.execute(all.toArray(String[]::new))).as("%s", err).isZero();
        return out.toString();
    }
}
