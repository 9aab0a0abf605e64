// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.VersionVector;

import static org.assertj.core.api.Assertions.assertThat;

/// Total order beside a twin that is slow and obvious: it sorts all entries of
/// each epoch, once it knows everything.
class TotalTwinTest {
    /// What was written in a run: logs, and the epochs that came in force.
    private record Written(List<List<Entry>> logs, List<Payload.Epoch> chain) {}

    @Property(tries = 500)
    void everyServerShowsWhatSortingWouldHoweverTheLogsArrive(@ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int origins, @ForAll @IntRange(min = 1, max = 4) int epochs) {
        var random = new Random(seed);
        var written = write(random, origins, epochs);
        var expected = twin(written);

        assertThat(arrive(random, written)).isEqualTo(expected);
        assertThat(arrive(random, written)).isEqualTo(expected);
    }

    private static Written write(Random random, int origins, int epochs) {
        var logs = new ArrayList<List<Entry>>();
        for (int i = 0; i < origins; i++) {
            logs.add(new ArrayList<>());
        }
        var chain = new ArrayList<Payload.Epoch>();
        var sequences = new HashMap<String, Long>();
        var times = new long[origins];
        long previous = 0;
        for (int number = 1; number <= epochs; number++) {
            var cut = cut(random, logs, chain);
            var opening = new Payload.Epoch(number * 2L, List.of(new Origin(1, 1)), previous, cut);
            // The coordinator of an epoch had seen all times; those who stamp in it hold its entry.
            long time = 1 + Arrays.stream(times).max().orElseThrow();
            previous = opening.view();
            logs.getFirst().add(Entries.epoch(new Origin(1, 1), logs.getFirst().size() + 1, time, opening));
            Arrays.fill(times, time);
            chain.add(opening);
            for (int i = random.nextInt(12); i > 0; i--) {
                int at = random.nextInt(origins);
                times[at] += 1 + random.nextInt(3);
                var author = "author" + random.nextInt(3);
                boolean retry = sequences.getOrDefault(author, 0L) > 0 && random.nextInt(4) == 0;
                long sequence = retry ? sequences.get(author) : sequences.merge(author, 1L, Long::sum);
                var log = logs.get(at);
                log.add(Entries.at(new Origin(at + 1, 1), log.size() + 1, author, sequence, times[at], previous));
            }
        }
        return new Written(logs, chain);
    }

    /// A cut that holds what earlier ones did, and the coordinator's own log.
    private static VersionVector cut(Random random, List<List<Entry>> logs, List<Payload.Epoch> chain) {
        var before = chain.isEmpty() ? VersionVector.empty() : chain.getLast().cut();
        var cut = new HashMap<Origin, Long>();
        for (int i = 0; i < logs.size(); i++) {
            var origin = new Origin(i + 1, 1);
            int size = logs.get(i).size();
            long least = before.at(origin);
            cut.put(origin, i == 0 || random.nextBoolean() ? size : least + random.nextLong(size - least + 1));
        }
        return VersionVector.of(cut);
    }

    private static List<MessageId> twin(Written written) {
        var shown = new ArrayList<MessageId>();
        var last = new HashMap<Instance, Long>();
        for (int i = 0; i < written.chain.size(); i++) {
            long epoch = written.chain.get(i).view();
            var cut = i + 1 < written.chain.size() ? written.chain.get(i + 1).cut() : null;
            written.logs.stream().flatMap(List::stream)
                    .filter(entry -> entry.epoch() == epoch && !(entry.payload() instanceof Payload.Epoch))
                    .filter(entry -> cut == null || cut.covers(entry.position()))
                    .sorted(Comparator.comparing(Entry::place))
                    .filter(entry -> last.getOrDefault(entry.id().instance(), 0L) + 1 == entry.id().sequence())
                    .forEach(entry -> {
                        last.put(entry.id().instance(), entry.id().sequence());
                        shown.add(entry.id());
                    });
        }
        return shown;
    }

    /// Logs arrive in any interleaving; an epoch is entered as soon as its cut is
    /// here; what cannot be preceded any more, and will not be cut off, is stable.
    private static List<MessageId> arrive(Random random, Written written) {
        var total = new Total();
        var placed = new ArrayList<Placed>();
        int origins = written.logs.size();
        var next = new int[origins];
        var left = new ArrayList<>(written.chain);
        var here = new HashMap<Origin, Long>();
        for (int count = written.logs.stream().mapToInt(List::size).sum(); count > 0; count--) {
            int at;
            do {
                at = random.nextInt(origins);
            } while (next[at] == written.logs.get(at).size());
            var entry = written.logs.get(at).get(next[at]++);
            here.put(entry.position().origin(), entry.position().sequence());
            total.offer(entry, placed::add);
            while (!left.isEmpty() && VersionVector.of(here).covers(left.getFirst().cut())) {
                total.install(List.of(left.removeFirst()), placed::add);
            }
            total.advance(first -> (left.isEmpty() || left.getFirst().cut().covers(first.position()))
                    && isStable(first, written.logs, next), placed::add);
        }
        assertThat(left).isEmpty();
        assertThat(total.delivered()).isEqualTo(VersionVector.of(here));
        return placed.stream().filter(Placed::shown).map(one -> one.entry().id()).toList();
    }

    private static boolean isStable(Entry first, List<List<Entry>> logs, int[] next) {
        for (int i = 0; i < next.length; i++) {
            for (var coming : logs.get(i).subList(next[i], logs.get(i).size())) {
                if (coming.place().compareTo(first.place()) < 0) {
                    return false;
                }
            }
        }
        return true;
    }
}
