// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// To which addresses a directory may send us. It names what servers observed,
/// but it may be wrong or hostile; so a client does not connect to names (only
/// to literal addresses), to nobody in particular, to where clouds answer about
/// their machines, or to this machine unless our own server is on it too. An IPv6
/// address that has an IPv4 address inside (mapped, compatible, NAT64, 6to4) is
/// judged by both. Pure.
final class AddressRule {
    private static final String NOT_ONE = "is no address of one machine in the network";
    /// Where clouds tell a machine its secrets, besides 169.254.169.254, which is
    /// link-local.
    private static final Set<InetAddress> METADATA = Set.of(InetAddress.ofLiteral("fd00:ec2::254"), InetAddress
            .ofLiteral("100.100.100.200"), InetAddress.ofLiteral("192.0.0.192"));
    /// 64:ff9b::/96 (RFC 6052).
    private static final byte[] NAT64 = InetAddress.ofLiteral("64:ff9b::").getAddress();

    private AddressRule() {}

    /// @return why not; empty if it may be connected to
    static Optional<String> objection(InetSocketAddress peer, boolean ownServerOnLoopback) {
        try {
            return objection(InetAddress.ofLiteral(peer.getHostString()), ownServerOnLoopback);
        } catch (IllegalArgumentException _) {
            return Optional.of("is not an address");
        }
    }

    private static Optional<String> objection(InetAddress address, boolean ownServerOnLoopback) {
        if (address.isLoopbackAddress()) {
            return ownServerOnLoopback ? Optional.empty() : Optional.of("is this machine's own");
        }
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || address.isLinkLocalAddress()
                || isReserved(address)) {
            return Optional.of(NOT_ONE);
        }
        if (METADATA.contains(address)) {
            return Optional.of("is where a cloud answers about its machines");
        }
        return address instanceof Inet6Address six
                ? inside(six).flatMap(four -> objection(four, ownServerOnLoopback))
                : Optional.empty();
    }

    /// 0.0.0.0/8 and 240.0.0.0/4, broadcast with it.
    private static boolean isReserved(InetAddress address) {
        int first = address.getAddress()[0] & 0xff;
        return address instanceof Inet4Address && (first == 0 || first >= 240);
    }

    /// The IPv4 address inside.
    private static Optional<InetAddress> inside(Inet6Address address) {
        var bytes = address.getAddress();
        if (address.isIPv4CompatibleAddress() || Arrays.equals(bytes, 0, 12, NAT64, 0, 12)) {
            return Optional.of(four(bytes, 12));
        }
        return bytes[0] == 0x20 && bytes[1] == 0x02 ? Optional.of(four(bytes, 2)) : Optional.empty();
    }

    private static InetAddress four(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
