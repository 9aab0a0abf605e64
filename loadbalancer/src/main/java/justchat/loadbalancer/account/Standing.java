// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.Objects;

/// Where this balancer stands among the others.
///
/// @param role
///            `LEADER`, `FOLLOWER`, `CANDIDATE`, ...
/// @param leader
///            name of the leader as far as this balancer knows; empty: nobody
public record Standing(String role, String leader, long term) {
    public Standing {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(leader, "leader");
    }
}
