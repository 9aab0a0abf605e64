// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import justchat.logs.clock.VectorClock;
import justchat.logs.shiviz.Run.Node;

import static org.assertj.core.api.Assertions.assertThat;

/// Clocks, repair, check and order against slow obvious twins.
class CausalityTest {
    @Property
    void clocksSayExactlyWhatHappenedBefore(@ForAll("runs") Run run) {
        var events = events(MergedLog.of(run.logs()));
        events.forEach((node, event) -> {
            var past = run.past(node);
            events.forEach((other, earlier) -> assertThat(earlier.clock().isBeforeOrEqual(event.clock()))
                    .as("%s before %s", other, node).isEqualTo(past.contains(other)));
        });
    }

    @Property
    void theCheckHoldsForEveryRealRunAndItsOrderExtendsHappenedBefore(@ForAll("runs") Run run) {
        var log = MergedLog.of(run.logs());
        var check = Check.of(log);
        assertThat(check.violations()).isEmpty();
        assertOrderExtendsHappenedBefore(run, check.order());
        assertThat(check.order()).hasSize(run.steps().size());
    }

    @Property
    void repairOfLostTailsKeepsHappenedBeforeAmongWhatIsLeft(@ForAll("runs") Run run,
            @ForAll @Size(Run.PROCESSES) List<@IntRange(max = 12) Integer> lost) {
        var cut = new ArrayList<ProcessLog>();
        for (var log : run.logs()) {
            int left = Math.max(0, log.events().size() - lost.get(cut.size()));
            cut.add(new ProcessLog(log.source(), log.process().filter(_ -> left > 0), log.events().subList(0, left),
                    true, Optional.empty()));
        }
        var repair = Repair.of(MergedLog.of(cut));
        var check = Check.of(repair.log());
        assertThat(check.violations()).isEmpty();
        assertThat(slowlyChecked(repair.log())).isTrue();
        var events = events(repair.log());
        events.forEach((node, event) -> {
            var past = run.past(node);
            events.forEach((other, earlier) -> assertThat(earlier.clock().isBeforeOrEqual(event.clock()))
                    .as("%s before %s", other, node).isEqualTo(past.contains(other)));
        });
        assertOrderExtendsHappenedBefore(run, check.order());
    }

    @Property
    void theCheckFindsEveryLie(@ForAll("runs") Run run, @ForAll @IntRange(max = 39) int liar,
            @ForAll @IntRange(max = Run.PROCESSES) int about, @ForAll @IntRange(max = 12) int claim) {
        var log = withLie(MergedLog.of(run.logs()), liar, about, claim);
        assertThat(Check.of(log).holds()).isEqualTo(slowlyChecked(log));
    }

    @Property
    void whatWasInventedAboutEventsThatAreNotThereIsRepairedConsistently(@ForAll("runs") Run run,
            @ForAll @IntRange(max = 39) int liar, @ForAll @IntRange(max = Run.PROCESSES) int about) {
        var log = Repair.of(withLie(MergedLog.of(run.logs()), liar, about, 1000)).log();
        assertThat(log.events().values()).allSatisfy(events -> assertThat(events)
                .allSatisfy(event -> event.clock().entries()
                        .forEach((process, number) -> assertThat(log.event(process, number)).isPresent())));
        assertThat(Check.of(log).violations()).noneMatch(words -> words.contains("can never happen"));
    }

    @Provide
    Arbitrary<Run> runs() {
        return Run.runs();
    }

    private static MergedLog withLie(MergedLog log, int liar, int about, int claim) {
        var logs = new ArrayList<ProcessLog>();
        int count = 0;
        for (var events : log.events().values()) {
            var told = new ArrayList<Event>();
            for (var event : events) {
                boolean lies = count++ == liar && !event.process().equals(Run.name(about));
                told.add(lies ? event.with(lie(event.clock(), Run.name(about), claim)) : event);
            }
            logs.add(new ProcessLog("log", Optional.of(told.getFirst().process()), told, false, Optional.empty()));
        }
        return MergedLog.of(logs);
    }

    private static VectorClock lie(VectorClock clock, String about, long claim) {
        var entries = new HashMap<>(clock.entries());
        entries.put(about, claim);
        return VectorClock.of(entries);
    }

    /// The definition, word by word: every named event is there, and there is an
    /// order in which each event comes after all that it names; a clock is at least
    /// the clock of whatever it names.
    private static boolean slowlyChecked(MergedLog log) {
        var events = events(log);
        var happened = new HashSet<Node>();
        boolean moved = true;
        while (moved) {
            moved = false;
            for (var entry : events.entrySet()) {
                var named = named(entry.getKey(), entry.getValue());
                if (!happened.contains(entry.getKey()) && happened.containsAll(named)) {
                    moved = happened.add(entry.getKey());
                }
            }
        }
        return happened.size() == events.size() && events.entrySet().stream()
                .allMatch(entry -> named(entry.getKey(), entry.getValue()).stream()
                        .allMatch(node -> events.get(node).clock().isBeforeOrEqual(entry.getValue().clock())));
    }

    /// All events that the clock covers, but itself.
    private static Set<Node> named(Node node, Event event) {
        var named = new HashSet<Node>();
        event.clock().entries().forEach((process, time) -> {
            for (int number = 1; number <= time; number++) {
                named.add(new Node(process, number));
            }
        });
        named.remove(node);
        return named;
    }

    private static Map<Node, Event> events(MergedLog log) {
        var events = new HashMap<Node, Event>();
        log.events().values().forEach(list -> list
                .forEach(event -> events.put(new Node(event.process(), (int) event.number()), event)));
        return events;
    }

    private static void assertOrderExtendsHappenedBefore(Run run, List<Event> order) {
        var happened = new HashSet<Node>();
        var present = new HashSet<Node>();
        order.forEach(event -> present.add(new Node(event.process(), (int) event.number())));
        for (var event : order) {
            var node = new Node(event.process(), (int) event.number());
            var past = run.past(node);
            past.remove(node);
            past.retainAll(present);
            assertThat(happened).as("before %s", node).containsAll(past);
            happened.add(node);
        }
    }
}
