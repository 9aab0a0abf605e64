// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.archive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import justchat.messageserver.conduct.RoomConduct;
import justchat.messageserver.history.MemoryHistory;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Place;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The archive beside a twin that keeps all entries, of each message the one at the
/// least place, and sorts them.
class ArchiveTest {
    private static final List<String> WORDS = List.of("Release", "straße", "release-notes", "Übung", "ﬁle", "done");

    private static final Comparator<Entry> BY_PLACE = Comparator.comparing(Entry::place);

    private final MemoryHistory history = new MemoryHistory();
    private final RoomConduct conduct = new RoomConduct(RoomInfo.LOBBY);
    private final Archive archive = new Archive(conduct.overlays());

    private final Set<MessageId> ids = new HashSet<>();

    /// Another entry of the same message is a copy.
    private void show(Entry entry) {
        history.append(entry);
        if (ids.add(entry.id())) {
            conduct.shown(entry);
            archive.shown(entry);
        } else {
            conduct.copied(entry);
            archive.copied(entry);
        }
    }

    @Property(tries = 300)
    void pagesAreTheSameWhateverTheOrderTheEntriesCameIn(@ForAll long seed) {
        var random = new Random(seed);
        var entries = entries(random);
        var fed = new ArchiveTest();
        interleaved(entries, random).forEach(entry -> {
            fed.show(entry);
            if (random.nextInt(10) == 0) {
                fed.archive.page(Optional.empty(), 3, OptionalLong.empty());
            }
        });
        int limit = 1 + random.nextInt(20);
        long since = random.nextInt(120);
        var expected = messages(entries).filter(entry -> entry.stampedAtMillis() >= since).toList();

        assertThat(fed.archive.messages()).isEqualTo((int) messages(entries).count());
        assertThat(fed.all(before -> fed.archive.page(before, limit, OptionalLong.of(since)), limit))
                .extracting(Shown::entry).isEqualTo(expected);
    }

    @Property(tries = 300)
    void unreadIsWhatOthersSaidBeyondTheVector(@ForAll long seed) {
        var random = new Random(seed);
        var entries = entries(random);
        var fed = new ArchiveTest();
        interleaved(entries, random).forEach(fed::show);
        var read = VersionVector.empty();
        for (int server = 1; server <= 3; server++) {
            if (random.nextBoolean()) {
                read = read.with(new Position(new Origin(server, 1), 1 + random.nextInt(30)));
            }
        }
        var vector = read;
        var expected = messages(entries).filter(entry -> !entry.author().equals("alan") && !vector.covers(entry
                .position())).toList();
        int limit = 1 + random.nextInt(20);

        assertThat(fed.archive.unreadCount(read, "alan")).isEqualTo(expected.size());
        var page = fed.archive.unread(read, "alan", limit).read(fed.history);
        assertThat(page.messages()).extracting(Shown::entry).isEqualTo(expected.stream().limit(limit).toList());
        assertThat(page.left()).isEqualTo(expected.size() - page.messages().size());
    }

    @Property(tries = 300)
    void aSearchFindsWhatLookingAtEverythingFinds(@ForAll long seed) {
        var random = new Random(seed);
        var entries = entries(random);
        var fed = new ArchiveTest();
        interleaved(entries, random).forEach(fed::show);
        var words = random.nextBoolean() ? List.of("rel") : List.of("STRASSE", "note");
        var author = random.nextBoolean() ? Optional.of("bob") : Optional.<String>empty();
        boolean filesOnly = random.nextInt(4) == 0;
        var expected = messages(entries).filter(entry -> author.isEmpty() || entry.author().equals(author.get()))
                .filter(entry -> !filesOnly || entry.payload() instanceof Payload.FileNotice)
                .filter(entry -> matches(entry, words)).toList();

        assertThat(
                fed.all(before -> fed.archive.search(new Search(words, author, filesOnly, OptionalLong.empty(), before,
                        3)), 3))
                .extracting(Shown::entry).isEqualTo(expected);
    }

    /// The twin: all messages by place.
    private static Stream<Entry> messages(List<Entry> entries) {
        return entries.stream().filter(entry -> entry.payload() instanceof Payload.Message).collect(Collectors.toMap(
                Entry::id, entry -> entry, BinaryOperator.minBy(BY_PLACE))).values().stream().sorted(BY_PLACE);
    }

    private static boolean matches(Entry entry, List<String> words) {
        var text = entry.payload() instanceof Payload.Text(String said)
                ? said
                : entry.payload() instanceof Payload.FileNotice notice ? notice.name() : "";
        return words.equals(List.of("rel")) ? text.contains("elease") : text.contains("stra") && text.contains("note");
    }

    /// Page after page, to the oldest.
    private List<Shown> all(Function<Optional<Place>, Reading> pages, int limit) {
        var all = new ArrayList<Shown>();
        Optional<Place> before = Optional.empty();
        do {
            var page = pages.apply(before).read(history);
            assertThat(page.messages().size()).isLessThanOrEqualTo(limit);
            all.addAll(0, page.messages());
            before = page.before();
        } while (before.isPresent());
        return all;
    }

    @Test
    void showsMessagesAsTheyStandNow() {
        var text = text(1, 1, "alan", "helo");
        var reply = entry(1, 2, "bob", new Payload.Reply(text.id(), "hi"));
        var gone = text(1, 3, "bob", "secret");
        List.of(text, reply, gone).forEach(this::show);
        show(entry(1, 4, "alan", new Payload.Edit(text.id(), "hello")));
        show(entry(1, 5, "bob", new Payload.Edit(reply.id(), "hi!")));
        show(entry(1, 6, "bob", new Payload.Erase(List.of(gone.id()))));
        show(entry(1, 7, "bob", new Payload.Reaction(text.id(), "+1", false)));
        show(entry(1, 8, "bob", new Payload.Reaction(gone.id(), "+1", false)));

        var page = archive.page(Optional.empty(), 10, OptionalLong.empty()).read(history).messages();
        assertThat(page).extracting(shown -> shown.entry().payload()).containsExactly(new Payload.Text("hello"),
                new Payload.Reply(text.id(), "hi!"), new Payload.Text(""));
        assertThat(page).extracting(Shown::edited).containsExactly(true, true, false);
        assertThat(page.getFirst().reactions()).isEqualTo(Map.of("+1", List.of("bob")));
        assertThat(page.getLast().erasedBy()).contains("bob");
        assertThat(page.getLast().reactions()).isEmpty();
        assertThat(page.getFirst().place()).isEqualTo(text.place());
        assertThat(archive.messages()).isEqualTo(3);

        assertThat(found("hello")).extracting(Entry::id).containsExactly(text.id());
        assertThat(found("helo")).isEmpty();
        assertThat(found("secret")).isEmpty();
        assertThat(found()).hasSize(2);
    }

    private List<Entry> found(String... words) {
        return archive.search(new Search(List.of(words), Optional.empty(), false, OptionalLong.empty(), Optional
                .empty(), 10)).read(history).messages().stream().map(Shown::entry).toList();
    }

    @Test
    void wordsMatchFromTheirBeginningWithoutRegardToCaseAndForm() {
        show(text(1, 1, "alan", "Die ﬁnale STRAẞE: naïve Ελλάς, x2"));
        for (var word : List.of("die", "FIN", "strasse", "straße", "nai\u0308ve", "ΕΛΛΆΣ", "x2", "")) {
            assertThat(found(word)).as(word).hasSize(1);
        }
        for (var word : List.of("nale", "rasse", "2", "diex")) {
            assertThat(found(word)).as(word).isEmpty();
        }
        assertThat(found("die", "naïve")).hasSize(1);
        assertThat(found("die naïve")).hasSize(1);
        assertThat(found("die", "nothing")).isEmpty();
    }

    @Test
    void aSearchStopsAfterItsStepAndSaysWhereToGoOn() {
        show(text(1, 1, "alan", "needle"));
        for (int i = 2; i <= Archive.MAX_STEP + 100; i++) {
            show(text(1, i, "bob", "hay"));
        }
        var search = new Search(List.of("needle"), Optional.of("alan"), false, OptionalLong.empty(), Optional.empty(),
                5);
        var first = archive.search(search).read(history);
        assertThat(first.messages()).isEmpty();
        assertThat(first.before()).isPresent();
        var second = archive.search(new Search(search.words(), search.author(), false, OptionalLong.empty(), first
                .before(), 5)).read(history);
        assertThat(second.messages()).hasSize(1);
        assertThat(second.before()).isEmpty();
    }

    @Test
    void aPageIsBoundedInBytesToo() {
        var text = "x".repeat(Payload.Text.MAX_BYTES);
        for (int i = 1; i <= 200; i++) {
            show(text(1, i, "alan", text));
        }
        var page = archive.page(Optional.empty(), 200, OptionalLong.empty()).read(history);
        assertThat(page.messages().stream().mapToInt(Shown::weight).sum()).isBetween(Page.MAX_WEIGHT / 2,
                Page.MAX_WEIGHT);
        assertThat(page.before()).contains(page.messages().getFirst().place());
        assertThat(archive.unread(VersionVector.empty(), "bob", 200).read(history).left()).isGreaterThan(150);
        assertThat(all(before -> archive.page(before, 200, OptionalLong.empty()), 200)).hasSize(200);
    }

    @Test
    void aVectorThatReachesAFoldHasReadWhatItFolds() {
        for (int i = 1; i <= 5; i++) {
            show(text(1, i, "alan", "old life"));
        }
        show(control(2, 1, new Payload.Fold(VersionVector.empty().with(new Position(new Origin(1, 1), 4)))));
        show(control(3, 1, new Payload.Fold(VersionVector.empty().with(new Position(new Origin(2, 1), 1)))));

        assertThat(archive.unreadCount(VersionVector.empty(), "bob")).isEqualTo(5);
        assertThat(archive.unreadCount(VersionVector.empty().with(new Position(new Origin(2, 1), 1)), "bob"))
                .isEqualTo(1);
        assertThat(archive.unreadCount(VersionVector.empty().with(new Position(new Origin(3, 1), 1)), "bob"))
                .isEqualTo(1);
        assertThat(archive.unreadCount(VersionVector.empty(), "alan")).isZero();
    }

    @Test
    void whatTheDiskCannotGiveIsLeftOut() {
        show(text(1, 1, "alan", "here"));
        archive.shown(text(1, 2, "alan", "lost"));
        show(text(1, 3, "alan", "here"));

        var page = archive.page(Optional.empty(), 10, OptionalLong.empty()).read(history);
        assertThat(page.messages()).extracting(shown -> shown.entry().position().sequence()).containsExactly(1L, 3L);
    }

    @Test
    void refusesWhatIsOutOfBoundsAndOutOfSequence() {
        assertThatThrownBy(() -> archive.page(Optional.empty(), 0, OptionalLong.empty())).isInstanceOf(
                IllegalArgumentException.class);
        assertThatThrownBy(() -> archive.unread(VersionVector.empty(), "bob", 201)).isInstanceOf(
                IllegalArgumentException.class);
        assertThatThrownBy(() -> found("x".repeat(300))).isInstanceOf(IllegalArgumentException.class);
        show(text(1, 2, "alan", "second"));
        assertThatThrownBy(() -> archive.shown(text(1, 1, "alan", "first"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aMessageMovesToTheLeastPlaceOfItsCopiesAndStaysOneMessage() {
        var retried = entry(3, 9, "alan", new Payload.Text("again"));
        var other = text(2, 5, "bob", "between");
        List.of(retried, other, copy(retried, 2, 7)).forEach(this::show);
        assertThat(history()).containsExactly(other.place(), copy(retried, 2, 7).place());

        show(copy(retried, 1, 4));
        show(copy(retried, 4, 8));

        assertThat(history()).containsExactly(copy(retried, 1, 4).place(), other.place());
        assertThat(archive.unreadCount(VersionVector.empty(), "eve")).isEqualTo(2);
        assertThat(archive.unreadCount(VersionVector.empty().with(new Position(new Origin(1, 1), 4)), "eve"))
                .isEqualTo(1);
        assertThat(found("again")).containsExactly(copy(retried, 1, 4));
    }

    @Test
    void aCopyByAnotherAuthorMovesNothing() {
        var text = text(2, 5, "bob", "his");
        show(text);
        show(new Entry(new Position(new Origin(1, 1), 1), text.id(), "mallory", VersionVector.empty(), 1_000,
                new Payload.Text("hers"), 1, 0));

        assertThat(history()).containsExactly(text.place());
    }

    private List<Place> history() {
        return archive.page(Optional.empty(), 10, OptionalLong.empty()).read(history).messages().stream().map(
                Shown::place).toList();
    }

    private static Entry copy(Entry entry, int server, long sequence) {
        return new Entry(new Position(new Origin(server, 1), sequence), entry.id(), entry.author(), entry
                .dependencies(), entry.stampedAtMillis(), entry.payload(), sequence, 0);
    }

    /// Of three servers, in two epochs, ascending per server; some are copies of other
    /// servers' entries.
    private static List<Entry> entries(Random random) {
        var entries = new ArrayList<Entry>();
        for (int server = 1; server <= 3; server++) {
            long time = 0;
            long epoch = 0;
            for (int i = 1; i <= random.nextInt(40); i++) {
                time += 1 + random.nextInt(3);
                epoch += random.nextInt(15) == 0 ? 1 : 0;
                var author = random.nextBoolean() ? "alan" : "bob";
                var text = WORDS.get(random.nextInt(WORDS.size())) + ", " + WORDS.get(random.nextInt(WORDS.size()));
                var payload = switch (random.nextInt(5)) {
                    case 0 -> new Payload.FileNotice(text, 1, new ContentHash("0".repeat(64)));
                    case 1 -> new Payload.Topic(text);
                    default -> new Payload.Text(text);
                };
                var position = new Position(new Origin(server, 1), i);
                var entry = new Entry(position, new MessageId(new Instance(server, 0), i), author,
                        VersionVector.empty(),
                        random.nextInt(120), payload, time, epoch);
                var first = entries.isEmpty() ? entry : entries.get(random.nextInt(entries.size()));
                entries.add(random.nextInt(3) > 0 || isIn(entries, position.origin(), first.id())
                        ? entry
                        : new Entry(position, first.id(), first.author(), VersionVector.empty(), random.nextInt(120),
                                first.payload(), time, epoch));
            }
        }
        return entries;
    }

    private static boolean isIn(List<Entry> entries, Origin log, MessageId id) {
        return entries.stream().anyMatch(entry -> entry.position().origin().equals(log) && entry.id().equals(id));
    }

    /// Any order that keeps the order of each server.
    private static List<Entry> interleaved(List<Entry> entries, Random random) {
        var turns = new ArrayList<Origin>();
        var logs = new HashMap<Origin, ArrayList<Entry>>();
        for (var entry : entries) {
            turns.add(entry.position().origin());
            logs.computeIfAbsent(entry.position().origin(), _ -> new ArrayList<>()).add(entry);
        }
        if (random.nextInt(3) > 0) {
            Collections.shuffle(turns, random);
        }
        return turns.stream().map(origin -> logs.get(origin).removeFirst()).toList();
    }

    private static Entry text(int server, long sequence, String author, String text) {
        return entry(server, sequence, author, new Payload.Text(text));
    }

    private static Entry control(int server, long sequence, Payload.Control payload) {
        return entry(server, sequence, "", payload);
    }

    private static Entry entry(int server, long sequence, String author, Payload payload) {
        return new Entry(new Position(new Origin(server, 1), sequence),
                new MessageId(new Instance(server, 0), sequence),
                author, VersionVector.empty(), 1_000, payload, sequence, 0);
    }
}
