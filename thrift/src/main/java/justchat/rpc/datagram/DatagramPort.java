// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.datagram;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;

import justchat.wire.Heartbeat;

/// A UDP port for heartbeats, one per packet, authenticated with the cluster's
/// key. Whatever else arrives is counted and dropped.
public final class DatagramPort implements AutoCloseable {

    /// Takes verified heartbeats, on the port's own thread: must not block.
    @FunctionalInterface
    public interface Listener {
        void heard(Heartbeat heartbeat, InetSocketAddress source);
    }

    private DatagramPort() {}

    /// @param key
    ///            32 bytes, see [#readKey]
    public static DatagramPort bind(InetSocketAddress address, byte[] key, Listener listener) throws IOException {
        throw new UnsupportedOperationException(address + "" + key + listener);
    }

    /// The cluster's key from a file of 64 hexadecimal digits.
    public static byte[] readKey(Path file) throws IOException {
        throw new UnsupportedOperationException(file + "");
    }

    /// Sends one packet. Never blocks; a packet that cannot be sent is counted
    /// and lost.
    public void send(InetSocketAddress destination, Heartbeat heartbeat) {
        throw new UnsupportedOperationException(destination + "" + heartbeat);
    }

    public InetSocketAddress address() {
        throw new UnsupportedOperationException();
    }

    /// Packets by what became of them.
    public Map<Fate, Long> counters() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
