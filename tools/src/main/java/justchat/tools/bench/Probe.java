// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.util.Objects;

import org.apache.thrift.TException;

import justchat.wire.Payload;

/// A reader that looks into what it is shown, and takes the time since each text was due. Thread-safe.
///
/// A text says when it was due: that many nanoseconds by [System#nanoTime], a space, and padding. Author and reader are in
/// the same process, so it is one clock.
final class Probe implements Link.Ear {
    private final Latencies latencies;

    Probe(Latencies latencies) {
        this.latencies = Objects.requireNonNull(latencies, "latencies");
    }

    static String text(long dueNanos, int length) {
        var begin = dueNanos + " ";
        return begin + "m".repeat(Math.max(0, length - begin.length()));
    }

    @Override
    public void delivery(Link link, byte[] message) throws TException {
        long now = System.nanoTime();
        for (var entry : Frames.delivery(message).getEntries()) {
            if (entry.getPayload().getSetField() == Payload._Fields.TEXT) {
                var text = entry.getPayload().getText();
                latencies.add(now - Long.parseLong(text.substring(0, text.indexOf(' '))));
            }
        }
    }
}
