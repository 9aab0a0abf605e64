// SPDX-License-Identifier: Apache-2.0
package justchat.tools.trace;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import justchat.logs.journal.Journal;
import justchat.logs.vocabulary.Entries.At;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;

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
                The check holds: every event can be reached, clocks are transitive, rooms keep their order.
                To look at it, open https://bestchai.bitbucket.io/shiviz/ (or a copy of ShiViz on this machine),
                press "Try out ShiViz", choose the file DIR/trace.log and press "Visualize".
                """.replace("DIR", directory.toString()));
        assertThat(Files.readAllLines(directory.resolve("trace.log"))).hasSize(2 + 2 * 6)
                .startsWith("(?<host>\\S*) (?<clock>{.*})\\n(?<event>.*)", "")
                .containsSubsequence("INFO asks to join", "INFO admits", "INFO receives session");
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
        said.getBuffer().setLength(0);
        assertThat(line().execute("check", directory.resolve("trace.log").toString())).isZero();
        assertThat(said.toString()).contains("Repaired: client-elon: its log ends with event 1");
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
    void namesTheFirstBrokenPromiseAndWhatHappenedBefore() throws IOException {
        conversation(List.of(new At("2.1", 1), new At("1.1", 1)));
        assertThat(run("check")).isOne();
        assertThat(said.toString()).contains("Problem: client-carol event 2 shows a/1 at 1.1:1 in lobby after b/1 at "
                + "2.1:1, whose author had been shown it: causal order is broken.",
                "What happened before the first problem:", "  client-alice event 2: INFO posts room=lobby message=a/1",
                "The check does not hold.");
    }

    @Test
    void tellsWhyAMessageWasSaidAndWhatBecameOfIt() throws IOException {
        conversation(List.of(new At("1.1", 1), new At("2.1", 1)));
        assertThat(run("check")).isZero();
        said.getBuffer().setLength(0);
        assertThat(run("why", "b/1")).isZero();
        assertThat(said.toString()).isEqualTo("""
                Before it:
                  client-alice event 2: INFO posts room=lobby message=a/1
                  ms-1 event 2: INFO stamps room=lobby order=causal message=a/1 at=1.1:1 user=alice
                The message:
                  ms-2 event 2: INFO stamps room=lobby order=causal message=b/1 at=2.1:1 after=1.1:1 user=bob
                  client-carol event 2: INFO shows room=lobby entries=1.1:1,2.1:1
                """);
        assertThat(run("why", "c/1")).isEqualTo(69);
        assertThat(run("why", "2.1:1", "--room", "lobby", "--all")).isZero();
    }

    @Test
    void tellsWhyAPrivateMessageCameToo() throws IOException {
        try (var alice = Journal.open(directory, "client-alice"); var bob = Journal.open(directory, "client-bob")) {
            alice.record(() -> Saying.of(Verb.SENDS_PRIVATE).with(Key.REQUEST, 1).with(Key.TO, "bob"));
            var sent = alice.record(() -> Saying.of(Verb.SENDS_PRIVATE).with(Key.REQUEST, 2).with(Key.TO, "bob"));
            bob.record(() -> Saying.of(Verb.RECEIVES_PRIVATE).with(Key.FROM, "alice").with(Key.MESSAGE, "a/p2"), sent);
            alice.record(() -> Saying.of(Verb.IS_RECEIVED).with(Key.REQUEST, 2).with(Key.MESSAGE, "a/p2"));
        }
        assertThat(run("check")).isZero();
        said.getBuffer().setLength(0);
        assertThat(run("why", "a/p2")).isZero();
        assertThat(said.toString()).isEqualTo("""
                Before it:
                  client-alice event 2: INFO sends private to=bob request=1
                The message:
                  client-alice event 3: INFO sends private to=bob request=2
                  client-alice event 4: INFO is received message=a/p2 request=2
                  client-bob event 2: INFO receives private message=a/p2 from=alice
                """);
    }

    @Test
    void countsWhatIsThere() throws IOException {
        conversation(List.of(new At("1.1", 1), new At("2.1", 1)));
        assertThat(run("stats")).isZero();
        assertThat(said.toString()).contains("Events: 8 of 4 processes", "lobby                           2",
                "The widest clock names 4 processes", "Pairs of stamps that are concurrent: 0.0 % of 1");
    }

    @Test
    void aMergedLogIsAsGoodAsThoseThatItIsMadeOf() throws IOException {
        conversation(List.of(new At("1.1", 1), new At("2.1", 1)));
        assertThat(run("merge")).isZero();
        var file = directory.resolve("trace.log").toString();
        assertThat(line().execute("check", file)).isZero();
        assertThat(line().execute("stats", file)).isZero();
        assertThat(line().execute("why", "b/1", file)).isZero();
        assertThat(line().execute("view", "--no-open", file)).isZero();
        assertThat(said.toString()).contains("8 events of 4 processes in " + file, "Events: 8 of 4 processes",
                "client-alice event 2: INFO posts room=lobby message=a/1", "drawn in " + directory.resolve(
                        "trace.html"));
    }

    @Test
    void aMergedLogThatWasChangedByHandIsRefusedWithTheLine() throws IOException {
        conversation(List.of(new At("2.1", 1), new At("1.1", 1)));
        assertThat(run("merge")).isOne();
        var file = directory.resolve("trace.log");
        assertThat(line().execute("check", file.toString())).isOne();
        var lines = Files.readAllLines(file);
        int wrong = lines.indexOf("INFO shows room=lobby entries=2.1:1,1.1:1");
        assertThat(said.toString()).contains("Problem: line " + wrong + ": client-carol event 2 shows a/1");
        lines.set(wrong - 1, lines.get(wrong - 1).replace("\"client-carol\":2", "\"client-carol\":3"));
        Files.write(file, lines);
        assertThat(line().execute("check", file.toString())).isOne();
        assertThat(said.toString()).contains("Problem: trace.log line " + wrong + ": no record that could follow here");
        Files.writeString(file, "nothing of the kind");
        assertThat(line().execute("stats", file.toString())).isEqualTo(66);
        assertThat(said.toString()).contains("Problem: trace.log line 1 is not the one by which merged logs begin.");
        assertThat(line().execute("check", directory.resolve("nowhere.log").toString())).isEqualTo(66);
    }

    @Test
    void severalRunsAreSeveralExecutions(@TempDir Path elsewhere) throws IOException {
        run();
        var file = elsewhere.resolve("all.log");
        assertThat(line().execute("merge", directory.toString(), directory.toString(), "--output", file.toString()))
                .isZero();
        var name = directory.getFileName().toString();
        assertThat(Files.readAllLines(file)).startsWith("(?<host>\\S*) (?<clock>{.*})\\n(?<event>.*)",
                "=== (?<trace>.*) ===", "=== " + name + " ===").contains("=== " + name + "-2 ===");
    }

    /// bob answers alice in the lobby, and carol is shown both, in some order.
    private void conversation(List<At> shown) {
        try (var alice = Journal.open(directory, "client-alice");
                var one = Journal.open(directory, "ms-1");
                var two = Journal.open(directory, "ms-2");
                var carol = Journal.open(directory, "client-carol")) {
            var posted = alice.record(() -> Saying.of(Verb.POSTS).with(Key.ROOM, "lobby").with(Key.MESSAGE, "a/1"));
            var stamped = one.record(() -> stamp("a/1", "1.1:1", "alice"), posted);
            var answered = two.record(() -> stamp("b/1", "2.1:1", "bob").with(Key.AFTER, "1.1:1"), stamped);
            carol.record(() -> Saying.of(Verb.SHOWS).with(Key.ROOM, "lobby").with(Key.ENTRIES, shown), answered);
        }
    }

    private static Saying stamp(String message, String at, String user) {
        return Saying.of(Verb.STAMPS).with(Key.ROOM, "lobby").with(Key.ORDER, "causal").with(Key.MESSAGE, message)
                .with(Key.AT, at).with(Key.USER, user);
    }

    private int run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--directory", directory.toString()));
        return line().execute(all.toArray(String[]::new));
    }

    private CommandLine line() {
        return new CommandLine(new TraceCommand()).setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true));
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
            var login = balancer.record(() -> Saying.of(Verb.ADMITS),
                    client.record(() -> Saying.of(Verb.ASKS_TO_JOIN)));
            server.record(() -> Saying.of(Verb.RECEIVES_SESSION), login);
        }
    }

    private int trace(String... arguments) {
        var all = new String[arguments.length + 2];
        all[0] = "--directory";
        all[1] = directory.toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return line().execute(all);
    }
}
