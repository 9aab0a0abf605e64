// SPDX-License-Identifier: Apache-2.0
package justchat.logs.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

import justchat.logs.clock.VectorClock;
import justchat.logs.shiviz.Event;
import justchat.logs.view.SpaceTime.Placed;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SpaceTimeTest {
    private static final int PROCESSES = 4;

    /// A process does something: nothing else, or receive what an earlier step
    /// sent.
    record Step(int process, int received) {}

    @Property
    void theLevelOfAnEventIsTheLengthOfTheLongestWayToIt(@ForAll("runs") List<Event> run) {
        var levels = new HashMap<Event, Integer>();
        for (var event : run) {
            levels.put(event, before(event, run).stream().mapToInt(earlier -> levels.get(earlier) + 1).max().orElse(0));
        }
        var spaceTime = SpaceTime.of(run);
        assertThat(spaceTime.events())
                .allSatisfy(placed -> assertThat(placed.level()).isEqualTo(levels.get(event(placed, spaceTime, run))));
        assertThat(spaceTime.events()).hasSameSizeAs(run)
                .isSortedAccordingTo(Comparator.comparingInt(Placed::level).thenComparingInt(Placed::process));
    }

    @Property
    void causesAreTheForeignEventsWithNothingBetween(@ForAll("runs") List<Event> run) {
        var spaceTime = SpaceTime.of(run);
        for (var placed : spaceTime.events()) {
            var event = event(placed, spaceTime, run);
            var before = before(event, run);
            var expected = before.stream().filter(earlier -> !earlier.process().equals(event.process()))
                    .filter(earlier -> before.stream().noneMatch(between -> earlier.clock().isBefore(between.clock())))
                    .collect(toSet());
            assertThat(placed.causes().stream().map(entry -> find(entry.process(), entry.number(), spaceTime, run)))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Property
    void whatAnEventLearnsAddsUpToItsClock(@ForAll("runs") List<Event> run) {
        var spaceTime = SpaceTime.of(run);
        Map<Integer, Map<String, Long>> clocks = new HashMap<>();
        for (var placed : spaceTime.events()) {
            var clock = clocks.computeIfAbsent(placed.process(), _ -> new TreeMap<>());
            clock.put(spaceTime.processes().get(placed.process()), (long) placed.number());
            for (var entries : List.of(placed.causes(), placed.learned())) {
                entries.forEach(entry -> assertThat(clock.merge(spaceTime.processes().get(entry.process()),
                        (long) entry.gain(), Long::sum)).isEqualTo(entry.number()));
            }
            assertThat(VectorClock.of(clock)).isEqualTo(event(placed, spaceTime, run).clock());
        }
    }

    @Test
    void columnsAreSortedByRoleThenAsAPersonWould() {
        var names = List.of("zoe", "client-elon", "ms-10", "ms-2~2", "lb-1", "ms-2", "ms-2~10", "client-ada");
        var run = SpaceTime.of(names.stream().map(name -> event(name, Map.of(name, 1L))).toList());
        assertThat(run.processes()).containsExactly("lb-1", "ms-2", "ms-2~2", "ms-2~10", "ms-10", "client-ada",
                "client-elon", "zoe");
    }

    @Test
    void falseClocksAreDrawnAsFarAsTheyCanBe() {
        var run = SpaceTime.of(List.of(event("a", Map.of("a", 1L, "b", 2L, "nobody", 7L)),
                event("b", Map.of("b", 1L, "a", 1L)), event("b", Map.of("b", 2L)),
                event("a", Map.of("a", 2L, "b", 1L)), event("a", Map.of("a", 3L, "b", 2L))));
        assertThat(run.events()).hasSize(5).allSatisfy(placed -> assertThat(placed.causes())
                .allSatisfy(entry -> assertThat(entry.gain()).isPositive()));
    }

    @Test
    void moreEventsThanAPageHoldsAreRefused() {
        var event = event("a", Map.of("a", 1L));
        assertThatThrownBy(() -> SpaceTime.of(Collections.nCopies(SpaceTime.MAX_EVENTS + 1, event)))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("events: 200001, at most 200000");
    }

    @Provide
    Arbitrary<List<Event>> runs() {
        var process = Arbitraries.integers().between(0, PROCESSES - 1);
        var step = process.flatMap(who -> Arbitraries.integers().between(-30, 39).map(from -> new Step(who, from)));
        return step.list().ofMaxSize(40).map(SpaceTimeTest::run);
    }

    private static List<Event> run(List<Step> steps) {
        var clocks = new TreeMap<String, VectorClock>();
        var events = new ArrayList<Event>();
        for (var step : steps) {
            var name = "p" + step.process();
            var received = 0 <= step.received() && step.received() < events.size()
                    ? events.get(step.received()).clock()
                    : VectorClock.empty();
            var clock = clocks.getOrDefault(name, VectorClock.empty()).merge(received).tick(name);
            clocks.put(name, clock);
            events.add(new Event(name, clock, "step " + events.size()));
        }
        return events;
    }

    private static List<Event> before(Event event, List<Event> run) {
        return run.stream().filter(earlier -> earlier.clock().isBefore(event.clock())).toList();
    }

    private static Event event(Placed placed, SpaceTime spaceTime, List<Event> run) {
        return find(placed.process(), placed.number(), spaceTime, run);
    }

    private static Event find(int process, int number, SpaceTime spaceTime, List<Event> run) {
        return run.stream().filter(event -> event.process().equals(spaceTime.processes().get(process))
                && event.number() == number).findFirst().orElseThrow();
    }

    private static Event event(String process, Map<String, Long> clock) {
        return new Event(process, VectorClock.of(clock), "INFO starts");
    }
}
