// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import justchat.client.model.Entry;
import justchat.client.model.Instance;
import justchat.client.model.MessageId;
import justchat.client.model.Notice;
import justchat.client.model.Order;
import justchat.client.model.Origin;
import justchat.client.model.Payload;
import justchat.client.model.RoomInfo;
import justchat.client.model.Seen;

import static org.assertj.core.api.Assertions.assertThat;

class CausesTest {
    private static final RoomInfo ROOM = new RoomInfo("dev", Order.CAUSAL, "", 0);
    private static final Now NOW = new Now(0, 0);
    private static final int PEOPLE = 3;

    @Test
    void whatItsAuthorHadBeenShownComesBeforeItAndTheRestStandsBesideIt() {
        var script = Script.attached("dev");
        script.types("#join dev").reads(1, 0).transcript();
        script.hear(delivered(1, 1, 1, "tony", "is it ready?", Seen.nothing()));
        script.hear(delivered(2, 1, 2, "natasha", "lunch?", Seen.nothing()));
        script.hear(delivered(1, 2, 3, "bruce", "it is", Seen.nothing().with(new Origin(1, 1), 1)));
        script.transcript();
        script.types("#why");
        assertThat(script.transcript()).containsExactly("> 12:00 -- m3 bruce \"it is\", in a room of causal order",
                "> 12:00 --   comes after what bruce had said or been shown: 1 message of those here, the last of them",
                "> 12:00 --     m1 tony \"is it ready?\"",
                "> 12:00 --   said at the same time, neither author had been shown the other's:",
                "> 12:00 --     m2 natasha \"lunch?\"",
                "> 12:00 --   justchat trace why 03030303/1 tells what every process did for it, where the logs are");
        script.types("#why tony");
        assertThat(script.transcript()).contains("> 12:00 --   comes after nothing that was shown here");
        script.types("#why m99");
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- no such message was shown here in dev; #history numbers them: m1, m2, ...");
    }

    private static Event.Delivered delivered(int server, long sequence, int instance, String author, String text,
            Seen after) {
        return new Event.Delivered("dev", List.of(new Entry(new Origin(server, 1), sequence, new MessageId(instance(
                instance), 1), author, Script.attached("dev").now().millis(), new Payload.Text(text), after)),
                Script.CLOCK);
    }

    private static Instance instance(int number) {
        return new Instance(("0" + number).repeat(16));
    }

    /// People of one server each talk, and are shown what others said, at random; beside the vectors the twin keeps for
    /// each message the set of all that its author knew.
    @Property(tries = 200)
    void agreesWithSetsOfWhatEverybodyKnew(@ForAll long seed) {
        var random = new Random(seed);
        var vectors = new ArrayList<Seen>();
        var sets = new ArrayList<Set<Integer>>();
        var counts = new TreeMap<Integer, Integer>();
        IntStream.range(0, PEOPLE).forEach(_ -> {
            vectors.add(Seen.nothing());
            sets.add(new HashSet<>());
        });
        var said = new ArrayList<Recall.Message>();
        var knew = new ArrayList<Set<Integer>>();
        for (int step = 0; step < 40; step++) {
            int who = random.nextInt(PEOPLE);
            if (random.nextBoolean()) {
                int whose = random.nextInt(PEOPLE);
                vectors.set(who, vectors.get(who).merge(vectors.get(whose)));
                sets.get(who).addAll(sets.get(whose));
                continue;
            }
            int sequence = counts.merge(who, 1, Integer::sum);
            var origin = new Origin(who + 1, 1);
            var id = new MessageId(instance(who + 1), sequence);
            var entry = new Entry(origin, sequence, id, "p" + who, 0, new Payload.Text("x"), vectors.get(who));
            knew.add(Set.copyOf(sets.get(who)));
            sets.get(who).add(said.size());
            vectors.set(who, vectors.get(who).with(origin, sequence));
            said.add(new Recall.Message(said.size(), id, "p" + who, "x", false, Set.of(), Optional.of(entry)));
        }
        for (int target = 0; target < said.size(); target++) {
            int here = target;
            var why = Causes.of(ROOM, Seen.nothing(), said.get(here), said, NOW);
            assertThat(why.before()).isEqualTo(knew.get(here).size());
            assertThat(numbers(why.after()))
                    .isEqualTo(last(knew.get(here).stream().filter(one -> knew.get(here).stream()
                            .noneMatch(between -> knew.get(between).contains(one))).sorted().toList()));
            assertThat(numbers(why.beside())).isEqualTo(last(IntStream.range(0, said.size()).filter(
                    other -> other != here && !knew.get(here).contains(other) && !knew.get(other).contains(here))
                    .boxed()
                    .toList()));
        }
    }

    /// Whatever servers say: vectors that nobody can have had, clients that jump from server to server, circles. The twin
    /// compares each message with each, as the definition has it.
    @Property(tries = 200)
    void theLastOnesAreThoseThatNoneBetweenComesAfter(@ForAll long seed) {
        var random = new Random(seed);
        var said = new ArrayList<Recall.Message>();
        for (int number = 0; number < 30; number++) {
            var after = Seen.nothing();
            for (int server = 1; server <= PEOPLE; server++) {
                after = random.nextBoolean() ? after.with(new Origin(server, 1), random.nextInt(10)) : after;
            }
            var id = new MessageId(instance(1 + random.nextInt(PEOPLE)), 1 + random.nextInt(10));
            said.add(new Recall.Message(number, id, "p", "x", false, Set.of(), random.nextInt(10) == 0
                    ? Optional.empty()
                    : Optional.of(new Entry(new Origin(1 + random.nextInt(PEOPLE), 1), 1 + random.nextInt(10), id, "p",
                            0, new Payload.Text("x"), after))));
        }
        said.stream().filter(target -> target.entry().isPresent()).forEach(target -> {
            var before = said.stream().filter(one -> precedes(one, target)).toList();
            assertThat(numbers(Causes.of(ROOM, Seen.nothing(), target, said, NOW).after())).isEqualTo(last(before
                    .stream().filter(one -> before.stream().noneMatch(between -> precedes(one, between)))
                    .map(Recall.Message::number).toList()));
        });
    }

    private static boolean precedes(Recall.Message one, Recall.Message other) {
        return one.entry().isPresent() && other.entry().isPresent()
                && (other.entry().get().after().covers(one.entry().get().origin(), one.entry().get().sequence())
                        || one.id().instance().equals(other.id().instance())
                                && one.id().sequence() < other.id().sequence());
    }

    @Test
    void ofWhomVectorsDoNotNameAnyMoreNothingIsClaimed() {
        var old = message(1, 1, Seen.nothing());
        var later = message(2, 2, Seen.nothing());
        assertThat(Causes.of(ROOM, Seen.nothing(), later, List.of(old, later), NOW).beside()).hasSize(1);
        var folded = Seen.nothing().with(new Origin(1, 1), 9);
        assertThat(Causes.of(ROOM, folded, later, List.of(old, later), NOW).beside()).isEmpty();
    }

    private static Recall.Message message(int server, int number, Seen after) {
        var id = new MessageId(instance(number), 1);
        return new Recall.Message(number, id, "p" + number, "x", false, Set.of(), Optional.of(new Entry(new Origin(
                server, 1), 1, id, "p" + number, 0, new Payload.Text("x"), after)));
    }

    private static List<Integer> numbers(List<Notice.Cited> cited) {
        return cited.stream().map(Notice.Cited::number).toList();
    }

    private static List<Integer> last(List<Integer> all) {
        return all.subList(Math.max(0, all.size() - 5), all.size());
    }
}
