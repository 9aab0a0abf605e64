// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import justchat.client.model.ContentHash;
import justchat.client.model.Source;

/// What senders said last of files that come by way of the servers: the latest 256,
/// until whoever fetches the file has taken it; and of which there is no more to say.
/// Thread-safe.
final class Notices {
    static final int MAX = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Guarded by `lock`; oldest first.
    private final Map<Source.Person, Notice> notices = new LinkedHashMap<>();

    /// Of whatever is fetched, or given up; guarded by `lock`, oldest first.
    private final SequencedSet<Source.Person> over = new LinkedHashSet<>();

    /// @param parcel
    ///            where it is; empty: the sender has withdrawn it
    /// @param letter
    ///            that said it, if it was one
    record Notice(Optional<ContentHash> parcel, Optional<LetterBox.Letter> letter) {}

    /// @return the one before, which is not needed any more
    Optional<Notice> put(Source.Person source, Notice notice) {
        lock.lock();
        try {
            var before = Optional.ofNullable(notices.put(source, notice));
            if (notices.size() > MAX) {
                notices.remove(notices.keySet().iterator().next());
            }
            changed.signalAll();
            return before;
        } finally {
            lock.unlock();
        }
    }

    /// Nobody needs to know more of it.
    void end(Source.Person source) {
        lock.lock();
        try {
            over.add(source);
            if (over.size() > MAX) {
                over.removeFirst();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isOver(Source.Person source) {
        lock.lock();
        try {
            return over.contains(source);
        } finally {
            lock.unlock();
        }
    }

    /// Takes it; waits so long at most.
    Optional<Notice> take(Source.Person source, long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!notices.containsKey(source) && left > 0) {
                left = changed.awaitNanos(left);
            }
            return Optional.ofNullable(notices.remove(source));
        } finally {
            lock.unlock();
        }
    }
}
