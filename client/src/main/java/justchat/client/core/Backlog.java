// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import justchat.client.model.Limits;

/// How much was asked for and is not sent yet, for those who must wait for it.
/// Thread-safe.
final class Backlog {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition less = lock.newCondition();
    /// Guarded by `lock`, like the two below: asked for, and not taken by the core.
    private int waiting;
    private int unsent;
    private boolean over;

    void asked() {
        change(1, -1, false);
    }

    void taken() {
        change(-1, -1, false);
    }

    void unsent(int number) {
        change(0, number, false);
    }

    /// Nobody waits any more.
    void over() {
        change(0, 0, true);
    }

    void awaitSpace() {
        lock.lock();
        try {
            while (!over && waiting + unsent > Limits.OUTBOX / 2) {
                less.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// @param newUnsent
    ///            negative: as before
    private void change(int more, int newUnsent, boolean end) {
        lock.lock();
        try {
            waiting += more;
            unsent = newUnsent < 0 ? unsent : newUnsent;
            over |= end;
            less.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
