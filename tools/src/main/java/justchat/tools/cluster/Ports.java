// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// Finds loopback ports that are free for TCP and for UDP, below those that
/// systems hand out to outgoing connections.
public final class Ports {
    private static final int FIRST = 4001;
    private static final int LAST = 30_000;

    private final Set<Integer> taken = new HashSet<>();
    private int candidate;

    private Ports(int candidate) {
        this.candidate = candidate;
    }

    /// The lowest free ones, for the one cluster of a machine: people like low
    /// numbers.
    public static Ports lowest() {
        return new Ports(FIRST);
    }

    /// From a random one on, for clusters that come and go beside each other.
    public static Ports anywhere() {
        return new Ports(ThreadLocalRandom.current().nextInt(10_000, LAST - 1_000));
    }

    /// These are somebody's, free or not at the moment: they are not given out.
    void avoid(Stream<Integer> ports) {
        ports.forEach(taken::add);
    }

    int next() throws IOException {
        while (candidate < LAST) {
            var port = candidate++;
            if (!taken.contains(port) && isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port below " + LAST);
    }

    static boolean isFree(int port) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (var tcp = new ServerSocket(); var udp = new DatagramSocket(null)) {
            tcp.bind(address);
            udp.bind(address);
            return tcp.isBound() && udp.isBound();
        } catch (IOException _) {
            return false;
        }
    }
}
