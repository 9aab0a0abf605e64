// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.apache.thrift.TException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.wire.Collected;
import justchat.wire.Edit;
import justchat.wire.Erase;
import justchat.wire.HistoryRequest;
import justchat.wire.Letter;
import justchat.wire.Marker;
import justchat.wire.Measure;
import justchat.wire.Open;
import justchat.wire.Order;
import justchat.wire.Payload;
import justchat.wire.Reason;
import justchat.wire.Sanction;
import justchat.wire.SearchRequest;
import justchat.wire.Setting;

import static org.assertj.core.api.Assertions.assertThat;

/// Two servers and many rooms: who is where, and who is shown what.
class RoomsTest {
    private static final String PRIVATE = "@private";

    @TempDir
    Path directory;

    private TestCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new TestCluster(directory, 1);
        cluster.serve("ms-1", "ms-2");
    }

    @AfterEach
    void stop() {
        cluster.close();
        assertThat(cluster.fatal).isEmpty();
    }

    @Test
    void keepsRoomsOfEveryOrderApartOnBothServers() throws Exception {
        cluster.book.create("notes", Order.UNORDERED, "elon");
        cluster.book.create("talk", Order.FIFO, "elon");
        cluster.book.create("court", Order.TOTAL, "elon");
        var elon = cluster.attach("elon", "ms-1");
        var tony = cluster.attach("tony", "ms-2");
        for (var room : List.of("notes", "talk", "court")) {
            elon.enter(room);
            tony.join(room);
            elon.say(room, "hello " + room);
            tony.awaitTexts(room, List.of("elon: hello " + room));
            tony.say(room, "hello yourself");
            elon.awaitTexts(room, List.of("elon: hello " + room, "tony: hello yourself"));
        }
        assertThat(elon.texts()).isEmpty();
        assertThat(tony.texts()).isEmpty();
    }

    @Test
    void showsEverybodyTheSameOrderInARoomOfTotalOrder() throws Exception {
        cluster.book.create("court", Order.TOTAL, "elon");
        var elon = cluster.attach("elon", "ms-1");
        var tony = cluster.attach("tony", "ms-2");
        elon.enter("court");
        tony.join("court");
        var both = List.of(elon, tony).stream().map(author -> CompletableFuture.runAsync(() -> {
            for (int line = 0; line < 50; line++) {
                sayUnchecked(author, "court", author.user + line);
            }
        }, Thread::startVirtualThread)).toList();
        for (var author : both) {
            author.get(TestCluster.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
        TestCluster.await("all is shown to both", () -> elon.texts("court").size() == 100 && tony.texts("court")
                .size() == 100);
        assertThat(elon.texts("court")).isEqualTo(tony.texts("court"));
    }

    @Test
    void saysThatThereIsNoSuchRoom() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        assertThat(TestReader.refusal(() -> elon.open("attic"))).contains(Reason.NOT_FOUND);
        assertThat(TestReader.refusal(() -> elon.say("attic", "hm"))).contains(Reason.NOT_FOUND);
        assertThat(TestReader.refusal(() -> elon.server().members("attic"))).contains(Reason.NOT_FOUND);
    }

    /// The balancers may be slower with the news than the client that created it. Not for ever, so on a slow machine another
    /// room is tried.
    @Test
    void waitsForARoomThatIsBeingCreated() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        var waitedFor = new ArrayList<String>();
        for (int number = 1; waitedFor.isEmpty() && number <= 50; number++) {
            var room = "new-" + number;
            var creating = CompletableFuture.runAsync(() -> {
                TestCluster.pause(100);
                cluster.book.create(room, Order.FIFO, "elon");
            });
            if (TestReader.refusal(() -> elon.server().open(new Open(room).setSeen(List.of()))).isEmpty()) {
                waitedFor.add(room);
            }
            creating.get(TestCluster.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
        assertThat(waitedFor).hasSize(1);
        elon.say(waitedFor.getFirst(), "first");
        elon.awaitTexts(waitedFor.getFirst(), List.of("elon: first"));
    }

    @Test
    void letsNobodyReadOrWriteWhereHeIsNot() throws Exception {
        cluster.book.create("dev", Order.CAUSAL, "elon");
        var tony = cluster.attach("tony", "ms-2");
        tony.awaitRoom("dev");
        var page = new HistoryRequest("dev", 10);
        assertThat(TestReader.refusal(() -> tony.open("dev"))).contains(Reason.NOT_PERMITTED);
        assertThat(TestReader.refusal(() -> tony.say("dev", "hm"))).contains(Reason.NOT_PERMITTED);
        tony.takeBack("dev");
        assertThat(TestReader.refusal(() -> tony.server().history(page))).contains(Reason.NOT_PERMITTED);
        assertThat(TestReader.refusal(() -> tony.server().unread("dev", List.of(), 1))).contains(
                Reason.NOT_PERMITTED);
        assertThat(TestReader.refusal(() -> tony.server().search(new SearchRequest(page, List.of("a"), false))))
                .contains(Reason.NOT_PERMITTED);
        assertThat(TestReader.refusal(() -> tony.server().members("dev"))).contains(Reason.NOT_PERMITTED);
        assertThat(TestReader.refusal(() -> tony.server().history(new HistoryRequest(PRIVATE, 10)))).contains(
                Reason.NOT_PERMITTED);
    }

    @Test
    void tellsAtTheStartInWhichRoomsOneIsAndWhatIsUnreadThere() throws Exception {
        cluster.book.create("dev", Order.CAUSAL, "elon");
        var elon = cluster.attach("elon", "ms-1");
        elon.enter("dev");
        var tony = cluster.attach("tony", "ms-2");
        tony.join("dev");
        elon.say(elon.message("dev", Payload.topic("how to build it")));
        var read = elon.say("dev", "one").getPosition();
        elon.say("dev", "two");
        tony.awaitTexts("dev", List.of("elon: one", "elon: two"));
        tony.say(tony.message(PRIVATE, Payload.marker(new Marker("dev", List.of(read)))));
        tony.say(tony.message(PRIVATE, Payload.setting(new Setting("bell", "off"))));
        tony.close();
        var again = cluster.connect("tony", "ms-2");
        var attached = again.server().attach(again.request());
        assertThat(attached.getRooms()).extracting(room -> room.getRoom().getName()).containsExactly("dev", "lobby");
        var dev = attached.getRooms().getFirst();
        assertThat(dev.getTopic()).isEqualTo("how to build it");
        assertThat(dev.getMembers()).isEqualTo(2);
        assertThat(dev.getUnread()).isEqualTo(1);
        assertThat(dev.getRead()).containsExactly(read);
        assertThat(attached.getSettings()).containsEntry("bell", "off");
        var unread = again.server().unread("dev", dev.getRead(), 10);
        assertThat(unread.getEntries()).extracting(shown -> shown.getEntry().getPayload().getText()).containsExactly(
                "two");
        assertThat(again.server().members("dev")).extracting(member -> member.getUser()).containsExactly("elon",
                "tony");
    }

    /// On the other server than where it was decided.
    @Test
    void endsTheReadingOfWhoIsSentOut() throws Exception {
        cluster.book.create("dev", Order.CAUSAL, "elon");
        var elon = cluster.attach("elon", "ms-1");
        elon.enter("dev");
        var tony = cluster.attach("tony", "ms-2");
        tony.join("dev");
        elon.say("dev", "you may read this");
        elon.say(elon.message("dev", Payload.sanction(new Sanction("tony", Measure.KICK))));
        elon.say("dev", "and not this");
        elon.awaitTexts("dev", List.of("elon: you may read this", "elon: and not this"));
        TestCluster.await("tony is told why", () -> !tony.entries("dev").isEmpty() && tony.entries("dev").getLast()
                .getPayload().isSetSanction());
        elon.say("a word in the lobby");
        tony.awaitTexts("elon: a word in the lobby");
        assertThat(tony.texts("dev")).containsExactly("elon: you may read this");
        assertThat(TestReader.refusal(() -> tony.open("dev"))).contains(Reason.NOT_PERMITTED);
        tony.join("dev");
        TestCluster.await("tony is in again", () -> tony.texts("dev").contains("elon: and not this"));
    }

    @Test
    void showsPrivateEntriesToThoseOnlyWhomTheyConcern() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        var robert = cluster.attach("robert", "ms-2");
        elon.server().open(new Open(PRIVATE));
        robert.server().open(new Open(PRIVATE));
        var letter = elon.message(PRIVATE, Payload.letter(new Letter("tony", bytes("for tony's eyes only"))));
        elon.say(letter);
        elon.say(elon.message(PRIVATE, Payload.setting(new Setting("colour", "elon's favourite"))));
        robert.say(robert.message(PRIVATE, Payload.setting(new Setting("colour", "robert's favourite"))));
        TestCluster.await("to each its own", () -> elon.entries(PRIVATE).size() == 2 && robert.entries(PRIVATE)
                .size() == 1);

        awaitPrivate("tony", "ms-2", 1);
        var tony = cluster.connect("tony", "ms-2");
        assertThat(tony.server().attach(tony.request()).getLetters()).isEqualTo(1);
        var opened = tony.server().open(new Open(PRIVATE));
        assertThat(opened.getMissed()).isEqualTo(1);
        TestCluster.await("the letter has come", () -> tony.entries(PRIVATE).size() == 1);
        tony.say(tony.message(PRIVATE, Payload.collected(new Collected(List.of(letter.getId())))));
        elon.say("over");
        robert.awaitTexts("elon: over");
        tony.server().open(new Open("lobby").setSeen(List.of()));
        tony.awaitTexts("elon: over");

        assertThat(robert.everything().toString()).doesNotContain("tony's", "elon's", "recipient:tony");
        assertThat(tony.everything().toString()).doesNotContain("favourite");
        assertThat(robert.entries(PRIVATE)).allMatch(entry -> entry.getAuthor().equals("robert"));
        awaitPrivate("tony", "ms-1", 2);
        var late = cluster.connect("tony", "ms-1");
        assertThat(late.server().attach(late.request()).getLetters()).isZero();
        late.server().open(new Open(PRIVATE).setSeen(List.of()));
        TestCluster.await("its own, from the beginning", () -> late.entries(PRIVATE).size() == 2);
        assertThat(late.entries(PRIVATE).getFirst().getPayload().getLetter().getEnvelope()).isEqualTo(
                "for tony's eyes only".getBytes(StandardCharsets.UTF_8));
    }

    /// Until a server has so many private entries for a user.
    private void awaitPrivate(String user, String server, int count) throws Exception {
        try (var probe = cluster.attach(user, server)) {
            probe.server().open(new Open(PRIVATE).setSeen(List.of()));
            TestCluster.await(server + " has " + count + " for " + user, () -> probe.entries(PRIVATE).size() == count);
        }
    }

    @Test
    void takesPrivateEntriesInTheirOwnRoomOnly() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        assertThat(TestReader.refusal(() -> elon.say(PRIVATE, "psst"))).contains(Reason.INVALID);
        assertThat(TestReader.refusal(() -> elon.say(elon.message(Payload.setting(new Setting("a", "b")))))).contains(
                Reason.INVALID);
    }

    @Test
    void givesLateReadersMessagesAsTheyStandNow() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        var robert = cluster.attach("robert", "ms-2");
        var secret = elon.message("the code is 1234");
        elon.say(secret);
        var wrong = elon.message("lunch at noon");
        elon.say(wrong);
        elon.say(elon.message(Payload.edit(new Edit(wrong.getId(), "lunch at one"))));
        elon.say(elon.message(Payload.erase(new Erase(List.of(secret.getId())))));
        elon.say("end");
        robert.awaitCount(5);
        var tony = cluster.connect("tony", "ms-2");
        tony.server().attach(tony.request());
        tony.server().open(new Open("lobby").setSeen(List.of()));
        tony.awaitTexts("elon's erased by elon", "elon: lunch at one", "elon: end");
        assertThat(tony.everything().toString()).doesNotContain("1234");
        var page = tony.server().history(new HistoryRequest("lobby", 10));
        assertThat(page.toString()).doesNotContain("1234").contains("lunch at one");
        assertThat(page.getEntries()).hasSize(3);
        assertThat(tony.server().search(new SearchRequest(new HistoryRequest("lobby", 10), List.of("lunch"), false))
                .getEntries()).singleElement().satisfies(shown -> assertThat(shown.isEdited()).isTrue());
    }

    @Test
    void startsANewReaderAtTheLatestEntriesAndOwesItNothingOlder() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        for (int line = 1; line <= 10; line++) {
            elon.say("line " + line);
        }
        var tony = cluster.connect("tony", "ms-2");
        tony.server().attach(tony.request());
        TestCluster.await("ms-2 has all", () -> tony.rooms().getFirst().getEntries() == 10);
        var opened = tony.server().open(new Open("lobby").setRecent(3));
        assertThat(opened.getMissed()).isEqualTo(3);
        tony.awaitTexts("elon: line 8", "elon: line 9", "elon: line 10");
        var again = cluster.connect("tony", "ms-1");
        again.server().attach(again.request());
        again.server().open(new Open("lobby").setSeen(opened.getBase()));
        again.awaitTexts("elon: line 8", "elon: line 9", "elon: line 10");
    }

    @Test
    void knowsItsRoomsAfterARestartWithoutBalancers() throws Exception {
        cluster.book.create("dev", Order.CAUSAL, "elon");
        var elon = cluster.attach("elon", "ms-1");
        elon.enter("dev");
        elon.say("dev", "before");
        elon.awaitTexts("dev", List.of("elon: before"));
        cluster.book.forgetRooms();
        cluster.server("ms-1").close();
        cluster.start("ms-1").serving().toCompletableFuture().get(TestCluster.PATIENCE_MILLIS,
                TimeUnit.MILLISECONDS);
        var back = elon.resumeAt("ms-1");
        var opened = back.enter("dev");
        assertThat(opened.getRoom().getRoom().getOrder()).isEqualTo(Order.CAUSAL);
        TestCluster.await("what was said is there", () -> back.texts("dev").contains("elon: before"));
    }

    @Test
    void opensHundredsOfRoomsAndLetsThemSleep() throws Exception {
        var names = IntStream.rangeClosed(1, 300).mapToObj(number -> String.format("room-%03d", number)).toList();
        cluster.book.createAll(names, Order.CAUSAL, "elon");
        var elon = cluster.attach("elon", "ms-1");
        var tony = cluster.attach("tony", "ms-2");
        TestCluster.await("all rooms are open on both",
                () -> names(elon).containsAll(names) && names(tony).containsAll(names));
        elon.say("room-150", "is this on?");
        tony.join("room-150");
        tony.awaitTexts("room-150", List.of("elon: is this on?"));
        for (var server : cluster.servers.values()) {
            TestCluster.await("all rooms sleep", () -> server.roomsAwake() == 0);
        }
    }

    private static List<String> names(TestReader reader) {
        return reader.rooms().stream().map(room -> room.getRoom().getName()).toList();
    }

    private static void sayUnchecked(TestReader author, String room, String text) {
        try {
            author.say(room, text);
        } catch (TException e) {
            throw new AssertionError(e);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
