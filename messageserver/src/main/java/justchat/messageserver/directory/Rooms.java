// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.logs.journal.Journal;
import justchat.messageserver.history.Histories;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.Standing;
import justchat.messageserver.room.Counter;
import justchat.messageserver.room.Replicas;
import justchat.messageserver.room.ReplicatedRoom;
import justchat.messageserver.room.Room;
import justchat.messageserver.room.Witness;

/// All rooms of this server. The lobby and the room of private entries are always
/// there; the others as the book has them. A room once known stays, over restarts
/// too.
///
/// States of a room: unknown -> known (on disk in the list) -> open (its history
/// is read, it is found here). Rooms open on threads of their own, a few at a
/// time.
///
/// Thread-safe. A lock is held for map operations, and while all rooms are told
/// of a view, which only queues; never over a disk, except where this server
/// writes its list of rooms. One task of the timer gives all rooms their beat.
public final class Rooms implements AutoCloseable {
    /// More rooms than this are not opened.
    public static final int MAX_ROOMS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);
    private static final String HISTORY = "history";
    private static final String LIST = "rooms";
    private static final int OPEN_AT_ONCE = 8;

    private final Histories histories;
    private final World world;
    private final RoomList list;
    private final Members members = new Members();
    private final Semaphore opening = new Semaphore(OPEN_AT_ONCE);
    private final ConcurrentSkipListMap<String, ReplicatedRoom> open = new ConcurrentSkipListMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    /// Guarded by `lock`, like all below, which only it writes.
    private final SortedMap<String, RoomInfo> known = new TreeMap<>();
    private volatile Optional<Standing> standing = Optional.empty();
    private boolean closed;

    /// What the rooms live in.
    ///
    /// @param copies
    ///            on how many servers an entry must be durable, if there are so many
    /// @param witness
    ///            told, with the room's name, of every entry of every room but that of
    ///            private ones, see [Witness#shown]
    /// @param wallMillis
    ///            since 1970
    /// @param fatal
    ///            told when this process must not go on
    public record World(int copies, Replicas replicas, BiConsumer<String, Entry> witness, Journal journal,
            ScheduledExecutorService timer, LongSupplier wallMillis, Consumer<Throwable> fatal) {
        public World {
            Objects.requireNonNull(replicas, "replicas");
            Objects.requireNonNull(witness, "witness");
            Objects.requireNonNull(journal, "journal");
            Objects.requireNonNull(timer, "timer");
            Objects.requireNonNull(wallMillis, "wallMillis");
            Objects.requireNonNull(fatal, "fatal");
        }
    }

    private Rooms(Path directory, World world) throws IOException {
        this.histories = new Histories(Files.createDirectories(directory).resolve(HISTORY));
        this.world = Objects.requireNonNull(world, "world");
        this.list = new RoomList(directory.resolve(LIST));
        for (var room : List.of(RoomInfo.LOBBY, RoomInfo.PRIVATE)) {
            known.put(room.name(), room);
        }
        list.read().forEach(room -> known.putIfAbsent(room.name(), room));
    }

    /// Remembers which rooms there are. They open at the first [#follow].
    ///
    /// @param directory
    ///            where the list of rooms is, and in `history` what was said in them; made
    ///            if it is not there
    public static Rooms open(Path directory, World world) throws IOException {
        var rooms = new Rooms(directory, world);
        world.timer().scheduleAtFixedRate(rooms::beat, 0, ReplicatedRoom.BEAT_MILLIS, TimeUnit.MILLISECONDS);
        return rooms;
    }

    /// Whether no room has anything of an earlier life in this directory.
    public static boolean isBlank(Path directory) throws IOException {
        return Histories.isBlank(directory.resolve(HISTORY));
    }

    // --- what happens

    /// This server was given a life, or there is a new view. Not to be called by two
    /// threads at a time.
    public void follow(Standing next) {
        var self = next.self().orElseThrow();
        Collection<RoomInfo> first = List.of();
        lock.lock();
        try {
            if (standing.isEmpty()) {
                first = List.copyOf(known.values());
            }
            open.values().forEach(room -> room.viewChanged(self, next.deployment().view()));
            standing = Optional.of(next);
        } finally {
            lock.unlock();
        }
        first.forEach(this::open);
    }

    /// The book has these rooms. What is known already is left as it is.
    public void known(List<RoomInfo> rooms) {
        var added = new ArrayList<RoomInfo>();
        boolean serving;
        lock.lock();
        try {
            for (var room : rooms) {
                if (known.size() >= MAX_ROOMS && !known.containsKey(room.name())) {
                    LOG.error("{} is not opened: there are {} rooms", room.name(), MAX_ROOMS);
                } else if (known.putIfAbsent(room.name(), room) == null) {
                    added.add(room);
                }
            }
            if (closed || added.isEmpty()) {
                return;
            }
            serving = standing.isPresent();
            list.write(known.values());
        } catch (IOException e) {
            world.fatal().accept(new UncheckedIOException("the list of rooms cannot be written", e));
            return;
        } finally {
            lock.unlock();
        }
        if (serving) {
            added.forEach(this::open);
        }
    }

    private void open(RoomInfo room) {
        Thread.ofVirtual().name("open-" + room.name()).start(() -> {
            opening.acquireUninterruptibly();
            try {
                openNow(room);
            } catch (IOException e) {
                world.fatal().accept(new UncheckedIOException("the history of " + room.name() + " cannot be read", e));
            } finally {
                opening.release();
            }
        });
    }

    private void openNow(RoomInfo info) throws IOException {
        var at = standing.orElseThrow();
        var room = ReplicatedRoom.open(new ReplicatedRoom.Settings(info, at.self().orElseThrow(), at.deployment()
                .view(), world.copies()),
                new ReplicatedRoom.World(histories.open(info.name()), world.replicas(), new Told(), world.journal(),
                        world.wallMillis(),
                        world.fatal()));
        lock.lock();
        try {
            if (closed) {
                room.close();
                return;
            }
            var now = standing.orElseThrow();
            if (now != at) {
                room.viewChanged(now.self().orElseThrow(), now.deployment().view());
            }
            open.put(info.name(), room);
            room.join();
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What the rooms tell, on their strands.
    private final class Told implements Witness {
        @Override
        public void shown(RoomInfo room, Entry entry) {
            if (!room.name().equals(RoomInfo.PRIVATE.name())) {
                world.witness().accept(room.name(), entry);
            }
        }

        @Override
        public void member(RoomInfo room, String user, boolean joined) {
            members.changed(room.name(), user, joined);
        }
    }

    private void beat() {
        try {
            open.values().forEach(ReplicatedRoom::beat);
        } catch (RuntimeException e) {
            LOG.error("a beat failed, the next one follows", e);
        }
    }

    // --- who asks

    /// Waits until all rooms that are known by now are open.
    ///
    /// @return false if this was closed meanwhile
    public boolean awaitOpen() throws InterruptedException {
        lock.lock();
        try {
            var wanted = List.copyOf(known.keySet());
            while (!closed && !open.keySet().containsAll(wanted)) {
                opened.await();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    public Optional<Room> find(String name) {
        return Optional.ofNullable(open.get(name));
    }

    /// The same, and waits a while for a room that is just being created.
    public Optional<Room> await(String name, int millis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (!closed && !open.containsKey(name) && left > 0) {
                left = opened.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        return find(name);
    }

    /// All rooms but that of private entries, by name.
    public List<Room> all() {
        return open.values().stream().filter(room -> !room.info().name().equals(RoomInfo.PRIVATE.name()))
                .map(Room.class::cast).toList();
    }

    /// The rooms that this user is in, by name; everybody is in those without an owner.
    public List<Room> of(String user) {
        var joined = members.of(user);
        return all().stream().filter(room -> room.info().owner().isEmpty() || joined.contains(room.info().name()))
                .toList();
    }

    /// Whether this user may read this room.
    public boolean isIn(Room room, String user) {
        return room.info().owner().isEmpty() || members.isIn(room.info().name(), user);
    }

    /// How often what happened in each room, in this life, by its name.
    public Map<String, CompletionStage<Map<Counter, Long>>> counters() {
        var asked = new TreeMap<String, CompletionStage<Map<Counter, Long>>>();
        open.forEach((name, room) -> asked.put(name, room.counters()));
        return asked;
    }

    /// Of each room, by its name, whether every other server of the view has all that is here.
    public Map<String, CompletionStage<Boolean>> everywhere() {
        var asked = new TreeMap<String, CompletionStage<Boolean>>();
        open.forEach((name, room) -> asked.put(name, room.isEverywhere()));
        return asked;
    }

    /// In how many of them something is under way.
    public int awake() {
        return (int) open.values().stream().filter(room -> !room.isAsleep()).count();
    }

    /// Where this server stands, as all rooms know it.
    public Optional<Standing> standing() {
        return standing;
    }

    /// Whether this life of another server is in the view that the rooms know.
    public boolean admits(Origin caller) {
        return standing.filter(now -> now.deployment().view().contains(caller) && !now.self().equals(Optional.of(
                caller))).isPresent();
    }

    /// Gives an exchange to its room.
    ///
    /// @return false if the room is not known yet, or busy: later, same again
    public boolean hear(Exchange exchange) {
        var room = open.get(exchange.room());
        return room != null && room.hear(exchange);
    }

    /// Runs what is queued in every room, then closes them.
    @Override
    public void close() {
        Map<String, ReplicatedRoom> closing;
        lock.lock();
        try {
            closed = true;
            closing = new HashMap<>(open);
            opened.signalAll();
        } finally {
            lock.unlock();
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            closing.values().forEach(room -> threads.execute(room::close));
        }
        histories.close();
    }
}
