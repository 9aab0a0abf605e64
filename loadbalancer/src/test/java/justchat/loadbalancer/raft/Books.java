// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.raft;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import justchat.loadbalancer.Ports;
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
    /// Read by the threads of the replicas too.
    private final Map<ProcessName, Credentials> credentials = new ConcurrentHashMap<>();
    private final Path directory;
    private final Authority authority;

    Books(Path directory, int count) throws IOException {
        this.directory = directory;
        this.authority = Authority.create(directory.resolve("authority"), "test");
        for (int number = 1; number <= count; number++) {
            know();
        }
    }

    private ProcessName know() throws IOException {
        var name = new ProcessName("lb-" + (peers.size() + 1));
        peers.put(name, Ports.next());
        credentials.put(name, authority.issue(name.value(), Role.LOADBALANCER, directory.resolve(name.value())));
        return name;
    }

    /// One more, which waits to be added.
    ProcessName join() throws IOException {
        var name = know();
        start(name.value(), true);
        return name;
    }

    /// Who led a moment ago.
    RaftBook leader() {
        return seen(() -> running.values().stream().filter(RaftBook::leads).findFirst());
    }

    /// One that votes and did not lead a moment ago.
    RaftBook follower() {
        return seen(() -> running.values().stream().filter(book -> book.voters().votes() && !book.leads())
                .findFirst());
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

    /// One attempt, whatever the answer.
    static <O extends Outcome> Answer<O> submit(RaftBook book, Command<O> command) {
        return book.submit(command).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /// What becomes of a command that is repeated until a majority takes it, as its number allows: on a machine with other
    /// work the replicas may have to elect a leader at any time.
    static <O extends Outcome> O decide(RaftBook book, Command<O> command) {
        return seen(() -> submit(book, command) instanceof Answer.Decided<O>(var outcome)
                ? Optional.of(outcome)
                : Optional.empty());
    }

    /// Repeated until it is made, for the same reason.
    static void make(Supplier<Change> change) {
        var answers = new ArrayList<Change>();
        try {
            seen(() -> {
                answers.add(change.get());
                return answers.getLast() instanceof Change.Made ? Optional.of(true) : Optional.empty();
            });
        } catch (AssertionError never) {
            throw new AssertionError("not made: " + answers.getLast(), never);
        }
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
        seen(() -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /// What there is as soon as there is something.
    private static <T> T seen(Supplier<Optional<T>> look) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (;;) {
            var found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE_SECONDS + " s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
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
