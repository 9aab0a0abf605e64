// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// To which addresses a directory may send us. It names what servers observed,
/// but it may be wrong or hostile; so a client does not connect to names (only
/// to literal addresses), to nobody in particular, or to this machine unless our
/// own server is on it too. Pure.
final class AddressRule {
    private AddressRule() {}

    /// @return why not; empty if it may be connected to
    static Optional<String> objection(InetSocketAddress peer, boolean ownServerOnLoopback) {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(peer.getHostString());
        } catch (IllegalArgumentException _) {
            return Optional.of("is not an address");
        }
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || address.isLinkLocalAddress()) {
            return Optional.of("is no address of one machine in the network");
        }
        if (address.isLoopbackAddress() && !ownServerOnLoopback) {
            return Optional.of("is this machine's own");
        }
        return Optional.empty();
    }
}
