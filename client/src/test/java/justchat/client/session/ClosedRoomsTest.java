// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.client.codec.Directory;
import justchat.client.core.Event;
import justchat.client.model.Code;
import justchat.client.model.Login;
import justchat.client.model.Order;
import justchat.client.model.Payload;
import justchat.client.model.Refusal;
import justchat.client.model.Search;
import justchat.client.model.Seen;
import justchat.client.model.ShownEntry;
import justchat.logs.clock.VectorClock;
import justchat.rpc.client.RpcClient;
import justchat.wire.Refused;

import static org.assertj.core.api.Assertions.assertThat;

/// A closed room between clients, over fakes that see what servers see.
class ClosedRoomsTest {
    private static final String VAULT = "vault";
    private static final VectorClock CLOCK = VectorClock.empty();

    @TempDir
    private Path directory;
    private final FakeCluster cluster;
    private final List<Client> clients = new ArrayList<>();

    ClosedRoomsTest() throws IOException {
        cluster = new FakeCluster(1, 1);
    }

    /// One terminal of a user, with the keys it keeps in its own directory.
    private final class Client {
        private final FakeLoop loop;
        private final ClusterNetwork network;

        Client(String user, String terminal) {
            var options = cluster.options();
            loop = new FakeLoop(options.instance());
            network = new ClusterNetwork(options, new RpcClient(), DirectPort::none, new SecureRandom(), Optional.of(
                    directory.resolve(terminal)), this::identity, loop);
            loop.drives(network);
            network.logIn(new Login(user, "rosebud", !cluster.accounts.containsKey(user)), CLOCK);
            loop.await(Event.Opened.class, 1);
            clients.add(this);
        }

        private Optional<byte[]> identity(String user) {
            try {
                return Optional.of(network.locate(user, CLOCK)).map(Directory.Location::identityKey);
            } catch (Refused | NobodyAnswers e) {
                throw new AssertionError(e);
            }
        }

        void reads() {
            loop.reads(VAULT);
            loop.await("the room is open", all -> all.all(Event.Opened.class).stream().anyMatch(opened -> opened.room()
                    .name().equals(VAULT)));
        }

        void shows(String text) {
            loop.await(text, all -> all.shown(VAULT).contains(text));
        }

        Payload.Unreadable.Why cannotRead() {
            loop.await("something unreadable", all -> unreadable().findAny().isPresent());
            return unreadable().findFirst().orElseThrow().why();
        }

        private Stream<Payload.Unreadable> unreadable() {
            return loop.all(Event.Delivered.class).stream().flatMap(delivered -> delivered.entries().stream()).map(
                    entry -> entry.payload()).filter(Payload.Unreadable.class::isInstance).map(
                            Payload.Unreadable.class::cast);
        }
    }

    @AfterEach
    void end() {
        clients.forEach(client -> client.network.close());
        cluster.close();
    }

    private static Code create(Client owner) {
        owner.network.createRoom(1, VAULT, Order.CAUSAL, Optional.of(Code.TO_BE_MADE), CLOCK);
        var created = owner.loop.await(Event.RoomCreated.class, 1);
        assertThat(created.room().isClosed()).isTrue();
        owner.reads();
        return created.code().orElseThrow();
    }

    private static void join(Client guest, Code code) {
        int before = guest.loop.all(Event.CodeWanted.class).size();
        guest.loop.post(VAULT, new Payload.Membership(true));
        var wanted = guest.loop.await(Event.CodeWanted.class, before + 1);
        assertThat(wanted.refused().reason()).isEqualTo(Refusal.NOT_PERMITTED);
        guest.network.closedRooms().enter(2, VAULT, code);
        guest.loop.await(Event.CodeTaken.class, 1);
        guest.network.post(VAULT, wanted.refused().id(), Seen.nothing(), new Payload.Membership(
                true), CLOCK);
        guest.loop.await("joined", all -> all.all(Event.Stored.class).stream().anyMatch(stored -> stored.id().equals(
                wanted.refused().id())));
        guest.reads();
    }

    /// Nothing that servers have holds these words.
    private void isSecret(String words) {
        var room = cluster.rooms.get(VAULT);
        assertThat(room.texts()).isEmpty();
        assertThat(room.everything()).allSatisfy(bytes -> assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                .doesNotContain(words));
    }

    @Test
    void membersReadWhatServersCannot() {
        var tony = new Client("tony", "tony");
        var code = create(tony);
        tony.loop.say(VAULT, "the moon at nine");
        tony.shows("the moon at nine");
        var natasha = new Client("natasha", "natasha");

        join(natasha, code);

        natasha.shows("the moon at nine");
        natasha.loop.say(VAULT, "I will bring the torch");
        tony.shows("I will bring the torch");
        isSecret("moon");
        isSecret("torch");
    }

    @Test
    void anEditedReplyStillSaysWhatItAnswers() {
        var tony = new Client("tony", "tony");
        create(tony);
        tony.loop.say(VAULT, "the moon at nine?");
        var question = tony.loop.await(Event.Stored.class, 1).id();
        tony.loop.post(VAULT, new Payload.Reply(question, "yse"));
        var reply = tony.loop.await(Event.Stored.class, 2).id();

        tony.loop.post(VAULT, new Payload.Edit(reply, "yes"));
        tony.loop.await("the edit is shown", all -> all.all(Event.Delivered.class).stream().flatMap(one -> one.entries()
                .stream()).anyMatch(entry -> entry.payload().equals(
                        new Payload.Edit(reply, "yes", Optional.of(
                                question)))));

        // A later run has it from what it was shown.
        var later = new Client("tony", "tony");
        later.network.history(9, VAULT, Optional.empty(), 5, OptionalLong.empty());
        later.loop.await(Event.PageRead.class, 1);
        later.loop.reads(VAULT);
        later.loop.post(VAULT, new Payload.Edit(reply, "no"));
        later.loop.await("the edit is shown",
                all -> all.all(Event.Delivered.class).stream().flatMap(one -> one.entries()
                        .stream()).anyMatch(entry -> entry.payload().equals(
                                new Payload.Edit(reply, "no", Optional.of(
                                        question)))));
    }

    @Test
    void aWrongCodeIsNoticedHereAndAMistypedOneIsCalledSo() {
        var tony = new Client("tony", "tony");
        var code = create(tony).text();
        var eve = new Client("eve", "eve");
        eve.loop.post(VAULT, new Payload.Membership(true));
        eve.loop.await(Event.CodeWanted.class, 1);

        eve.network.closedRooms().enter(7, VAULT, new Code("some other code, no doubt"));
        assertThat(eve.loop.await(Event.AskFailed.class, 1).sentence()).isEqualTo("that is not the code of vault");
        eve.network.closedRooms().enter(8, VAULT, new Code((code.charAt(0) == 'A' ? "B" : "A") + code.substring(1)));
        assertThat(eve.loop.await(Event.AskFailed.class, 2).sentence()).contains("mistake");
        assertThat(cluster.rooms.get(VAULT).members()).containsExactly("tony");
    }

    @Test
    void aWeakCodeMakesNoRoom() {
        var tony = new Client("tony", "tony");

        tony.network.createRoom(1, VAULT, Order.CAUSAL, Optional.of(new Code("secret")), CLOCK);

        assertThat(tony.loop.await(Event.AskFailed.class, 1).sentence()).contains("too weak").contains("not made");
        assertThat(cluster.rooms).doesNotContainKey(VAULT);
    }

    @Test
    void whoLacksTheNewCodeReadsNothingMoreAndGetsItAllWhenItIsEntered() {
        var tony = new Client("tony", "tony");
        var natasha = new Client("natasha", "natasha");
        join(natasha, create(tony));
        tony.network.closedRooms().make(5, VAULT, Code.TO_BE_MADE);
        var made = tony.loop.await(Event.CodeMade.class, 1);
        assertThat(made.lock().number()).isEqualTo(2);
        tony.loop.post(VAULT, new Payload.NewLock(made.lock()));
        tony.loop.await("the lock is shown", all -> all.all(Event.Delivered.class).stream().flatMap(one -> one.entries()
                .stream()).anyMatch(entry -> entry.payload() instanceof Payload.NewLock));

        tony.loop.say(VAULT, "not a word to her");
        tony.shows("not a word to her");

        assertThat(natasha.cannotRead()).isEqualTo(Payload.Unreadable.Why.NO_CODE);
        natasha.loop.say(VAULT, "hello?");
        assertThat(natasha.loop.await(Event.PostRefused.class, 1).sentence()).contains("lacks the code");
        assertThat(natasha.loop.shown(VAULT)).doesNotContain("not a word to her");
        natasha.network.closedRooms().enter(3, VAULT, made.code().orElseThrow());
        natasha.loop.await(Event.CodeTaken.class, 2);
        natasha.network.history(9, VAULT, Optional.empty(), 5, OptionalLong.empty());
        assertThat(natasha.loop.await(Event.PageRead.class, 1).page().entries()).extracting(shown -> shown.entry()
                .payload()).contains(new Payload.Text("not a word to her"));
        isSecret("word to her");
    }

    @Test
    void anotherTerminalAsksForTheCodeAndALaterRunDoesNot() {
        var tony = new Client("tony", "laptop");
        var code = create(tony);
        tony.loop.say(VAULT, "psst");
        tony.shows("psst");

        var desk = new Client("tony", "desk");
        desk.reads();
        assertThat(desk.cannotRead()).isEqualTo(Payload.Unreadable.Why.NO_CODE);
        desk.network.closedRooms().enter(1, VAULT, code);
        desk.loop.await(Event.CodeTaken.class, 1);

        var again = new Client("tony", "laptop");
        again.reads();
        again.shows("psst");
    }

    @Test
    void whatIsSearchedForIsFoundHere() {
        var tony = new Client("tony", "tony");
        create(tony);
        for (var text : List.of("the moon at nine", "bring a torch", "Moonlight is enough")) {
            tony.loop.say(VAULT, text);
            tony.shows(text);
        }

        tony.network.search(4, new Search(VAULT, List.of("moon"), Optional.empty(), false, OptionalLong.empty(),
                Optional.empty(), 10));

        assertThat(tony.loop.await(Event.PageRead.class, 1).page().entries()).extracting(ShownEntry::entry).extracting(
                entry -> entry.payload()).containsExactly(new Payload.Text("the moon at nine"),
                        new Payload.Text(
                                "Moonlight is enough"));
    }

    @Test
    void nothingLeavesOpenlyForARoomThatWasClosedWhateverTheServerSays() {
        var tony = new Client("tony", "tony");
        create(tony);
        tony.loop.post(VAULT, new Payload.Topic("secrets"));
        assertThat(tony.loop.await(Event.PostRefused.class, 1).sentence()).contains("topic would stand open");
        cluster.rooms.get(VAULT).pretendToBeOpen();

        var later = new Client("tony", "tony");
        later.loop.say(VAULT, "secret");

        assertThat(later.loop.await(Event.PostRefused.class, 1).sentence()).contains("nothing is sent there");
        isSecret("secret");
    }
}
