// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import justchat.client.core.Event;
import justchat.client.model.Away;
import justchat.client.model.Login;
import justchat.client.model.Order;
import justchat.client.model.Payload;
import justchat.client.model.Refusal;
import justchat.client.model.RoomSummary;
import justchat.client.model.Search;
import justchat.client.model.Seen;
import justchat.client.model.ShownEntry;
import justchat.logs.clock.VectorClock;
import justchat.rpc.client.RpcClient;

import static org.assertj.core.api.Assertions.assertThat;

/// Many rooms over one session, against fakes on real loopback connections.
class RoomsTest {
    private FakeCluster cluster;
    private ClusterNetwork network;
    private FakeLoop loop;

    private void start(int balancers, int servers) throws IOException {
        cluster = new FakeCluster(balancers, servers);
        var options = cluster.options();
        loop = new FakeLoop(options.instance());
        network = new ClusterNetwork(options, new RpcClient(), DirectPort::none, new SecureRandom(), loop);
        loop.drives(network);
        network.logIn(new Login("tony", "rosebud", true), VectorClock.empty());
        loop.await(Event.Opened.class, 1);
    }

    private void room(String name) {
        cluster.rooms.put(name, new FakeRoom(name, justchat.wire.Order.FIFO, "tony"));
    }

    @AfterEach
    void end() {
        network.close();
        cluster.close();
    }

    private static List<String> numbered(String what, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(number -> what + " " + number).toList();
    }

    @Test
    void theAttachmentTellsWhichRoomsTheUserIsIn() throws IOException {
        start(1, 1);
        var attached = loop.await(Event.Attached.class, 1);
        assertThat(attached.rooms()).extracting(RoomSummary::name).containsExactly("lobby");
        assertThat(attached.settings()).containsEntry("bell", "off");
        var opened = loop.await(Event.Opened.class, 1);
        assertThat(opened.room().info().order()).isEqualTo(Order.CAUSAL);
        assertThat(opened.base()).isEqualTo(Seen.nothing());
    }

    @Test
    void everyRoomGoesOnWhereItWasWhenTheServerDies() throws IOException {
        start(2, 3);
        room("dev");
        room("ops");
        loop.reads("dev");
        loop.reads("ops");
        loop.await(Event.Opened.class, 3);
        cluster.servers.getFirst().dieAtPost = 150;
        for (var number = 1; number <= 100; number++) {
            for (var name : List.of("lobby", "dev", "ops")) {
                loop.say(name, name + " " + number);
            }
        }

        loop.await("all shown and stored", all -> List.of("lobby", "dev", "ops").stream()
                .allMatch(name -> all.shown(name).size() >= 100) && all.outbox.isEmpty());

        for (var name : List.of("lobby", "dev", "ops")) {
            assertThat(loop.shown(name)).isEqualTo(numbered(name, 100));
            assertThat(cluster.rooms.get(name).texts()).isEqualTo(numbered(name, 100));
        }
        assertThat(loop.all(Event.Detached.class)).hasSize(1);
    }

    @Test
    void aDeliveryThatOvertakesTheWordThatItsRoomIsOpenWaitsForIt() throws IOException {
        start(1, 1);
        room("dev");
        loop.reads("dev");
        loop.await(Event.Opened.class, 2);
        numbered("dev", 300).forEach(text -> loop.say("dev", text));
        loop.await("stored", all -> all.all(Event.Stored.class).size() >= 300);
        loop.forgets("dev");
        network.closeRoom("dev");
        loop.await("closed", _ -> cluster.rooms.get("dev").readers() == 0);
        cluster.servers.getFirst().deliversEarly = true;

        loop.reads("dev");

        loop.await("the recent ones", all -> all.shown("dev").size() >= 20);
        assertThat(loop.shown("dev")).isEqualTo(numbered("dev", 300).subList(280, 300));
        var kinds = loop.all(Event.class).stream().filter(event -> event instanceof Event.Delivered delivered
                && "dev".equals(delivered.room()) || event instanceof Event.Opened).toList();
        assertThat(kinds.get(kinds.indexOf(loop.all(Event.Opened.class).getLast()) + 1))
                .isInstanceOf(Event.Delivered.class);
    }

    @Test
    void nothingIsDeliveredOfARoomThatWasClosed() throws IOException {
        start(1, 1);
        room("dev");
        loop.reads("dev");
        loop.say("dev", "one");
        loop.await("shown", all -> all.shown("dev").contains("one"));
        network.closeRoom("dev");
        loop.await("closed", _ -> cluster.rooms.get("dev").readers() == 0);
        // What a server still sends of it.
        cluster.rooms.get("dev").read(cluster.servers.getFirst().endpoints.getFirst(), "tony", 0);
        loop.post("in the lobby");
        loop.await("the lobby goes on", all -> all.shown.contains("in the lobby"));
        assertThat(loop.all(Event.Delivered.class).stream().filter(one -> "dev".equals(one.room()))).hasSize(1);
    }

    @Test
    void aRoomThatIsClosedAndOpenedAgainGoesOnWhereItWas() throws IOException {
        start(1, 1);
        room("dev");
        loop.reads("dev");
        numbered("dev", 30).forEach(text -> loop.say("dev", text));
        loop.await("shown", all -> all.shown("dev").size() == 30);
        for (var round = 0; round < 5; round++) {
            network.closeRoom("dev");
            network.open("dev", Optional.of(loop.all(Event.Opened.class).getLast().base().with(
                    new justchat.client.model.Origin(1, 1), 30)), 0, VectorClock.empty());
        }
        loop.await("opened", all -> all.all(Event.Opened.class).size() >= 3);
        loop.say("dev", "last");
        loop.await("shown", all -> all.shown("dev").contains("last"));
        assertThat(loop.shown("dev")).hasSize(31).doesNotHaveDuplicates();
    }

    @Test
    void aRoomThatCannotBeOpenedIsASentenceAndTheOthersGoOn() throws IOException {
        start(1, 1);
        cluster.rooms.put("secret", new FakeRoom("secret", justchat.wire.Order.FIFO, "elon"));
        network.open("nowhere", Optional.empty(), 5, VectorClock.empty());
        assertThat(loop.await(Event.OpenRefused.class, 1)).isEqualTo(
                new Event.OpenRefused("nowhere", Refusal.NOT_FOUND, "there is no room nowhere", 0));
        network.open("secret", Optional.empty(), 5, VectorClock.empty());
        assertThat(loop.await(Event.OpenRefused.class, 2).reason()).isEqualTo(Refusal.NOT_PERMITTED);
        loop.post("still here");
        loop.await("shown", all -> all.shown.contains("still here"));
    }

    @Test
    void aBusyServerIsAskedAgainAboutWhateverItIs() throws IOException {
        start(1, 1);
        room("dev");
        cluster.servers.getFirst().busyCalls.set(3);
        loop.reads("dev");
        loop.await("opened", all -> all.all(Event.Opened.class).size() == 2);
        cluster.servers.getFirst().busyCalls.set(3);
        network.rooms(1);
        assertThat(loop.await(Event.Rooms.class, 1).rooms()).extracting(RoomSummary::name)
                .containsExactly("dev", "lobby");
        assertThat(loop.all(Event.AskFailed.class)).isEmpty();
    }

    @Test
    void aRoomThatStandsStillHoldsNoOtherUp() throws IOException {
        start(1, 1);
        room("dev");
        loop.reads("dev");
        var server = cluster.servers.getFirst();
        server.stuckRoom = "dev";
        numbered("dev", 200).forEach(text -> loop.say("dev", text));
        loop.await("the window is full", _ -> server.inFlight.get() == Posts.IN_FLIGHT);
        loop.post("in the lobby");
        loop.await("shown", all -> all.shown.contains("in the lobby"));
        server.stuckRoom = "";
        server.gate.release(1_000);
        loop.await("all stored", all -> all.shown("dev").size() == 200);
        assertThat(loop.shown("dev")).isEqualTo(numbered("dev", 200));
    }

    @Test
    void aNewRoomIsCreatedOnceAndCanBeOpenedAtOnce() throws IOException {
        start(2, 1);
        cluster.roomIsNews.set(3);
        network.createRoom(1, "dev", Order.TOTAL, Optional.empty(), VectorClock.empty());
        var created = loop.await(Event.RoomCreated.class, 1).room();
        assertThat(created.name()).isEqualTo("dev");
        assertThat(created.order()).isEqualTo(Order.TOTAL);
        assertThat(created.owner()).isEqualTo("tony");
        loop.reads("dev");
        loop.await(Event.Opened.class, 2);
        assertThat(loop.all(Event.OpenRefused.class)).isEmpty();

        network.createRoom(2, "dev", Order.TOTAL, Optional.empty(), VectorClock.empty());
        assertThat(loop.await(Event.AskFailed.class, 1).sentence()).isEqualTo("there is a room of that name");
    }

    @Test
    void aRoomWhoseAnswerWasLostIsOursWhenItIsAskedForAgain() throws IOException {
        start(2, 1);
        cluster.balancers.forEach(balancer -> balancer.losesAnswers.set(1));
        network.createRoom(1, "dev", Order.FIFO, Optional.empty(), VectorClock.empty());
        assertThat(loop.await(Event.AskPostponed.class, 1).sentence()).contains("leader changed");
        network.createRoom(2, "dev", Order.FIFO, Optional.empty(), VectorClock.empty());
        assertThat(loop.await(Event.RoomCreated.class, 1).request()).isEqualTo(2);
    }

    @Test
    void withoutAMajorityARoomIsPutOffAndThatIsSaid() throws IOException {
        start(2, 1);
        cluster.balancers.forEach(balancer -> balancer.noMajority = true);
        network.createRoom(1, "dev", Order.FIFO, Optional.empty(), VectorClock.empty());
        assertThat(loop.await(Event.AskPostponed.class, 1).sentence()).contains("no majority");
    }

    @Test
    void historyIsReadPageByPageAndSearched() throws IOException {
        start(1, 1);
        numbered("message", 25).forEach(loop::post);
        loop.await("shown", all -> all.shown.size() == 25);

        network.history(1, "lobby", Optional.empty(), 10, OptionalLong.empty());
        var latest = loop.await(Event.PageRead.class, 1).page();
        assertThat(texts(latest.entries())).isEqualTo(numbered("message", 25).subList(15, 25));
        network.history(2, "lobby", latest.before(), 100, OptionalLong.empty());
        var older = loop.await(Event.PageRead.class, 2).page();
        assertThat(texts(older.entries())).isEqualTo(numbered("message", 15));
        assertThat(older.before()).isEmpty();
        assertThat(older.entries()).extracting(ShownEntry::place).isSorted();

        network.search(3, new Search("lobby", List.of("25"), Optional.of("tony"), false, OptionalLong.empty(),
                Optional.empty(), 10));
        assertThat(texts(loop.await(Event.PageRead.class, 3).page().entries())).containsExactly("message 25");
    }

    @Test
    void unreadMessagesAreThoseOfOthers() throws IOException {
        start(1, 1);
        loop.post("mine");
        loop.await("shown", all -> all.shown.size() == 1);
        network.unread(1, "lobby", Seen.nothing(), 10);
        assertThat(loop.await(Event.PageRead.class, 1).page().entries()).isEmpty();
    }

    @Test
    void whoIsInARoomIsAskedOfTheServer() throws IOException {
        start(1, 1);
        room("dev");
        network.members(1, "dev");
        assertThat(loop.await(Event.Members.class, 1).members()).singleElement()
                .satisfies(one -> assertThat(one.user() + one.owner()).isEqualTo("tonytrue"));
        network.members(2, "nowhere");
        assertThat(loop.await(Event.AskFailed.class, 1).sentence()).isEqualTo("there is no room nowhere");
    }

    @Test
    void whoIsAwayIsAskedOfTheServer() throws IOException {
        start(1, 1);
        cluster.away.put("robert", "1000 lunch");
        cluster.away.put("natasha", "2000 ");
        cluster.away.put("elon", "what a newer client says");
        network.away(1, List.of("robert", "elon", "tony"));
        assertThat(loop.await(Event.WhoIsAway.class, 1).away()).isEqualTo(Map.of("robert", new Away(1_000, "lunch")));
    }

    @Test
    void aQuestionOutlivesTheServerItWasPutTo() throws IOException {
        start(1, 2);
        cluster.servers.getFirst().busyCalls.set(Integer.MAX_VALUE);
        network.rooms(1);
        cluster.servers.getFirst().kill();
        assertThat(loop.await(Event.Rooms.class, 1).rooms()).hasSize(1);
    }

    @Test
    void withoutAServerAQuestionIsAnsweredThatThereIsNone() throws IOException {
        start(1, 1);
        cluster.servers.getFirst().kill();
        loop.await(Event.Detached.class, 1);
        network.rooms(1);
        assertThat(loop.await(Event.AskFailed.class, 1).sentence()).isEqualTo("no message server at the moment");
    }

    @Test
    void aPostInARoomThatOneIsNotInIsRefusedInThatRoom() throws IOException {
        start(1, 1);
        cluster.rooms.put("secret", new FakeRoom("secret", justchat.wire.Order.FIFO, "elon"));
        loop.say("secret", "hello");
        var refused = loop.await(Event.PostRefused.class, 1);
        assertThat(refused.room()).isEqualTo("secret");
        assertThat(refused.reason()).isEqualTo(Refusal.NOT_PERMITTED);
    }

    @Test
    void whoJoinsARoomMayReadIt() throws IOException {
        start(1, 1);
        cluster.rooms.put("dev", new FakeRoom("dev", justchat.wire.Order.FIFO, "elon"));
        loop.post("dev", new Payload.Membership(true));
        loop.await(Event.Stored.class, 1);
        loop.reads("dev");
        loop.await(Event.Opened.class, 2);
        loop.say("dev", "hello");
        loop.await("shown", all -> all.shown("dev").contains("hello"));
    }

    private static List<String> texts(List<ShownEntry> entries) {
        return entries.stream().map(entry -> ((Payload.Text) entry.entry().payload()).text()).toList();
    }
}
