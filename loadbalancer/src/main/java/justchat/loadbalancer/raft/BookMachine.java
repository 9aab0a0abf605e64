// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.raft;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;

import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.LifeCycle;
import org.apache.ratis.util.MD5FileUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.loadbalancer.account.AccountBook;
import justchat.loadbalancer.account.BookCodec;
import justchat.loadbalancer.account.BookLimits;
import justchat.loadbalancer.account.OutcomeCodec;
import justchat.loadbalancer.model.ClusterView;

/// Feeds the book what Raft has committed. Ratis' updater thread applies, one
/// command after another; everybody else reads through [#read].
///
/// A snapshot is installed by pausing and reinitialising, which only works if
/// the life cycle below is driven exactly so.
final class BookMachine extends BaseStateMachine {
    /// The index of a log before its first entry.
    static final long NOTHING = -1;

    private static final Logger LOG = LoggerFactory.getLogger(BookMachine.class);

    private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
    private final BookLimits limits;
    private final List<Consumer<ClusterView>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> roomListeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> revocationListeners = new CopyOnWriteArrayList<>();
    private final Object lock = new Object();
    /// Guarded by `lock`.
    private AccountBook book;
    /// Guarded by `lock`: who waits for the log to be applied up to an index.
    private final NavigableMap<Long, CompletableFuture<Void>> waiting = new TreeMap<>();
    /// Guarded by `lock`.
    private long applied = NOTHING;
    private final LongAdder leaderChanges = new LongAdder();
    private volatile Optional<String> logFailure = Optional.empty();
    private volatile Runnable logFailureListener = () -> {};
    /// Null before the first; written by Ratis' thread only.
    private volatile RaftPeerId lastLeader;

    BookMachine(BookLimits limits) {
        this.limits = limits;
        this.book = new AccountBook(limits);
    }

    /// Reads something of the book; `reading` must be short and must not keep
    /// the book.
    <T> T read(Function<AccountBook, T> reading) {
        synchronized (lock) {
            return reading.apply(book);
        }
    }

    /// Called on Ratis' updater thread: must not block.
    void onView(Consumer<ClusterView> listener) {
        listeners.add(listener);
    }

    /// As [#onView].
    void onRooms(Runnable listener) {
        roomListeners.add(listener);
    }

    /// As [#onView].
    void onRevocations(Runnable listener) {
        revocationListeners.add(listener);
    }

    /// Completes when the book contains everything up to this index of the log.
    CompletableFuture<Void> applied(long index) {
        synchronized (lock) {
            return index <= applied
                    ? CompletableFuture.completedFuture(null)
                    : waiting.computeIfAbsent(index, _ -> new CompletableFuture<>()).copy();
        }
    }

    /// Says up to which index of the log this book has applied it, whatever was asked.
    @Override
    public CompletableFuture<Message> query(Message question) {
        synchronized (lock) {
            return CompletableFuture.completedFuture(Message.valueOf(ByteString.copyFrom(
                    ByteBuffer.allocate(Long.BYTES).putLong(applied).flip())));
        }
    }

    /// What [#query] said.
    static long applied(Message answer) {
        return answer.getContent().asReadOnlyByteBuffer().getLong();
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage raftStorage) throws IOException {
        getLifeCycle().startAndTransition(() -> {
            super.initialize(server, group, raftStorage);
            storage.init(raftStorage);
            load(storage.getLatestSnapshot());
        });
    }

    /// Told by Ratis, on a thread of its own.
    @Override
    public void notifyLeaderChanged(RaftGroupMemberId self, RaftPeerId leader) {
        if (!leader.equals(lastLeader)) {
            lastLeader = leader;
            leaderChanges.increment();
            LOG.info("{} leads", leader);
        }
    }

    /// How often another balancer began to lead.
    long leaderChanges() {
        return leaderChanges.sum();
    }

    /// Called once, by a thread of Ratis's, when this replica cannot keep what the others decide any more.
    void onLogFailure(Runnable listener) {
        this.logFailureListener = listener;
    }

    /// Told by Ratis: the disk is full, or broken. It closes its log for as long as this process lives.
    @Override
    public void notifyLogFailed(Throwable cause, LogEntryProto entry) {
        if (logFailure.isEmpty()) {
            logFailure = Optional.of(String.valueOf(cause.getMessage()));
            LOG.error(
                    "cannot write the log: {}. This balancer serves what it knew, as if it were cut off from the others;"
                            + " start it again when its disk can be written",
                    cause.getMessage());
            logFailureListener.run();
        }
    }

    /// Why this replica cannot keep what the others decide; empty: it can.
    Optional<String> logFailure() {
        return logFailure;
    }

    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    @Override
    public void reinitialize() throws IOException {
        getLifeCycle().startAndTransition(() -> {
            storage.loadLatestSnapshot();
            load(storage.getLatestSnapshot());
        });
    }

    private void load(SingleFileSnapshotInfo snapshot) throws IOException {
        if (snapshot == null) {
            return;
        }
        var file = snapshot.getFile().getPath();
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            var loaded = AccountBook.read(in, limits);
            synchronized (lock) {
                book = loaded;
            }
        }
        setLastAppliedTermIndex(snapshot.getTermIndex());
        advanceTo(snapshot.getTermIndex().getIndex());
        var view = read(AccountBook::view);
        listeners.forEach(listener -> listener.accept(view));
        roomListeners.forEach(Runnable::run);
        revocationListeners.forEach(Runnable::run);
        LOG.info("book read from {}: {} accounts, view {}", file, read(AccountBook::accounts), view.number());
    }

    @Override
    public long takeSnapshot() throws IOException {
        TermIndex index;
        File file;
        synchronized (lock) {
            index = getLastAppliedTermIndex();
            file = storage.getSnapshotFile(index.getTerm(), index.getIndex());
            try (var bytes = new FileOutputStream(file);
                    var out = new DataOutputStream(new BufferedOutputStream(bytes))) {
                book.write(out);
                out.flush();
                bytes.getFD().sync();
            }
        }
        var digest = MD5FileUtil.computeAndSaveMd5ForFile(file);
        storage.updateLatestSnapshot(new SingleFileSnapshotInfo(new FileInfo(file.toPath(), digest), index));
        return index.getIndex();
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return storage;
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        var entry = transaction.getLogEntry();
        var bytes = entry.getStateMachineLogEntry().getLogData().toByteArray();
        CompletableFuture<Message> reply;
        ClusterView before;
        ClusterView after;
        boolean moreRooms;
        boolean moreRevocations;
        synchronized (lock) {
            before = book.view();
            int rooms = book.roomCount();
            long revocations = book.revocationChanges();
            reply = apply(bytes);
            after = book.view();
            moreRooms = book.roomCount() > rooms;
            moreRevocations = book.revocationChanges() != revocations;
            updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        }
        if (after != before) {
            listeners.forEach(listener -> listener.accept(after));
        }
        if (moreRooms) {
            roomListeners.forEach(Runnable::run);
        }
        if (moreRevocations) {
            revocationListeners.forEach(Runnable::run);
        }
        advanceTo(entry.getIndex());
        return reply;
    }

    private CompletableFuture<Message> apply(byte[] bytes) {
        try {
            var outcome = book.apply(BookCodec.decodeCommand(bytes));
            return CompletableFuture
                    .completedFuture(Message.valueOf(ByteString.copyFrom(OutcomeCodec.encode(outcome))));
        } catch (IOException broken) {
            // The same at every balancer: the command is skipped, whoever sent it learns why.
            LOG.error("a command in the log makes no sense and is skipped: {}", broken.getMessage());
            return CompletableFuture.failedFuture(broken);
        }
    }

    private void advanceTo(long index) {
        List<CompletableFuture<Void>> done;
        synchronized (lock) {
            applied = Math.max(applied, index);
            var reached = waiting.headMap(index, true);
            done = List.copyOf(reached.values());
            reached.clear();
        }
        done.forEach(waiter -> waiter.complete(null));
    }
}
