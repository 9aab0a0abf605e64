// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// Everything that a process has printed, each line with the moment at which
/// it came; whoever needs a certain line waits for it here, with a deadline.
/// Thread-safe.
public final class Transcript {
    /// More than any demo or test prints; what comes after is counted only.
    private static final int MAX_LINES = 200_000;

    /// @param atNanos
    ///            [System#nanoTime] when it was read
    public record Line(long atNanos, String text) {}

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Guarded by the lock.
    private final List<Line> lines = new ArrayList<>();
    /// Guarded by the lock.
    private boolean ended;

    /// Reads on a thread of its own until the stream ends.
    ///
    /// @param name
    ///            of whoever prints, for the words of a failure
    public Transcript(String name, BufferedReader reader) {
        this.name = Objects.requireNonNull(name, "name");
        Thread.ofVirtual().name("transcript-" + name).start(() -> read(reader));
    }

    private void read(BufferedReader reader) {
        try (reader) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                add(new Line(System.nanoTime(), line));
            }
        } catch (IOException e) {
            add(new Line(System.nanoTime(), "(its output broke off: " + e.getMessage() + ")"));
        } finally {
            end();
        }
    }

    private void add(Line line) {
        lock.lock();
        try {
            if (lines.size() < MAX_LINES) {
                lines.add(line);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public List<Line> lines() {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    /// How many lines there are: where to look from, for a line that must come
    /// later.
    public int mark() {
        return lines().size();
    }

    /// The first line that holds `words`, whenever it came or comes.
    ///
    /// @throws Surprise
    ///             if there is none in time
    public Line await(String words, Duration patience) {
        return await(0, words, line -> line.contains(words), patience);
    }

    /// The first fitting line at or after `mark`.
    ///
    /// @param expected
    ///            what fits, in words
    public Line await(int mark, String expected, Predicate<String> fits, Duration patience) {
        var deadline = System.nanoTime() + patience.toNanos();
        lock.lock();
        try {
            for (var at = mark;; at++) {
                while (at >= lines.size()) {
                    var left = deadline - System.nanoTime();
                    if (ended || left <= 0) {
                        throw missing(expected, patience);
                    }
                    changed.await(left, TimeUnit.NANOSECONDS);
                }
                if (fits.test(lines.get(at).text())) {
                    return lines.get(at);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw missing(expected, patience);
        } finally {
            lock.unlock();
        }
    }

    private Surprise missing(String expected, Duration patience) {
        var last = lines.subList(Math.max(0, lines.size() - 12), lines.size());
        var seen = new StringBuilder(ended ? "it ended after" : "within " + patience.toMillis() + " ms, last of");
        seen.append(' ').append(lines.size()).append(" lines:");
        last.forEach(line -> seen.append("\n    ").append(line.text()));
        return new Surprise(name + " shows: " + expected, seen.toString());
    }
}
