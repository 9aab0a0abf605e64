// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.registry;

import justchat.loadbalancer.model.ServerMember;

/// How a server looks from here.
///
/// @param silentMillis
///            since its last heartbeat, in time in which we listened; -1 if it was never heard
/// @param linked
///            it has announced itself over a connection that is open
/// @param serving
///            clients may be sent there
public record ServerState(ServerMember member, Pulse pulse, long silentMillis, boolean linked, boolean serving) {}
