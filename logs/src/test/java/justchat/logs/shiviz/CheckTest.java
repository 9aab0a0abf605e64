// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import justchat.logs.clock.VectorClock;

import static java.util.stream.Collectors.joining;
import static justchat.logs.shiviz.RepairTest.merged;
import static org.assertj.core.api.Assertions.assertThat;

class CheckTest {
    @Test
    void saysWhichClockForgetsWhatItsCauseKnew() {
        var check = Check.of(merged("a {\"a\":1}\nINFO x\n", "b {\"a\":1, \"b\":1}\nINFO y\n",
                "c {\"b\":1, \"c\":1}\nINFO z\n"));
        assertThat(check.violations()).containsExactly("c event 1 names b event 1 but not all that this one names");
    }

    @Test
    void saysWhichClockForgetsWhatItsOwnProcessKnew() {
        var check = Check.of(merged("a {\"a\":1}\nINFO x\n", "b {\"a\":1, \"b\":1}\nINFO y\nb {\"b\":2}\nINFO z\n"));
        assertThat(check.violations()).containsExactly("b event 2 names b event 1 but not all that this one names");
    }

    @Test
    void saysWhichEventsWaitForOneAnother() {
        var check = Check.of(merged("a {\"a\":1, \"b\":1}\nINFO x\n", "b {\"a\":1, \"b\":1}\nINFO y\n"));
        assertThat(check.violations())
                .containsExactly("2 events can never happen, since they wait for one another; one is a event 1");
        assertThat(check.order()).hasSize(2);
    }

    @Test
    void saysWhichEventsAreNotThere() {
        var check = Check.of(merged("a {\"a\":1, \"b\":2}\nINFO x\n", "b {\"b\":1}\nINFO y\n"));
        assertThat(check.violations()).containsExactly("a event 1 names b event 2, which is not there");
    }

    @Test
    void tellsNoMoreThanOneCanRead() {
        var log = IntStream.rangeClosed(1, 100).mapToObj(n -> "a {\"a\":" + n + ", \"g" + n + "\":1}\nINFO\n")
                .collect(joining());
        assertThat(Check.of(merged(log)).violations()).hasSize(21).last().isEqualTo("and 179 more");
    }

    @Test
    void anEmptyLogIsSound() {
        assertThat(Check.of(merged()).holds()).isTrue();
    }

    @Test
    void oneOfTwoLogsOfTheSameProcessIsLeftOut() {
        var log = merged("a {\"a\":1}\nINFO x\n", "a {\"a\":1}\nINFO y\n");
        assertThat(log.events().get("a")).hasSize(1);
        assertThat(log.damage()).containsExactly("log: another log is of a too; this one is left out");
    }

    @Test
    void fiftyThousandEventsOfFiftyProcessesTakeSecondsNotMinutes() {
        var texts = longRun(50, 50_000);
        var cpu = ManagementFactory.getThreadMXBean();
        var start = cpu.getCurrentThreadCpuTime();
        var repair = Repair.of(merged(texts));
        var check = Check.of(repair.log());
        var took = Duration.ofNanos(cpu.getCurrentThreadCpuTime() - start);
        assertThat(check.violations()).isEmpty();
        assertThat(check.order()).hasSize(50_000);
        assertThat(took).isLessThan(Duration.ofSeconds(30));
    }

    private static String[] longRun(int processes, int events) {
        var random = new Random(7);
        var clocks = new VectorClock[processes];
        Arrays.fill(clocks, VectorClock.empty());
        var texts = new ArrayList<StringBuilder>();
        for (int process = 0; process < processes; process++) {
            texts.add(new StringBuilder());
        }
        for (int event = 0; event < events; event++) {
            int process = random.nextInt(processes);
            var name = "p" + process;
            clocks[process] = clocks[process].merge(clocks[random.nextInt(processes)]).tick(name);
            texts.get(process).append(name).append(' ').append(clocks[process]).append("\nINFO step\n");
        }
        return texts.stream().map(StringBuilder::toString).toArray(String[]::new);
    }
}
