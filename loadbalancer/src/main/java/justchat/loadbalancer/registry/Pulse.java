// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.registry;

/// What a server says of itself in a heartbeat.
///
/// @param latenessMillis
///            how late its own timer was at worst in the last second
public record Pulse(int sessions, int outboundKiB, int latenessMillis) {
    static final Pulse NONE = new Pulse(0, 0, 0);
}
