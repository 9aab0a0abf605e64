// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

import justchat.messageserver.model.Entry;

/// Entries as bytes on disk, big-endian:
/// ```
/// version u8 = 2, server u16, incarnation i32, sequence i64,
/// instance 16 bytes, message sequence i64, stamped i64, time i64, epoch i64,
/// author (u16 + UTF-8),
/// dependencies: count u16, then (server u16, incarnation i32, sequence i64) each,
/// payload, see PayloadFormat
/// ```
public final class EntryFormat {
    /// No entry takes more bytes: a text, a vector and two names at their limits.
    public static final int MAX_BYTES = 1 << 16;

    private static final byte VERSION = 2;

    private EntryFormat() {}

    public static void write(Entry entry, ByteBuffer out) {
        Fields.write(entry.position(), out.put(VERSION));
        Fields.write(entry.id(), out).putLong(entry.stampedAtMillis()).putLong(entry.time()).putLong(entry.epoch());
        Fields.write(entry.dependencies(), Fields.writeName(entry.author(), out));
        PayloadFormat.write(entry.payload(), out);
    }

    /// Empty if these bytes are no entry. All bytes must be used.
    public static Optional<Entry> read(ByteBuffer in) {
        try {
            if (in.get() != VERSION) {
                return Optional.empty();
            }
            var position = Fields.readPosition(in);
            var id = Fields.readId(in);
            long stampedAtMillis = in.getLong();
            long time = in.getLong();
            long epoch = in.getLong();
            var author = Fields.readName(in);
            var dependencies = Fields.readVector(in);
            var payload = PayloadFormat.read(in);
            return in.hasRemaining()
                    ? Optional.empty()
                    : Optional.of(new Entry(position, id, author, dependencies, stampedAtMillis, payload, time, epoch));
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
