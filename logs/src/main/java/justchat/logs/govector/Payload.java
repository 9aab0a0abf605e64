// SPDX-License-Identifier: Apache-2.0
package justchat.logs.govector;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.TreeMap;

import justchat.logs.clock.VectorClock;

/// What GoVector's `PrepareSend` makes and its `UnpackReceive` takes: three MessagePack values one after the other, the
/// sender's name, what is sent, and the clock, a map of names to numbers. JVector (Java) sends its bytes as `bin`.
///
/// Whatever is sent is kept as it is encoded, since only sender and receiver know its type.
public final class Payload {
    /// In bytes, of what may be received.
    public static final int MAX_BYTES = 16 << 20;
    /// Bytes of a name.
    public static final int MAX_NAME_BYTES = 256;
    /// Processes in a clock.
    public static final int MAX_PROCESSES = 4_096;
    /// Arrays and maps in one another.
    public static final int MAX_DEPTH = 64;

    private final String process;
    private final byte[] value;
    private final VectorClock clock;

    /// These bytes are no payload.
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String sentence) {
            super(sentence);
        }
    }

    /// @param value
    ///            one MessagePack value
    /// @throws Malformed
    ///             if it is none
    public Payload(String process, byte[] value, VectorClock clock) throws Malformed {
        this.process = Objects.requireNonNull(process, "process");
        this.value = value.clone();
        this.clock = Objects.requireNonNull(clock, "clock");
        var rest = ByteBuffer.wrap(value);
        read(rest, () -> {
            skip(rest, 0);
            return null;
        });
        if (rest.hasRemaining()) {
            throw new Malformed("more than one value");
        }
    }

    /// A text, as a Go string.
    ///
    /// @throws Malformed
    ///             never
    public static Payload ofText(String process, String text, VectorClock clock) throws Malformed {
        var out = new Out();
        out.text(text);
        return new Payload(process, out.bytes(), clock);
    }

    /// Bytes, as a Go `[]byte`.
    ///
    /// @throws Malformed
    ///             never
    public static Payload ofBytes(String process, byte[] bytes, VectorClock clock) throws Malformed {
        var out = new Out();
        out.binary(bytes);
        return new Payload(process, out.bytes(), clock);
    }

    /// Takes apart what was received.
    ///
    /// @throws Malformed
    ///             if it is no payload, or exceeds a limit
    public static Payload decode(byte[] bytes) throws Malformed {
        if (bytes.length > MAX_BYTES) {
            throw new Malformed(bytes.length + " bytes");
        }
        var in = ByteBuffer.wrap(bytes);
        return read(in, () -> {
            var process = name(in);
            int from = in.position();
            skip(in, 0);
            var value = Arrays.copyOfRange(bytes, from, in.position());
            var clock = clock(in);
            if (in.hasRemaining()) {
                throw new Malformed(in.remaining() + " bytes behind the clock");
            }
            return new Payload(process, value, clock);
        });
    }

    /// What goes over the wire. The clock's names are sorted; GoVector's come in any order.
    public byte[] encode() {
        var out = new Out();
        out.text(process);
        out.raw(value);
        out.mapHeader(clock.size());
        clock.entries().forEach((name, time) -> {
            out.text(name);
            out.number(time);
        });
        return out.bytes();
    }

    /// Who sent it.
    public String process() {
        return process;
    }

    /// What was sent, one MessagePack value.
    public byte[] value() {
        return value.clone();
    }

    /// The sender's clock after sending.
    public VectorClock clock() {
        return clock;
    }

    /// What was sent, if it is a text.
    ///
    /// @throws Malformed
    ///             if it is something else
    public String text() throws Malformed {
        var in = ByteBuffer.wrap(value);
        return read(in, () -> text(in, MAX_BYTES));
    }

    /// What was sent, if it is `bin`, as of JVector, or a text.
    ///
    /// @throws Malformed
    ///             if it is something else
    public byte[] bytes() throws Malformed {
        var in = ByteBuffer.wrap(value);
        return read(in, () -> {
            int type = in.get() & 0xff;
            return take(in, type >= 0xc4 && type <= 0xc6 ? length(in, type - 0xc4) : textLength(in, type), MAX_BYTES);
        });
    }

    private interface Step<T> {
        T read() throws Malformed;
    }

    private static <T> T read(ByteBuffer in, Step<T> step) throws Malformed {
        try {
            return step.read();
        } catch (BufferUnderflowException _) {
            throw new Malformed("cut off after " + in.limit() + " bytes");
        }
    }

    private static VectorClock clock(ByteBuffer in) throws Malformed {
        int type = in.get() & 0xff;
        long count = type >= 0x80 && type <= 0x8f
                ? type & 0x0f
                : type == 0xde ? length(in, 1) : type == 0xdf ? length(in, 2) : -1;
        if (count < 0 || count > MAX_PROCESSES) {
            throw new Malformed("no clock: type " + type + ", " + count + " entries");
        }
        var entries = new TreeMap<String, Long>();
        for (long index = 0; index < count; index++) {
            var name = name(in);
            long time = number(in);
            if (name.isEmpty() || entries.put(name, time) != null) {
                throw new Malformed("a clock names nobody, or somebody twice");
            }
        }
        return VectorClock.of(entries);
    }

    private static String name(ByteBuffer in) throws Malformed {
        return text(in, MAX_NAME_BYTES);
    }

    private static String text(ByteBuffer in, int limit) throws Malformed {
        int type = in.get() & 0xff;
        var bytes = take(in, textLength(in, type), limit);
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return text.toString();
        } catch (CharacterCodingException _) {
            throw new Malformed("a text that is no UTF-8");
        }
    }

    private static long textLength(ByteBuffer in, int type) throws Malformed {
        if (type >= 0xa0 && type <= 0xbf) {
            return type & 0x1f;
        }
        if (type >= 0xd9 && type <= 0xdb) {
            return length(in, type - 0xd9);
        }
        throw new Malformed("no text: type " + type);
    }

    private static long number(ByteBuffer in) throws Malformed {
        int type = in.get() & 0xff;
        long number = switch (type) {
            case 0xcc -> in.get() & 0xff;
            case 0xcd -> in.getShort() & 0xffff;
            case 0xce -> in.getInt() & 0xffffffffL;
            case 0xcf, 0xd3 -> in.getLong();
            case 0xd0 -> in.get();
            case 0xd1 -> in.getShort();
            case 0xd2 -> in.getInt();
            default -> type < 0x80 ? type : -1;
        };
        if (number < 0) {
            throw new Malformed("no time of a clock: type " + type);
        }
        return number;
    }

    /// @param width
    ///            0: of one byte, 1: of two, 2: of four
    private static long length(ByteBuffer in, int width) {
        return switch (width) {
            case 0 -> in.get() & 0xff;
            case 1 -> in.getShort() & 0xffff;
            default -> in.getInt() & 0xffffffffL;
        };
    }

    private static byte[] take(ByteBuffer in, long length, int limit) throws Malformed {
        if (length > limit) {
            throw new Malformed(length + " bytes where " + limit + " are allowed");
        }
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        var bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    private static void skip(ByteBuffer in, int depth) throws Malformed {
        if (depth > MAX_DEPTH) {
            throw new Malformed("more than " + MAX_DEPTH + " values in one another");
        }
        int type = in.get() & 0xff;
        if (type < 0x80 || type >= 0xe0 || type == 0xc0 || type == 0xc2 || type == 0xc3) {
            return;
        }
        if (type < 0x90) {
            skipAll(in, 2L * (type & 0x0f), depth);
        } else if (type < 0xa0) {
            skipAll(in, type & 0x0f, depth);
        } else if (type < 0xc0) {
            skipBytes(in, type & 0x1f);
        } else {
            skipSized(in, type, depth);
        }
    }

    private static void skipSized(ByteBuffer in, int type, int depth) throws Malformed {
        switch (type) {
            case 0xc4, 0xc5, 0xc6 -> skipBytes(in, length(in, type - 0xc4));
            case 0xc7, 0xc8, 0xc9 -> skipBytes(in, length(in, type - 0xc7) + 1);
            case 0xca -> skipBytes(in, 4);
            case 0xcb -> skipBytes(in, 8);
            case 0xcc, 0xcd, 0xce, 0xcf -> skipBytes(in, 1L << type - 0xcc);
            case 0xd0, 0xd1, 0xd2, 0xd3 -> skipBytes(in, 1L << type - 0xd0);
            case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> skipBytes(in, (1L << type - 0xd4) + 1);
            case 0xd9, 0xda, 0xdb -> skipBytes(in, length(in, type - 0xd9));
            case 0xdc, 0xdd -> skipAll(in, length(in, type - 0xdc + 1), depth);
            case 0xde, 0xdf -> skipAll(in, 2 * length(in, type - 0xde + 1), depth);
            default -> throw new Malformed("no MessagePack: type " + type);
        }
    }

    private static void skipAll(ByteBuffer in, long count, int depth) throws Malformed {
        // Each takes a byte at least.
        if (count > in.remaining()) {
            throw new BufferUnderflowException();
        }
        for (long index = 0; index < count; index++) {
            skip(in, depth + 1);
        }
    }

    private static void skipBytes(ByteBuffer in, long length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + (int) length);
    }
}
