// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.history.Histories;
import justchat.messageserver.history.History;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.View;

/// Measures, and asserts nothing: entries per second through two cores, in
/// memory, and through the history with its fsyncs. Run as a program; the
/// argument is a directory on the disk to measure.
final class RoomBenchmark {
    private static final Origin ONE = new Origin(1, 1);
    private static final Origin TWO = new Origin(2, 1);
    private static final View VIEW = new View(1, List.of(Members.member(ONE), Members.member(TWO)),
            List.of());
    private static final int ROUNDS = 5;

    private RoomBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        for (int window : new int[]{1, 64}) {
            var rates = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                rates[round] = core(200_000, window);
            }
            print("core, post to receipt on two, " + window + " posts a batch, per CPU second", rates);
        }
        var directory = Files.createTempDirectory(Path.of(arguments.length > 0 ? arguments[0] : "."), "history");
        for (int window : new int[]{1, 32, 512, 8_192}) {
            var rates = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                var room = directory.resolve(window + "-" + round);
                rates[round] = history(room, window, Math.min(400_000, window * 2_000));
                delete(room);
            }
            print("history, 200 bytes, fsync, at most " + window + " in flight", rates);
        }
        Files.delete(directory);
    }

    private static void print(String what, double[] rates) {
        Arrays.sort(rates);
        System.out.printf("%-66s %,12.0f entries/s (%,.0f to %,.0f)%n", what, rates[ROUNDS / 2], rates[0],
                rates[ROUNDS - 1]);
    }

    /// Two cores that exchange everything at once, without disk or network.
    private static double core(int count, int window) {
        var one = new RoomCore(ONE, VIEW, RoomInfo.LOBBY, 2, Rules.NONE);
        var two = new RoomCore(TWO, VIEW, RoomInfo.LOBBY, 2, Rules.NONE);
        var log = new ArrayList<Entry>();
        var queue = new ArrayDeque<Runnable>();
        one.step(new Event.LinkUp(TWO));
        one.step(new Event.LinkReady(TWO, true));
        two.step(new Event.LinkUp(ONE));
        two.step(new Event.LinkReady(ONE, true));
        one.step(new Event.Received(TWO, List.of(), VersionVector.empty(), Optional.empty()));
        var appended = new long[2];
        var payload = new Payload.Text("x".repeat(100));
        long started = cpuNanos();
        for (int i = 1; i <= count; i++) {
            var post = new Post("elon", new MessageId(new Instance(i % 50, 0), (i + 49) / 50), VersionVector.empty(),
                    payload, VectorClock.empty());
            apply(one, two, 0, one.step(new Event.Submit(i, post, 0)), log, queue, appended);
            if (i % window == 0 || i == count) {
                apply(one, two, 0, one.step(new Event.Synced(appended[0])), log, queue, appended);
                while (!queue.isEmpty()) {
                    queue.remove().run();
                }
            }
        }
        double seconds = (cpuNanos() - started) / 1e9;
        if (one.counter(Counter.SHOWN) != count || two.counter(Counter.SHOWN) != count) {
            throw new IllegalStateException("shown: " + one.counter(Counter.SHOWN) + " and " + two.counter(
                    Counter.SHOWN));
        }
        return count / seconds;
    }

    /// Of this thread: the core has but one, and what else the machine does is left
    /// out.
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void apply(RoomCore self, RoomCore other, int which, List<Effect> effects, List<Entry> log,
            ArrayDeque<Runnable> queue, long[] appended) {
        boolean appends = false;
        for (var effect : effects) {
            if (effect instanceof Effect.Append(Entry entry)) {
                appended[which]++;
                appends = true;
                if (which == 0) {
                    log.add(entry);
                }
            } else if (effect instanceof Effect.SendExchange send) {
                var entries = send.ranges().stream().flatMap(Effect.Range::positions).map(position -> log.get(
                        (int) position.sequence() - 1)).toList();
                queue.add(() -> {
                    apply(other, self, 1 - which,
                            other.step(new Event.Received(self.self(), entries, send.have(), send.promise())),
                            log, queue, appended);
                    apply(self, other, which, self.step(new Event.LinkReady(other.self(), true)), log, queue, appended);
                });
            }
        }
        if (appends && which == 1) {
            apply(self, other, which, self.step(new Event.Synced(appended[1])), log, queue, appended);
        }
    }

    private static double history(Path directory, int window, int count) throws Exception {
        var text = new Payload.Text("x".repeat(100));
        var inFlight = new Semaphore(window);
        var synced = new AtomicLong();
        try (var histories = new Histories(directory); var history = histories.open("benchmark")) {
            history.start(new History.Listener() {
                @Override
                public void synced(long upTo) {
                    inFlight.release((int) (upTo - synced.getAndSet(upTo)));
                }

                @Override
                public void full(boolean full) {
                    throw new IllegalStateException("disk full: " + full);
                }

                @Override
                public void failed(IOException cause) {
                    throw new IllegalStateException(cause);
                }
            });
            long started = System.nanoTime();
            for (int i = 1; i <= count; i++) {
                inFlight.acquire();
                history.append(new Entry(new Position(ONE, i), new MessageId(new Instance(1, 1), i), "elon",
                        VersionVector.empty().with(new Position(TWO, i)), 0, text, i, 0));
            }
            inFlight.acquire(window);
            return count / ((System.nanoTime() - started) / 1e9);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
