// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

import justchat.client.codec.Directory;

/// Which addresses of a user's session are tried, in which order: IPv6, then what is in a network of ours, then the rest.
/// Pure.
///
/// What a server has observed is tried if [AddressRule] has nothing against it. What
/// the session says of itself could be anybody's address, so it is tried only if it lies in a network that
/// this machine is in, at a port that no service of the system has, and if the other end is near for
/// all that servers saw: observed at the same address as we are, or in one of our networks.
final class Candidates {
    private static final int FIRST_PORT = 1_024;
    private static final int BITS = 8;

    private Candidates() {}

    /// A network that this machine is in.
    record Network(InetAddress address, int prefix) {
        boolean holds(InetAddress other) {
            var mine = address.getAddress();
            var its = other.getAddress();
            if (mine.length != its.length || prefix < 1) {
                return false;
            }
            for (int bit = 0; bit < Math.min(prefix, mine.length * BITS); bit++) {
                int mask = 0x80 >> bit % BITS;
                if ((mine[bit / BITS] & mask) != (its[bit / BITS] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// Where we are.
    ///
    /// @param observed
    ///            our own address, as a server sees it
    record Here(Optional<String> observed, List<Network> networks, boolean ownServerOnLoopback) {
        Here {
            networks = List.copyOf(networks);
        }

        private boolean isNear(InetAddress address) {
            return networks.stream().anyMatch(network -> network.holds(address));
        }

        private boolean isNear(Directory.PeerSession session) {
            var host = session.direct().getHostString();
            return observed.filter(host::equals).isPresent() || literal(host).filter(this::isNear).isPresent();
        }
    }

    /// @return none if there is something against each
    static List<InetSocketAddress> of(Directory.PeerSession session, Here here) {
        var all = new LinkedHashSet<InetSocketAddress>();
        var usable = new ArrayList<InetSocketAddress>();
        if (AddressRule.objection(session.direct(), here.ownServerOnLoopback()).isEmpty()) {
            usable.add(session.direct());
        }
        if (here.isNear(session)) {
            session.interfaces().stream().filter(one -> isUsable(one, here)).forEach(usable::add);
        }
        usable.stream().filter(one -> literal(one.getHostString()).orElseThrow() instanceof Inet6Address)
                .forEach(all::add);
        usable.stream().filter(one -> here.isNear(literal(one.getHostString()).orElseThrow())).forEach(all::add);
        all.addAll(usable);
        return List.copyOf(all);
    }

    private static boolean isUsable(InetSocketAddress announced, Here here) {
        return announced.getPort() >= FIRST_PORT && AddressRule.objection(announced, false).isEmpty()
                && literal(announced
                        .getHostString()).filter(here::isNear).isPresent();
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
