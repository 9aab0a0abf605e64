// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.util.Objects;

/// A balancer that was removed: nobody is to call it, but its tickets are good until then.
///
/// @param untilMillis
///            milliseconds since 1970
public record RetiredBalancer(BalancerMember balancer, long untilMillis) {
    public RetiredBalancer {
        Objects.requireNonNull(balancer, "balancer");
    }
}
