// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import justchat.loadbalancer.model.BalancerMember;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.RoomLock;
import justchat.loadbalancer.model.RoomOrder;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.model.UserName;

/// The fields of what is written: commands, outcomes, snapshots. Integers are big-endian; `text` (UTF-8) and `bytes` have
/// a u16 length before them, at most 1,024; `opt` is a u8, 0 or 1, and the field if it is 1; a list is a u32 count and its
/// elements.
final class BookFields {
    private static final int MAX_FIELD_BYTES = 1024;

    private BookFields() {}

    @FunctionalInterface
    interface Writing {
        void to(DataOutput out) throws IOException;
    }

    @FunctionalInterface
    interface Writer<T> {
        void write(DataOutput out, T value) throws IOException;
    }

    @FunctionalInterface
    interface Reader<T> {
        T read(DataInput in) throws IOException;
    }

    static byte[] encoded(Writing writing) {
        var bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /// @throws IOException
    ///             if they are no such thing, or are followed by more
    static <T> T decoded(byte[] bytes, Reader<T> reading) throws IOException {
        var in = new ByteArrayInputStream(bytes);
        try {
            var decoded = reading.read(new DataInputStream(in));
            if (in.available() > 0) {
                throw new IOException(in.available() + " bytes too many");
            }
            return decoded;
        } catch (IllegalArgumentException broken) {
            throw new IOException(broken.getMessage(), broken);
        }
    }

    static void writeText(DataOutput out, String text) throws IOException {
        writeBytes(out, Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String readText(DataInput in) throws IOException {
        return new String(readBytes(in).toArray(), StandardCharsets.UTF_8);
    }

    static void writeBytes(DataOutput out, Bytes bytes) throws IOException {
        if (bytes.length() > MAX_FIELD_BYTES) {
            throw new IllegalArgumentException("field: " + bytes);
        }
        out.writeShort(bytes.length());
        out.write(bytes.toArray());
    }

    static Bytes readBytes(DataInput in) throws IOException {
        int length = in.readUnsignedShort();
        if (length > MAX_FIELD_BYTES) {
            throw new IOException("field: " + length + " bytes, limit " + MAX_FIELD_BYTES);
        }
        var bytes = new byte[length];
        in.readFully(bytes);
        return Bytes.copyOf(bytes);
    }

    static <T> void writeOptional(DataOutput out, Optional<T> value, Writer<T> writer) throws IOException {
        out.writeBoolean(value.isPresent());
        if (value.isPresent()) {
            writer.write(out, value.get());
        }
    }

    static <T> Optional<T> readOptional(DataInput in, Reader<T> reader) throws IOException {
        return in.readBoolean() ? Optional.of(reader.read(in)) : Optional.empty();
    }

    static <T> void writeList(DataOutput out, List<T> list, Writer<T> writer) throws IOException {
        out.writeInt(list.size());
        for (var element : list) {
            writer.write(out, element);
        }
    }

    /// The count is checked against the limit before anything is allocated for it.
    static <T> List<T> readList(DataInput in, int limit, Reader<T> reader) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > limit) {
            throw new IOException("count " + count + ", limit " + limit);
        }
        List<T> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(reader.read(in));
        }
        return list;
    }

    static void writeAccount(DataOutput out, Account account) throws IOException {
        writeText(out, account.name().display());
        writeList(out, account.looks(), BookFields::writeText);
        writeBytes(out, account.verifier());
        writeBytes(out, account.identityKey());
        writeBytes(out, account.sealedIdentity());
        out.writeInt(account.generation());
        out.writeLong(account.createdAtMillis());
    }

    static Account readAccount(DataInput in) throws IOException {
        return new Account(readUser(in), readLooks(in), readBytes(in), readBytes(in), readBytes(in), in.readInt(),
                in.readLong());
    }

    static List<String> readLooks(DataInput in) throws IOException {
        return readList(in, 2, BookFields::readText);
    }

    static UserName readUser(DataInput in) throws IOException {
        return UserName.of(readText(in));
    }

    static ProcessName readProcess(DataInput in) throws IOException {
        return new ProcessName(readText(in));
    }

    static void writeBalancer(DataOutput out, BalancerMember balancer) throws IOException {
        writeText(out, balancer.name().value());
        writeHostPort(out, balancer.address());
        writeHostPort(out, balancer.heartbeats());
        writeBytes(out, balancer.ticketKey());
    }

    static BalancerMember readBalancer(DataInput in) throws IOException {
        return new BalancerMember(readProcess(in), readHostPort(in), readHostPort(in), readBytes(in));
    }

    static void writeOrder(DataOutput out, RoomOrder order) throws IOException {
        out.writeByte(number(order));
    }

    /// The numbers of the orders, for ever.
    private static int number(RoomOrder order) {
        return switch (order) {
            case UNORDERED -> 1;
            case FIFO -> 2;
            case CAUSAL -> 3;
            case TOTAL -> 4;
        };
    }

    static RoomOrder readOrder(DataInput in) throws IOException {
        int number = in.readUnsignedByte();
        return Arrays.stream(RoomOrder.values()).filter(order -> number(order) == number).findFirst()
                .orElseThrow(() -> new IOException("order of a room: " + number));
    }

    static void writeLock(DataOutput out, RoomLock lock) throws IOException {
        writeBytes(out, lock.salt());
        writeBytes(out, lock.admissionKey());
        out.writeInt(lock.memoryKiB());
        out.writeInt(lock.passes());
        out.writeInt(lock.lanes());
    }

    static RoomLock readLock(DataInput in) throws IOException {
        return new RoomLock(readBytes(in), readBytes(in), in.readInt(), in.readInt(), in.readInt());
    }

    static CommandId readCommandId(DataInput in) throws IOException {
        var id = new byte[CommandId.BYTES];
        in.readFully(id);
        return CommandId.copyOf(id);
    }

    static void writeOrigin(DataOutput out, ServerOrigin origin) throws IOException {
        out.writeShort(origin.server().number());
        out.writeInt(origin.incarnation());
    }

    static ServerOrigin readOrigin(DataInput in) throws IOException {
        return ServerOrigin.of(in.readUnsignedShort(), in.readInt());
    }

    static void writeHostPort(DataOutput out, HostPort address) throws IOException {
        writeText(out, address.host());
        out.writeShort(address.port());
    }

    static HostPort readHostPort(DataInput in) throws IOException {
        return new HostPort(readText(in), in.readUnsignedShort());
    }
}
