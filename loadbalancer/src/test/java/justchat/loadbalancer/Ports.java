// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import justchat.loadbalancer.model.HostPort;

/// Ports for balancers, which must know each other's before they start. From below those that a system gives to whoever asks
/// for any (from 32,768 or 49,152 on), so that nobody is given one between its choice and its use; each once.
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;
    private static final AtomicInteger NEXT = new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private Ports() {}

    /// One of the loopback address, that nobody has now, neither of TCP nor of UDP.
    ///
    /// @throws IOException
    ///             if there is none
    public static HostPort next() throws IOException {
        for (int attempt = 0; attempt < COUNT; attempt++) {
            int port = FIRST + NEXT.getAndIncrement() % COUNT;
            if (isFree(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                return new HostPort("127.0.0.1", port);
            }
        }
        throw new IOException("no free port between " + FIRST + " and " + (FIRST + COUNT));
    }

    private static boolean isFree(InetSocketAddress address) {
        try (var tcp = new ServerSocket(); var _ = new DatagramSocket(address)) {
            tcp.bind(address);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
