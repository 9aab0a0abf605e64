// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// A view of the message servers, and the balancers that came with it.
///
/// @param retired
///            balancers that are not to be called any more; their tickets are
///            believed for a while
public record Deployment(View view, List<Balancer> balancers, List<Retired> retired) {
    /// More balancers than this are refused.
    public static final int MAX_BALANCERS = 64;

    /// Nothing known yet.
    public static final Deployment UNKNOWN = new Deployment(new View(0, List.of(), List.of()), List.of());

    /// @throws IllegalArgumentException
    ///             if there are too many balancers
    public Deployment {
        Objects.requireNonNull(view, "view");
        if (balancers.size() > MAX_BALANCERS || retired.size() > MAX_BALANCERS) {
            throw new IllegalArgumentException(balancers.size() + " balancers, " + retired.size() + " retired");
        }
        balancers = List.copyOf(balancers);
        retired = List.copyOf(retired);
    }

    /// None of whose balancers is retired.
    public Deployment(View view, List<Balancer> balancers) {
        this(view, balancers, List.of());
    }

    /// A balancer that was removed.
    ///
    /// @param untilMillis
    ///            its tickets are believed until then, since 1970
    public record Retired(Balancer balancer, long untilMillis) {
        public Retired {
            Objects.requireNonNull(balancer, "balancer");
        }
    }

    /// The key that this balancer signs tickets with.
    public Optional<byte[]> ticketKey(String balancer, long nowMillis) {
        var believed = retired.stream().filter(gone -> nowMillis < gone.untilMillis()).map(Retired::balancer);
        return Stream.concat(balancers.stream(), believed).filter(known -> known.name().equals(balancer))
                .map(Balancer::ticketKey).findFirst();
    }
}
