// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.io.IOException;
import java.util.List;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MergedFileTest {
    private static final String RUN = ShiViz.HEADER + """


            a {"a":1}
            INFO posts
            b {"a":1, "b":1}
            INFO receives post
            a {"a":2}
            INFO stops
            """;

    @Provide
    Arbitrary<Run> runs() {
        return Run.runs();
    }

    @Property(tries = 200)
    void whatWasWrittenIsReadAgain(@ForAll("runs") Run run) throws IOException {
        var log = MergedLog.of(run.logs());
        var text = new StringBuilder();
        ShiViz.write(Check.of(log).order(), List.of("a: something"), text);
        var file = MergedFile.parse("trace.log", text.toString());
        var again = MergedLog.of(file.logs());
        assertThat(again.events()).isEqualTo(log.events());
        assertThat(again.damage()).isEmpty();
        assertThat(file.repairs()).containsExactly("a: something");
        var lines = text.toString().lines().toList();
        Check.of(again).order().forEach(event -> assertThat(lines.get(file.line(event).orElseThrow() - 1))
                .isEqualTo(event.process() + " " + event.clock()));
    }

    @Test
    void whatWasChangedByHandIsRefusedWithItsLine() {
        assertThat(damage(RUN)).isEmpty();
        assertThat(damage(RUN.replace("a {\"a\":2}", "a {\"a\":3}"))).singleElement().asString()
                .startsWith("t.log line 7: no record that could follow here");
        assertThat(damage(RUN.replace("b {\"a\":1, \"b\":1}", "b \"a\":1, \"b\":1}"))).singleElement().asString()
                .startsWith("t.log line 5: ");
        assertThat(damage(RUN.replace("INFO receives post\n", ""))).singleElement().asString()
                .startsWith("t.log line 7: ");
        assertThat(damage(RUN.replace("b {", "\u202e {"))).singleElement().asString().startsWith("t.log line 5: ");
        assertThat(damage(RUN.substring(0, RUN.length() - 1))).containsExactly(
                "t.log line 7: the file ends in the middle of a record");
        assertThat(damage(RUN + ShiViz.REPAIRED + "x\nc {\"c\":1}\nINFO x\n")).containsExactly(
                "t.log line 10: something stands behind what was repaired");
        assertThat(damage("")).containsExactly("t.log line 1 is not the one by which merged logs begin");
        assertThat(damage(RUN.replace("\n\n", "\n" + ShiViz.DELIMITER + "\n"))).containsExactly(
                "t.log line 2 says that there are several executions; only a file with one can be read");
    }

    @Test
    void whatStandsBeforeTheDamageIsStillThere() {
        var log = MergedLog.of(MergedFile.parse("t.log", RUN.replace("a {\"a\":2}", "a {\"a\":3}")).logs());
        assertThat(log.events().values()).extracting(List::size).containsExactly(1, 1);
    }

    @Property(tries = 300)
    void noTextIsTooStrange(@ForAll String text, @ForAll int place) {
        int at = Math.floorMod(place, RUN.length());
        var strange = RUN.substring(0, at) + text + RUN.substring(at);
        assertThat(Check.of(Repair.of(MergedLog.of(MergedFile.parse("t.log", strange).logs())).log())).isNotNull();
    }

    private static List<String> damage(String text) {
        return MergedLog.of(MergedFile.parse("t.log", text).logs()).damage();
    }
}
