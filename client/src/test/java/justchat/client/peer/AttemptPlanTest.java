// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// When which address is tried.
class AttemptPlanTest {
    private static final long STAGGER = AttemptPlan.STAGGER_NANOS;
    private static final long LIMIT = 6 * STAGGER;

    private static InetSocketAddress address(int number) {
        return InetSocketAddress.createUnresolved("192.0.2." + number, 4000);
    }

    private static List<InetSocketAddress> addresses(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(AttemptPlanTest::address).toList();
    }

    @Test
    void theNextOneBeginsAfterAQuarterOfASecond() {
        var plan = new AttemptPlan(addresses(3), 0, LIMIT);
        assertThat(plan.due(0)).containsExactly(address(1));
        assertThat(plan.wakeAt()).isEqualTo(STAGGER);
        assertThat(plan.due(STAGGER - 1)).isEmpty();
        assertThat(plan.due(STAGGER)).containsExactly(address(2));
        assertThat(plan.due(2 * STAGGER)).containsExactly(address(3));
        assertThat(plan.wakeAt()).isEqualTo(LIMIT);
    }

    @Test
    void theNextOneBeginsAtOnceIfNoneIsLeftThatRuns() {
        var plan = new AttemptPlan(addresses(3), 0, LIMIT);
        plan.due(0);
        plan.failed(address(1));
        assertThat(plan.due(10)).containsExactly(address(2));
        plan.due(10 + STAGGER);
        plan.failed(address(2));
        assertThat(plan.isOver(11 + STAGGER)).isFalse();
        plan.failed(address(3));
        assertThat(plan.isOver(11 + STAGGER)).isTrue();
    }

    @Test
    void nothingBeginsWhenTheTimeIsUp() {
        var plan = new AttemptPlan(addresses(2), 0, LIMIT);
        plan.due(0);
        assertThat(plan.isOver(LIMIT - 1)).isFalse();
        assertThat(plan.isOver(LIMIT)).isTrue();
        assertThat(plan.due(LIMIT)).isEmpty();
    }

    @Test
    void withoutAnAddressItIsOverAtOnce() {
        assertThat(new AttemptPlan(List.of(), 0, LIMIT).isOver(0)).isTrue();
    }

    /// Each attempt takes as long as it takes; who wakes when it is told to sees all begin, in order,
    /// at the times that a slow twin finds.
    @Property(tries = 300)
    void everyOneBeginsInOrderAtItsTime(
            @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 900) Integer> lastsMillis) {
        var plan = new AttemptPlan(addresses(lastsMillis.size()), 0, LIMIT);
        var begun = new ArrayList<Long>();
        var ends = new HashMap<Long, List<Integer>>();
        long now = 0;
        while (!plan.isOver(now)) {
            for (var address : plan.due(now)) {
                int number = begun.size();
                assertThat(address).isEqualTo(address(number + 1));
                begun.add(now);
                ends.computeIfAbsent(now + lastsMillis.get(number) * 1_000_000L, _ -> new ArrayList<>())
                        .add(number + 1);
            }
            long from = now;
            long next = ends.keySet().stream().filter(at -> at > from).mapToLong(at -> at).min().orElse(Long.MAX_VALUE);
            now = Math.min(plan.wakeAt(), next);
            ends.getOrDefault(now, List.of()).forEach(number -> plan.failed(address(number)));
        }
        assertThat(begun).isEqualTo(twin(lastsMillis));
    }

    private static List<Long> twin(List<Integer> lastsMillis) {
        var begun = new ArrayList<Long>();
        long allEnded = 0;
        for (int i = 0; i < lastsMillis.size(); i++) {
            long at = i == 0 ? 0 : Math.min(begun.getLast() + STAGGER, allEnded);
            if (at >= LIMIT) {
                break;
            }
            begun.add(at);
            allEnded = Math.max(allEnded, at + lastsMillis.get(i) * 1_000_000L);
        }
        return begun;
    }
}
