// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

import org.apache.thrift.TBase;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.transport.TMemoryBuffer;

import justchat.client.model.SealedLetter;
import justchat.wire.Envelope;

/// Envelopes as letters: Thrift's compact encoding, without the trace clock.
public final class EnvelopeCodec {
    private static final int MAX_DEPTH = 8;

    private EnvelopeCodec() {}

    /// @throws Malformed
    ///             if it is too large for a letter
    public static SealedLetter letter(Envelope envelope) throws Malformed {
        var bare = new Envelope(envelope);
        bare.unsetClock();
        try {
            return SealedLetter.of(encode(bare));
        } catch (IllegalArgumentException e) {
            throw new Malformed("envelope", e);
        }
    }

    /// @throws Malformed
    ///             if it is none
    public static Envelope envelope(SealedLetter letter) throws Malformed {
        var envelope = new Envelope();
        decode(envelope, letter.bytes(), "envelope");
        return envelope;
    }

    static byte[] encode(TBase<?, ?> struct) {
        try {
            return new TSerializer(new TCompactProtocol.Factory()).serialize(struct);
        } catch (TException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Never takes more memory than a few times the bytes.
    static void decode(TBase<?, ?> into, byte[] bytes, String what) throws Malformed {
        try {
            var limits = new TConfiguration(bytes.length + 1, bytes.length + 1, MAX_DEPTH);
            var transport = new TMemoryBuffer(limits, bytes.length);
            transport.write(bytes);
            into.read(new TCompactProtocol(transport, bytes.length, bytes.length));
        } catch (TException _) {
            throw new Malformed(what + " is not Thrift");
        } catch (RuntimeException e) {
            throw new Malformed(what, e);
        }
    }
}
