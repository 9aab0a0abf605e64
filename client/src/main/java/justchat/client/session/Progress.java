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

    public void at(long bytes) {
        var last = lastNanos.get();
        var now = System.nanoTime();
        if (now - last >= PERIOD_NANOS && lastNanos.compareAndSet(last, now)) {
            loop.accept(new Event.Progress(transfer, bytes, total));
        }
    }
}
