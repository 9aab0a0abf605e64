// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import justchat.loadbalancer.account.AccountBook.Remembered;
import justchat.loadbalancer.account.AccountBook.ServerRecord;
import justchat.loadbalancer.model.BalancerMember;
import justchat.loadbalancer.model.PastView;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.Room;
import justchat.loadbalancer.model.ServerId;

/// The book as bytes. Version 2, big-endian; `text` is a u16 length and UTF-8,
/// `bytes` a u16 length and bytes:
/// ```
/// u32 magic "JCBK"   u16 version   u64 view number
/// u32 n, n x account:   text name, bytes verifier, bytes identity key, bytes sealed identity
/// u32 n, n x server:    u16 number, text name, u32 incarnation, text host, u16 port, text host, u16 port,
///                       u64 blank since, u8 in view
/// u32 n, n x balancer:  text name, text host, u16 port, text host, u16 port, bytes ticket key
/// u32 n, n x command:   16 bytes id, u64 fingerprint, outcome as in BookCodec      (oldest first)
/// u32 n, n x room:      text name, u8 order, text owner, u64 created in view, u64 created at
/// u32 n, n x past view: u64 number, u32 m, m x u16 number of a server               (oldest first)
/// u32 end "KBCJ"
/// ```
/// Version 1 had no rooms and no past views, and is still read.
///
/// Every count is checked against the limits before anything is allocated
/// for it.
record BookSnapshot(long viewNumber, List<Account> accounts, List<ServerRecord> servers,
        List<BalancerMember> balancers, SequencedMap<CommandId, Remembered> remembered,
        List<Room> rooms, List<PastView> past) {
    private static final int MAGIC = 0x4A43424B;
    private static final int END = 0x4B42434A;
    private static final int VERSION = 2;
    private static final int VERSION_WITHOUT_ROOMS = 1;

    static void write(DataOutput out, BookSnapshot book) throws IOException {
        out.writeInt(MAGIC);
        out.writeShort(VERSION);
        out.writeLong(book.viewNumber);
        out.writeInt(book.accounts.size());
        for (var account : book.accounts) {
            BookCodec.writeAccount(out, account);
        }
        out.writeInt(book.servers.size());
        for (var server : book.servers) {
            writeServer(out, server);
        }
        out.writeInt(book.balancers.size());
        for (var balancer : book.balancers) {
            BookCodec.writeBalancer(out, balancer);
        }
        out.writeInt(book.remembered.size());
        for (var entry : book.remembered.entrySet()) {
            out.write(entry.getKey().value().toArray());
            out.writeLong(entry.getValue().fingerprint());
            BookCodec.writeOutcome(out, entry.getValue().outcome());
        }
        out.writeInt(book.rooms.size());
        for (var room : book.rooms) {
            BookCodec.writeRoom(out, room);
        }
        out.writeInt(book.past.size());
        for (var past : book.past) {
            writePast(out, past);
        }
        out.writeInt(END);
    }

    static BookSnapshot read(DataInput in, BookLimits limits) throws IOException {
        expect(MAGIC, in.readInt(), "magic");
        int version = in.readUnsignedShort();
        if (version != VERSION_WITHOUT_ROOMS) {
            expect(VERSION, version, "version");
        }
        try {
            long viewNumber = in.readLong();
            var accounts = list(in, limits.accounts(), BookCodec::readAccount);
            var servers = list(in, limits.servers(), BookSnapshot::readServer);
            var balancers = list(in, limits.balancers(), BookCodec::readBalancer);
            var remembered = new LinkedHashMap<CommandId, Remembered>();
            int commands = count(in, limits.remembered());
            for (int i = 0; i < commands; i++) {
                var id = BookCodec.readCommandId(in);
                long fingerprint = in.readLong();
                remembered.put(id, new Remembered(fingerprint, BookCodec.readOutcome(in)));
            }
            boolean more = version != VERSION_WITHOUT_ROOMS;
            List<Room> rooms = more ? list(in, limits.rooms(), BookCodec::readRoom) : List.of();
            List<PastView> past = more ? list(in, limits.pastViews(), it -> readPast(it, limits)) : List.of();
            expect(END, in.readInt(), "end");
            return new BookSnapshot(viewNumber, accounts, servers, balancers, remembered, rooms, past);
        } catch (IllegalArgumentException broken) {
            throw new IOException("book snapshot: " + broken.getMessage(), broken);
        }
    }

    private static void writeServer(DataOutput out, ServerRecord server) throws IOException {
        out.writeShort(server.number().number());
        BookCodec.writeText(out, server.name().value());
        out.writeInt(server.incarnation());
        BookCodec.writeHostPort(out, server.address());
        BookCodec.writeHostPort(out, server.heartbeats());
        out.writeLong(server.blankSince());
        out.writeBoolean(server.inView());
    }

    private static ServerRecord readServer(DataInput in) throws IOException {
        return new ServerRecord(new ServerId(in.readUnsignedShort()), new ProcessName(BookCodec.readText(in)),
                in.readInt(), BookCodec.readHostPort(in), BookCodec.readHostPort(in), in.readLong(), in.readBoolean());
    }

    private static void writePast(DataOutput out, PastView past) throws IOException {
        out.writeLong(past.number());
        out.writeInt(past.servers().size());
        for (var server : past.servers()) {
            out.writeShort(server.number());
        }
    }

    private static PastView readPast(DataInput in, BookLimits limits) throws IOException {
        return new PastView(in.readLong(),
                list(in, limits.servers(), it -> new ServerId(it.readUnsignedShort())));
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(DataInput in) throws IOException;
    }

    private static <T> List<T> list(DataInput in, int limit, Reader<T> reader) throws IOException {
        int count = count(in, limit);
        List<T> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(reader.read(in));
        }
        return list;
    }

    private static int count(DataInput in, int limit) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > limit) {
            throw new IOException("book snapshot: count " + count + ", limit " + limit);
        }
        return count;
    }

    private static void expect(int expected, int found, String what) throws IOException {
        if (expected != found) {
            throw new IOException("book snapshot: " + what + " " + Integer.toHexString(found) + " instead of "
                    + Integer.toHexString(expected));
        }
    }
}
