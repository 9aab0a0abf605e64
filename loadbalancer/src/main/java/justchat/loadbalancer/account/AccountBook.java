// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import justchat.loadbalancer.model.BalancerMember;
import justchat.loadbalancer.model.ClusterView;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.PastView;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.Room;
import justchat.loadbalancer.model.RoomName;
import justchat.loadbalancer.model.ServerId;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.model.UserName;

/// The replicated state machine: accounts, servers, views, rooms. Pure and
/// deterministic: the same commands in the same order give the same book and the
/// same outcomes everywhere; no clock, no randomness, no order of a hash table
/// shows.
///
/// Not thread-safe: whoever feeds it the committed commands owns it.
///
/// Invariants: a server's incarnations only grow; `view.number` grows by exactly
/// one with every change of the view; the view holds at most one life of
/// each server.
public final class AccountBook {
    private final BookLimits limits;
    /// By [UserName#uniqueness], sorted, so that snapshots of equal books
    /// are equal.
    private final SortedMap<String, Account> accounts = new TreeMap<>();
    private final SortedMap<ProcessName, ServerRecord> servers = new TreeMap<>();
    private final Map<ServerId, ServerRecord> byNumber = new HashMap<>();
    private final SortedMap<ProcessName, BalancerMember> balancers = new TreeMap<>();
    /// Oldest first.
    private final LinkedHashMap<CommandId, Remembered> remembered = new LinkedHashMap<>();
    private final RoomShelf rooms;
    private ClusterView view = ClusterView.EMPTY;

    /// What the book keeps of a server name for ever.
    record ServerRecord(ServerId number, ProcessName name, int incarnation, HostPort address, HostPort heartbeats,
            long blankSince, boolean inView) {
        ServerRecord {
            if (incarnation < 1) {
                throw new IllegalArgumentException("incarnation: " + incarnation);
            }
        }

        ServerMember member() {
            return new ServerMember(new ServerOrigin(number, incarnation), name, address, heartbeats, blankSince);
        }

        ServerRecord outOfView() {
            return new ServerRecord(number, name, incarnation, address, heartbeats, blankSince, false);
        }
    }

    /// A command that was carried out, by the fingerprint of its bytes, and what it
    /// came to.
    record Remembered(long fingerprint, Outcome outcome) {}

    public AccountBook(BookLimits limits) {
        this.limits = limits;
        this.rooms = new RoomShelf(limits);
    }

    /// Carries out a committed command, or recalls what it came to when it was
    /// carried out before.
    public Outcome apply(Command command) {
        long fingerprint = BookCodec.fingerprint(command);
        var before = remembered.get(command.id());
        if (before != null) {
            return before.fingerprint == fingerprint ? before.outcome : new Outcome.IdReused();
        }
        var outcome = switch (command) {
            case Command.SignUp signUp -> signUp(signUp.account());
            case Command.RegisterServer register -> register(register);
            case Command.RegisterBalancer register -> register(register.balancer());
            case Command.Expel expel -> expel(expel.origin());
            case Command.CreateRoom create -> rooms.create(create, view.number());
        };
        remembered.put(command.id(), new Remembered(fingerprint, outcome));
        if (remembered.size() > limits.remembered()) {
            remembered.pollFirstEntry();
        }
        return outcome;
    }

    private Outcome signUp(Account account) {
        var key = account.name().uniqueness();
        if (accounts.containsKey(key)) {
            return new Outcome.NameTaken();
        }
        if (accounts.size() >= limits.accounts()) {
            return new Outcome.Full();
        }
        accounts.put(key, account);
        return new Outcome.SignedUp();
    }

    private Outcome register(Command.RegisterServer command) {
        var old = servers.get(command.name());
        if (old == null && servers.size() >= Math.min(limits.servers(), ServerId.MAX)) {
            return new Outcome.Full();
        }
        var number = old == null ? new ServerId(servers.size() + 1) : old.number();
        int incarnation = old == null ? 1 : old.incarnation() + 1;
        long next = view.number() + 1;
        // A name that is new has lost nothing, but neither does it hold anything from before this view.
        long blankSince = command.blank() || old == null ? next : old.blankSince();
        put(new ServerRecord(number, command.name(), incarnation, command.address(), command.heartbeats(), blankSince,
                true));
        newView();
        return new Outcome.ServerRegistered(new ServerOrigin(number, incarnation), view.number());
    }

    private Outcome register(BalancerMember balancer) {
        var old = balancers.get(balancer.name());
        if (old == null && balancers.size() >= limits.balancers()) {
            return new Outcome.Full();
        }
        if (!balancer.equals(old)) {
            balancers.put(balancer.name(), balancer);
            newView();
        }
        return new Outcome.BalancerRegistered(view.number());
    }

    private Outcome expel(ServerOrigin origin) {
        var server = byNumber.get(origin.server());
        if (server == null || !server.inView() || server.incarnation() != origin.incarnation()) {
            return new Outcome.NotInView();
        }
        put(server.outOfView());
        newView();
        return new Outcome.Expelled(view.number());
    }

    private void put(ServerRecord server) {
        servers.put(server.name(), server);
        byNumber.put(server.number(), server);
    }

    private void newView() {
        view = viewOf(view.number() + 1, pastOfNext());
    }

    /// The current view becomes the latest past one, and the oldest is forgotten if there are too many. Before the
    /// first view there is none.
    private List<PastView> pastOfNext() {
        List<PastView> past = new ArrayList<>(view.past());
        if (view.number() > 0) {
            past.add(view.asPast());
        }
        return past.subList(Math.max(0, past.size() - limits.pastViews()), past.size());
    }

    private ClusterView viewOf(long number, List<PastView> past) {
        List<ServerMember> members = new ArrayList<>();
        servers.values().stream().filter(ServerRecord::inView).map(ServerRecord::member).forEach(members::add);
        members.sort((one, other) -> one.origin().compareTo(other.origin()));
        return new ClusterView(number, members, List.copyOf(balancers.values()), past);
    }

    /// The account under this name, whatever its case.
    public Optional<Account> account(UserName name) {
        return Optional.ofNullable(accounts.get(name.uniqueness()))
                .filter(account -> account.name().key().equals(name.key()));
    }

    public int accounts() {
        return accounts.size();
    }

    public ClusterView view() {
        return view;
    }

    /// The room of this name.
    public Optional<Room> room(RoomName name) {
        return rooms.room(name);
    }

    /// All rooms, by name.
    public List<Room> rooms() {
        return rooms.all();
    }

    /// How many rooms there are; they never get fewer.
    public int roomCount() {
        return rooms.count();
    }

    /// The newest incarnation of a server that the book knows, 0 if none.
    public int lastIncarnation(ServerId server) {
        var known = byNumber.get(server);
        return known == null ? 0 : known.incarnation();
    }

    /// Writes all of it; [BookSnapshot] describes the format.
    public void write(DataOutput out) throws IOException {
        BookSnapshot.write(out, new BookSnapshot(view.number(), List.copyOf(accounts.values()),
                List.copyOf(servers.values()), List.copyOf(balancers.values()), new LinkedHashMap<>(remembered),
                rooms.created(), view.past()));
    }

    /// The book that was written.
    ///
    /// @throws IOException
    ///             if these bytes are no snapshot, or one that breaks the limits
    public static AccountBook read(DataInput in, BookLimits limits) throws IOException {
        var snapshot = BookSnapshot.read(in, limits);
        var book = new AccountBook(limits);
        snapshot.accounts().forEach(account -> book.accounts.put(account.name().uniqueness(), account));
        snapshot.servers().forEach(book::put);
        snapshot.balancers().forEach(balancer -> book.balancers.put(balancer.name(), balancer));
        book.remembered.putAll(snapshot.remembered());
        snapshot.rooms().forEach(book.rooms::put);
        book.view = book.viewOf(snapshot.viewNumber(), snapshot.past());
        return book;
    }
}
