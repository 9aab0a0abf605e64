// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.datagram;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;

import justchat.rpc.Dialect;
import justchat.rpc.FrameInput;
import justchat.rpc.FrameOutput;
import justchat.wire.Heartbeat;

/// One packet: a compact-encoded heartbeat, then the first 8 bytes of its
/// HMAC-SHA-256 (RFC 2104). The code is checked, in constant time, before a
/// byte is interpreted. Thread-safe.
final class Seal {
    /// A heartbeat is at most 44 bytes in compact encoding; later fields need room.
    static final int MAX_PACKET_BYTES = 512;
    private static final int CODE_BYTES = 8;
    private static final String ALGORITHM = "HmacSHA256";
    private static final TConfiguration CONFIGURATION = new TConfiguration(MAX_PACKET_BYTES, MAX_PACKET_BYTES, 4);

    /// What a packet holds.
    sealed interface Opened {
        record Whole(Heartbeat heartbeat) implements Opened {}

        record Broken(Fate fate) implements Opened {}
    }

    private final SecretKeySpec key;

    Seal(byte[] key) {
        this.key = new SecretKeySpec(DatagramPort.checked(key), ALGORITHM);
    }

    /// @throws IllegalArgumentException
    ///             if a required field is missing
    byte[] close(Heartbeat heartbeat) {
        var out = new FrameOutput(CONFIGURATION);
        try {
            heartbeat.write(Dialect.COMPACT.over(out));
        } catch (TException e) {
            throw new IllegalArgumentException("heartbeat is not complete", e);
        }
        var frame = out.frame();
        var packet = Arrays.copyOfRange(frame, FrameOutput.PREFIX_BYTES, frame.length + CODE_BYTES);
        var length = packet.length - CODE_BYTES;
        System.arraycopy(code(packet, length), 0, packet, length, CODE_BYTES);
        return packet;
    }

    Opened open(byte[] packet) {
        if (packet.length <= CODE_BYTES || packet.length > MAX_PACKET_BYTES) {
            return new Opened.Broken(Fate.WRONG_SIZE);
        }
        var length = packet.length - CODE_BYTES;
        var claimed = Arrays.copyOfRange(packet, length, packet.length);
        if (!MessageDigest.isEqual(code(packet, length), claimed)) {
            return new Opened.Broken(Fate.FORGED);
        }
        try {
            var heartbeat = new Heartbeat();
            heartbeat.read(Dialect.COMPACT.over(new FrameInput(Arrays.copyOf(packet, length), CONFIGURATION)));
            return new Opened.Whole(heartbeat);
        } catch (TException | RuntimeException _) {
            return new Opened.Broken(Fate.MALFORMED);
        }
    }

    private byte[] code(byte[] packet, int length) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(packet, 0, length);
            return Arrays.copyOf(mac.doFinal(), CODE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
