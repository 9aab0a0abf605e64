// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import justchat.wire.Receipt;

/// What all posters of one run have sent, and what became of it. Thread-safe.
final class Ledger {
    private final LongAdder sent = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final AtomicInteger fewestCopies = new AtomicInteger(Integer.MAX_VALUE);
    private final Latencies latencies = new Latencies();

    void sent() {
        sent.increment();
    }

    void refused() {
        refused.increment();
    }

    /// @param nanos
    ///            from when the post was due
    void acknowledged(Receipt receipt, long nanos) {
        acknowledged.increment();
        latencies.add(nanos);
        if (receipt.getCopies() < fewestCopies.get()) {
            fewestCopies.accumulateAndGet(receipt.getCopies(), Math::min);
        }
    }

    long sentCount() {
        return sent.sum();
    }

    long acknowledgedCount() {
        return acknowledged.sum();
    }

    long refusedCount() {
        return refused.sum();
    }

    /// On how many servers the least copied post was durable when it was acknowledged; 0 if none was.
    int fewestCopies() {
        int fewest = fewestCopies.get();
        return fewest == Integer.MAX_VALUE ? 0 : fewest;
    }

    /// From when a post was due to its acknowledgement.
    Latencies latencies() {
        return latencies;
    }
}
