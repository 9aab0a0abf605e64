// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.raft;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.ratis.client.RaftClient;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.TimeDuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.loadbalancer.account.Account;
import justchat.loadbalancer.account.AccountBook;
import justchat.loadbalancer.account.Accounts;
import justchat.loadbalancer.account.Answer;
import justchat.loadbalancer.account.BookCodec;
import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.Outcome;
import justchat.loadbalancer.account.OutcomeCodec;
import justchat.loadbalancer.account.Standing;
import justchat.loadbalancer.account.Voters;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.ClusterView;
import justchat.loadbalancer.model.Revocation;
import justchat.loadbalancer.model.Room;
import justchat.loadbalancer.model.RoomName;
import justchat.loadbalancer.model.ServerId;
import justchat.loadbalancer.model.UserName;

/// The book, replicated by Raft (Ongaro and Ousterhout 2014) as Apache Ratis
/// has it: this balancer's replica and a client to whoever leads. Thread-safe.
///
/// A command that a majority does not take within three seconds is answered with
/// that reason; while this balancer knows that it has no leader and the last
/// command failed so, with half a second. One that is given to a book that is
/// closed, or was under way when it closed, is answered too.
public final class RaftBook implements Accounts, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RaftBook.class);
    private static final int PATIENCE_MILLIS = 2_700;
    private static final int HOPELESS_MILLIS = 500;
    static final int CATCH_UP_MILLIS = 1_000;
    private static final int RETRY_MILLIS = 25;
    private static final int MAX_RETRIES = PATIENCE_MILLIS / RETRY_MILLIS;
    private static final int MAX_WAITING = 256;
    private static final int RECONNECT_MILLIS = 700;
    private static final int RECONNECT_AT_MOST = 8;
    private static final int HAND_OVER_MILLIS = 300;

    private final RaftSettings settings;
    private final BookMachine machine;
    private final RaftServer server;
    private final RaftClient client;
    private final RaftVoters voters;
    private final Executor threads = Thread::startVirtualThread;
    private final Semaphore room = new Semaphore(MAX_WAITING);
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("book-timer").factory());
    /// For how many looks in a row nobody has led. The timer's.
    private int leaderless;
    private volatile boolean lastFailed;
    private volatile boolean closed;
    private volatile long ledAtMillis;

    private RaftBook(RaftSettings settings, BookMachine machine, RaftServer server, RaftClient client,
            RaftVoters voters) {
        this.settings = settings;
        this.machine = machine;
        this.server = server;
        this.client = client;
        this.voters = voters;
    }

    /// Reads what is on disk and joins the others, or waits for them: returns at
    /// once in any case.
    ///
    /// @throws IOException
    ///             if the port cannot be had or the directory cannot be read
    public static RaftBook start(RaftSettings settings) throws IOException {
        Files.createDirectories(settings.directory());
        mustKnowItsVote(settings);
        var machine = new BookMachine(settings.limits());
        var server = RaftServer.newBuilder().setServerId(RaftPeerId.valueOf(settings.self().value()))
                .setGroup(settings.firstGroup()).setStateMachine(machine).setProperties(settings.properties())
                .setParameters(settings.parameters()).setOption(RaftStorage.StartupOption.RECOVER).build();
        server.start();
        var patience = RetryPolicies.retryUpToMaximumCountWithFixedSleep(MAX_RETRIES,
                TimeDuration.valueOf(RETRY_MILLIS, TimeUnit.MILLISECONDS));
        var voters = new RaftVoters(settings, server);
        var client = RaftClient.newBuilder().setRaftGroup(voters.group()).setProperties(settings.properties())
                .setParameters(settings.parameters()).setRetryPolicy(patience).build();
        var book = new RaftBook(settings, machine, server, client, voters);
        // Left among the others, it would go on to lead them, or vote, with a log that it cannot write.
        machine.onLogFailure(() -> Thread.startVirtualThread(() -> closeQuietly(server)));
        book.timer.scheduleWithFixedDelay(book::lookWhetherSomebodyLeads, RECONNECT_MILLIS, RECONNECT_MILLIS,
                TimeUnit.MILLISECONDS);
        return book;
    }

    /// Ratis leaves an empty file where its term and its vote were, when the disk is full at an election. Whoever forgot its
    /// vote must not vote with a log that it still has, as if nothing had happened.
    private static void mustKnowItsVote(RaftSettings settings) throws IOException {
        if (Files.exists(settings.vote()) && Files.size(settings.vote()) == 0) {
            throw new IOException(settings.vote() + " is empty: the disk was full during an election. Move "
                    + settings.directory()
                    + " away and start again: this balancer begins with an empty book, and has that"
                    + " of the others at once");
        }
    }

    /// gRPC waits longer and longer, up to two minutes, before it tries again to reach a peer that was down; until then
    /// every vote asked of it fails. Nobody leading, there is no time for that; but each new connection ends one on which
    /// a vote may be under way, so they come less and less often.
    private void lookWhetherSomebodyLeads() {
        if (logFailure().isPresent()) {
            return;
        }
        if (!standing().leader().isEmpty()) {
            ledAtMillis = System.currentTimeMillis();
            leaderless = 0;
        } else if (Integer.bitCount(++leaderless) == 1 || leaderless % RECONNECT_AT_MOST == 0) {
            voters.others().keySet().forEach(peer -> server.getServerRpc()
                    .handleException(RaftPeerId.valueOf(peer.value()), new IOException("no leader"), true));
        }
    }

    @Override
    public <O extends Outcome> CompletableFuture<Answer<O>> submit(Command<O> command) {
        if (logFailure().isPresent()) {
            return CompletableFuture.completedFuture(new Answer.NoMajority<>(
                    "this balancer cannot write to its disk: " + logFailure().get()));
        }
        if (!room.tryAcquire()) {
            return CompletableFuture.completedFuture(new Answer.Busy<>());
        }
        int patience = lastFailed && standing().leader().isEmpty() ? HOPELESS_MILLIS : PATIENCE_MILLIS;
        var sent = CompletableFuture.supplyAsync(() -> send(command), threads).whenComplete((_, _) -> room.release());
        return sent.thenCompose(decided -> decided).orTimeout(patience, TimeUnit.MILLISECONDS).handleAsync(
                (decided, failure) -> failure == null && decided.isPresent() ? succeeded(decided.get()) : failed(),
                threads);
    }

    private <O extends Outcome> Answer<O> succeeded(O decided) {
        lastFailed = false;
        return new Answer.Decided<>(decided);
    }

    private <O extends Outcome> Answer<O> failed() {
        if (closed) {
            return new Answer.NoMajority<>("this balancer stops");
        }
        lastFailed = true;
        var others = voters.others();
        long there = others.values().stream()
                .map(peer -> CompletableFuture.supplyAsync(() -> voters.answersSoon(peer), threads)).toList().stream()
                .filter(CompletableFuture::join).count() + voters.voters().size() - others.size();
        var count = " (" + there + " of " + voters.voters().size() + ")";
        return new Answer.NoMajority<>(there < voters.majority()
                ? "no majority of balancers" + count
                : "the balancers have not agreed on a leader yet" + count);
    }

    /// On a virtual thread: waits for the leader, whoever that becomes. Empty if
    /// nothing was decided.
    private <O extends Outcome> CompletableFuture<Optional<O>> send(Command<O> command) {
        try {
            var reply = client.io().send(Message.valueOf(ByteString.copyFrom(BookCodec.encode(command))));
            if (!reply.isSuccess()) {
                LOG.warn("a change of the book failed: {}", reply.getException().getMessage());
                return CompletableFuture.completedFuture(Optional.empty());
            }
            var outcome = command.outcomes()
                    .cast(OutcomeCodec.decode(reply.getMessage().getContent().toByteArray()));
            return machine.applied(reply.getLogIndex()).thenApply(_ -> Optional.of(outcome));
        } catch (IOException failure) {
            LOG.info("a change of the book was not decided: {}", failure.getMessage());
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }

    @Override
    public CompletableFuture<Void> catchUp() {
        if (leads() || standing().leader().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.supplyAsync(this::askHowFarTheLeaderIs, threads).thenCompose(machine::applied)
                .completeOnTimeout(null, CATCH_UP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// On a virtual thread. Whatever this balancer has applied, if nobody answers.
    private long askHowFarTheLeaderIs() {
        try {
            var reply = client.io().sendReadOnly(Message.EMPTY);
            return reply.isSuccess()
                    ? BookMachine.applied(reply.getMessage())
                    : BookMachine.NOTHING;
        } catch (IOException failure) {
            LOG.info("cannot ask the leader how far it is: {}", failure.getMessage());
            return BookMachine.NOTHING;
        }
    }

    @Override
    public Optional<Account> account(UserName name) {
        return machine.read(book -> book.account(name));
    }

    @Override
    public boolean isDeleted(UserName name) {
        return machine.read(book -> book.isDeleted(name));
    }

    @Override
    public List<Account> accountsAfter(String key, int limit) {
        return machine.read(book -> book.accountsAfter(key, limit));
    }

    @Override
    public Optional<Revocation> revocation(UserName user, int generation, Bytes login) {
        return machine.read(book -> book.revocation(user, generation, login));
    }

    @Override
    public List<Revocation> revocations() {
        return machine.read(AccountBook::revocations);
    }

    @Override
    public int accounts() {
        return machine.read(AccountBook::accounts);
    }

    @Override
    public ClusterView view() {
        return machine.read(AccountBook::view);
    }

    /// Why the last change of the view was made, if that was said. Belongs to [#view] where both are read on the thread
    /// that tells of views.
    public Optional<String> viewReason() {
        return machine.read(AccountBook::viewReason);
    }

    @Override
    public int lastIncarnation(ServerId id) {
        return machine.read(book -> book.lastIncarnation(id));
    }

    @Override
    public Optional<Room> room(RoomName name) {
        return machine.read(book -> book.room(name));
    }

    @Override
    public List<Room> rooms() {
        return machine.read(AccountBook::rooms);
    }

    /// Why this balancer cannot keep what the others decide, and therefore counts as cut off from them until it is started
    /// again; empty: it can.
    public Optional<String> logFailure() {
        return machine.logFailure();
    }

    BookMachine machine() {
        return machine;
    }

    @Override
    public Standing standing() {
        return logFailure().isPresent() ? new Standing("LOG FAILED", "", 0) : standingInRaft();
    }

    private Standing standingInRaft() {
        return info().map(info -> new Standing(info.getCurrentRole().name(),
                info.getLeaderId() == null ? "" : info.getLeaderId().toString(), info.getCurrentTerm()))
                .orElse(new Standing("STARTING", "", 0));
    }

    @Override
    public long ledAtMillis() {
        return ledAtMillis;
    }

    @Override
    public boolean leads() {
        return logFailure().isEmpty() && info().filter(DivisionInfo::isLeaderReady).isPresent();
    }

    private Optional<DivisionInfo> info() {
        try {
            return Optional.of(server.getDivision(settings.groupId()).getInfo());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Override
    public void onView(Consumer<ClusterView> listener) {
        machine.onView(listener);
    }

    @Override
    public void onRooms(Runnable listener) {
        machine.onRooms(listener);
    }

    @Override
    public void onRevocations(Runnable listener) {
        machine.onRevocations(listener);
    }

    /// How often another balancer began to lead, since the start.
    public long leaderChanges() {
        return machine.leaderChanges();
    }

    /// The balancers that decide what stands here.
    public Voters voters() {
        return voters;
    }

    /// If this balancer leads, makes another one the leader instead, so that nobody need wait until this one is missed.
    /// Tries for a third of a second at most.
    void handOver() {
        successor().ifPresent(next -> {
            try {
                var reply = client.admin().transferLeadership(next, HAND_OVER_MILLIS);
                LOG.info("{} leads now: {}", next, reply.isSuccess());
            } catch (IOException failure) {
                LOG.info("{} did not take over: {}", next, failure.getMessage());
            }
        });
    }

    /// The follower that was heard of last; empty if this balancer does not lead, or leads nobody.
    private Optional<RaftPeerId> successor() {
        return info().filter(DivisionInfo::isLeaderReady)
                .flatMap(info -> info.getRoleInfoProto().getLeaderInfo().getFollowerInfoList().stream()
                        .min(Comparator.comparingLong(ServerRpcProto::getLastRpcElapsedTimeMs))
                        .map(follower -> RaftPeerId.valueOf(follower.getId().getId())));
    }

    /// Leaves the others; if it led, another leads first, or they elect one.
    @Override
    public void close() {
        handOver();
        crash();
    }

    /// Leaves the others without a word.
    void crash() {
        closed = true;
        timer.shutdownNow();
        closeQuietly(client);
        closeQuietly(server);
    }

    private static void closeQuietly(AutoCloseable closing) {
        try {
            closing.close();
        } catch (Exception failure) {
            LOG.warn("closing the book: {}", failure.getMessage());
        }
    }
}
