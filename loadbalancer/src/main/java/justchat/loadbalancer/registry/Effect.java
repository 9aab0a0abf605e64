// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.registry;

import justchat.loadbalancer.model.ServerMember;

/// What the registry wants done.
public sealed interface Effect {
    /// Try to connect to this server and say what came of it: [Registry#probed].
    record Probe(ServerMember server) implements Effect {}

    /// Take this server out of the view.
    ///
    /// @param reason
    ///            for the log and the trace
    record Expel(ServerMember server, String reason) implements Effect {}

    /// This server is not heard here and is left alone all the same: others hear it, so it lives, and what is broken is
    /// the way from there to here. To be told, not more than every ten seconds.
    ///
    /// @param reason
    ///            for the log and the trace
    record Spare(ServerMember server, String reason) implements Effect {}
}
