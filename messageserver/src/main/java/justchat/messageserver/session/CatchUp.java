// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.session;

import java.util.Objects;

/// The place of a reader among those that are given what they missed. It is given back
/// once: when all of that was taken, when the reader takes no more for the moment (then
/// it is no work either), when it stops reading, or when it has had its time.
/// Thread-safe.
///
/// States: open -> counting (it is known what was missed) -> closed; open -> closed.
public final class CatchUp implements AutoCloseable {
    /// Longer than this nobody keeps a place.
    public static final int MAX_MILLIS = 10_000;

    private final Runnable release;
    /// Guarded by `this`, like the two below.
    private boolean closed;
    private long taken;
    private long missed = Long.MAX_VALUE;

    CatchUp(Runnable release) {
        this.release = Objects.requireNonNull(release, "release");
    }

    /// So many entries are to be taken; some may have been already.
    public synchronized void missed(long entries) {
        missed = entries;
        closeIfDone();
    }

    /// The reader took these.
    synchronized void took(int entries) {
        taken += entries;
        closeIfDone();
    }

    public synchronized boolean isOpen() {
        return !closed;
    }

    private void closeIfDone() {
        if (taken >= missed) {
            close();
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            release.run();
        }
    }
}
