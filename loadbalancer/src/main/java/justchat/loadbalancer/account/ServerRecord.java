// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.Objects;

import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.ServerId;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.ServerOrigin;

/// What the book keeps of a server name for ever.
record ServerRecord(ServerId number, ProcessName name, int incarnation, HostPort address, HostPort heartbeats,
        long blankSince, boolean draining, State state) {
    /// Where a server is: from out of the view it may come back, from removed never.
    enum State {
        IN_VIEW, OUT_OF_VIEW, REMOVED
    }

    ServerRecord {
        if (incarnation < 1) {
            throw new IllegalArgumentException("incarnation: " + incarnation);
        }
        Objects.requireNonNull(state, "state");
    }

    boolean inView() {
        return state == State.IN_VIEW;
    }

    ServerMember member() {
        return new ServerMember(new ServerOrigin(number, incarnation), name, address, heartbeats, blankSince,
                draining);
    }

    ServerRecord in(State next) {
        return new ServerRecord(number, name, incarnation, address, heartbeats, blankSince, draining, next);
    }

    ServerRecord draining(boolean drains) {
        return new ServerRecord(number, name, incarnation, address, heartbeats, blankSince, drains, state);
    }
}
