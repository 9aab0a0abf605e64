// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import justchat.messageserver.model.Order;

/// Many seeds, each in one thread, several at a time.
///
/// @param orders
///            of the rooms
/// @param servers
///            0: as many as the seed says
record Campaign(List<Order> orders, int servers, Border border) {
    Campaign {
        Objects.requireNonNull(border, "border");
        orders = List.copyOf(orders);
    }

    /// The cluster of one seed.
    Cluster cluster(long seed) {
        return new Cluster(Scenario.of(seed, orders, servers), border, Optional.empty());
    }

    /// Runs seeds from `first` on.
    ///
    /// @param seeds
    ///            so many at most
    /// @param deadlineNanos
    ///            of [System#nanoTime]; none is begun after it
    Summary run(long first, long seeds, long deadlineNanos, int threads) throws InterruptedException {
        var summary = new Summary();
        var next = new AtomicLong(first);
        Runnable work = () -> {
            for (long seed = next.getAndIncrement(); seed - first < seeds && System.nanoTime()
                    - deadlineNanos < 0; seed = next.getAndIncrement()) {
                summary.add(Result.of(cluster(seed)));
            }
        };
        var others = IntStream.range(1, threads).mapToObj(number -> Thread.ofPlatform().name("sim-"
                + number).start(work)).toList();
        work.run();
        for (var other : others) {
            other.join();
        }
        return summary;
    }
}
