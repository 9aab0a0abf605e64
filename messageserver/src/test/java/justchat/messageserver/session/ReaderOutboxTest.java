// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.model.Address;
import justchat.messageserver.model.Delivery;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.Login;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Presence;

import static org.assertj.core.api.Assertions.assertThat;

class ReaderOutboxTest {
    /// A connection with room for so many deliveries, which empties when told to.
    static final class FakeChannel implements Channel {
        private final int room;
        private final List<Delivery> waiting = new ArrayList<>();
        final List<Delivery> sent = new ArrayList<>();
        private boolean wasFull;
        private Runnable onRoom = () -> {};
        final List<String> moves = new ArrayList<>();
        /// Takes no requests but deliveries.
        boolean deaf;
        boolean closed;
        String ended = "";
        int told;

        FakeChannel(int room) {
            this.room = room;
        }

        @Override
        public boolean deliver(Delivery delivery) {
            if (closed || waiting.size() >= room) {
                wasFull = true;
                return false;
            }
            waiting.add(delivery);
            wasFull |= waiting.size() == room;
            return true;
        }

        /// The operating system takes all of it.
        void empty() {
            sent.addAll(waiting);
            waiting.clear();
            if (wasFull) {
                wasFull = false;
                onRoom.run();
            }
        }

        @Override
        public void people(int online) {
            told = online;
        }

        @Override
        public boolean move(Member target, int withinMillis) {
            if (closed || deaf) {
                return false;
            }
            moves.add(target.name());
            return true;
        }

        @Override
        public void end(String sentence) {
            ended = sentence;
            close();
        }

        @Override
        public long waitingBytes() {
            return waiting.size();
        }

        @Override
        public void onRoom(Runnable action) {
            onRoom = action;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    static Presence presence() {
        return new Presence("elon", new Instance(1, 1), new Address("localhost", 0), List.of(), new Login(1, 1),
                "", 0);
    }

    private static ReaderOutbox outbox(FakeChannel channel) {
        var session = new Session(presence(), 1, channel);
        session.open();
        var outbox = new ReaderOutbox(session, "lobby", new CatchUp(() -> {}));
        session.read(outbox);
        return outbox;
    }

    private static Delivery delivery() {
        return new Delivery("lobby", List.of(), Map.of(), VectorClock.empty());
    }

    @Test
    void takesNothingMoreThanTheConnectionDoes() {
        var outbox = outbox(new FakeChannel(1));
        assertThat(outbox.offer(delivery())).isTrue();
        assertThat(outbox.offer(delivery())).isFalse();
    }

    /// W17: the original lost the word that there was something to print.
    @Test
    void wakesTheRoomEvenIfThereWasRoomAgainBeforeItAskedToBeWoken() {
        var channel = new FakeChannel(1);
        var outbox = outbox(channel);
        outbox.offer(delivery());
        outbox.offer(delivery());
        channel.empty();
        var woken = new ArrayList<String>();
        outbox.whenRoom(() -> woken.add("now"));
        assertThat(woken).hasSize(1);
    }

    @Test
    void wakesTheRoomOnceAndNotBefore() {
        var channel = new FakeChannel(1);
        var outbox = outbox(channel);
        outbox.offer(delivery());
        outbox.offer(delivery());
        var woken = new ArrayList<String>();
        outbox.whenRoom(() -> woken.add("once"));
        assertThat(woken).isEmpty();
        channel.empty();
        outbox.offer(delivery());
        outbox.offer(delivery());
        channel.empty();
        assertThat(woken).hasSize(1);
    }

    @Test
    void takesNothingOnceItIsStoppedAndDoesNotWakeTheRoomForThat() {
        var channel = new FakeChannel(2);
        var outbox = outbox(channel);
        outbox.offer(delivery());
        outbox.stop();
        assertThat(outbox.offer(delivery())).isFalse();
        var woken = new ArrayList<String>();
        outbox.whenRoom(() -> woken.add("for nothing"));
        channel.empty();
        assertThat(channel.sent).hasSize(1);
        assertThat(woken).isEmpty();
    }

    @Test
    void closesTheConnectionOfWhomItCutsOff() {
        var channel = new FakeChannel(1);
        outbox(channel).cut("too slow");
        assertThat(channel.closed).isTrue();
    }

    /// W17: whatever the order of offers and of the connection's emptying, a room
    /// that asks after each refusal gets everything through, in order.
    @Property(tries = 300)
    void getsEverythingThroughInOrder(@ForAll long seed) {
        var random = new Random(seed);
        var channel = new FakeChannel(1 + random.nextInt(4));
        var outbox = outbox(channel);
        var all = java.util.stream.IntStream.range(0, 50).mapToObj(_ -> delivery()).toList();
        var next = new int[1];
        var blocked = new boolean[1];
        for (int step = 0; step < 2_000; step++) {
            if (random.nextBoolean()) {
                channel.empty();
            } else if (!blocked[0] && next[0] < all.size()) {
                if (outbox.offer(all.get(next[0]))) {
                    next[0]++;
                } else {
                    blocked[0] = true;
                    if (random.nextBoolean()) {
                        channel.empty();
                    }
                    outbox.whenRoom(() -> blocked[0] = false);
                }
            }
        }
        channel.empty();
        assertThat(channel.sent).hasSize(all.size());
        for (int index = 0; index < all.size(); index++) {
            assertThat(channel.sent.get(index)).isSameAs(all.get(index));
        }
    }
}
