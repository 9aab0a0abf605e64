// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.raft;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import justchat.loadbalancer.account.Account;
import justchat.loadbalancer.account.Answer;
import justchat.loadbalancer.account.BookLimits;
import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.account.Outcome;
import justchat.loadbalancer.account.Voters.Change;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.UserName;
import justchat.rpc.tls.Authority;
import justchat.rpc.tls.Credentials;
import justchat.rpc.tls.Role;

/// Several real replicas of the book in this JVM, over loopback and TLS.
final class Books implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final Random RANDOM = new Random(5);

    final SortedMap<ProcessName, HostPort> peers = new TreeMap<>();
    final Map<ProcessName, RaftBook> running = new ConcurrentSkipListMap<>();
    private final Map<ProcessName, Credentials> credentials = new TreeMap<>();
    private final Path directory;
    private final Authority authority;

    Books(Path directory, int count) throws IOException {
        this.directory = directory;
        this.authority = Authority.create(directory.resolve("authority"), "test");
        for (int port : freePorts(count)) {
            know(port);
        }
    }

    private ProcessName know(int port) throws IOException {
        var name = new ProcessName("lb-" + (peers.size() + 1));
        peers.put(name, new HostPort("127.0.0.1", port));
        credentials.put(name, authority.issue(name.value(), Role.LOADBALANCER, directory.resolve(name.value())));
        return name;
    }

    /// One more, which waits to be added.
    ProcessName join() throws IOException {
        var name = know(freePorts(1).getFirst());
        start(name.value(), true);
        return name;
    }

    RaftBook leader() {
        await(() -> running.values().stream().anyMatch(RaftBook::leads));
        return running.values().stream().filter(RaftBook::leads).findFirst().orElseThrow();
    }

    /// Without handing over.
    void crash(RaftBook book) {
        running.values().remove(book);
        book.crash();
    }

    RaftBook start(String name) throws IOException {
        return start(name, false);
    }

    RaftBook start(String name, boolean joins) throws IOException {
        var self = new ProcessName(name);
        var book = RaftBook.start(new RaftSettings("test", self, peers.get(self), peers, joins,
                directory.resolve(name).resolve("raft"), Optional.of(() -> credentials.get(self)), BookLimits.DEFAULT,
                20));
        running.put(self, book);
        return book;
    }

    void startAll() throws IOException {
        for (var name : peers.keySet()) {
            start(name.value());
        }
    }

    RaftBook any() {
        return running.values().iterator().next();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    static <O extends Outcome> Answer<O> submit(RaftBook book, Command<O> command) {
        return book.submit(command).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /// What was decided in the end: the same command again, as a client does, while nobody leads or no answer comes.
    static <O extends Outcome> O decided(RaftBook book, Command<O> command) {
        var decided = new AtomicReference<O>();
        await(() -> {
            if (submit(book, command) instanceof Answer.Decided<O>(O outcome)) {
                decided.set(outcome);
            }
            return decided.get() != null;
        });
        return decided.get();
    }

    /// What came of a change of the voters in the end: again, as an operator does, while it is undecided.
    static Change decided(Supplier<Change> change) {
        var decided = new AtomicReference<Change>();
        await(() -> {
            decided.set(change.get());
            return !(decided.get() instanceof Change.Undecided);
        });
        return decided.get();
    }

    static Command.SignUp signUp(String name) {
        return new Command.SignUp(CommandId.copyOf(random(16)), new Account(UserName.of(name),
                List.of(name.toLowerCase(Locale.ROOT)), Bytes.copyOf(random(32)), Bytes.copyOf(random(64)),
                Bytes.copyOf(random(60)), 1, 0), Optional.empty());
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE_SECONDS + " s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : held) {
                socket.close();
            }
        }
    }

    void stopAll() {
        // Ratis takes two seconds to close, whatever there is to close.
        var threads = running.values().stream().map(book -> Thread.ofVirtual().start(book::close)).toList();
        threads.forEach(Books::join);
        running.clear();
    }

    @Override
    public void close() {
        stopAll();
    }
}
