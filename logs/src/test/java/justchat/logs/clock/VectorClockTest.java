// SPDX-License-Identifier: Apache-2.0
package justchat.logs.clock;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Against the obvious twin: the clock is the set of the events that it
/// has seen.
class VectorClockTest {
    @Test
    void printsAsGoVectorDoes() {
        assertThat(VectorClock.of(Map.of("bob", 3L, "alice", 4L))).hasToString("{\"alice\":4, \"bob\":3}");
        assertThat(VectorClock.empty()).hasToString("{}");
    }

    @Test
    void refusesNegativeTimesAndEmptyNames() {
        assertThatThrownBy(() -> VectorClock.of(Map.of("a", -1L))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VectorClock.of(Map.of("", 1L))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNotWrapAround() {
        var last = VectorClock.of(Map.of("a", Long.MAX_VALUE));
        assertThatThrownBy(() -> last.tick("a")).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void isNotChangedByTheMapItWasMadeOf() {
        var entries = new HashMap<>(Map.of("a", 1L));
        var clock = VectorClock.of(entries);
        entries.put("a", 2L);
        assertThat(clock.at("a")).isEqualTo(1);
        assertThatThrownBy(() -> clock.entries().put("a", 3L)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Property
    void processesThatAreNotNamedCountAsZero(@ForAll("clocks") VectorClock clock) {
        var withZeros = new HashMap<>(clock.entries());
        withZeros.put("nobody", 0L);
        assertThat(VectorClock.of(withZeros)).isEqualTo(clock).hasSameHashCodeAs(clock);
        assertThat(clock.at("nobody")).isZero();
    }

    @Property
    void mergeIsTheUnionOfWhatBothHaveSeen(@ForAll("clocks") VectorClock left, @ForAll("clocks") VectorClock right) {
        var both = new HashSet<>(seen(left));
        both.addAll(seen(right));
        assertThat(seen(left.merge(right))).isEqualTo(both);
        assertThat(left.merge(right)).isEqualTo(right.merge(left));
    }

    @Property
    void orderIsInclusionOfWhatWasSeen(@ForAll("clocks") VectorClock left, @ForAll("clocks") VectorClock right) {
        boolean included = seen(right).containsAll(seen(left));
        boolean includes = seen(left).containsAll(seen(right));
        assertThat(left.isBeforeOrEqual(right)).isEqualTo(included);
        assertThat(left.isBefore(right)).isEqualTo(included && !includes);
        assertThat(left.isConcurrentWith(right)).isEqualTo(!included && !includes);
        assertThat(left.equals(right)).isEqualTo(included && includes);
        assertThat(left.compare(right)).isEqualTo(included
                ? includes ? Causality.EQUAL : Causality.BEFORE
                : includes ? Causality.AFTER : Causality.CONCURRENT);
    }

    @Property
    void tickSeesExactlyOneMore(@ForAll("clocks") VectorClock clock) {
        var more = new HashSet<>(seen(clock));
        more.add("b" + (clock.at("b") + 1));
        assertThat(seen(clock.tick("b"))).isEqualTo(more);
        assertThat(clock.isBefore(clock.tick("b"))).isTrue();
    }

    @Provide
    Arbitrary<VectorClock> clocks() {
        return Arbitraries.maps(Arbitraries.of("a", "b", "c", "d"), Arbitraries.longs().between(0, 3))
                .map(VectorClock::of);
    }

    private static Set<String> seen(VectorClock clock) {
        var events = new HashSet<String>();
        clock.entries().forEach((process, time) -> {
            for (long number = 1; number <= time; number++) {
                events.add(process + number);
            }
        });
        return events;
    }
}
