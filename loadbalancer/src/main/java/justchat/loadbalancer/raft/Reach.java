// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.raft;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import justchat.loadbalancer.model.HostPort;

/// Finds out whether a balancer is there and awake. Its port alone does not tell: the kernel takes connections for a
/// process that is stopped, or about to end, and somebody else may have been given the port. So it must also speak.
/// Thread-safe; asking waits.
final class Reach {
    private final Optional<SSLContext> tls;

    /// @param tls
    ///            as balancers connect to each other; without: bytes in clear
    Reach(Optional<SSLContext> tls) {
        this.tls = Objects.requireNonNull(tls, "tls");
    }

    /// @param millis
    ///            how long it may take to connect, and each time we wait for it to speak
    boolean answers(HostPort peer, int millis) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(peer.host(), peer.port()), millis);
            socket.setSoTimeout(millis);
            return tls.isPresent() ? shakesHands(socket, peer, tls.get()) : socket.getInputStream().read() >= 0;
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean shakesHands(Socket socket, HostPort peer, SSLContext tls) throws IOException {
        try (var secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, peer.host(), peer.port(), true)) {
            secure.startHandshake();
            return true;
        }
    }
}
