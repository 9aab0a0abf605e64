// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

import justchat.messageserver.model.Entry;

/// The format of one segment of a history: a header, then records, then zeros,
/// then the header again, so that damage to one of the two loses nothing.
/// ```
/// header: "JCROOM02", number i64, size i32, salt 16 bytes, CRC32C of these i32
/// record: length u32 (1 to 65,536), CRC32C of salt, length and body i32, body
/// body:   an entry, see EntryFormat; or a first byte 0 and anything: void
/// ```
/// The salt is random, so nobody who can write a message can make its bytes pass
/// for a record when damage makes us search for the next good one. Immutable;
/// holds no file open.
final class Segment {
    static final int HEADER_BYTES = 40;
    static final int RECORD_HEADER_BYTES = 8;
    static final int MAX_RECORD_BYTES = RECORD_HEADER_BYTES + EntryFormat.MAX_BYTES;
    /// A segment of this size takes any record.
    static final int MIN_BYTES = 2 * HEADER_BYTES + MAX_RECORD_BYTES;

    private static final long MAGIC = 0x4a43524f4f4d3032L;
    private static final int SALT_BYTES = 16;
    private static final int MAX_SEGMENT_BYTES = 1 << 30;
    private static final byte VOID = 0;
    private static final int MIN_VOID_BYTES = RECORD_HEADER_BYTES + 1;
    private static final int VOID_PIECE_BYTES = 1 << 15;

    private final long number;
    private final int size;
    private final byte[] salt;

    private Segment(long number, int size, byte[] salt) {
        this.number = number;
        this.size = size;
        this.salt = salt;
    }

    /// Hears of what a segment holds.
    interface Visitor {
        void record(int offset, int length, Entry entry);
    }

    /// Bytes of a segment that are nothing, from and to.
    record Range(int from, int to) {}

    /// What reading a segment through has found.
    ///
    /// @param end
    ///            just behind the last good record
    /// @param damaged
    ///            with good records behind them
    /// @param rest
    ///            behind `end`, up to the last byte that is not zero; empty if all are
    record Scan(int end, List<Range> damaged, Optional<Range> rest) {}

    /// Makes the file, durably.
    static Segment create(Disk disk, long number, int bytes) throws IOException {
        var salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        var segment = new Segment(number, bytes, salt);
        try (var file = disk.create(number, bytes)) {
            segment.writeHeaders(file);
        }
        return segment;
    }

    /// By either of the two headers; empty if both are damaged: nothing in it can be
    /// trusted then.
    static Optional<Segment> open(Disk.File file, long number) throws IOException {
        var first = openAt(file, number, 0);
        return first.isPresent() ? first : openAt(file, number, file.size() - HEADER_BYTES);
    }

    private static Optional<Segment> openAt(Disk.File file, long number, int offset) throws IOException {
        if (offset < 0 || file.size() < offset + HEADER_BYTES) {
            return Optional.empty();
        }
        var header = ByteBuffer.allocate(HEADER_BYTES);
        file.read(header, offset);
        header.flip();
        boolean good = header.getLong() == MAGIC && header.getLong() == number;
        int size = header.getInt();
        var salt = new byte[SALT_BYTES];
        header.get(salt);
        return good && size >= 2 * HEADER_BYTES && size <= MAX_SEGMENT_BYTES
                && header.getInt() == checksum(header.array(), HEADER_BYTES - Integer.BYTES)
                        ? Optional.of(new Segment(number, size, salt))
                        : Optional.empty();
    }

    /// Whether both headers are as they should be.
    boolean hasBothHeaders(Disk.File file) throws IOException {
        return openAt(file, number, 0).isPresent() && openAt(file, number, size - HEADER_BYTES).isPresent();
    }

    /// Durably.
    void writeHeaders(Disk.File file) throws IOException {
        var header = ByteBuffer.allocate(HEADER_BYTES).putLong(MAGIC).putLong(number).putInt(size).put(salt);
        header.putInt(checksum(header.array(), HEADER_BYTES - Integer.BYTES)).flip();
        file.write(header.duplicate(), 0);
        file.write(header, size - (long) HEADER_BYTES);
        file.force();
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

    /// Records end here at the latest.
    int limit() {
        return size - HEADER_BYTES;
    }

    /// Appends one record to a buffer that will be written to this segment.
    ///
    /// @return the record's bytes, header included
    int encode(Entry entry, ByteBuffer out) {
        int start = out.position();
        out.position(start + RECORD_HEADER_BYTES);
        EntryFormat.write(entry, out);
        return seal(start, out);
    }

    private int seal(int start, ByteBuffer out) {
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

    /// The entry of the record at this place; empty if it is damaged.
    Optional<Entry> read(Disk.File file, int offset, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        file.read(buffer, offset);
        return entryAt(buffer, 0, lengthAt(buffer, 0, length));
    }

    /// Reads all records, passing over damaged places. Of a file that is too short,
    /// what is missing is damaged.
    Scan scan(Disk.File file, Visitor visitor) throws IOException {
        int there = Math.min(limit(), file.size());
        var all = ByteBuffer.allocate(there);
        file.read(all, 0);
        var damaged = new ArrayList<Range>();
        int at = HEADER_BYTES;
        int end = at;
        while (at < there) {
            int length = lengthAt(all, at, there);
            var entry = entryAt(all, at, length);
            if (entry.isEmpty() && !isVoid(all, at, length)) {
                at++;
                continue;
            }
            if (at > end) {
                damaged.add(new Range(end, at));
            }
            int bytes = RECORD_HEADER_BYTES + length;
            int offset = at;
            entry.ifPresent(found -> visitor.record(offset, bytes, found));
            at += bytes;
            end = at;
        }
        if (there < limit()) {
            damaged.add(new Range(Math.min(end, there), limit()));
            return new Scan(limit(), damaged, Optional.empty());
        }
        return new Scan(end, damaged, rest(all, end));
    }

    private static Optional<Range> rest(ByteBuffer all, int end) {
        int last = all.capacity();
        while (last > end && all.get(last - 1) == 0) {
            last--;
        }
        return last > end ? Optional.of(new Range(end, last)) : Optional.empty();
    }

    /// Bytes of the body of the good record here; 0 if there is none.
    private int lengthAt(ByteBuffer buffer, int at, int limit) {
        if (limit - at < RECORD_HEADER_BYTES) {
            return 0;
        }
        int length = buffer.getInt(at);
        return length < 1 || length > EntryFormat.MAX_BYTES || length > limit - at - RECORD_HEADER_BYTES
                || buffer.getInt(at + Integer.BYTES) != checksum(buffer, at, length) ? 0 : length;
    }

    private static Optional<Entry> entryAt(ByteBuffer buffer, int at, int length) {
        return length == 0 ? Optional.empty() : EntryFormat.read(buffer.slice(at + RECORD_HEADER_BYTES, length));
    }

    private static boolean isVoid(ByteBuffer buffer, int at, int length) {
        return length > 0 && buffer.get(at + RECORD_HEADER_BYTES) == VOID;
    }

    /// Overwrites with zeros, durably.
    void cut(Disk.File file, Range range) throws IOException {
        file.write(ByteBuffer.allocate(range.to() - range.from()), range.from());
        file.force();
    }

    /// Overwrites a damaged place with void records, durably: it is no damage any
    /// more.
    void makeVoid(Disk.File file, Range range) throws IOException {
        int bytes = Math.max(MIN_VOID_BYTES, range.to() - range.from());
        var out = ByteBuffer.allocate(bytes);
        while (out.hasRemaining()) {
            int start = out.position();
            int piece = out.remaining() < 2 * VOID_PIECE_BYTES ? out.remaining() : VOID_PIECE_BYTES;
            out.position(start + piece);
            seal(start, out);
        }
        file.write(out.flip(), range.from());
        file.force();
    }
}
