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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

import justchat.loadbalancer.model.BalancerMember;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.Room;
import justchat.loadbalancer.model.RoomName;
import justchat.loadbalancer.model.RoomOrder;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.model.UserName;

/// Commands and outcomes as bytes, for the replicated log. A command is `u8
/// kind, 16 bytes id` and its fields in order, an outcome `u8 kind` and its
/// fields; integers big-endian, `text` and `bytes` with a u16 length before
/// them. A kind is never given a new meaning, since old logs are replayed: what
/// changes gets a new kind.
public final class BookCodec {
    private static final int SIGN_UP = 1;
    private static final int REGISTER_SERVER = 2;
    private static final int REGISTER_BALANCER = 3;
    private static final int EXPEL = 4;
    private static final int CREATE_ROOM = 5;

    private static final int SIGNED_UP = 1;
    private static final int NAME_TAKEN = 2;
    private static final int SERVER_REGISTERED = 3;
    private static final int BALANCER_REGISTERED = 4;
    private static final int EXPELLED = 5;
    private static final int NOT_IN_VIEW = 6;
    private static final int FULL = 7;
    private static final int ID_REUSED = 8;
    private static final int ROOM_CREATED = 9;
    private static final int OWNER_FULL = 10;

    private static final int MAX_FIELD_BYTES = 1024;

    private BookCodec() {}

    public static byte[] encode(Command command) {
        return encoded(out -> writeCommand(out, command));
    }

    /// @throws IOException
    ///             if these bytes are no command
    public static Command decodeCommand(byte[] bytes) throws IOException {
        return decoded(bytes, BookCodec::readCommand);
    }

    public static byte[] encode(Outcome outcome) {
        return encoded(out -> writeOutcome(out, outcome));
    }

    /// @throws IOException
    ///             if these bytes are no outcome
    public static Outcome decodeOutcome(byte[] bytes) throws IOException {
        return decoded(bytes, BookCodec::readOutcome);
    }

    /// Tells a retry from another command under the same id: the first 8 bytes of
    /// the SHA-256 of the encoded command, without the moment when a balancer handed
    /// it in.
    static long fingerprint(Command command) {
        var asked = command instanceof Command.CreateRoom(CommandId id, RoomName name, RoomOrder order, UserName owner, _)
                ? new Command.CreateRoom(id, name, order, owner, 0)
                : command;
        try {
            return Bytes.copyOf(MessageDigest.getInstance("SHA-256").digest(encode(asked))).head();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void writeCommand(DataOutput out, Command command) throws IOException {
        switch (command) {
            case Command.SignUp(CommandId id, Account account) -> {
                begin(out, SIGN_UP, id);
                writeAccount(out, account);
            }
            case Command.RegisterServer(CommandId id, ProcessName name, HostPort address, HostPort heartbeats, boolean blank) -> {
                begin(out, REGISTER_SERVER, id);
                writeText(out, name.value());
                writeHostPort(out, address);
                writeHostPort(out, heartbeats);
                out.writeBoolean(blank);
            }
            case Command.RegisterBalancer(CommandId id, BalancerMember balancer) -> {
                begin(out, REGISTER_BALANCER, id);
                writeBalancer(out, balancer);
            }
            case Command.Expel(CommandId id, ServerOrigin origin) -> {
                begin(out, EXPEL, id);
                writeOrigin(out, origin);
            }
            case Command.CreateRoom(CommandId id, RoomName name, RoomOrder order, UserName owner, long createdAtMillis) -> {
                begin(out, CREATE_ROOM, id);
                writeText(out, name.value());
                out.writeByte(number(order));
                writeText(out, owner.display());
                out.writeLong(createdAtMillis);
            }
        }
    }

    private static void begin(DataOutput out, int kind, CommandId id) throws IOException {
        out.writeByte(kind);
        out.write(id.value().toArray());
    }

    private static Command readCommand(DataInput in) throws IOException {
        int kind = in.readUnsignedByte();
        var id = readCommandId(in);
        return switch (kind) {
            case SIGN_UP -> new Command.SignUp(id, readAccount(in));
            case REGISTER_SERVER -> new Command.RegisterServer(id, new ProcessName(readText(in)), readHostPort(in),
                    readHostPort(in), in.readBoolean());
            case REGISTER_BALANCER -> new Command.RegisterBalancer(id, readBalancer(in));
            case EXPEL -> new Command.Expel(id, readOrigin(in));
            case CREATE_ROOM -> new Command.CreateRoom(id, new RoomName(readText(in)), readOrder(in),
                    UserName.of(readText(in)), in.readLong());
            default -> throw new IOException("kind of command: " + kind);
        };
    }

    static void writeOutcome(DataOutput out, Outcome outcome) throws IOException {
        switch (outcome) {
            case Outcome.SignedUp() -> out.writeByte(SIGNED_UP);
            case Outcome.NameTaken() -> out.writeByte(NAME_TAKEN);
            case Outcome.ServerRegistered(ServerOrigin origin, long view) -> {
                out.writeByte(SERVER_REGISTERED);
                writeOrigin(out, origin);
                out.writeLong(view);
            }
            case Outcome.BalancerRegistered(long view) -> {
                out.writeByte(BALANCER_REGISTERED);
                out.writeLong(view);
            }
            case Outcome.Expelled(long view) -> {
                out.writeByte(EXPELLED);
                out.writeLong(view);
            }
            case Outcome.NotInView() -> out.writeByte(NOT_IN_VIEW);
            case Outcome.Full() -> out.writeByte(FULL);
            case Outcome.IdReused() -> out.writeByte(ID_REUSED);
            case Outcome.RoomCreated(long view) -> {
                out.writeByte(ROOM_CREATED);
                out.writeLong(view);
            }
            case Outcome.OwnerFull() -> out.writeByte(OWNER_FULL);
        }
    }

    static Outcome readOutcome(DataInput in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case SIGNED_UP -> new Outcome.SignedUp();
            case NAME_TAKEN -> new Outcome.NameTaken();
            case SERVER_REGISTERED -> new Outcome.ServerRegistered(readOrigin(in), in.readLong());
            case BALANCER_REGISTERED -> new Outcome.BalancerRegistered(in.readLong());
            case EXPELLED -> new Outcome.Expelled(in.readLong());
            case NOT_IN_VIEW -> new Outcome.NotInView();
            case FULL -> new Outcome.Full();
            case ID_REUSED -> new Outcome.IdReused();
            case ROOM_CREATED -> new Outcome.RoomCreated(in.readLong());
            case OWNER_FULL -> new Outcome.OwnerFull();
            default -> throw new IOException("kind of outcome: " + kind);
        };
    }

    static void writeAccount(DataOutput out, Account account) throws IOException {
        writeText(out, account.name().display());
        writeBytes(out, account.verifier());
        writeBytes(out, account.identityKey());
        writeBytes(out, account.sealedIdentity());
    }

    static Account readAccount(DataInput in) throws IOException {
        return new Account(UserName.of(readText(in)), readBytes(in), readBytes(in), readBytes(in));
    }

    static void writeBalancer(DataOutput out, BalancerMember balancer) throws IOException {
        writeText(out, balancer.name().value());
        writeHostPort(out, balancer.address());
        writeHostPort(out, balancer.heartbeats());
        writeBytes(out, balancer.ticketKey());
    }

    static BalancerMember readBalancer(DataInput in) throws IOException {
        return new BalancerMember(new ProcessName(readText(in)), readHostPort(in), readHostPort(in), readBytes(in));
    }

    /// @throws IllegalArgumentException
    ///             if it is the lobby, which is never written
    static void writeRoom(DataOutput out, Room room) throws IOException {
        writeText(out, room.name().value());
        out.writeByte(number(room.order()));
        writeText(out, room.owner().orElseThrow(() -> new IllegalArgumentException("room: " + room)).display());
        out.writeLong(room.createdInView());
        out.writeLong(room.createdAtMillis());
    }

    static Room readRoom(DataInput in) throws IOException {
        return new Room(new RoomName(readText(in)), readOrder(in), Optional.of(UserName.of(readText(in))),
                in.readLong(), in.readLong());
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

    private static RoomOrder readOrder(DataInput in) throws IOException {
        int number = in.readUnsignedByte();
        return Arrays.stream(RoomOrder.values()).filter(order -> number(order) == number).findFirst()
                .orElseThrow(() -> new IOException("order of a room: " + number));
    }

    static CommandId readCommandId(DataInput in) throws IOException {
        var id = new byte[CommandId.BYTES];
        in.readFully(id);
        return CommandId.copyOf(id);
    }

    private static void writeOrigin(DataOutput out, ServerOrigin origin) throws IOException {
        out.writeShort(origin.server().number());
        out.writeInt(origin.incarnation());
    }

    private static ServerOrigin readOrigin(DataInput in) throws IOException {
        return ServerOrigin.of(in.readUnsignedShort(), in.readInt());
    }

    static void writeHostPort(DataOutput out, HostPort address) throws IOException {
        writeText(out, address.host());
        out.writeShort(address.port());
    }

    static HostPort readHostPort(DataInput in) throws IOException {
        return new HostPort(readText(in), in.readUnsignedShort());
    }

    static void writeText(DataOutput out, String text) throws IOException {
        writeBytes(out, Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String readText(DataInput in) throws IOException {
        return new String(readBytes(in).toArray(), StandardCharsets.UTF_8);
    }

    private static void writeBytes(DataOutput out, Bytes bytes) throws IOException {
        if (bytes.length() > MAX_FIELD_BYTES) {
            throw new IllegalArgumentException("field: " + bytes);
        }
        out.writeShort(bytes.length());
        out.write(bytes.toArray());
    }

    private static Bytes readBytes(DataInput in) throws IOException {
        int length = in.readUnsignedShort();
        if (length > MAX_FIELD_BYTES) {
            throw new IOException("field: " + length + " bytes, limit " + MAX_FIELD_BYTES);
        }
        var bytes = new byte[length];
        in.readFully(bytes);
        return Bytes.copyOf(bytes);
    }

    @FunctionalInterface
    private interface Writing {
        void to(DataOutput out) throws IOException;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T from(DataInput in) throws IOException;
    }

    private static byte[] encoded(Writing writing) {
        var bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static <T> T decoded(byte[] bytes, Reading<T> reading) throws IOException {
        var in = new ByteArrayInputStream(bytes);
        try {
            var decoded = reading.from(new DataInputStream(in));
            if (in.available() > 0) {
                throw new IOException(in.available() + " bytes too many");
            }
            return decoded;
        } catch (IllegalArgumentException broken) {
            throw new IOException(broken.getMessage(), broken);
        }
    }
}
