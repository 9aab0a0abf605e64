// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.history.History;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Origin;

/// What this room sends to its peers: finds the entries, in memory or on disk
/// (read off the strand), and hears of the links. Owned by the room's strand, but
/// for what it hears, which comes on any thread.
final class Outgoing implements Replicas.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);

    private final String room;
    private final World world;
    /// Counts the makings and breakings of each link.
    private final Map<Origin, Long> sessions = new HashMap<>();

    /// What it needs of the room.
    ///
    /// @param strand
    ///            runs a step later, on the room's strand; loses none
    /// @param step
    ///            gives the core an event, on the strand
    /// @param diary
    ///            notes that entries are sent
    record World(History history, Replicas replicas, Consumer<Runnable> strand, Consumer<Event> step,
            RoomDiary diary) {}

    Outgoing(String room, World world) {
        this.room = room;
        this.world = world;
    }

    void send(Origin self, Effect.SendExchange send) {
        var entries = new ArrayList<Entry>();
        for (var range : send.ranges()) {
            for (long sequence = range.from(); sequence <= range.to(); sequence++) {
                var entry = world.history.recent(range.position(sequence));
                if (entry.isEmpty()) {
                    readAndSend(self, send);
                    return;
                }
                entries.add(entry.get());
            }
        }
        sendNow(self, send, entries);
    }

    private void sendNow(Origin self, Effect.SendExchange send, List<Entry> entries) {
        var clock = entries.isEmpty()
                ? VectorClock.empty()
                : world.diary.replicated(send.peer(), entries);
        world.replicas.send(send.peer(), new Exchange(self, room, entries, send.have(), send.promise(), clock));
    }

    /// For a peer that is far behind: reads on a thread of its own, sends on the
    /// strand, unless the link was made anew meanwhile.
    private void readAndSend(Origin self, Effect.SendExchange send) {
        long session = sessions.getOrDefault(send.peer(), 0L);
        Thread.ofVirtual().name("read-" + room).start(() -> {
            try {
                var positions = send.ranges().stream().flatMap(Effect.Range::positions).toList();
                var entries = world.history.read(positions);
                world.strand.accept(() -> {
                    if (session == sessions.getOrDefault(send.peer(), 0L)) {
                        sendNow(self, send, entries);
                    }
                });
            } catch (IOException e) {
                LOG.error("{}: {} cannot be read for server {}: {}", room, send.ranges(), send.peer(), e.getMessage());
                ready(send.peer(), false);
            }
        });
    }

    @Override
    public void up(Origin peer) {
        world.strand.accept(() -> {
            sessions.merge(peer, 1L, Long::sum);
            world.step.accept(new Event.LinkUp(peer));
        });
    }

    @Override
    public void ready(Origin peer, boolean taken) {
        world.strand.accept(() -> world.step.accept(new Event.LinkReady(peer, taken)));
    }

    @Override
    public void down(Origin peer) {
        world.strand.accept(() -> {
            sessions.merge(peer, 1L, Long::sum);
            world.step.accept(new Event.LinkDown(peer));
        });
    }
}
