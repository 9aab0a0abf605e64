// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.strand;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A serial, bounded queue of steps: the owner of some mutable state runs all
/// its steps here, so they need no lock of their own.
///
/// Steps run one at a time, in the order of their `tell`, on virtual threads; a
/// strand with nothing to do has no thread. A step sees all that the steps
/// before it did. A step that throws is logged, and the next one runs.
///
/// Thread-safe. Invariant: `thread` is present while a step runs or waits.
public final class Strand implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Strand.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    /// Guarded by `lock`, like the two fields below.
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private Optional<Thread> thread = Optional.empty();
    private boolean closed;

    /// @param name
    ///            of the threads, for dumps and the log
    /// @param capacity
    ///            how many steps may wait, beside the one that runs
    public Strand(String name, int capacity) {
        this.name = Objects.requireNonNull(name, "name");
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity: " + capacity);
        }
        this.capacity = capacity;
    }

    /// Queues a step. Never waits for a step to run.
    ///
    /// @return false if `capacity` steps wait already, or the strand is closed: the
    ///         step will not run
    public boolean tell(Runnable step) {
        Objects.requireNonNull(step, "step");
        lock.lock();
        try {
            if (closed || waiting.size() >= capacity) {
                return false;
            }
            waiting.add(step);
            if (thread.isEmpty()) {
                thread = Optional.of(Thread.ofVirtual().name(name).unstarted(this::run));
                thread.get().start();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Steps that wait, without the one that runs.
    public int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /// Refuses from now on, and waits until what was queued has run: at most 10
    /// seconds, and not at all when called by one of the steps.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (thread.isEmpty() || thread.get() == Thread.currentThread()) {
                return;
            }
            var left = CLOSE_PATIENCE.toNanos();
            while (thread.isPresent() && left > 0) {
                left = idle.awaitNanos(left);
            }
            if (thread.isPresent()) {
                LOG.warn("{}: a step has run for over {} s, {} wait; not waiting for them any longer", name,
                        TimeUnit.NANOSECONDS.toSeconds(CLOSE_PATIENCE.toNanos()), waiting.size());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (var step = next(); step.isPresent(); step = next()) {
            try {
                step.get().run();
            } catch (RuntimeException | Error e) {
                LOG.error("{}: a step failed, the next one runs", name, e);
            }
        }
    }

    private Optional<Runnable> next() {
        lock.lock();
        try {
            var step = Optional.ofNullable(waiting.poll());
            if (step.isEmpty()) {
                thread = Optional.empty();
                idle.signalAll();
            }
            return step;
        } finally {
            lock.unlock();
        }
    }
}
