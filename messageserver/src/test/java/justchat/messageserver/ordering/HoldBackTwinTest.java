// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Order;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.VersionVector;

import static org.assertj.core.api.Assertions.assertThat;

/// Causal order, first in first out, and no order, each beside a twin that is
/// slow and obvious: it looks through all that is held back until nothing more
/// is deliverable.
class HoldBackTwinTest {
    @Property(tries = 400)
    void deliversExactlyWhatTheDefinitionAllowsAfterEveryOffer(@ForAll long seed,
            @ForAll @From("orders") Order order, @ForAll @IntRange(min = 1, max = 5) int origins,
            @ForAll @IntRange(min = 1, max = 5) int instances) {
        var random = new Random(seed);
        var logs = randomLogs(random, origins, instances);
        var ordering = Ordering.of(order);
        var twin = new Twin(order);
        var placed = new ArrayList<Placed>();
        var next = new int[origins];
        for (int left = logs.stream().mapToInt(List::size).sum(); left > 0; left--) {
            int origin;
            do {
                origin = random.nextInt(origins);
            } while (next[origin] == logs.get(origin).size());
            var entry = logs.get(origin).get(next[origin]++);
            ordering.offer(entry, placed::add);
            twin.offer(entry);

            assertThat(ordering.delivered()).isEqualTo(VersionVector.of(twin.delivered));
        }
        new Judge(order).check(placed);
        assertThat(placed.stream().filter(Placed::shown).map(one -> one.entry().id()).toList())
                .containsExactlyInAnyOrderElementsOf(twin.shown);
    }

    @Provide
    Arbitrary<Order> orders() {
        return Arbitraries.of(Order.UNORDERED, Order.FIFO, Order.CAUSAL);
    }

    /// Logs as servers write them: authors with what they have seen, retries at other
    /// servers, and now and then a dependency that is never met.
    private static List<List<Entry>> randomLogs(Random random, int origins, int instances) {
        var logs = new ArrayList<List<Entry>>();
        for (int i = 0; i < origins; i++) {
            logs.add(new ArrayList<>());
        }
        var sequences = new long[instances];
        var seen = new HashMap<Integer, VersionVector>();
        for (int i = random.nextInt(60); i > 0; i--) {
            int instance = random.nextInt(instances);
            int at = random.nextInt(origins);
            long sequence = sequences[instance] > 0 && random.nextInt(4) == 0
                    ? sequences[instance]
                    : ++sequences[instance];
            var dependencies = seen.getOrDefault(instance, VersionVector.empty());
            var entry = Entries.entry(new Origin(at + 1, 1), logs.get(at).size() + 1, "i" + instance, sequence,
                    dependencies);
            logs.get(at).add(entry);
            if (random.nextBoolean()) {
                var reader = random.nextInt(instances);
                seen.merge(reader, dependencies.with(entry.position()), VersionVector::merge);
            }
        }
        return logs;
    }

    /// Looks at everything, again and again.
    private static final class Twin {
        final Order order;
        final List<Entry> held = new ArrayList<>();
        final Map<Origin, Long> delivered = new HashMap<>();
        final Map<Instance, Long> last = new HashMap<>();
        final List<MessageId> shown = new ArrayList<>();

        Twin(Order order) {
            this.order = order;
        }

        void offer(Entry entry) {
            held.add(entry);
            while (held.removeIf(this::deliver)) {
                assertThat(held).doesNotContainNull();
            }
        }

        private boolean deliver(Entry entry) {
            var position = entry.position();
            boolean deliverable = position.sequence() == delivered.getOrDefault(position.origin(), 0L) + 1
                    && (order != Order.CAUSAL || entry.dependencies().entries().entrySet().stream()
                            .allMatch(need -> delivered.getOrDefault(need.getKey(), 0L) >= need.getValue()))
                    && (order == Order.UNORDERED
                            || entry.id().sequence() <= last.getOrDefault(entry.id().instance(), 0L) + 1);
            if (deliverable) {
                delivered.put(position.origin(), position.sequence());
                if (!shown.contains(entry.id())) {
                    last.merge(entry.id().instance(), entry.id().sequence(), Math::max);
                    shown.add(entry.id());
                }
            }
            return deliverable;
        }
    }

    /// The claim, judged from the outcome alone.
    private record Judge(Order order) {
        void check(List<Placed> all) {
            var before = VersionVector.empty();
            var shown = new HashSet<MessageId>();
            for (var placed : all) {
                var entry = placed.entry();
                assertThat(order != Order.CAUSAL || before.covers(entry.dependencies())).isTrue();
                assertThat(order == Order.UNORDERED || entry.id().sequence() == 1
                        || shown.contains(new MessageId(entry.id().instance(), entry.id().sequence() - 1))).isTrue();
                assertThat(placed.shown()).isEqualTo(shown.add(entry.id()));
                before = before.with(entry.position());
            }
        }
    }
}
