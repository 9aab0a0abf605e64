// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;

import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;

/// The fields that the formats on disk are made of, big-endian. What is read
/// may be anything: too few bytes are a [BufferUnderflowException], wrong ones an
/// [IllegalArgumentException].
final class Fields {
    private Fields() {}

    /// i32 + UTF-8.
    static ByteBuffer writeText(String text, ByteBuffer out) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return out.putInt(bytes.length).put(bytes);
    }

    static String readText(ByteBuffer in) {
        return new String(readBytes(in, in.getInt()), StandardCharsets.UTF_8);
    }

    /// u16 + UTF-8.
    static ByteBuffer writeName(String name, ByteBuffer out) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        return out.putShort((short) bytes.length).put(bytes);
    }

    static String readName(ByteBuffer in) {
        return new String(readBytes(in, Short.toUnsignedInt(in.getShort())), StandardCharsets.UTF_8);
    }

    static ByteBuffer write(Origin origin, ByteBuffer out) {
        return out.putShort((short) origin.server()).putInt(origin.incarnation());
    }

    static Origin readOrigin(ByteBuffer in) {
        return new Origin(Short.toUnsignedInt(in.getShort()), in.getInt());
    }

    static ByteBuffer write(Position position, ByteBuffer out) {
        return write(position.origin(), out).putLong(position.sequence());
    }

    static Position readPosition(ByteBuffer in) {
        return new Position(readOrigin(in), in.getLong());
    }

    static ByteBuffer write(MessageId id, ByteBuffer out) {
        return out.put(id.instance().bytes()).putLong(id.sequence());
    }

    static MessageId readId(ByteBuffer in) {
        return new MessageId(Instance.of(readBytes(in, Instance.BYTES)), in.getLong());
    }

    /// u16 + (origin, sequence) each.
    static ByteBuffer write(VersionVector vector, ByteBuffer out) {
        out.putShort((short) vector.entries().size());
        vector.entries().forEach((origin, sequence) -> write(new Position(origin, sequence), out));
        return out;
    }

    static VersionVector readVector(ByteBuffer in) {
        int count = Short.toUnsignedInt(in.getShort());
        if (count > VersionVector.MAX_ENTRIES) {
            throw new IllegalArgumentException("vector of " + count);
        }
        var entries = new HashMap<Origin, Long>();
        for (int i = 0; i < count; i++) {
            var position = readPosition(in);
            entries.put(position.origin(), position.sequence());
        }
        return VersionVector.of(entries);
    }

    static byte[] readBytes(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        var bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
