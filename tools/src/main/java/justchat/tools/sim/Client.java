// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import justchat.logs.clock.VectorClock;
import justchat.logs.journal.Journal;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;
import justchat.messageserver.model.Answered;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.room.RoomDiary;

/// A client: reads and writes in every room at one server, sends what is not
/// answered again with the same id, and goes on at another server, from the
/// vector of what it was shown, when its own is silent.
final class Client {
    private static final long PING = 250 * World.MILLI;
    private static final long SILENCE = 750 * World.MILLI;
    private static final long ANSWER = 3 * World.SECOND;
    private static final int MAX_WAITING = 4;

    private final Cluster cluster;
    private final World world;
    private final int number;
    private final SortedMap<String, Place> places = new TreeMap<>();
    private int lives = 1;
    private Instance instance;
    private Journal diary;
    private Connection connection;
    private long heardAt;
    private long written;
    private boolean writes = true;

    /// One room, as this client has it.
    private static final class Place {
        final Judge judge;
        final SortedMap<Long, Post> outbox = new TreeMap<>();
        Judge.Shown shown = new Judge.Shown();
        VersionVector seen = VersionVector.empty();
        /// What the vector named before a fold took its place.
        VersionVector folded = VersionVector.empty();
        long sequence;

        Place(Judge judge) {
            this.judge = judge;
        }
    }

    Client(Cluster cluster, int number) {
        this.cluster = cluster;
        this.world = cluster.world();
        this.number = number;
        this.instance = instance();
        this.diary = world.diary(toString());
    }

    private Instance instance() {
        return new Instance((long) number << 48 | (long) lives << 32, number);
    }

    /// Its number in the network.
    int end() {
        return Network.CLIENTS + number;
    }

    void start() {
        world.in(world.between(1_000, 200_000), this::attach);
        world.in(world.between(0, PING), this::ping);
        world.in(world.between(1_000, 200_000), this::write);
    }

    void stopWriting() {
        writes = false;
    }

    boolean isQuiet() {
        return places.values().stream().allMatch(place -> place.outbox.isEmpty());
    }

    /// What it has been shown of this room.
    Judge.Shown shown(String room) {
        return place(room).shown;
    }

    VersionVector seen(String room) {
        return place(room).seen;
    }

    private Place place(String room) {
        return places.computeIfAbsent(room, name -> new Place(cluster.judge(name)));
    }

    /// It ends, with what it had not sent, and starts again as another instance; it
    /// may remember what it was shown.
    void crash() {
        lives++;
        instance = instance();
        diary.close();
        diary = world.diary(toString());
        boolean remembers = world.probably(0.5);
        for (var place : places.values()) {
            place.outbox.clear();
            place.sequence = 0;
            if (!remembers) {
                place.shown = new Judge.Shown();
                place.seen = VersionVector.empty();
                place.folded = VersionVector.empty();
            }
        }
        attach();
    }

    // --- the connection

    /// Goes to a server, any but the one it was at.
    void attach() {
        if (connection != null) {
            connection.close();
        }
        var choices = cluster.servers().stream().filter(server -> connection == null || server != connection.server())
                .toList();
        var server = world.oneOf(choices.isEmpty() ? cluster.servers() : choices);
        var mine = new Connection(cluster, this, server);
        connection = mine;
        heardAt = world.now();
        mine.up(() -> {
            if (server.accept(mine)) {
                mine.down(() -> attached(mine));
            } else {
                mine.down(() -> broken(mine));
            }
        });
    }

    private void attached(Connection mine) {
        heardAt = world.now();
        for (var room : mine.server().rooms().keySet()) {
            var place = place(room);
            var seen = place.seen;
            mine.up(() -> mine.server().rooms().get(room).attach(mine, seen));
            if (!cluster.border().keepsIds()) {
                forgetIds(place);
            }
            place.outbox.values().forEach(post -> send(mine, room, post));
        }
    }

    /// What a planted bug does: sends again under other ids.
    private void forgetIds(Place place) {
        var posts = List.copyOf(place.outbox.values());
        place.outbox.clear();
        for (var post : posts) {
            var id = new MessageId(instance, ++place.sequence);
            place.judge.wrote(id, ((Payload.Text) post.payload()).text(), place.shown.last);
            place.outbox.put(id.sequence(), new Post(post.author(), id, post.seen(), post.payload(), post.clock()));
        }
    }

    /// The connection is gone.
    void broken(Connection which) {
        if (which == connection && which.isOpen()) {
            which.close();
            world.in(world.between(1_000, 100_000), () -> {
                if (which == connection) {
                    attach();
                }
            });
        }
    }

    private void ping() {
        var mine = connection;
        if (mine != null) {
            if (world.now() - heardAt > SILENCE) {
                broken(mine);
            }
            mine.up(() -> mine.down(() -> heardAt = world.now()));
        }
        world.in(PING, this::ping);
    }

    // --- writing

    private void write() {
        if (!writes) {
            return;
        }
        if (connection != null && connection.isOpen() && !places.isEmpty()) {
            var room = world.oneOf(List.copyOf(places.keySet()));
            var place = places.get(room);
            if (place.outbox.size() < MAX_WAITING) {
                write(room, place);
            }
        }
        world.in(cluster.scenario().writeEvery(world), this::write);
    }

    private void write(String room, Place place) {
        var id = new MessageId(instance, ++place.sequence);
        var text = this + " says " + ++written + " having seen " + observed(place.shown);
        place.judge.wrote(id, text, place.shown.last);
        var clock = diary.record(() -> Saying.of(Verb.POSTS).with(Key.ROOM, room).with(Key.MESSAGE, id));
        var post = new Post("client" + number, id, place.seen, new Payload.Text(text), clock);
        place.outbox.put(id.sequence(), post);
        send(connection, room, post);
    }

    /// The vector of what this writer has been shown, in words that a person can
    /// check.
    private static String observed(Judge.Shown shown) {
        var words = new StringBuilder();
        shown.last.forEach((instance, sequence) -> words.append(instance.high() >>> 48).append('-').append(instance
                .high() >>> 32 & 0xFFFF).append(':').append(sequence).append(' '));
        return words.toString();
    }

    private void send(Connection mine, String room, Post post) {
        mine.up(() -> {
            var replica = mine.server().rooms().get(room);
            if (replica == null) {
                mine.down(() -> broken(mine));
            } else {
                replica.post(cluster.codec().post(room, post), answered -> mine.down(() -> answered(mine, room, post,
                        answered)));
            }
        });
        world.in(ANSWER, () -> {
            if (mine == connection && place(room).outbox.containsValue(post)) {
                broken(mine);
            }
        });
    }

    private void answered(Connection mine, String room, Post post, Answered answered) {
        var place = place(room);
        long sequence = post.id().sequence();
        diary.record(() -> Saying.of(answered.outcome() instanceof Outcome.Stored ? Verb.IS_STORED : Verb.IS_REFUSED)
                .with(Key.ROOM, room).with(Key.MESSAGE, post.id()), answered.clock());
        if (mine != connection || place.outbox.get(sequence) != post) {
            return;
        }
        switch (answered.outcome()) {
            case Outcome.Stored(_) -> {
                place.outbox.remove(sequence);
                place.judge.heard();
            }
            case Outcome.Busy(_, int millis) -> world.in(millis * World.MILLI, () -> {
                if (mine == connection && place.outbox.get(sequence) == post) {
                    send(mine, room, post);
                }
            });
            case Outcome.Unavailable(_) -> broken(mine);
            case Outcome.Equivocation(),Outcome.NotPermitted(_),Outcome.TooLarge(_),Outcome.Invalid(_) ->
                throw place.judge.violation(post.id() + " is refused: " + answered.outcome());
        }
    }

    // --- reading

    void shown(Connection mine, String room, List<Entry> entries, VectorClock clock) {
        if (mine != connection) {
            return;
        }
        diary.record(() -> Saying.of(Verb.SHOWS).with(Key.ROOM, room).with(Key.ENTRIES, RoomDiary.places(entries)),
                clock);
        var place = place(room);
        entries.forEach(entry -> shown(place, entry));
    }

    private void shown(Place place, Entry entry) {
        boolean repeated = place.seen.covers(entry.position()) || place.folded.covers(entry.position())
                || place.shown.ids.contains(entry.id());
        place.seen = place.folded.covers(entry.position()) ? place.seen : place.seen.with(entry.position());
        if (entry.payload() instanceof Payload.Fold(VersionVector complete)) {
            fold(place, complete);
        }
        if (!repeated || !cluster.border().dropsRepeated()) {
            world.note(entry.position().hashCode());
            place.judge.shown(this, place.shown, entry);
        }
    }

    /// The vector covers the fold, so it need not name what the fold implies.
    private static void fold(Place place, VersionVector complete) {
        var left = new TreeMap<>(place.seen.entries());
        left.entrySet().removeIf(log -> log.getValue() <= complete.at(log.getKey()));
        var gone = new TreeMap<>(place.seen.entries());
        gone.keySet().removeAll(left.keySet());
        place.folded = place.folded.merge(VersionVector.of(gone));
        place.seen = VersionVector.of(left);
    }

    /// For the story.
    Map<Long, Post> waiting(String room) {
        return place(room).outbox;
    }

    @Override
    public String toString() {
        return "client-" + number + (lives == 1 ? "" : "-" + lives);
    }
}
