// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.thrift.TException;

import justchat.client.codec.ClockCodec;
import justchat.client.codec.Directory;
import justchat.client.codec.DirectoryCodec;
import justchat.client.codec.FileCodec;
import justchat.client.codec.Malformed;
import justchat.client.codec.RoomCodec;
import justchat.client.core.Event;
import justchat.client.model.FileInfo;
import justchat.client.model.Login;
import justchat.client.model.MessageId;
import justchat.client.model.Payload;
import justchat.client.model.Refusal;
import justchat.client.model.Seen;
import justchat.client.model.TransferId;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Deadline;
import justchat.rpc.client.RpcClient;
import justchat.rpc.strand.Strand;
import justchat.wire.LoadBalancer;
import justchat.wire.Post;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// The half of `Network` that talks to balancers and servers; direct links are
/// built on top of it by `peer`, which also implements the port.
///
/// Methods of the port return at once. Logging in and attaching run one after
/// another on a strand; all else on virtual threads of its own. Thread-safe.
public final class ClusterNetwork implements AutoCloseable {
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
    private final Balancers balancers;
    private final Door door;
    private final Hunt hunt;
    private final PublicFiles files;
    private final AtomicReference<Optional<Account>> account = new AtomicReference<>(Optional.empty());
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
        this.options = options;
        this.rpc = rpc;
        this.loop = event -> {
            if (!closed) {
                loop.accept(event);
            }
        };
        this.transfers = new Transfers(this.loop);
        this.balancers = new Balancers(rpc, options.toBalancers(), options.balancers());
        this.door = new Door(balancers, random);
        this.hunt = new Hunt(options, rpc, balancers, clock, this.loop, links, directPort);
        this.files = new PublicFiles(links, transfers, this.loop);
    }

    /// As the port's method of this name, like those below.
    public void logIn(Login login, VectorClock trace) {
        step(() -> {
            switch (door.logIn(login, trace)) {
                case Door.Entry.In(var in, var answer) -> {
                    account.set(Optional.of(in));
                    loop.accept(new Event.LoggedIn(in.name(), in.balancer(), answer));
                }
                case Door.Entry.Out(var reason) -> loop.accept(reason);
            }
        });
    }

    public void attach(Seen seen, VectorClock trace) {
        step(() -> {
            if (account.get().isEmpty()) {
                loop.accept(new Event.LoginRefused(Refusal.NOT_AUTHENTICATED, "log in first", 0));
                return;
            }
            last = hunt.run(account.get().get(), last.map(ServerLink::server), seen, trace,
                    this::renewOnce);
        });
    }

    /// One renewal at a time; who finds the account renewed already takes that one.
    private synchronized Account renewOnce(Account old) throws Refused, NobodyAnswers {
        var now = account.get().orElse(old);
        if (now == old) {
            now = door.renew(old);
            account.set(Optional.of(now));
        }
        return now;
    }

    private void step(Runnable step) {
        if (!strand.tell(step)) {
            Thread.ofVirtual().start(() -> loop.accept(new Event.LoginRefused(Refusal.BUSY, "too many attempts", 100)));
        }
    }

    public void post(MessageId id, Seen seen, Payload payload, VectorClock trace) {
        links.current().ifPresent(link -> link.post(new Post(options.room(), RoomCodec.id(id), RoomCodec.seen(seen),
                RoomCodec.payload(payload)).setClock(ClockCodec.toWire(trace))));
    }

    public void upload(TransferId transfer, Path file, VectorClock trace) {
        files.upload(transfer, file, trace);
    }

    /// From the message servers.
    public void download(TransferId transfer, FileInfo file, Path directory, String name, VectorClock trace) {
        files.download(transfer, file, directory, name, trace);
    }

    /// @return false if no such transfer runs
    public boolean cancel(TransferId transfer) {
        return transfers.cancel(transfer);
    }

    public void files(long request, VectorClock trace) {
        ask(request, (balancer, ticket) -> new Event.Files(request,
                FileCodec.publicFiles(balancer.files(ticket, ClockCodec.toWire(trace))), VectorClock.empty()));
    }

    public void online(long request) {
        ask(request, (balancer, ticket) -> new Event.Online(request, balancer.online(ticket)));
    }

    private void ask(long request, TicketQuestion<Event> question) {
        Thread.ofVirtual().name("ask").start(() -> {
            Event answer;
            try {
                answer = withTicket(question);
            } catch (Refused refused) {
                answer = new Event.AskFailed(request, refused.getMessage());
            } catch (NobodyAnswers e) {
                answer = new Event.AskFailed(request, e.getMessage());
            }
            loop.accept(answer);
        });
    }

    private interface TicketQuestion<T> {
        T ask(LoadBalancer.Client balancer, ByteBuffer ticket) throws TException, Malformed;
    }

    /// Asks as the holder of our ticket; one that has expired is renewed once.
    private <T> T withTicket(TicketQuestion<T> question) throws Refused, NobodyAnswers {
        var ours = account.get().orElseThrow(() -> new Refused(Reason.NOT_AUTHENTICATED, "log in first"));
        try {
            return ask(ours, question);
        } catch (Refused refused) {
            if (refused.getReason() != Reason.NOT_AUTHENTICATED) {
                throw refused;
            }
            return ask(renewOnce(ours), question);
        }
    }

    private <T> T ask(Account ours, TicketQuestion<T> question) throws Refused, NobodyAnswers {
        return balancers.ask(QUESTION, balancer -> question.ask(balancer, ByteBuffer.wrap(ours.ticket()))).value();
    }

    // --- for direct links ---

    /// Where a user is. Waits for the answer.
    ///
    /// @throws Refused
    ///             NOT_FOUND for an unknown name
    public Directory.Location locate(String user, VectorClock trace) throws Refused, NobodyAnswers {
        return withTicket((balancer, ticket) -> DirectoryCodec
                .location(balancer.locate(ticket, user, ClockCodec.toWire(trace))));
    }

    public Optional<Account> account() {
        return account.get();
    }

    /// Whether our own server is on this machine, as seen from here.
    public boolean onLoopback() {
        return links.current().map(ServerLink::onLoopback).orElse(false);
    }

    public Transfers transfers() {
        return transfers;
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
        hunt.stop();
        links.current().ifPresent(ServerLink::detach);
        clock.shutdownNow();
        strand.close();
        rpc.close();
    }
}
