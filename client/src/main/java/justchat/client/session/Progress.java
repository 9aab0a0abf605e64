// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import justchat.client.core.Event;
import justchat.client.model.TransferId;

/// Tells how far a transfer is, a few times per second at most. Thread-safe.
public final class Progress {
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final TransferId transfer;
    private final long total;
    private final Consumer<Event> loop;
    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime() - PERIOD_NANOS);

    public Progress(TransferId transfer, long total, Consumer<Event> loop) {
        this.transfer = transfer;
        this.total = total;
        this.loop = loop;
    }

    /// @param via
    ///            the path of the latest bytes, `direct` or a server's name
    public void at(long bytes, String via) {
        var last = lastNanos.get();
        var now = System.nanoTime();
        if (now - last >= PERIOD_NANOS && lastNanos.compareAndSet(last, now)) {
            loop.accept(new Event.Progress(transfer, bytes, total, via));
        }
    }

    /// As `at`, but not to be left out.
    public void surely(long bytes, String via) {
        lastNanos.set(System.nanoTime());
        loop.accept(new Event.Progress(transfer, bytes, total, via));
    }

    /// It waits, and goes on by itself.
    public void held(String sentence) {
        loop.accept(new Event.TransferHeld(transfer, sentence));
    }
}
