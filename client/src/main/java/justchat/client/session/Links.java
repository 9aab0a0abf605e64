// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The session of the moment, for whoever needs one and may wait for it.
/// Thread-safe.
final class Links {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Guarded by `lock`.
    private Optional<ServerLink> current = Optional.empty();

    void set(ServerLink link) {
        lock.lock();
        try {
            current = Optional.of(link);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Optional<ServerLink> current() {
        lock.lock();
        try {
            return current.filter(ServerLink::isOpen);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until there is one.
    ///
    /// @return empty if there was none within that time
    Optional<ServerLink> await(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            var left = patience.toNanos();
            while (current.filter(ServerLink::isOpen).isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return current.filter(ServerLink::isOpen);
        } finally {
            lock.unlock();
        }
    }

    /// Waits for that time, or less if there is a new one before.
    void pause(Duration time) throws InterruptedException {
        lock.lock();
        try {
            changed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            lock.unlock();
        }
    }
}
