// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import justchat.loadbalancer.account.CommandId;
import justchat.logs.journal.Journal;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.View;
import justchat.messageserver.room.Event;
import justchat.messageserver.room.RoomCore;

/// One simulated message server: its disk, its lives, and in each life a
/// replica of every room and links to its peers. A life begins with a
/// registration, and so does what follows an expulsion.
final class Server {
    private static final long HEARTBEAT = 100 * World.MILLI;
    private static final long ASK_AGAIN = 300 * World.MILLI;
    private static final long TICK = RoomCore.TICK_MILLIS * World.MILLI;

    private final Cluster cluster;
    private final World world;
    private final int number;
    private final Disk disk;
    private final Links links;
    private final SortedMap<String, Replica> rooms = new TreeMap<>();
    private final Set<Connection> connections = new LinkedHashSet<>();

    private int life;
    private boolean up;
    private boolean gone;
    private boolean blank;
    private long pausedUntil;
    private long wallSkewMillis;
    private long bootedAt;
    private Optional<Origin> origin = Optional.empty();
    private View view = new View(0, List.of(), List.of());
    private Optional<CommandId> registering = Optional.empty();
    private Optional<CommandId> lastCommand = Optional.empty();
    private boolean lastBlank;
    private Journal diary;
    /// What happens when it writes the next time.
    private Optional<Runnable> trap = Optional.empty();

    Server(Cluster cluster, int number) {
        this.cluster = cluster;
        this.world = cluster.world();
        this.number = number;
        this.disk = new Disk(world);
        this.links = new Links(cluster, this);
        this.diary = Journal.off();
    }

    int number() {
        return number;
    }

    int life() {
        return life;
    }

    boolean isUp() {
        return up;
    }

    /// Whether it will never come back.
    boolean isGone() {
        return gone;
    }

    /// Whether it lost its disk, and the balancers have not heard of it yet.
    boolean isBlank() {
        return disk.isBlank() || blank;
    }

    Optional<Origin> origin() {
        return origin;
    }

    View view() {
        return view;
    }

    Disk disk() {
        return disk;
    }

    Journal diary() {
        return diary;
    }

    SortedMap<String, Replica> rooms() {
        return rooms;
    }

    Links links() {
        return links;
    }

    /// Whether it is a member of the newest view, and knows it.
    boolean isSettled() {
        return up && registering.isEmpty() && origin.filter(view::contains).isPresent()
                && view.number() == cluster.balancers().view().number();
    }

    long wallMillis() {
        return world.nowMillis() + wallSkewMillis;
    }

    void stepWall(long millis) {
        wallSkewMillis += millis;
    }

    void pause(long micros) {
        pausedUntil = Math.max(pausedUntil, world.now() + micros);
    }

    void resume() {
        pausedUntil = 0;
    }

    /// Runs it then, if this life still lasts; while the process stands still it
    /// waits.
    void later(long micros, Runnable what) {
        int now = life;
        world.in(micros, () -> run(now, what));
    }

    /// Runs it in that life, now or when the process goes on.
    void run(int inLife, Runnable what) {
        if (!up || life != inLife) {
            return;
        }
        if (pausedUntil > world.now()) {
            world.in(pausedUntil - world.now(), () -> run(inLife, what));
        } else {
            what.run();
        }
    }

    // --- lives

    void boot() {
        life++;
        up = true;
        pausedUntil = 0;
        bootedAt = world.now() - world.between(0, 1_000 * World.SECOND);
        diary = world.diary("ms-" + number);
        boolean again = !cluster.border().registersAnew() && lastCommand.isPresent();
        blank = again ? lastBlank : disk.isBlank() && cluster.border().admitsBlank();
        world.tell(() -> this + " starts" + (blank ? " blank" : ""));
        register(again ? lastCommand : Optional.empty());
        later(world.between(0, HEARTBEAT), this::heartbeat);
        later(world.between(0, TICK), this::tick);
    }

    void crash(boolean losesDisk) {
        up = false;
        origin.ifPresent(self -> {
            if (cluster.network().reachEachOther(number, Network.BALANCERS)) {
                world.in(world.between(500, 30_000), () -> cluster.balancers().unlinked(self));
            }
        });
        disk.crash();
        if (losesDisk) {
            disk.lose();
            cluster.judges().values().forEach(judge -> judge.diskLost(number));
        }
        origin = Optional.empty();
        view = new View(0, List.of(), List.of());
        registering = Optional.empty();
        countUp();
        rooms.clear();
        links.clear();
        diary.close();
        cluster.servers().forEach(peer -> peer.links().peerEnded(this));
        connections.forEach(Connection::serverEnded);
        connections.clear();
    }

    /// What happened in its rooms in this life.
    void countUp() {
        rooms.values().forEach(Replica::countUp);
    }

    /// Something is to happen while the next write is under way.
    void setTrap(Runnable what) {
        trap = Optional.of(what);
    }

    /// It begins to write.
    void writes() {
        trap.ifPresent(what -> world.in(world.between(0, 500), what));
        trap = Optional.empty();
    }

    /// It will never come back.
    void leave() {
        gone = true;
    }

    /// It does come back.
    void comeBack() {
        gone = false;
    }

    private void register(Optional<CommandId> again) {
        var command = again.orElseGet(cluster.balancers()::newCommand);
        registering = Optional.of(command);
        lastCommand = registering;
        lastBlank = blank;
        askFor(command);
    }

    private void askFor(CommandId command) {
        if (!registering.equals(Optional.of(command))) {
            return;
        }
        int asking = life;
        cluster.balancers().register(number, command, blank, (given, now) -> run(asking, () -> {
            if (registering.equals(Optional.of(command))) {
                registered(given, now);
            }
        }));
        later(world.between(ASK_AGAIN / 2, ASK_AGAIN), () -> askFor(command));
    }

    private void registered(Origin given, View now) {
        registering = Optional.empty();
        blank = false;
        disk.use();
        boolean reborn = origin.isPresent();
        origin = Optional.of(given);
        world.tell(() -> this + " is registered, in view " + now.number());
        if (reborn) {
            links.closeAll();
        }
        viewChanged(now.number() > view.number() ? now : view, cluster.balancers().rooms());
    }

    /// The balancers say which servers and rooms there are.
    void viewChanged(View next, List<RoomInfo> known) {
        int now = life;
        run(now, () -> {
            if (origin.isEmpty() || next.number() < view.number()) {
                return;
            }
            view = next;
            var self = origin.get();
            rooms.values().forEach(room -> room.step(new Event.ViewChanged(self, next)));
            known.forEach(this::open);
            links.follow(self, next);
            if (!next.contains(self) && registering.isEmpty()) {
                later(world.between(1_000, 50_000), () -> {
                    if (registering.isEmpty() && !view.contains(origin.orElseThrow())) {
                        register(Optional.empty());
                    }
                });
            }
        });
    }

    private void open(RoomInfo room) {
        if (!rooms.containsKey(room.name())) {
            var replica = new Replica(cluster, this, room);
            rooms.put(room.name(), replica);
            replica.open();
            links.opened(replica);
        }
    }

    /// Whether one of these rooms is not open here.
    boolean lacks(List<RoomInfo> known) {
        return origin.isPresent() && known.stream().anyMatch(room -> !rooms.containsKey(room.name()));
    }

    private void heartbeat() {
        var self = origin;
        long known = view.number();
        if (self.isPresent()) {
            cluster.network().packet(number, Network.BALANCERS, () -> {
                if (up) {
                    cluster.balancers().heard(this, self.get(), known);
                }
            });
        }
        later(HEARTBEAT, this::heartbeat);
    }

    private void tick() {
        long now = (world.now() - bootedAt) / World.MILLI;
        rooms.values().forEach(room -> room.tick(now));
        for (var connection : new ArrayList<>(connections)) {
            if (connection.isSilent()) {
                connections.remove(connection);
                connection.close();
            }
        }
        later(world.between(TICK * 9 / 10, TICK * 11 / 10), this::tick);
    }

    void diskFull(boolean full) {
        disk.full(full);
        rooms.values().forEach(room -> room.diskFull(full));
    }

    // --- clients

    /// @return whether clients are served here now
    boolean accept(Connection connection) {
        if (rooms.isEmpty()) {
            return false;
        }
        connections.add(connection);
        return true;
    }

    void forget(Connection connection) {
        connections.remove(connection);
        rooms.values().forEach(room -> room.detach(connection));
    }

    @Override
    public String toString() {
        return "ms-" + number + origin.map(self -> " (" + self + ")").orElse("");
    }
}
