// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.util.Objects;

/// One message server in a view.
///
/// @param address
///            where clients and other servers reach it, over TLS
/// @param heartbeats
///            where it takes heartbeats, over UDP
/// @param blankSince
///            number of the view in which it last came without data of an
///            earlier life; 0 if it never did
/// @param draining
///            it takes no new sessions, and those it has are moved to others
public record ServerMember(ServerOrigin origin, ProcessName name, HostPort address, HostPort heartbeats,
        long blankSince, boolean draining) {
    public ServerMember {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(heartbeats, "heartbeats");
    }
}
