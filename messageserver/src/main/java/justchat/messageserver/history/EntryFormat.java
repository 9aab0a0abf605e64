// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Optional;

import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;

/// Entries as bytes on disk, big-endian:
/// ```
/// version u8 = 1, server u16, incarnation i32, sequence i64,
/// instance 16 bytes, message sequence i64, stamped i64, author (u16 + UTF-8),
/// dependencies: count u16, then (server u16, incarnation i32, sequence i64) each,
/// kind u8: 1 text (i32 + UTF-8) | 2 file (size i64, hash 32 bytes, name u16 + UTF-8)
/// ```
///
final class EntryFormat {
    /// No entry takes more bytes: a text, a vector and two names at their limits.
    static final int MAX_BYTES = 1 << 16;

    private static final byte VERSION = 1;
    private static final byte TEXT = 1;
    private static final byte FILE = 2;

    private EntryFormat() {}

    static void write(Entry entry, ByteBuffer out) {
        out.put(VERSION);
        write(entry.position(), out);
        out.put(entry.id().instance().bytes()).putLong(entry.id().sequence()).putLong(entry.stampedAtMillis());
        writeShort(entry.author(), out);
        write(entry.dependencies(), out);
        switch (entry.payload()) {
            case Payload.Text(String text) -> {
                var bytes = text.getBytes(StandardCharsets.UTF_8);
                out.put(TEXT).putInt(bytes.length).put(bytes);
            }
            case Payload.FileNotice(String name, long size, ContentHash hash) -> {
                out.put(FILE).putLong(size).put(hash.bytes());
                writeShort(name, out);
            }
        }
    }

    /// Empty if these bytes are no entry. All bytes must be used.
    static Optional<Entry> read(ByteBuffer in) {
        try {
            if (in.get() != VERSION) {
                return Optional.empty();
            }
            var position = readPosition(in);
            var id = new MessageId(Instance.of(readBytes(in, Instance.BYTES)), in.getLong());
            long stampedAtMillis = in.getLong();
            var author = readText(in, Short.toUnsignedInt(in.getShort()));
            var dependencies = readVector(in);
            var payload = switch (in.get()) {
                case TEXT -> new Payload.Text(readText(in, in.getInt()));
                case FILE -> readFile(in);
                default -> throw new IllegalArgumentException("unknown kind of payload");
            };
            return in.hasRemaining()
                    ? Optional.empty()
                    : Optional.of(new Entry(position, id, author, dependencies, stampedAtMillis, payload));
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    static void write(VersionVector vector, ByteBuffer out) {
        out.putShort((short) vector.entries().size());
        vector.entries().forEach((origin, sequence) -> write(new Position(origin, sequence), out));
    }

    /// @throws BufferUnderflowException
    ///             if there are not enough bytes
    /// @throws IllegalArgumentException
    ///             if they are no vector
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

    private static void write(Position position, ByteBuffer out) {
        out.putShort((short) position.origin().server()).putInt(position.origin().incarnation())
                .putLong(position.sequence());
    }

    private static Position readPosition(ByteBuffer in) {
        return new Position(new Origin(Short.toUnsignedInt(in.getShort()), in.getInt()), in.getLong());
    }

    private static Payload.FileNotice readFile(ByteBuffer in) {
        long size = in.getLong();
        var hash = ContentHash.of(readBytes(in, ContentHash.BYTES));
        return new Payload.FileNotice(readText(in, Short.toUnsignedInt(in.getShort())), size, hash);
    }

    private static void writeShort(String text, ByteBuffer out) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) bytes.length).put(bytes);
    }

    private static String readText(ByteBuffer in, int length) {
        return new String(readBytes(in, length), StandardCharsets.UTF_8);
    }

    private static byte[] readBytes(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        var bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
