// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import justchat.client.core.Bar;
import justchat.client.core.Call;
import justchat.client.model.Notice;
import justchat.client.model.Preferences;

/// What waits to be printed, in order and bounded. Thread-safe.
final class Waiting {
    private static final int NOTICES = 2_000;
    private static final int AT_ONCE = 200;
    private static final int CALLS = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Guarded by `lock`, like the five below.
    private final List<Notice> notices = new ArrayList<>();
    private Bar bar;
    private boolean barChanged;
    private boolean closed;
    /// Beyond that many there is noise enough.
    private final List<Call> calls = new ArrayList<>();
    private Optional<Preferences> preferences = Optional.empty();

    /// What to print now. After [#close], what was left, and then the last.
    ///
    /// @param preferences
    ///            new ones
    /// @param bar
    ///            there is a new one
    record Work(Optional<Preferences> preferences, List<Notice> notices, List<Call> calls, boolean bar,
            boolean isLast) {}

    Waiting(Bar bar) {
        this.bar = bar;
    }

    /// Waits while too many wait already; drops it after [#close].
    void put(Notice notice) {
        lock.lock();
        try {
            while (notices.size() >= NOTICES && !closed) {
                changed.awaitUninterruptibly();
            }
            if (!closed) {
                notices.add(notice);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void put(Bar newBar) {
        lock.lock();
        try {
            if (!newBar.equals(bar)) {
                bar = newBar;
                barChanged = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void put(Call call) {
        lock.lock();
        try {
            if (calls.size() < CALLS) {
                calls.add(call);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void put(Preferences chosen) {
        lock.lock();
        try {
            preferences = Optional.of(chosen);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Ahead of everything else.
    Optional<Preferences> takePreferences() {
        lock.lock();
        try {
            var taken = preferences;
            preferences = Optional.empty();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// The latest.
    Bar bar() {
        lock.lock();
        try {
            return bar;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until there is something.
    Work take() {
        lock.lock();
        try {
            while (notices.isEmpty() && calls.isEmpty() && preferences.isEmpty() && !barChanged && !closed) {
                changed.awaitUninterruptibly();
            }
            var some = notices.subList(0, Math.min(AT_ONCE, notices.size()));
            var work = new Work(preferences, List.copyOf(some), List.copyOf(calls), barChanged && !closed, closed
                    && some.isEmpty());
            some.clear();
            calls.clear();
            preferences = Optional.empty();
            barChanged = false;
            changed.signalAll();
            return work;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
