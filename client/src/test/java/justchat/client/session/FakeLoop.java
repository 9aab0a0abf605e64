// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

import justchat.client.core.Event;
import justchat.client.core.Network;
import justchat.client.model.Entry;
import justchat.client.model.Instance;
import justchat.client.model.MessageId;
import justchat.client.model.Payload;
import justchat.client.model.SealedLetter;
import justchat.client.model.Seen;
import justchat.logs.clock.VectorClock;

/// The rules of the client's loop in their simplest form: keeps, for each of its
/// rooms, what was shown and what has no receipt, attaches again when the session
/// is lost, opens its rooms again, and then posts again. Remembers every event.
/// Thread-safe.
public final class FakeLoop implements Consumer<Event> {
    public static final String LOBBY = "lobby";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RECENT = 20;

    private final Instance instance;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// All guarded by `lock`.
    public final List<Event> events = new ArrayList<>();
    public final List<Long> eventNanos = new ArrayList<>();
    private final Map<String, Room> rooms = new TreeMap<>();
    final List<String> shown;
    final TreeMap<Long, Payload> outbox;
    private String name = "";
    /// Private messages are shown no sooner than this is over.
    public volatile CountDownLatch held = new CountDownLatch(0);
    private Port port = new Port() {};

    /// What a room is for this loop.
    private static final class Room {
        private final List<String> shown = new ArrayList<>();
        private final TreeMap<Long, Payload> outbox = new TreeMap<>();
        private Optional<Seen> seen = Optional.empty();
        private long sequence;
    }

    /// What it drives.
    private interface Port {
        default void attach(VectorClock clock) {}

        default void follow() {}

        default void open(String room, Optional<Seen> seen, int recent, VectorClock clock) {}

        default void post(String room, MessageId id, Seen seen, Payload payload, VectorClock clock) {}

        default void openLetter(MessageId id, String author, SealedLetter letter, VectorClock clock) {}
    }

    /// Reads the lobby.
    public FakeLoop(Instance instance) {
        this.instance = instance;
        var lobby = new Room();
        rooms.put(LOBBY, lobby);
        shown = lobby.shown;
        outbox = lobby.outbox;
    }

    public FakeLoop drives(Network network) {
        port = new Port() {
            @Override
            public void attach(VectorClock clock) {
                network.attach(clock);
            }

            @Override
            public void follow() {
                network.follow();
            }

            @Override
            public void open(String room, Optional<Seen> seen, int recent, VectorClock clock) {
                network.open(room, seen, recent, clock);
            }

            @Override
            public void post(String room, MessageId id, Seen seen, Payload payload, VectorClock clock) {
                network.post(room, id, seen, payload, clock);
            }

            @Override
            public void openLetter(MessageId id, String author, SealedLetter letter, VectorClock clock) {
                network.openLetter(id, author, letter, clock);
            }
        };
        return this;
    }

    FakeLoop drives(ClusterNetwork network) {
        port = new Port() {
            @Override
            public void attach(VectorClock clock) {
                network.attach(clock);
            }

            @Override
            public void follow() {
                network.follow();
            }

            @Override
            public void open(String room, Optional<Seen> seen, int recent, VectorClock clock) {
                network.open(room, seen, recent, clock);
            }

            @Override
            public void post(String room, MessageId id, Seen seen, Payload payload, VectorClock clock) {
                network.post(room, id, seen, payload, clock);
            }
        };
        return this;
    }

    /// Reads this room as well, from now on and after every failover.
    public void reads(String room) {
        lock.lock();
        try {
            rooms.putIfAbsent(room, new Room());
            open(room, rooms.get(room));
        } finally {
            lock.unlock();
        }
    }

    /// Does not read it any more; what was seen is kept.
    Optional<Seen> forgets(String room) {
        lock.lock();
        try {
            return rooms.remove(room).seen;
        } finally {
            lock.unlock();
        }
    }

    private void open(String name, Room room) {
        port.open(name, room.seen, RECENT, VectorClock.empty());
    }

    @Override
    public void accept(Event event) {
        if (event instanceof Event.WhisperReceived) {
            awaitHeld();
        }
        lock.lock();
        try {
            events.add(event);
            eventNanos.add(System.nanoTime());
            switch (event) {
                case Event.LoggedIn in -> {
                    name = in.name();
                    port.attach(VectorClock.empty());
                }
                case Event.Detached _ -> port.attach(VectorClock.empty());
                case Event.Moved _ -> {
                    port.follow();
                    rooms.forEach((name, room) -> {
                        open(name, room);
                        room.outbox.keySet().forEach(sequence -> send(name, room, sequence));
                    });
                }
                case Event.Attached _ -> rooms.forEach(this::open);
                case Event.Opened opened -> opened(opened);
                case Event.Delivered delivered -> {
                    if (rooms.containsKey(delivered.room())) {
                        delivered.entries().forEach(entry -> show(rooms.get(delivered.room()), entry));
                    }
                }
                case Event.Stored stored -> rooms.get(stored.room()).outbox.remove(stored.id().sequence());
                case Event.PostRefused refused -> rooms.get(refused.room()).outbox.remove(refused.id().sequence());
                case Event.WhisperSealed sealed -> post("@private", new Payload.Letter(sealed.user(), sealed.letter()));
                case Event.LetterSealed sealed -> post("@private", new Payload.Letter(sealed.user(), sealed.letter()));
                case Event.ReceiptSealed sealed -> post("@private", new Payload.Letter(sealed.user(), sealed.letter(),
                        true));
                default -> {
                    // Remembered, that is all.
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitHeld() {
        try {
            held.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void opened(Event.Opened opened) {
        var room = rooms.get(opened.room().name());
        if (room != null) {
            room.seen = Optional.of(room.seen.orElse(Seen.nothing()).merge(opened.base()));
            room.outbox.keySet().forEach(sequence -> send(opened.room().name(), room, sequence));
        }
    }

    private void show(Room room, Entry entry) {
        if (room.seen.orElse(Seen.nothing()).covers(entry.origin(), entry.sequence())) {
            return;
        }
        room.seen = Optional.of(room.seen.orElse(Seen.nothing()).with(entry.origin(), entry.sequence()));
        switch (entry.payload()) {
            case Payload.Text(var text) -> room.shown.add(text);
            case Payload.Letter letter when letter.recipient().equals(name) ->
                port.openLetter(entry.id(), entry.author(), letter.envelope(), VectorClock.empty());
            default -> {
                // Not for people, or our own.
            }
        }
    }

    void post(String text) {
        say(LOBBY, text);
    }

    void say(String room, String text) {
        post(room, new Payload.Text(text));
    }

    public void post(String name, Payload payload) {
        lock.lock();
        try {
            var room = rooms.computeIfAbsent(name, _ -> new Room());
            room.outbox.put(++room.sequence, payload);
            send(name, room, room.sequence);
        } finally {
            lock.unlock();
        }
    }

    private void send(String name, Room room, long number) {
        port.post(name, new MessageId(instance, number), room.seen.orElse(Seen.nothing()), room.outbox.get(number),
                VectorClock.empty());
    }

    /// Waits until all of this is so, and fails with what happened instead.
    public void await(String what, Predicate<FakeLoop> condition) {
        lock.lock();
        try {
            var left = PATIENCE.toNanos();
            while (!condition.test(this)) {
                if (left <= 0) {
                    throw new AssertionError("not within " + PATIENCE + ": " + what + "; happened: " + summary());
                }
                left = changed.awaitNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(200)))
                        + Math.max(0, left - TimeUnit.MILLISECONDS.toNanos(200));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the n-th event of this kind.
    public <E extends Event> E await(Class<E> type, int n) {
        await(type.getSimpleName() + " number " + n, loop -> loop.all(type).size() >= n);
        return all(type).get(n - 1);
    }

    public <E extends Event> List<E> all(Class<E> type) {
        lock.lock();
        try {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        } finally {
            lock.unlock();
        }
    }

    long nanosOf(Event event) {
        lock.lock();
        try {
            return eventNanos.get(events.indexOf(event));
        } finally {
            lock.unlock();
        }
    }

    List<String> shown() {
        return shown(LOBBY);
    }

    List<String> shown(String room) {
        lock.lock();
        try {
            return List.copyOf(rooms.get(room).shown);
        } finally {
            lock.unlock();
        }
    }

    private List<Event> summary() {
        return events.stream().filter(event -> !(event instanceof Event.Delay || event instanceof Event.Delivered
                || event instanceof Event.Stored))
                .toList();
    }
}
