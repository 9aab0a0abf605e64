// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32C;

import justchat.messageserver.model.Entry;

/// One segment of a history: a header, then records, then zeros.
/// ```
/// header: "JCROOM01", number i64, salt 16 bytes, CRC32C of these i32
/// record: length u32 (1 to 65,536), CRC32C of salt, length and body i32, body
/// ```
/// The salt is random, so nobody who can write a message can make its bytes pass
/// for a record when damage makes us search for the next good one.
final class Segment {
    static final int HEADER_BYTES = 36;
    static final int RECORD_HEADER_BYTES = 8;

    private static final long MAGIC = 0x4a43524f4f4d3031L;
    private static final int SALT_BYTES = 16;

    private final long number;
    private final Disk.File file;
    private final int size;
    private final byte[] salt;

    private Segment(long number, Disk.File file, int size, byte[] salt) {
        this.number = number;
        this.file = file;
        this.size = size;
        this.salt = salt;
    }

    /// Hears of what a segment holds.
    interface Visitor {
        void record(int offset, int length, Entry entry);
    }

    /// What reading a segment through has found.
    ///
    /// @param end
    ///            just behind the last good record
    /// @param damagedPlaces
    ///            with good records behind them
    /// @param restBytes
    ///            behind `end`, up to the last that is not zero
    record Scan(int end, int damagedPlaces, int restBytes) {}

    static Segment create(Disk disk, long number, int bytes) throws IOException {
        var salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        var file = disk.create(number, bytes);
        var header = ByteBuffer.allocate(HEADER_BYTES).putLong(MAGIC).putLong(number).put(salt);
        header.putInt(checksum(header.array(), HEADER_BYTES - Integer.BYTES)).flip();
        file.write(header, 0);
        file.force();
        return new Segment(number, file, bytes, salt);
    }

    /// Empty if the header is damaged: nothing in it can be trusted then.
    static Optional<Segment> open(Disk disk, long number) throws IOException {
        var file = disk.open(number);
        int size = file.size();
        if (size >= HEADER_BYTES) {
            var header = ByteBuffer.allocate(HEADER_BYTES);
            file.read(header, 0);
            header.flip();
            var salt = new byte[SALT_BYTES];
            boolean good = header.getLong() == MAGIC && header.getLong() == number;
            header.get(salt);
            if (good && header.getInt() == checksum(header.array(), HEADER_BYTES - Integer.BYTES)) {
                return Optional.of(new Segment(number, file, size, salt));
            }
        }
        file.close();
        return Optional.empty();
    }

    private static int checksum(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    long number() {
        return number;
    }

    int size() {
        return size;
    }

    /// Appends one record to a buffer that will be written to this segment.
    ///
    /// @return the record's bytes, header included
    int encode(Entry entry, ByteBuffer out) {
        int start = out.position();
        out.position(start + RECORD_HEADER_BYTES);
        EntryFormat.write(entry, out);
        int length = out.position() - start - RECORD_HEADER_BYTES;
        out.putInt(start, length);
        out.putInt(start + Integer.BYTES, checksum(out, start, length));
        return length + RECORD_HEADER_BYTES;
    }

    private int checksum(ByteBuffer buffer, int start, int length) {
        var crc = new CRC32C();
        crc.update(salt);
        crc.update(buffer.slice(start, Integer.BYTES));
        crc.update(buffer.slice(start + RECORD_HEADER_BYTES, length));
        return (int) crc.getValue();
    }

    void write(ByteBuffer records, int at) throws IOException {
        file.write(records, at);
    }

    void force() throws IOException {
        file.force();
    }

    /// The entry of the record at this place; empty if it is damaged.
    Optional<Entry> read(int offset, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        file.read(buffer, offset);
        return decode(buffer, 0);
    }

    /// Reads all records, passing over damaged places.
    Scan scan(Visitor visitor) throws IOException {
        var all = ByteBuffer.allocate(size);
        file.read(all, 0);
        int at = HEADER_BYTES;
        int end = at;
        int damagedPlaces = 0;
        while (at < size) {
            var entry = decode(all, at);
            if (entry.isEmpty()) {
                at++;
                continue;
            }
            damagedPlaces += at > end ? 1 : 0;
            int length = RECORD_HEADER_BYTES + all.getInt(at);
            visitor.record(at, length, entry.get());
            at += length;
            end = at;
        }
        int last = size;
        while (last > end && all.get(last - 1) == 0) {
            last--;
        }
        return new Scan(end, damagedPlaces, last - end);
    }

    private Optional<Entry> decode(ByteBuffer buffer, int at) {
        if (buffer.capacity() - at < RECORD_HEADER_BYTES) {
            return Optional.empty();
        }
        int length = buffer.getInt(at);
        if (length < 1 || length > EntryFormat.MAX_BYTES || length > buffer.capacity() - at - RECORD_HEADER_BYTES
                || buffer.getInt(at + Integer.BYTES) != checksum(buffer, at, length)) {
            return Optional.empty();
        }
        return EntryFormat.read(buffer.slice(at + RECORD_HEADER_BYTES, length));
    }

    /// Overwrites with zeros, durably.
    void cut(int from, int bytes) throws IOException {
        file.write(ByteBuffer.allocate(bytes), from);
        file.force();
    }

    void close() throws IOException {
        file.close();
    }
}
