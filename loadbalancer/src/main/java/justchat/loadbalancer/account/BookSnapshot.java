// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

import justchat.loadbalancer.account.AccountBook.Remembered;
import justchat.loadbalancer.model.BalancerMember;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.PastView;
import justchat.loadbalancer.model.RetiredBalancer;
import justchat.loadbalancer.model.Revocation;
import justchat.loadbalancer.model.Room;
import justchat.loadbalancer.model.RoomName;
import justchat.loadbalancer.model.ServerId;

/// The book as bytes, version 4, with fields as [BookFields] writes them:
/// ```
/// u32 magic "JCBK"   u16 version   u64 view number
/// u32 n, n x account:    text name, u32 m, m x text look, bytes verifier, bytes identity key, bytes sealed identity,
///                        u32 generation, u64 created at
/// u32 n, n x deleted:    text name, u32 m, m x text look
/// u32 n, n x invitation: bytes hash of the token, u64 until                           (oldest first)
/// u32 n, n x revocation: text user, opt bytes login, opt u32 generation, u64 until, text sentence
/// u32 n, n x server:     u16 number, text name, u32 incarnation, text host, u16 port, text host, u16 port,
///                        u64 blank since, u8 draining, u8 state (0 in view, 1 out of view, 2 removed)
/// u32 n, n x balancer:   text name, text host, u16 port, text host, u16 port, bytes ticket key
/// u32 n, n x retired:    balancer, u64 until
/// u32 n, n x command:    16 bytes id, u64 fingerprint, outcome as in OutcomeCodec     (oldest first)
/// u32 n, n x room:       text name, u8 order, text owner, u64 created in view, u64 created at,
///                        opt lock: bytes salt, bytes admission key, u32 memory, u32 passes, u32 lanes
/// u32 n, n x past view:  u64 number, u32 m, m x u16 number of a server                (oldest first)
/// u32 end "KBCJ"
/// ```
/// Versions 1 to 3 are refused.
///
/// Every count is checked against the limits before anything is allocated
/// for it.
record BookSnapshot(long viewNumber, List<Account> accounts, List<Tombstone> deleted,
        SequencedMap<Bytes, Long> invitations, List<Revocation> revocations, List<ServerRecord> servers,
        List<BalancerMember> balancers, List<RetiredBalancer> retired, SequencedMap<CommandId, Remembered> remembered,
        List<Room> rooms, List<PastView> past) {
    private static final int MAGIC = 0x4A43424B;
    private static final int END = 0x4B42434A;
    private static final int VERSION = 4;

    static void write(DataOutput out, BookSnapshot book) throws IOException {
        out.writeInt(MAGIC);
        out.writeShort(VERSION);
        out.writeLong(book.viewNumber);
        BookFields.writeList(out, book.accounts, BookFields::writeAccount);
        BookFields.writeList(out, book.deleted, BookSnapshot::writeDeleted);
        BookFields.writeList(out, List.copyOf(book.invitations.entrySet()), (to, invitation) -> {
            BookFields.writeBytes(to, invitation.getKey());
            to.writeLong(invitation.getValue());
        });
        BookFields.writeList(out, book.revocations, BookSnapshot::writeRevocation);
        BookFields.writeList(out, book.servers, BookSnapshot::writeServer);
        BookFields.writeList(out, book.balancers, BookFields::writeBalancer);
        BookFields.writeList(out, book.retired, (to, gone) -> {
            BookFields.writeBalancer(to, gone.balancer());
            to.writeLong(gone.untilMillis());
        });
        BookFields.writeList(out, List.copyOf(book.remembered.entrySet()), (to, entry) -> {
            to.write(entry.getKey().value().toArray());
            to.writeLong(entry.getValue().fingerprint());
            OutcomeCodec.write(to, entry.getValue().outcome());
        });
        BookFields.writeList(out, book.rooms, BookSnapshot::writeRoom);
        BookFields.writeList(out, book.past, BookSnapshot::writePast);
        out.writeInt(END);
    }

    static BookSnapshot read(DataInput in, BookLimits limits) throws IOException {
        expect(MAGIC, in.readInt(), "magic");
        int version = in.readUnsignedShort();
        if (version < VERSION) {
            throw new IOException("book snapshot: version " + version + ", of an older version of this program, which"
                    + " this one does not read");
        }
        expect(VERSION, version, "version");
        try {
            var book = new BookSnapshot(in.readLong(),
                    BookFields.readList(in, limits.accounts(), BookFields::readAccount),
                    BookFields.readList(in, limits.accounts(), BookSnapshot::readDeleted),
                    readInvitations(in, limits.invitations()),
                    BookFields.readList(in, 2 * limits.revocations(), BookSnapshot::readRevocation),
                    BookFields.readList(in, limits.servers(), BookSnapshot::readServer),
                    BookFields.readList(in, limits.balancers(), BookFields::readBalancer),
                    BookFields.readList(in, limits.balancers(), BookSnapshot::readRetired),
                    readRemembered(in, limits.remembered()),
                    BookFields.readList(in, limits.rooms(), BookSnapshot::readRoom),
                    BookFields.readList(in, limits.pastViews(), it -> readPast(it, limits)));
            expect(END, in.readInt(), "end");
            return book;
        } catch (IllegalArgumentException broken) {
            throw new IOException("book snapshot: " + broken.getMessage(), broken);
        }
    }

    private static void writeDeleted(DataOutput out, Tombstone grave) throws IOException {
        BookFields.writeText(out, grave.name().display());
        BookFields.writeList(out, grave.looks(), BookFields::writeText);
    }

    private static Tombstone readDeleted(DataInput in) throws IOException {
        return new Tombstone(BookFields.readUser(in), BookFields.readLooks(in));
    }

    private static SequencedMap<Bytes, Long> readInvitations(DataInput in, int limit) throws IOException {
        var invitations = new LinkedHashMap<Bytes, Long>();
        BookFields.readList(in, limit, it -> invitations.put(BookFields.readBytes(it), it.readLong()));
        return invitations;
    }

    private static SequencedMap<CommandId, Remembered> readRemembered(DataInput in, int limit) throws IOException {
        var remembered = new LinkedHashMap<CommandId, Remembered>();
        BookFields.readList(in, limit, it -> remembered.put(BookFields.readCommandId(it),
                new Remembered(it.readLong(), OutcomeCodec.read(it))));
        return remembered;
    }

    private static void writeRevocation(DataOutput out, Revocation revocation) throws IOException {
        BookFields.writeText(out, revocation.user().display());
        switch (revocation) {
            case Revocation.OfLogin(_, Bytes login, _, _) -> {
                BookFields.writeOptional(out, Optional.of(login), BookFields::writeBytes);
                BookFields.writeOptional(out, Optional.<Integer>empty(), DataOutput::writeInt);
            }
            case Revocation.OlderThan(_, int generation, Optional<Bytes> but, _, _) -> {
                BookFields.writeOptional(out, but, BookFields::writeBytes);
                BookFields.writeOptional(out, Optional.of(generation), DataOutput::writeInt);
            }
        }
        out.writeLong(revocation.untilMillis());
        BookFields.writeText(out, revocation.sentence());
    }

    private static Revocation readRevocation(DataInput in) throws IOException {
        var user = BookFields.readUser(in);
        var login = BookFields.readOptional(in, BookFields::readBytes);
        var generation = BookFields.readOptional(in, DataInput::readInt);
        long until = in.readLong();
        var sentence = BookFields.readText(in);
        if (generation.isPresent()) {
            return new Revocation.OlderThan(user, generation.get(), login, until, sentence);
        }
        return new Revocation.OfLogin(user, login.orElseThrow(() -> new IOException("a revocation of nothing")),
                until, sentence);
    }

    private static void writeServer(DataOutput out, ServerRecord server) throws IOException {
        out.writeShort(server.number().number());
        BookFields.writeText(out, server.name().value());
        out.writeInt(server.incarnation());
        BookFields.writeHostPort(out, server.address());
        BookFields.writeHostPort(out, server.heartbeats());
        out.writeLong(server.blankSince());
        out.writeBoolean(server.draining());
        out.writeByte(switch (server.state()) {
            case IN_VIEW -> 0;
            case OUT_OF_VIEW -> 1;
            case REMOVED -> 2;
        });
    }

    private static ServerRecord readServer(DataInput in) throws IOException {
        return new ServerRecord(new ServerId(in.readUnsignedShort()), BookFields.readProcess(in), in.readInt(),
                BookFields.readHostPort(in), BookFields.readHostPort(in), in.readLong(), in.readBoolean(),
                readState(in));
    }

    private static ServerRecord.State readState(DataInput in) throws IOException {
        int state = in.readUnsignedByte();
        return switch (state) {
            case 0 -> ServerRecord.State.IN_VIEW;
            case 1 -> ServerRecord.State.OUT_OF_VIEW;
            case 2 -> ServerRecord.State.REMOVED;
            default -> throw new IOException("book snapshot: state of a server: " + state);
        };
    }

    private static RetiredBalancer readRetired(DataInput in) throws IOException {
        return new RetiredBalancer(BookFields.readBalancer(in), in.readLong());
    }

    /// @throws IllegalArgumentException
    ///             if it is the lobby, which is never written
    private static void writeRoom(DataOutput out, Room room) throws IOException {
        BookFields.writeText(out, room.name().value());
        BookFields.writeOrder(out, room.order());
        BookFields.writeText(out,
                room.owner().orElseThrow(() -> new IllegalArgumentException("room: " + room)).display());
        out.writeLong(room.createdInView());
        out.writeLong(room.createdAtMillis());
        BookFields.writeOptional(out, room.lock(), BookFields::writeLock);
    }

    private static Room readRoom(DataInput in) throws IOException {
        return new Room(new RoomName(BookFields.readText(in)), BookFields.readOrder(in),
                Optional.of(BookFields.readUser(in)), in.readLong(), in.readLong(),
                BookFields.readOptional(in, BookFields::readLock));
    }

    private static void writePast(DataOutput out, PastView past) throws IOException {
        out.writeLong(past.number());
        BookFields.writeList(out, past.servers(), (to, server) -> to.writeShort(server.number()));
    }

    private static PastView readPast(DataInput in, BookLimits limits) throws IOException {
        return new PastView(in.readLong(),
                BookFields.readList(in, limits.servers(), it -> new ServerId(it.readUnsignedShort())));
    }

    private static void expect(int expected, int found, String what) throws IOException {
        if (expected != found) {
            throw new IOException("book snapshot: " + what + " " + Integer.toHexString(found) + " instead of "
                    + Integer.toHexString(expected));
        }
    }
}
