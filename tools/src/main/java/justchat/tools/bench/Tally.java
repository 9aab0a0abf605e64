// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import org.apache.thrift.TException;

/// Counts the entries that all readers of a room are shown. Thread-safe.
final class Tally implements Link.Ear {
    private final LongAdder entries = new LongAdder();
    private final LongAdder frames = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final AtomicReference<byte[]> sample = new AtomicReference<>();

    @Override
    public void delivery(Link link, byte[] message) throws TException {
        int count = Frames.entries(message);
        entries.add(count);
        frames.increment();
        bytes.add(message.length);
        if (count == 1 && sample.get() == null) {
            sample.set(message);
        }
    }

    @Override
    public void closed(Link link) {
        lost.increment();
    }

    long entries() {
        return entries.sum();
    }

    long frames() {
        return frames.sum();
    }

    long bytes() {
        return bytes.sum();
    }

    /// Readers whose connection was closed.
    long lost() {
        return lost.sum();
    }

    /// A delivery of one entry, without its length; null before there was one.
    byte[] sample() {
        return sample.get();
    }
}
