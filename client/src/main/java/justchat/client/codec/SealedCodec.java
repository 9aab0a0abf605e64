// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

import java.nio.ByteBuffer;
import java.util.Optional;

import justchat.client.model.ContentHash;
import justchat.client.model.MessageId;
import justchat.client.model.Payload;
import justchat.client.model.RoomLock;
import justchat.client.model.SealedMessage;
import justchat.wire.Lock;
import justchat.wire.Sealed;

/// What is inside a sealed message (a payload in Thrift's compact encoding), and
/// what is around it.
public final class SealedCodec {
    private SealedCodec() {}

    /// What is to be sealed.
    ///
    /// @throws IllegalArgumentException
    ///             for what nobody can post
    public static byte[] content(Payload payload) {
        return EnvelopeCodec.encode(PayloadCodec.payload(payload));
    }

    /// What was sealed; [Payload.Unknown] for what a newer client would understand.
    ///
    /// @throws Malformed
    ///             if it is no payload
    public static Payload payload(byte[] content) throws Malformed {
        var wire = new justchat.wire.Payload();
        EnvelopeCodec.decode(wire, content, "sealed message");
        return PayloadCodec.payload(wire);
    }

    /// @param edits
    ///            the message that it replaces
    /// @param file
    ///            that it tells of, as the servers know it
    public static justchat.wire.Payload sealed(int lock, byte[] bytes, Optional<MessageId> edits,
            Optional<ContentHash> file) {
        var wire = new Sealed(lock, ByteBuffer.wrap(bytes));
        edits.map(RoomCodec::id).ifPresent(wire::setEdits);
        file.map(ContentHash::bytes).ifPresent(wire::setFile);
        return justchat.wire.Payload.sealed(wire);
    }

    static Payload.Sealed sealed(Sealed wire) throws Malformed {
        return new Payload.Sealed(wire.getLock(), SealedMessage.of(wire.getContent()), wire.isSetEdits()
                ? Optional.of(RoomCodec.id(wire.getEdits()))
                : Optional.empty(), Optional.ofNullable(wire.getFile()).map(ContentHash::of));
    }

    /// @param signature
    ///            64 bytes
    public static justchat.wire.Payload admission(byte[] signature) {
        return justchat.wire.Payload.admission(ByteBuffer.wrap(signature));
    }

    /// @throws IllegalArgumentException
    ///             if a part is of a wrong length
    static RoomLock lock(Lock wire) {
        return RoomLock.of(wire.getNumber(), wire.getSalt(), wire.getAdmissionKey(), wire.getArgonMemoryKiB(), wire
                .getArgonPasses(), wire.getArgonLanes());
    }

    public static Lock lock(RoomLock lock) {
        return new Lock(lock.number(), ByteBuffer.wrap(lock.saltBytes()), ByteBuffer.wrap(lock.admissionKeyBytes()),
                lock.memoryKiB(), lock.passes(), lock.lanes());
    }
}
