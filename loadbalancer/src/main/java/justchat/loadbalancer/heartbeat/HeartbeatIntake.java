// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.heartbeat;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

import justchat.loadbalancer.board.Board;
import justchat.loadbalancer.codec.Unwire;
import justchat.loadbalancer.registry.Pulse;
import justchat.rpc.datagram.DatagramPort;
import justchat.wire.Heartbeat;

/// Takes the servers' heartbeats to the board, on the datagram port's thread. What arrives here is authentic and new;
/// it may still be of a server that is in no view.
public final class HeartbeatIntake implements DatagramPort.Listener {
    private final Board board;
    private final LongAdder strangers = new LongAdder();

    public HeartbeatIntake(Board board) {
        this.board = Objects.requireNonNull(board, "board");
    }

    @Override
    public void heard(Heartbeat heartbeat, InetSocketAddress source) {
        try {
            var hears = heartbeat.isSetHears() ? new HashSet<>(heartbeat.getHears()) : Set.<Integer>of();
            var pulse = new Pulse(heartbeat.getSessions(), heartbeat.getOutboundKiB(), heartbeat.getLatenessMillis(),
                    heartbeat.getCpuPermille(), hears);
            if (!board.heard(Unwire.origin(heartbeat.getOrigin()), pulse)) {
                strangers.increment();
            }
        } catch (IllegalArgumentException _) {
            strangers.increment();
        }
    }

    /// Heartbeats of servers that are in no view here: newcomers for a moment, or lives that are over.
    public long strangers() {
        return strangers.sum();
    }
}
