// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.client.session.DirectPort;

/// The networks that this machine is in at the moment, and what it tells others of its
/// addresses there. Stateless; asks the system, which takes a moment.
final class Interfaces {
    private static final Logger LOG = LoggerFactory.getLogger(Interfaces.class);

    private Interfaces() {}

    /// None of loopback or of one link only.
    static List<Candidates.Network> networks() {
        try {
            return NetworkInterface.networkInterfaces().filter(Interfaces::isUp).flatMap(
                    one -> one.getInterfaceAddresses().stream()).flatMap(Interfaces::network).toList();
        } catch (SocketException e) {
            LOG.warn("cannot find out which networks this machine is in: {}", e.toString());
            return List.of();
        }
    }

    private static boolean isUp(NetworkInterface one) {
        try {
            return one.isUp() && !one.isLoopback();
        } catch (SocketException _) {
            return false;
        }
    }

    private static Stream<Candidates.Network> network(InterfaceAddress one) {
        return isTold(one.getAddress())
                ? Stream.of(new Candidates.Network(one.getAddress(), one.getNetworkPrefixLength()))
                : Stream.empty();
    }

    private static boolean isTold(InetAddress address) {
        return !address.isLoopbackAddress() && !address.isLinkLocalAddress() && !address.isMulticastAddress()
                && !address.isAnyLocalAddress();
    }

    /// Where others reach us who are in one of these networks; nowhere else if we listen at one address only.
    static DirectPort announced(InetSocketAddress listening, List<Candidates.Network> networks) {
        return new DirectPort(listening.getPort(), listening.getAddress().isAnyLocalAddress()
                ? networks.stream().map(network -> plain(network.address())).distinct().limit(DirectPort.INTERFACES)
                        .map(host -> InetSocketAddress.createUnresolved(host, listening.getPort())).toList()
                : List.of());
    }

    /// Without the name of the interface.
    private static String plain(InetAddress address) {
        var text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
