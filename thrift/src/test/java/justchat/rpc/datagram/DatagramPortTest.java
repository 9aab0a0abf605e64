// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.datagram;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.wire.Heartbeat;
import justchat.wire.Origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DatagramPortTest {
    private static final byte[] KEY = new byte[32];
    private static final byte[] OTHER_KEY = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
            22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32};

    private final BlockingQueue<Heartbeat> heard = new LinkedBlockingQueue<>();

    @Test
    void hearsWhatThoseWithTheKeySayOnceAndForwards() throws Exception {
        try (var port = open(KEY); var other = open(KEY)) {
            other.send(port.address(), heartbeat(1, 5, 1));
            assertThat(next()).isEqualTo(heartbeat(1, 5, 1));
            other.send(port.address(), heartbeat(1, 5, 1));
            other.send(port.address(), heartbeat(1, 4, 9));
            other.send(port.address(), heartbeat(1, 5, 2));
            other.send(port.address(), heartbeat(2, 1, 1));
            assertThat(next()).isEqualTo(heartbeat(1, 5, 2));
            assertThat(next()).isEqualTo(heartbeat(2, 1, 1));
            assertThat(port.counters()).containsEntry(Fate.REPLAYED, 1L).containsEntry(Fate.STALE, 1L);
            assertThat(other.counters()).containsEntry(Fate.SENT, 5L);
        }
    }

    @Test
    void countsGarbageAndStrangersAndLivesOn() throws Exception {
        try (var port = open(KEY);
                var friend = open(KEY);
                var stranger = open(OTHER_KEY);
                var socket = new DatagramSocket()) {
            stranger.send(port.address(), heartbeat(1, 1, 1));
            for (var size : new int[]{0, 1, 8, 9, 100, 512, 513, 1400}) {
                socket.send(new DatagramPacket(new byte[size], size, port.address()));
            }
            friend.send(port.address(), heartbeat(1, 1, 1));
            assertThat(next()).isEqualTo(heartbeat(1, 1, 1));
            assertThat(port.counters()).containsEntry(Fate.FORGED, 4L).containsEntry(Fate.WRONG_SIZE, 5L);
        }
    }

    @Test
    void aListenerThatFailsHearsTheNextOne() throws Exception {
        try (var port = DatagramPort.bind(loopback(), KEY, (heartbeat, _) -> {
            heard.add(heartbeat);
            throw new IllegalStateException("broken on purpose");
        }); var other = open(KEY)) {
            other.send(port.address(), heartbeat(1, 1, 1));
            other.send(port.address(), heartbeat(1, 1, 2));
            assertThat(next().getSequence()).isEqualTo(1);
            assertThat(next().getSequence()).isEqualTo(2);
        }
    }

    @Test
    void aKeyIsThirtyTwoBytesInHexadecimal(@TempDir Path directory) throws Exception {
        var file = directory.resolve("cluster.key");
        Files.writeString(file, "00".repeat(32) + "\n");
        assertThat(DatagramPort.readKey(file)).isEqualTo(KEY);
        Files.writeString(file, "00".repeat(31));
        assertThatThrownBy(() -> DatagramPort.readKey(file)).isInstanceOf(IOException.class);
        Files.writeString(file, "no key");
        assertThatThrownBy(() -> DatagramPort.readKey(file)).isInstanceOf(IOException.class);
    }

    @Property(tries = 300)
    void anyFlippedBitIsForged(@ForAll @IntRange(max = 1 << 20) int bit, @ForAll long sequence) {
        var seal = new Seal(KEY);
        var packet = seal.close(heartbeat(3, 4, sequence));
        assertThat(seal.open(packet)).isEqualTo(new Seal.Opened.Whole(heartbeat(3, 4, sequence)));
        packet[bit / 8 % packet.length] ^= (byte) (1 << bit % 8);
        assertThat(seal.open(packet)).isEqualTo(new Seal.Opened.Broken(Fate.FORGED));
    }

    @Property(tries = 300)
    void anyBytesAreJudgedWithoutAnException(@ForAll @Size(max = 400) byte[] packet) {
        assertThat(new Seal(KEY).open(packet)).isInstanceOf(Seal.Opened.Broken.class);
    }

    private DatagramPort open(byte[] key) throws IOException {
        return DatagramPort.bind(loopback(), key, (heartbeat, _) -> heard.add(heartbeat));
    }

    private Heartbeat next() throws InterruptedException {
        return heard.poll(60, TimeUnit.SECONDS);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static Heartbeat heartbeat(int server, int incarnation, long sequence) {
        return new Heartbeat(new Origin(server, incarnation), sequence, 3, 10, 20, 1);
    }
}
