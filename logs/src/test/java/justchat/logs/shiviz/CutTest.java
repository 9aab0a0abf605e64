// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static justchat.logs.shiviz.RepairTest.merged;
import static org.assertj.core.api.Assertions.assertThat;

class CutTest {
    @Property
    void whatIsReadOfALiveRunNeedsNoRepair(@ForAll("runs") Run run,
            @ForAll @Size(Run.PROCESSES) List<@IntRange(max = 40) Integer> readAt) {
        int firstReadingEnds = readAt.stream().mapToInt(Integer::intValue).max().orElse(0);
        var first = new ArrayList<ProcessLog>();
        var second = new ArrayList<ProcessLog>();
        for (int process = 0; process < Run.PROCESSES; process++) {
            first.add(asOfStep(run, process, readAt.get(process)));
            second.add(asOfStep(run, process, firstReadingEnds));
        }
        var earlier = MergedLog.of(first);
        var cut = Cut.of(earlier, MergedLog.of(second));
        assertThat(Repair.of(cut).words()).isEmpty();
        assertThat(Check.of(cut).violations()).isEmpty();
        earlier.events().forEach((process, events) -> assertThat(cut.events().get(process)).startsWith(
                events.toArray(Event[]::new)));
    }

    @Test
    void keepsWhatNobodyNames() {
        var log = merged("a {\"a\":1}\nINFO x\na {\"a\":2}\nINFO y\n");
        assertThat(Cut.of(log, log).events()).isEqualTo(log.events());
    }

    @Provide
    Arbitrary<Run> runs() {
        return Run.runs();
    }

    /// The log of a process when this many steps of the run had been made.
    private static ProcessLog asOfStep(Run run, int process, int step) {
        var sofar = new Run(run.steps().subList(0, Math.min(step, run.steps().size())));
        return sofar.logs().stream().filter(log -> log.process().equals(Optional.of(Run.name(process)))).findFirst()
                .orElseGet(() -> ProcessLog.parse("empty", ""));
    }
}
