// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.datagram;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.wire.Heartbeat;

/// A UDP port for heartbeats, one per packet, authenticated with the cluster's
/// key. Whatever else arrives is counted and dropped; nothing that arrives can
/// stop the port.
///
/// One daemon thread receives, verifies and calls the listener. Sending is
/// thread-safe and never blocks.
public final class DatagramPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatagramPort.class);
    private static final int BUFFER_BYTES = 1 << 18;

    /// Takes verified heartbeats, on the port's own thread: must not block.
    @FunctionalInterface
    public interface Listener {
        void heard(Heartbeat heartbeat, InetSocketAddress source);
    }

    private final DatagramChannel channel;
    private final Selector selector;
    private final InetSocketAddress address;
    private final Seal seal;
    private final Listener listener;
    /// Owned by the receiving thread.
    private final ReplayGuard replays = new ReplayGuard();
    private final AtomicLongArray fates = new AtomicLongArray(Fate.values().length);

    private DatagramPort(DatagramChannel channel, Selector selector, byte[] key, Listener listener)
            throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.address = (InetSocketAddress) channel.getLocalAddress();
        this.seal = new Seal(key);
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /// Listens on `address` (port 0: any free port, see [#address]).
    ///
    /// @param key
    ///            32 bytes, see [#readKey]
    public static DatagramPort bind(InetSocketAddress address, byte[] key, Listener listener) throws IOException {
        var channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
            channel.bind(address);
            channel.configureBlocking(false);
            var selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            var port = new DatagramPort(channel, selector, key, listener);
            Thread.ofPlatform().daemon().name("heartbeats").start(port::receive);
            return port;
        } catch (IOException e) {
            channel.close();
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    /// The cluster's key from a file of 64 hexadecimal digits.
    public static byte[] readKey(Path file) throws IOException {
        try {
            return checked(HexFormat.of().parseHex(Files.readString(file, StandardCharsets.US_ASCII).strip()));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": not a key of 64 hexadecimal digits", e);
        }
    }

    static byte[] checked(byte[] key) {
        if (key.length != 32) {
            throw new IllegalArgumentException("key: " + key.length + " bytes");
        }
        return key.clone();
    }

    /// Sends one packet. Never blocks; a packet that cannot be sent is counted and
    /// lost.
    public void send(InetSocketAddress destination, Heartbeat heartbeat) {
        try {
            var packet = ByteBuffer.wrap(seal.close(heartbeat));
            count(channel.send(packet, destination) > 0 ? Fate.SENT : Fate.NOT_SENT);
        } catch (IOException | RuntimeException e) {
            count(Fate.NOT_SENT);
            LOG.debug("heartbeat to {} not sent", destination, e);
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    /// Packets by what became of them.
    public Map<Fate, Long> counters() {
        var all = new EnumMap<Fate, Long>(Fate.class);
        for (var fate : Fate.values()) {
            all.put(fate, fates.get(fate.ordinal()));
        }
        return all;
    }

    /// Ends the receiving thread. May be repeated.
    @Override
    public void close() {
        try {
            channel.close();
            selector.close();
        } catch (IOException e) {
            LOG.debug("closing {}", address, e);
        }
    }

    private void receive() {
        // One byte more than the largest packet, so that a longer one shows.
        var buffer = ByteBuffer.allocate(Seal.MAX_PACKET_BYTES + 1);
        while (channel.isOpen()) {
            try {
                selector.select();
                selector.selectedKeys().clear();
                receiveAll(buffer);
            } catch (ClosedChannelException | ClosedSelectorException _) {
                return;
            } catch (IOException | RuntimeException e) {
                // Such as an ICMP error for an earlier packet of ours.
                LOG.debug("receiving on {}", address, e);
            }
        }
    }

    private void receiveAll(ByteBuffer buffer) throws IOException {
        var source = (InetSocketAddress) channel.receive(buffer.clear());
        while (source != null) {
            buffer.flip();
            var packet = new byte[buffer.remaining()];
            buffer.get(packet);
            count(judge(packet, source));
            source = (InetSocketAddress) channel.receive(buffer.clear());
        }
    }

    private Fate judge(byte[] packet, InetSocketAddress source) {
        return switch (seal.open(packet)) {
            case Seal.Opened.Broken(var fate) -> fate;
            case Seal.Opened.Whole(var heartbeat) -> {
                var fate = replays.judge(heartbeat.getOrigin().getServer(), heartbeat.getOrigin().getIncarnation(),
                        heartbeat.getSequence());
                yield fate == Fate.HEARD ? tell(heartbeat, source) : fate;
            }
        };
    }

    private Fate tell(Heartbeat heartbeat, InetSocketAddress source) {
        try {
            listener.heard(heartbeat, source);
            return Fate.HEARD;
        } catch (RuntimeException e) {
            LOG.error("heartbeat from {}: the listener failed", source, e);
            return Fate.NOT_HANDLED;
        }
    }

    private void count(Fate fate) {
        fates.incrementAndGet(fate.ordinal());
    }
}
