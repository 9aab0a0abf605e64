// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// Ports for what is closed and comes back at the same place. From below those that a system gives to whoever asks for any
/// (from 32,768 or 49,152 on), so that nobody is given one meanwhile; each once.
final class Ports {
    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;
    private static final AtomicInteger NEXT = new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private Ports() {}

    /// One of the loopback address that nobody has now.
    ///
    /// @throws IOException
    ///             if there is none
    static int next() throws IOException {
        for (int attempt = 0; attempt < COUNT; attempt++) {
            int port = FIRST + NEXT.getAndIncrement() % COUNT;
            try (var socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (java.net.BindException _) {
                // Somebody's.
            }
        }
        throw new IOException("no free port between " + FIRST + " and " + (FIRST + COUNT));
    }
}
