// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

import justchat.loadbalancer.model.BalancerMember;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.RoomLock;
import justchat.loadbalancer.model.RoomName;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.model.UserName;

/// Commands as bytes, for the replicated log: `u8 kind, 16 bytes id` and the fields in order, as [BookFields] writes
/// them; what they come to is written by [OutcomeCodec]. A kind is never given a new meaning, since old logs are
/// replayed: what changes gets a new kind.
public final class BookCodec {
    /// Had accounts without looks, generation and date; not read any more.
    private static final int OLD_SIGN_UP = 1;
    private static final int REGISTER_SERVER = 2;
    private static final int REGISTER_BALANCER = 3;
    /// Had no reason; still read, not written any more.
    private static final int OLD_EXPEL = 4;
    /// Had no lock; still read, not written any more.
    private static final int OLD_CREATE_ROOM = 5;
    private static final int SIGN_UP = 6;
    private static final int INVITE = 7;
    private static final int CHANGE_PASSWORD = 8;
    private static final int DELETE_ACCOUNT = 9;
    private static final int REVOKE = 10;
    private static final int DRAIN = 11;
    private static final int REMOVE_SERVER = 12;
    private static final int REMOVE_BALANCER = 13;
    private static final int EXPEL = 14;
    private static final int CREATE_ROOM = 15;
    private static final int CHANGE_IDENTITY = 16;

    private BookCodec() {}

    public static byte[] encode(Command<?> command) {
        return BookFields.encoded(out -> write(out, command));
    }

    /// @throws IOException
    ///             if these bytes are no command
    public static Command<?> decodeCommand(byte[] bytes) throws IOException {
        return BookFields.decoded(bytes, BookCodec::read);
    }

    /// Tells a retry from another command under the same id: the first 8 bytes of
    /// the SHA-256 of the encoded command, without the moment when a balancer handed
    /// it in.
    static long fingerprint(Command<?> command) {
        try {
            return Bytes.copyOf(MessageDigest.getInstance("SHA-256").digest(encode(command.asked()))).head();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void write(DataOutput out, Command<?> command) throws IOException {
        out.writeByte(kind(command));
        out.write(command.id().value().toArray());
        switch (command) {
            case Command.SignUp(_, Account account, var token) -> {
                BookFields.writeAccount(out, account);
                BookFields.writeOptional(out, token, BookFields::writeBytes);
            }
            case Command.Invite(_, Bytes token, long untilMillis, long atMillis) -> {
                BookFields.writeBytes(out, token);
                out.writeLong(untilMillis);
                out.writeLong(atMillis);
            }
            case Command.ChangePassword change -> writeChange(out, change);
            case Command.ChangeIdentity change -> writeChange(out, change);
            case Command.DeleteAccount(_, UserName user, Bytes verifier, long atMillis) -> {
                BookFields.writeText(out, user.display());
                BookFields.writeBytes(out, verifier);
                out.writeLong(atMillis);
            }
            case Command.Revoke(_, UserName user, Bytes login, String sentence, long atMillis) -> {
                BookFields.writeText(out, user.display());
                BookFields.writeBytes(out, login);
                BookFields.writeText(out, sentence);
                out.writeLong(atMillis);
            }
            case Command.RegisterServer(_, ProcessName name, HostPort address, HostPort heartbeats, boolean blank) -> {
                BookFields.writeText(out, name.value());
                BookFields.writeHostPort(out, address);
                BookFields.writeHostPort(out, heartbeats);
                out.writeBoolean(blank);
            }
            case Command.Expel(_, ServerOrigin origin, String reason) -> {
                BookFields.writeOrigin(out, origin);
                BookFields.writeText(out, reason);
            }
            case Command.Drain(_, ProcessName server, boolean draining) -> {
                BookFields.writeText(out, server.value());
                out.writeBoolean(draining);
            }
            case Command.RemoveServer(_, ProcessName server) -> BookFields.writeText(out, server.value());
            case Command.RegisterBalancer(_, BalancerMember balancer) -> BookFields.writeBalancer(out, balancer);
            case Command.RemoveBalancer(_, ProcessName balancer, long atMillis) -> {
                BookFields.writeText(out, balancer.value());
                out.writeLong(atMillis);
            }
            case Command.CreateRoom create -> writeRoom(out, create);
        }
    }

    private static void writeChange(DataOutput out, Command.ChangePassword change) throws IOException {
        BookFields.writeText(out, change.user().display());
        BookFields.writeBytes(out, change.oldVerifier());
        BookFields.writeBytes(out, change.newVerifier());
        BookFields.writeBytes(out, change.newSealedIdentity());
        BookFields.writeBytes(out, change.login());
        out.writeLong(change.atMillis());
    }

    private static void writeRoom(DataOutput out, Command.CreateRoom create) throws IOException {
        BookFields.writeText(out, create.name().value());
        BookFields.writeOrder(out, create.order());
        BookFields.writeText(out, create.owner().display());
        out.writeLong(create.createdAtMillis());
        BookFields.writeOptional(out, create.lock(), BookFields::writeLock);
    }

    private static Command<?> readRoom(DataInput in, CommandId id, BookFields.Reader<Optional<RoomLock>> lock)
            throws IOException {
        return new Command.CreateRoom(id, new RoomName(BookFields.readText(in)), BookFields.readOrder(in),
                BookFields.readUser(in), in.readLong(), lock.read(in));
    }

    private static void writeChange(DataOutput out, Command.ChangeIdentity change) throws IOException {
        BookFields.writeText(out, change.user().display());
        BookFields.writeBytes(out, change.verifier());
        BookFields.writeBytes(out, change.newIdentityKey());
        BookFields.writeBytes(out, change.newSealedIdentity());
        BookFields.writeBytes(out, change.login());
        out.writeLong(change.atMillis());
    }

    private static int kind(Command<?> command) {
        return switch (command) {
            case Command.SignUp _ -> SIGN_UP;
            case Command.Invite _ -> INVITE;
            case Command.ChangePassword _ -> CHANGE_PASSWORD;
            case Command.ChangeIdentity _ -> CHANGE_IDENTITY;
            case Command.DeleteAccount _ -> DELETE_ACCOUNT;
            case Command.Revoke _ -> REVOKE;
            case Command.RegisterServer _ -> REGISTER_SERVER;
            case Command.Expel _ -> EXPEL;
            case Command.Drain _ -> DRAIN;
            case Command.RemoveServer _ -> REMOVE_SERVER;
            case Command.RegisterBalancer _ -> REGISTER_BALANCER;
            case Command.RemoveBalancer _ -> REMOVE_BALANCER;
            case Command.CreateRoom _ -> CREATE_ROOM;
        };
    }

    private static Command<?> read(DataInput in) throws IOException {
        int kind = in.readUnsignedByte();
        var id = BookFields.readCommandId(in);
        return switch (kind) {
            case SIGN_UP -> new Command.SignUp(id, BookFields.readAccount(in),
                    BookFields.readOptional(in, BookFields::readBytes));
            case INVITE -> new Command.Invite(id, BookFields.readBytes(in), in.readLong(), in.readLong());
            case CHANGE_PASSWORD -> new Command.ChangePassword(id, BookFields.readUser(in), BookFields.readBytes(in),
                    BookFields.readBytes(in), BookFields.readBytes(in), BookFields.readBytes(in), in.readLong());
            case CHANGE_IDENTITY -> new Command.ChangeIdentity(id, BookFields.readUser(in), BookFields.readBytes(in),
                    BookFields.readBytes(in), BookFields.readBytes(in), BookFields.readBytes(in), in.readLong());
            case DELETE_ACCOUNT -> new Command.DeleteAccount(id, BookFields.readUser(in), BookFields.readBytes(in),
                    in.readLong());
            case REVOKE -> new Command.Revoke(id, BookFields.readUser(in), BookFields.readBytes(in),
                    BookFields.readText(in), in.readLong());
            case REGISTER_SERVER -> new Command.RegisterServer(id, BookFields.readProcess(in),
                    BookFields.readHostPort(in), BookFields.readHostPort(in), in.readBoolean());
            case OLD_EXPEL -> new Command.Expel(id, BookFields.readOrigin(in), "");
            case EXPEL -> new Command.Expel(id, BookFields.readOrigin(in), BookFields.readText(in));
            case DRAIN -> new Command.Drain(id, BookFields.readProcess(in), in.readBoolean());
            case REMOVE_SERVER -> new Command.RemoveServer(id, BookFields.readProcess(in));
            case REGISTER_BALANCER -> new Command.RegisterBalancer(id, BookFields.readBalancer(in));
            case REMOVE_BALANCER -> new Command.RemoveBalancer(id, BookFields.readProcess(in), in.readLong());
            case OLD_CREATE_ROOM -> readRoom(in, id, _ -> Optional.empty());
            case CREATE_ROOM -> readRoom(in, id, it -> BookFields.readOptional(it, BookFields::readLock));
            case OLD_SIGN_UP -> throw new IOException(
                    "kind of command: " + kind + ", of an older version of this program, which this one does not read");
            default -> throw new IOException("kind of command: " + kind);
        };
    }
}
