// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.logs.clock.VectorClock;
import justchat.logs.journal.Journal;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;

import static org.assertj.core.api.Assertions.assertThat;

class ShiVizTest {
    @TempDir
    Path directory;

    @Test
    void writesHeaderBlankLineAndRecords() throws IOException {
        var out = new StringBuilder();
        ShiViz.write(List.of(new Event("a", VectorClock.of(Map.of("a", 1L)), "INFO x")), List.of(), out);
        assertThat(out).hasToString("""
                (?<host>\\S*) (?<clock>{.*})\\n(?<event>.*)

                a {"a":1}
                INFO x
                """);
    }

    @Test
    void theExpressionInTheHeaderFindsWhatJournalsWrote() throws IOException {
        try (var alice = Journal.open(directory, "alice"); var bob = Journal.open(directory, "bob")) {
            var clock = alice.record(
                    () -> Saying.of(Verb.STARTS).with(Key.REASON, "send {\"b\":2} (so)\nbob {\"bob\":9}\n\u2028x"));
            bob.record(() -> Saying.of(Verb.STOPS), clock);
        }
        var logs = new ArrayList<ProcessLog>();
        for (var name : List.of("alice", "bob")) {
            logs.add(ProcessLog.parse(name, Files.readString(directory.resolve(name + "-Log.txt"))));
        }
        var order = Check.of(MergedLog.of(logs)).order();
        var out = new StringBuilder();
        ShiViz.write(order, List.of(), out);
        assertThat(asShiVizReads(out.toString())).isEqualTo(order);
    }

    /// First line: the expression, between `^` and `$`; second: none; the rest: the
    /// log. A brace by itself is an error in Java and a brace in JavaScript.
    private static List<Event> asShiVizReads(String file) {
        var parts = file.split("\n", 3);
        var expression = Pattern.compile("^" + parts[0].replace("{.*}", "\\{.*\\}") + "$", Pattern.MULTILINE);
        var matcher = expression.matcher(parts[2]);
        var events = new ArrayList<Event>();
        while (matcher.find()) {
            var clock = Pattern.compile("\"([^\"]+)\":(\\d+)").matcher(matcher.group("clock"));
            var entries = new TreeMap<String, Long>();
            while (clock.find()) {
                entries.put(clock.group(1), Long.valueOf(clock.group(2)));
            }
            events.add(new Event(matcher.group("host"), VectorClock.of(entries), matcher.group("event")));
        }
        return events;
    }
}
