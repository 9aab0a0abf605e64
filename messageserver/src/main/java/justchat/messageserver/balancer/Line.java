// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.balancer;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

import org.apache.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.logs.journal.Journal;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;
import justchat.messageserver.codec.FromServer;
import justchat.messageserver.codec.ToWire;
import justchat.messageserver.file.Catalogue;
import justchat.messageserver.model.Address;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Presence;
import justchat.messageserver.model.PublicFile;
import justchat.messageserver.session.Sessions;
import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.RpcFailure;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.ClientTls;
import justchat.wire.Member;
import justchat.wire.Refused;
import justchat.wire.Registry;
import justchat.wire.RegistryListener;
import justchat.wire.Revocation;
import justchat.wire.View;

/// The line to one balancer: announces this server, reports who is attached and
/// which files there are, hears of views. Runs on one virtual thread of its own
/// until closed; whatever happens to the balancer, it connects again.
///
/// States: away -> announced (told all there is) -> reporting (told what is new)
/// -> away; announced anew when this server has a new life.
final class Line implements Sessions.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Line.class);
    private static final Deadline CONNECT = Deadline.ofMillis(1_000);
    private static final Deadline CALL = Deadline.ofMillis(3_000);
    /// A line with nothing to say says so, and finds out whether it is still there.
    private static final int IDLE_MILLIS = 2_000;
    private static final int FILES_PER_REPORT = 500;

    private final Address balancer;
    private final Shared shared;
    private final Backoff backoff;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Guarded by `lock`, like the three fields below.
    private final News news = new News();
    private boolean woken;
    private boolean closed;
    private boolean up;
    /// Owned by the line's thread: the last change of the list of files that this
    /// balancer was told of.
    private long filesTold;
    private final Thread thread;

    /// What all lines share.
    record Shared(RpcClient client, ClientTls tls, Sessions sessions, Catalogue catalogue, Membership membership,
            Instructions instructions, Journal journal, RandomGenerator random) {}

    private Line(Address balancer, Shared shared) {
        this.balancer = Objects.requireNonNull(balancer, "balancer");
        this.shared = Objects.requireNonNull(shared, "shared");
        this.backoff = new Backoff(100, 2_000, shared.random());
        this.thread = Thread.ofVirtual().name("line to " + balancer).unstarted(this::run);
    }

    static Line start(Address balancer, Shared shared) {
        var line = new Line(balancer, shared);
        line.thread.start();
        return line;
    }

    @Override
    public void attached(Presence presence) {
        change(() -> news.attached(presence));
    }

    @Override
    public void detached(Instance instance) {
        change(() -> news.detached(instance));
    }

    /// There may be more files, or this server has a new life.
    void wake() {
        change(() -> woken = true);
    }

    /// Whether the balancer was told all there was, and answers.
    boolean isUp() {
        lock.lock();
        try {
            return up;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        change(() -> closed = true);
        thread.interrupt();
    }

    private void change(Runnable step) {
        lock.lock();
        try {
            step.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (!isClosed()) {
                talk();
                shared.sessions().unlisten(this);
                change(() -> up = false);
                pause(backoff.next());
            }
        } catch (InterruptedException _) {
            LOG.debug("line to {} is closed", balancer);
        } finally {
            shared.sessions().unlisten(this);
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void pause(int millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// One connection, from its making to its end.
    private void talk() throws InterruptedException {
        var address = InetSocketAddress.createUnresolved(balancer.host(), balancer.port());
        try (var endpoint = shared.client().connect(address, RpcClient.Options.of(shared.tls()), CONNECT,
                _ -> List.of(new RegistryListener.Processor<>(new Pushes())))) {
            endpoint.closed().thenRun(this::wake);
            while (!isClosed() && !endpoint.closed().toCompletableFuture().isDone()) {
                serve(endpoint, shared.membership().standing().self().orElseThrow());
            }
        } catch (RpcFailure e) {
            LOG.debug("{}: {}", balancer, e.getMessage());
        } catch (Refused e) {
            LOG.info("{} refused: {}", balancer, e.getMessage());
        } catch (TException e) {
            LOG.warn("{}: {}", balancer, e.getMessage());
        }
        if (isUp()) {
            LOG.info("the line to balancer {} is down", balancer);
        }
    }

    /// One life of this server over one connection.
    private void serve(Endpoint endpoint, Origin self) throws TException, InterruptedException {
        var clock = ToWire.clock(shared.journal().record(() -> Saying.of(Verb.ANNOUNCES).with(Key.FROM, self)
                .with(Key.BALANCER, balancer)));
        var view = endpoint.stub(Registry.Client::new, CALL).announce(ToWire.origin(self), shared.membership()
                .standing().name(), clock);
        shared.membership().heard(FromServer.view(view));
        shared.instructions().rooms(FromServer.rooms(endpoint.stub(Registry.Client::new, CALL).rooms()));
        shared.instructions().revoked(FromServer.revocations(endpoint.stub(Registry.Client::new, CALL)
                .revocations()));
        restart();
        filesTold = 0;
        while (!isClosed() && shared.membership().standing().self().orElseThrow().equals(self)) {
            report(endpoint, self);
            if (!isUp()) {
                LOG.info("the line to balancer {} is up", balancer);
                change(() -> up = true);
                backoff.reset();
            }
            awaitNews(endpoint);
            if (endpoint.closed().toCompletableFuture().isDone()) {
                return;
            }
        }
    }

    /// Nothing is heard between the first two lines, and nothing is missed after:
    /// what changes once we listen is newer than what we are given.
    private void restart() {
        shared.sessions().unlisten(this);
        change(news::clear);
        var all = shared.sessions().listen(this);
        change(() -> news.restart(all));
    }

    /// Tells all there is to tell; an empty report shows that the line holds.
    private void report(Endpoint endpoint, Origin self) throws TException {
        boolean more;
        do {
            var part = take();
            var files = shared.catalogue().after(filesTold, FILES_PER_REPORT);
            endpoint.stub(Registry.Client::new, CALL).report(ToWire.report(self, part.complete(), part.attached(), part
                    .detached(), files(files, false), files(files, true)).setClock(told(part, files.size())));
            filesTold = files.isEmpty() ? filesTold : files.getLast().number();
            more = !files.isEmpty() || !isQuiet();
        } while (more);
    }

    private static List<PublicFile> files(List<Catalogue.Change> changes, boolean erased) {
        return changes.stream().filter(change -> change.isErased() == erased).map(Catalogue.Change::file).toList();
    }

    /// Reports come every second all day; a journal tells of those that have something to say.
    private Map<String, Long> told(News.Part part, int files) {
        return part.attached().isEmpty() && part.detached().isEmpty() && files == 0
                ? null
                : ToWire.clock(shared.journal().record(() -> Saying.of(Verb.REPORTS).with(Key.BALANCER, balancer)
                        .with(Key.ATTACHED, part.attached().size()).with(Key.DETACHED, part.detached().size())
                        .with(Key.FILES, files)));
    }

    private News.Part take() {
        lock.lock();
        try {
            woken = false;
            return news.take();
        } finally {
            lock.unlock();
        }
    }

    private boolean isQuiet() {
        lock.lock();
        try {
            return news.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void awaitNews(Endpoint endpoint) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);
            while (!closed && !woken && news.isEmpty() && left > 0 && !endpoint.closed().toCompletableFuture()
                    .isDone()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// What the balancer pushes, on the connection's threads.
    private final class Pushes implements RegistryListener.Iface {
        @Override
        public void viewChanged(View view, Map<String, Long> clock) {
            try {
                var heard = FromServer.view(view);
                if (heard.view().number() > shared.membership().standing().deployment().view().number()) {
                    shared.journal().record(() -> Saying.of(Verb.INSTALLS_VIEW).with(Key.VIEW, heard.view().number()),
                            clock);
                }
                shared.membership().heard(heard);
            } catch (Refused e) {
                LOG.error("balancer {} sent an impossible view: {}", balancer, e.getMessage());
            }
        }

        @Override
        public void revoked(List<Revocation> revocations, Map<String, Long> clock) {
            try {
                shared.instructions().revoked(FromServer.revocations(revocations));
                shared.journal().record(() -> Saying.of(Verb.RECEIVES_REVOCATIONS).with(Key.COUNT, revocations.size()),
                        clock);
            } catch (Refused e) {
                LOG.error("balancer {} sent impossible revocations: {}", balancer, e.getMessage());
            }
        }

        @Override
        public void shed(int sessions, Member target, int withinMillis) {
            try {
                shared.instructions().shed(sessions, FromServer.member(target), withinMillis);
            } catch (Refused e) {
                LOG.error("balancer {} sent an impossible target: {}", balancer, e.getMessage());
            }
        }

        @Override
        public void roomsChanged(List<justchat.wire.RoomInfo> rooms, Map<String, Long> clock) {
            try {
                shared.instructions().rooms(FromServer.rooms(rooms));
                shared.journal().record(() -> Saying.of(Verb.RECEIVES_ROOMS).with(Key.COUNT, rooms.size()), clock);
            } catch (Refused e) {
                LOG.error("balancer {} sent impossible rooms: {}", balancer, e.getMessage());
            }
        }
    }
}
