// SPDX-License-Identifier: Apache-2.0
package justchat.tools.trace;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import justchat.logs.journal.Journal;

import static org.assertj.core.api.Assertions.assertThat;

class TraceCommandTest {
    @TempDir
    Path directory;
    private final StringWriter said = new StringWriter();

    @Test
    void mergesTheLogsOfARunAndSaysHowToLookAtThem() throws IOException {
        run();
        assertThat(trace()).isZero();
        assertThat(said.toString()).isEqualTo("""
                6 events of 3 processes in DIR:
                  client-elon       2
                  lb-1              2
                  ms-1              2
                The check holds: every event can be reached, and clocks are transitive.
                To look at it, open https://bestchai.bitbucket.io/shiviz/ (or a copy of ShiViz on this machine),
                press "Try out ShiViz", choose the file DIR/trace.log and press "Visualize".
                """.replace("DIR", directory.toString()));
        assertThat(Files.readAllLines(directory.resolve("trace.log"))).hasSize(2 + 2 * 6)
                .startsWith("(?<host>\\S*) (?<clock>{.*})\\n(?<event>.*)", "")
                .containsSubsequence("INFO log in", "INFO logged in", "INFO attached");
    }

    @Test
    void repairsWhatAKilledProcessLeftAndSaysSo() throws IOException {
        run();
        var log = directory.resolve("clients/elon/client-elon-Log.txt");
        Files.writeString(log, Files.readString(log).substring(0, 70));
        assertThat(trace()).isZero();
        assertThat(said.toString())
                .contains("Repaired: clients/elon/client-elon-Log.txt: the last record was cut off, and is left out.")
                .contains("Repaired: client-elon: its log ends with event 1, but 2 events name later ones, up to 2;");
    }

    @Test
    void aDamagedLogIsAProblem() throws IOException {
        run();
        Files.writeString(directory.resolve("lb-1/lb-1-Log.txt"), "nonsense\n\n", StandardOpenOption.APPEND);
        assertThat(trace()).isOne();
        assertThat(said.toString()).contains("Problem: lb-1/lb-1-Log.txt line 5: ", "The check does not hold.");
    }

    @Test
    void onlyChecksIfAskedTo() throws IOException {
        run();
        assertThat(trace("--check")).isZero();
        assertThat(directory.resolve("trace.log")).doesNotExist();
    }

    @Test
    void writesWhereItIsTold() throws IOException {
        run();
        var file = directory.resolve("elsewhere.txt");
        assertThat(trace("--output", file.toString())).isZero();
        assertThat(file).isNotEmptyFile();
    }

    @Test
    void saysThatThereIsNothing() {
        assertThat(trace()).isEqualTo(66);
        assertThat(said.toString()).isEqualTo("No causal logs (*-Log.txt) in " + directory + ".\n");
    }

    private void run() {
        try (var client = Journal.open(directory.resolve("clients/elon"), "client-elon");
                var balancer = Journal.open(directory.resolve("lb-1"), "lb-1");
                var server = Journal.open(directory.resolve("ms-1"), "ms-1")) {
            var login = balancer.record("logged in", client.record("log in"));
            server.record("attached", login);
        }
    }

    private int trace(String... arguments) {
        var line = new CommandLine(new TraceCommand()).setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true));
        var all = new String[arguments.length + 2];
        all[0] = "--directory";
        all[1] = directory.toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return line.execute(all);
    }
}
