// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.client.codec.ClockCodec;
import justchat.client.codec.Directory;
import justchat.client.codec.DirectoryCodec;
import justchat.client.codec.FileCodec;
import justchat.client.codec.PageCodec;
import justchat.client.codec.RoomCodec;
import justchat.client.codec.SummaryCodec;
import justchat.client.core.Event;
import justchat.client.model.AccountQuestion;
import justchat.client.model.Code;
import justchat.client.model.FileInfo;
import justchat.client.model.Login;
import justchat.client.model.MessageId;
import justchat.client.model.Order;
import justchat.client.model.Payload;
import justchat.client.model.Place;
import justchat.client.model.Refusal;
import justchat.client.model.Search;
import justchat.client.model.Seen;
import justchat.client.model.TransferId;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Deadline;
import justchat.rpc.client.RpcClient;
import justchat.rpc.strand.Strand;
import justchat.wire.Open;
import justchat.wire.Post;
import justchat.wire.Refused;

/// The half of `Network` that talks to balancers and servers; direct links are
/// built on top of it by `peer`, which also implements the port.
///
/// Methods of the port return at once. Logging in and attaching run one after
/// another on a strand; all else on virtual threads of its own. Thread-safe.
public final class ClusterNetwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterNetwork.class);
    private static final Deadline QUESTION = Deadline.ofMillis(2_000);
    private static final int STEPS = 64;

    private final ClusterOptions options;
    private final Consumer<Event> loop;
    private final RpcClient rpc;
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("clock").factory());
    private final Strand strand = new Strand("session", STEPS);
    private final Links links = new Links();
    private final Transfers transfers;
    private final Shares shares;
    private final Balancers balancers;
    private final Door door;
    private final Attaching attaching;
    private final Hunt hunt;
    private final Freshness freshness;
    private final PublicFiles files;
    private final Tickets tickets;
    private final NewRooms newRooms;
    private final ClosedCalls closedRooms;
    private final AccountCalls accounts;
    private final BalancerWatch watch;
    private final ServerQuestions questions;
    private final AtomicInteger online = new AtomicInteger();
    private volatile boolean closed;
    /// The last server attached to; the strand's.
    private Optional<ServerLink> last = Optional.empty();

    /// @param rpc
    ///            shared with direct links; closed here
    /// @param directPort
    ///            asked for at each attachment; may wait
    /// @param loop
    ///            where events go; may wait, never called after `close`
    public ClusterNetwork(ClusterOptions options, RpcClient rpc, Supplier<DirectPort> directPort, SecureRandom random,
            Consumer<Event> loop) {
        this(options, rpc, directPort, random, Optional.empty(), Identities.NONE, loop);
    }

    /// @param directory
    ///            where the keys of closed rooms are kept; empty: nowhere
    /// @param identities
    ///            whose signatures are believed there
    public ClusterNetwork(ClusterOptions options, RpcClient rpc, Supplier<DirectPort> directPort, SecureRandom random,
            Optional<Path> directory, Identities identities, Consumer<Event> loop) {
        this.options = options;
        this.rpc = rpc;
        this.loop = event -> {
            if (event instanceof Event.People people) {
                online.set(people.online());
            }
            if (!closed) {
                loop.accept(event);
            }
        };
        var rooms = new ClosedRooms(directory, identities, this::account, random);
        this.closedRooms = new ClosedCalls(rooms, links, this.loop);
        Consumer<Event> opened = event -> closedRooms.incoming(event).ifPresent(this.loop);
        this.transfers = new Transfers(this.loop);
        this.shares = new Shares(options.fileRate());
        this.balancers = new Balancers(rpc, options.toBalancers(), options.balancers());
        this.door = new Door(balancers, random);
        this.tickets = new Tickets(balancers, door);
        this.attaching = new Attaching(options, rpc, clock, opened, links, directPort, new Wishes());
        this.hunt = new Hunt(balancers, attaching, online::get, this.loop);
        this.freshness = new Freshness(tickets, clock, this::ended);
        this.files = new PublicFiles(links, transfers, shares, rooms, this.loop);
        this.newRooms = new NewRooms(tickets, links, rooms, random);
        this.accounts = new AccountCalls(options, balancers, tickets, door, random);
        this.watch = new BalancerWatch(balancers, this.loop);
        balancers.onLost(watch::lost);
        this.questions = new ServerQuestions(links, opened);
    }

    /// As the port's method of this name, like those below.
    public void expect() {
        strand.tell(door::greet);
    }

    public void logIn(Login login, VectorClock trace) {
        step(() -> {
            switch (door.logIn(login, trace)) {
                case Door.Entry.In(var in, var answer) -> {
                    last = Optional.empty();
                    tickets.set(in);
                    freshness.begin();
                    loop.accept(new Event.LoggedIn(in.name(), in.balancer(), answer));
                }
                case Door.Entry.Out(var reason) -> loop.accept(reason);
            }
        });
    }

    public void attach(VectorClock trace) {
        step(() -> {
            var account = tickets.account();
            if (account.isEmpty()) {
                loop.accept(new Event.LoginRefused(Refusal.NOT_AUTHENTICATED, "log in first", 0));
                return;
            }
            last = hunt.run(account.get(), last.map(ServerLink::server), trace, tickets);
        });
    }

    public void follow() {
        attaching.follow();
    }

    /// What the server of the moment wants of us.
    private final class Wishes implements ServerLink.Wishes {
        @Override
        public void move(ServerLink from, Directory.Server target, int withinMillis) {
            from.later("move", Backoff.moveMillis(withinMillis, ThreadLocalRandom.current().nextDouble()),
                    () -> strand.tell(() -> goOver(from, target)));
        }

        /// A session that was opened with a ticket that has been replaced since goes on with
        /// the new one: it may still be good.
        @Override
        public void end(ServerLink from, String sentence) {
            if (tickets.newer(from.account()).isPresent()) {
                comeAgain(from);
            } else {
                from.endedForGood(sentence);
            }
        }
    }

    /// Opens a session there while the one here goes on, and then leaves here. If the
    /// other server does not have us, we stay.
    private void goOver(ServerLink from, Directory.Server target) {
        var account = tickets.account();
        if (links.current().filter(from::equals).isEmpty() || account.isEmpty()
                || target.number() == from.server().number()) {
            return;
        }
        try {
            var session = attaching.open(account.get(), target, VectorClock.empty());
            if (attaching.takeOver(from, session)) {
                last = Optional.of(session.link());
            } else {
                session.link().abandon();
            }
        } catch (TException | RuntimeException e) {
            LOG.warn("stays at {}: {} does not take the session: {}", from.server().name(), target.name(),
                    e.toString());
        }
    }

    /// To the same server with the ticket of now, without a word; if that is not to be, the
    /// session is lost like any other.
    private void comeAgain(ServerLink from) {
        if (!from.leaveUntold()) {
            return;
        }
        Runnable lost = () -> loop.accept(new Event.Detached(from.server().name(), from.server().name()
                + " asked for a new ticket", 0));
        var told = strand.tell(() -> {
            try {
                var session = attaching.open(tickets.account().orElseThrow(), from.server(), VectorClock.empty());
                attaching.replace(session);
                last = Optional.of(session.link());
            } catch (TException | RuntimeException _) {
                lost.run();
            }
        });
        if (!told) {
            lost.run();
        }
    }

    private void ended(String sentence) {
        links.current().ifPresent(link -> link.ended(sentence));
    }

    private void step(Runnable step) {
        if (!strand.tell(step)) {
            Thread.ofVirtual().start(() -> loop.accept(new Event.LoginRefused(Refusal.BUSY, "too many attempts", 100)));
        }
    }

    public void open(String room, Optional<Seen> seen, int recent, VectorClock trace) {
        var request = new Open(room).setClock(ClockCodec.toWire(trace));
        seen.ifPresentOrElse(shown -> request.setSeen(RoomCodec.seen(shown)), () -> request.setRecent(recent));
        links.current().ifPresent(link -> link.open(request));
    }

    public void closeRoom(String room) {
        links.current().ifPresent(link -> link.closeRoom(room));
    }

    public void post(String room, MessageId id, Seen seen, Payload payload, VectorClock trace) {
        closedRooms.post(room, id, payload, wire -> links.current().ifPresent(link -> link.post(new Post(room, RoomCodec
                .id(id), RoomCodec.seen(seen), wire).setClock(ClockCodec.toWire(trace)))));
    }

    public void createRoom(long request, String room, Order order, Optional<Code> code, VectorClock trace) {
        ask(request, () -> newRooms.create(request, room, order, code, trace));
    }

    /// Codes of closed rooms.
    public ClosedCalls closedRooms() {
        return closedRooms;
    }

    public void account(long request, AccountQuestion question, VectorClock trace) {
        ask(request, () -> {
            var answer = accounts.ask(request, question, trace);
            if (question instanceof AccountQuestion.ChangePassword || question instanceof AccountQuestion.NewIdentity) {
                freshness.begin();
            }
            return answer;
        });
    }

    public void rooms(long request) {
        questions.ask(request, server -> new Event.Rooms(request, SummaryCodec.summaries(server.rooms())));
    }

    public void away(long request, List<String> users) {
        questions.ask(request, server -> new Event.WhoIsAway(request, SummaryCodec.away(server.away(users))));
    }

    public void members(long request, String room) {
        questions.ask(request, server -> new Event.Members(request, SummaryCodec.members(server.members(room))));
    }

    public void history(long request, String room, Optional<Place> before, int limit, OptionalLong sinceMillis) {
        questions.ask(request, server -> new Event.PageRead(request, closedRooms.opened(room,
                PageCodec.page(server.history(PageCodec.history(room, before, limit, sinceMillis))))));
    }

    public void search(long request, Search search) {
        questions.ask(request, server -> new Event.PageRead(request, closedRooms.search(server, search)));
    }

    public void unread(long request, String room, Seen read, int limit) {
        questions.ask(request, server -> new Event.PageRead(request, closedRooms.opened(room,
                PageCodec.page(server.unread(room, RoomCodec.seen(read), limit)))));
    }

    public void upload(TransferId transfer, Path file, String room, VectorClock trace) {
        files.upload(transfer, file, room, trace);
    }

    /// From the message servers.
    public void download(TransferId transfer, FileInfo file, Path directory, String name, VectorClock trace) {
        files.download(transfer, file, directory, name, owner(), trace);
    }

    /// Which account of which cluster this is, for what is left on the disk.
    public String owner() {
        return options.pin().map(HexFormat.of()::formatHex).orElse("") + " " + tickets.account().map(Account::name)
                .orElse("");
    }

    public void files(long request, VectorClock trace) {
        ask(request, () -> {
            var open = tickets.ask(QUESTION,
                    (balancer, ticket) -> FileCodec.publicFiles(balancer.files(ticket, ClockCodec
                            .toWire(trace))));
            return closedRooms.areAny()
                    ? questions.answer(request, server -> closedRooms.files(server, request, open))
                    : new Event.Files(request, open, VectorClock.empty());
        });
    }

    public void online(long request) {
        ask(request, () -> new Event.Online(request,
                tickets.ask(QUESTION, (balancer, ticket) -> balancer.online(ticket))));
    }

    /// A question to the balancers; may wait.
    private interface Question {
        Event answer() throws Refused, NobodyAnswers, InterruptedException;
    }

    private void ask(long request, Question question) {
        Thread.ofVirtual().name("ask").start(() -> {
            Event answer;
            try {
                answer = question.answer();
            } catch (Refused refused) {
                answer = new Event.AskFailed(request, refused.getMessage());
            } catch (NobodyAnswers e) {
                answer = new Event.AskFailed(request, e.getMessage());
            } catch (InterruptedException _) {
                answer = new Event.AskFailed(request, "interrupted");
            }
            loop.accept(answer);
        });
    }

    /// Where a user is. Waits for the answer.
    ///
    /// @throws Refused
    ///             NOT_FOUND for an unknown name
    public Directory.Location locate(String user, VectorClock trace) throws Refused, NobodyAnswers {
        return tickets.ask(QUESTION, (balancer, ticket) -> DirectoryCodec
                .location(balancer.locate(ticket, user, ClockCodec.toWire(trace))));
    }

    public Optional<Account> account() {
        return tickets.account();
    }

    /// Whether our own server is on this machine, as seen from here.
    public boolean onLoopback() {
        return links.current().map(ServerLink::onLoopback).orElse(false);
    }

    public Transfers transfers() {
        return transfers;
    }

    /// Private files by way of the servers; how all files share their roads.
    public Relay relay() {
        return new Relay(links, shares);
    }

    /// Events go this way; nothing passes after `close`.
    public Consumer<Event> loop() {
        return loop;
    }

    public ClusterOptions options() {
        return options;
    }

    @Override
    public void close() {
        closed = true;
        transfers.close();
        hunt.stop();
        watch.stop();
        links.current().ifPresent(ServerLink::detach);
        clock.shutdownNow();
        strand.close();
        rpc.close();
    }
}
