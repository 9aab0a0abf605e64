// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.client;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.apache.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.lane.Lane;
import justchat.rpc.lane.LaneKey;

/// The lanes beside a connection that we made, which end with it. Something between here and there may
/// let nothing pass but TLS, or the other end may know no lanes: then it is not
/// tried again for a minute, and calls over the connection serve. Thread-safe.
public final class Lanes {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final RpcClient rpc;
    private final Endpoint main;
    private final Deadline deadline;
    private final Set<Lane> lanes = ConcurrentHashMap.newKeySet();
    private volatile long tryFromNanos = System.nanoTime();

    /// Asks the other end for a key, over the connection.
    @FunctionalInterface
    public interface Question {
        /// @return empty if it knows none
        Optional<LaneKey> ask() throws TException;
    }

    /// @param deadline
    ///            for making one
    public Lanes(RpcClient rpc, Endpoint main, Deadline deadline) {
        this.rpc = rpc;
        this.main = main;
        this.deadline = deadline;
        main.closed().thenRun(() -> lanes.forEach(Lane::close));
    }

    /// Whether one is open, so that the connection must stay.
    public boolean areInUse() {
        return lanes.stream().anyMatch(Lane::isOpen);
    }

    /// A new one; may wait.
    public Optional<Lane> open(Question question) {
        if (System.nanoTime() - tryFromNanos < 0) {
            return Optional.empty();
        }
        try {
            var key = question.ask();
            if (key.isEmpty()) {
                return Optional.empty();
            }
            var lane = rpc.lane(main, key.get(), deadline);
            lanes.removeIf(other -> !other.isOpen());
            lanes.add(lane);
            return Optional.of(lane);
        } catch (TException e) {
            tryFromNanos = System.nanoTime() + PAUSE_NANOS;
            LOG.info("no lane to {}, files go by calls: {}", main.remoteAddress(), e.getMessage());
            return Optional.empty();
        }
    }
}
