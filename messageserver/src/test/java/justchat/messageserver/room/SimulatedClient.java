// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.VersionVector;

/// A client: reads at one server, writes there, repeats what is not answered
/// with the same id, and goes to another server when its own is gone.
final class SimulatedClient {
    private static final int MAX_WAITING = 4;
    private static final long ANSWER_MICROS = 400_000;

    final Judge.Shown shown = new Judge.Shown();
    private final SimulatedCluster cluster;
    private final int number;
    private Instance instance;
    private int lives;
    private final Map<Long, Post> outbox = new TreeMap<>();
    private VersionVector seen = VersionVector.empty();
    private int places;
    private long sequence;
    private long written;
    private boolean writes = true;
    private SimulatedServer server;
    private Optional<SimulatedServer.Reading> reading = Optional.empty();

    SimulatedClient(SimulatedCluster cluster, int number) {
        this.cluster = cluster;
        this.number = number;
        this.instance = new Instance((long) number << 56, number);
    }

    void start() {
        attach();
        cluster.in(cluster.between(1_000, 50_000), this::write);
        cluster.in(cluster.between(100_000, 900_000), this::wander);
    }

    void stopWriting() {
        writes = false;
    }

    boolean isQuiet() {
        return outbox.isEmpty();
    }

    int waiting() {
        return outbox.size();
    }

    private void attach() {
        reading.ifPresent(old -> server.detach(old));
        reading = Optional.empty();
        server = cluster.servers.get(cluster.random.nextInt(SimulatedCluster.SERVERS));
        if (!server.isUp()) {
            cluster.in(cluster.between(5_000, 50_000), () -> {
                if (reading.isEmpty()) {
                    attach();
                }
            });
            return;
        }
        reading = Optional.of(server.attach(this, seen, places));
        if (cluster.bug == PlantedBug.RETRY_KEY_FORGOTTEN) {
            forgetKeys();
        }
        outbox.values().forEach(this::send);
    }

    void broken(SimulatedServer.Reading connection) {
        if (reading.filter(now -> now == connection).isPresent()) {
            reading = Optional.empty();
            attach();
        }
    }

    /// Now and then a client goes to another server for no reason.
    private void wander() {
        if (cluster.unlucky(0.3) && reading.isPresent()) {
            attach();
        }
        cluster.in(cluster.between(100_000, 900_000), this::wander);
    }

    private void write() {
        if (!writes) {
            return;
        }
        if (outbox.size() < MAX_WAITING && reading.isPresent()) {
            long next = ++sequence;
            var id = new MessageId(instance, next);
            var text = this + " says " + ++written;
            cluster.judge.wrote(id, text, shown.last);
            var post = new Post("client" + number, id, seen, new Payload.Text(text), VectorClock.empty());
            outbox.put(next, post);
            send(post);
        }
        cluster.in(cluster.between(3_000, 40_000), this::write);
    }

    private void send(Post post) {
        var connection = reading;
        var to = server;
        int life = server.life();
        cluster.in(cluster.between(100, 3_000), () -> {
            if (connection.isPresent() && reading.equals(connection) && to.isUp() && to.life() == life) {
                to.post(post, outcome -> cluster.in(cluster.between(100, 3_000), () -> answered(connection.get(), post,
                        outcome)));
            }
        });
        cluster.in(ANSWER_MICROS, () -> {
            if (reading.equals(connection) && outbox.containsKey(post.id().sequence())) {
                attach();
            }
        });
    }

    private void answered(SimulatedServer.Reading connection, Post post, Outcome outcome) {
        if (reading.filter(now -> now == connection).isEmpty() || !outbox.containsKey(post.id().sequence())) {
            return;
        }
        switch (outcome) {
            case Outcome.Stored(_) -> outbox.remove(post.id().sequence());
            case Outcome.Busy(_, int millis) -> cluster.in(millis * 1_000L, () -> {
                if (reading.filter(now -> now == connection).isPresent() && outbox.containsKey(post.id().sequence())) {
                    send(post);
                }
            });
            case Outcome.Unavailable(_) -> cluster.in(cluster.between(10_000, 60_000), () -> broken(connection));
            case Outcome.Equivocation() -> throw new Judge.Violation(post.id() + " is said to be an equivocation");
            case Outcome.NotPermitted(_),Outcome.TooLarge(_),Outcome.Invalid(_) ->
                throw new Judge.Violation(post.id() + ": " + outcome);
        }
    }

    /// The planted bug: a new connection is a new instance, and what is repeated is a
    /// new message.
    private void forgetKeys() {
        lives++;
        instance = new Instance((long) number << 56, lives * 100 + number);
        sequence = 0;
        var posts = List.copyOf(outbox.values());
        outbox.clear();
        for (var post : posts) {
            var id = new MessageId(instance, ++sequence);
            cluster.judge.wrote(id, ((Payload.Text) post.payload()).text(), shown.last);
            outbox.put(sequence, new Post(post.author(), id, post.seen(), post.payload(), VectorClock.empty()));
        }
    }

    void shown(SimulatedServer.Reading connection, Entry entry) {
        if (reading.filter(now -> now == connection).isEmpty()) {
            return;
        }
        places++;
        seen = seen.with(entry.position());
        if (entry.payload() instanceof Payload.Fold(var complete)) {
            var left = new HashMap<>(seen.entries());
            complete.entries()
                    .forEach((origin, upTo) -> left.computeIfPresent(origin, (_, at) -> at <= upTo ? null : at));
            seen = VersionVector.of(left);
        } else if (!shown.ids.contains(entry.id())) {
            cluster.judge.shown(toString(), shown, entry);
        }
    }

    @Override
    public String toString() {
        return "client-" + number;
    }
}
