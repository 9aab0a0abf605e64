// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

import justchat.loadbalancer.model.ServerOrigin;

/// Outcomes as bytes: `u8 kind` and the fields in order, as [BookFields] writes them. A kind keeps its meaning for ever.
public final class OutcomeCodec {
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
    private static final int NOT_INVITED = 11;
    private static final int INVITED = 12;
    private static final int PASSWORD_CHANGED = 13;
    private static final int ACCOUNT_DELETED = 14;
    private static final int WRONG_PASSWORD = 15;
    private static final int REVOKED = 16;
    private static final int DRAINED = 17;
    private static final int SERVER_REMOVED = 18;
    private static final int STILL_SERVING = 19;
    private static final int BALANCER_REMOVED = 20;
    private static final int LAST_BALANCER = 21;
    private static final int UNKNOWN = 22;
    private static final int REMOVED = 23;
    private static final int IDENTITY_CHANGED = 24;

    private OutcomeCodec() {}

    public static byte[] encode(Outcome outcome) {
        return BookFields.encoded(out -> write(out, outcome));
    }

    /// @throws IOException
    ///             if these bytes are no outcome
    public static Outcome decode(byte[] bytes) throws IOException {
        return BookFields.decoded(bytes, OutcomeCodec::read);
    }

    static void write(DataOutput out, Outcome outcome) throws IOException {
        switch (outcome) {
            case Outcome.SignedUp() -> out.writeByte(SIGNED_UP);
            case Outcome.NotInvited() -> out.writeByte(NOT_INVITED);
            case Outcome.NameTaken() -> out.writeByte(NAME_TAKEN);
            case Outcome.Invited() -> out.writeByte(INVITED);
            case Outcome.PasswordChanged(int generation) -> {
                out.writeByte(PASSWORD_CHANGED);
                out.writeInt(generation);
            }
            case Outcome.IdentityChanged(int generation) -> {
                out.writeByte(IDENTITY_CHANGED);
                out.writeInt(generation);
            }
            case Outcome.AccountDeleted() -> out.writeByte(ACCOUNT_DELETED);
            case Outcome.WrongPassword() -> out.writeByte(WRONG_PASSWORD);
            case Outcome.Revoked() -> out.writeByte(REVOKED);
            case Outcome.ServerRegistered(ServerOrigin origin, long view) -> {
                out.writeByte(SERVER_REGISTERED);
                BookFields.writeOrigin(out, origin);
                out.writeLong(view);
            }
            case Outcome.Expelled(long view) -> write(out, EXPELLED, view);
            case Outcome.NotInView() -> out.writeByte(NOT_IN_VIEW);
            case Outcome.Drained(long view) -> write(out, DRAINED, view);
            case Outcome.ServerRemoved(long view) -> write(out, SERVER_REMOVED, view);
            case Outcome.StillServing() -> out.writeByte(STILL_SERVING);
            case Outcome.BalancerRegistered(long view) -> write(out, BALANCER_REGISTERED, view);
            case Outcome.BalancerRemoved(long view) -> write(out, BALANCER_REMOVED, view);
            case Outcome.LastBalancer() -> out.writeByte(LAST_BALANCER);
            case Outcome.Unknown() -> out.writeByte(UNKNOWN);
            case Outcome.Removed() -> out.writeByte(REMOVED);
            case Outcome.RoomCreated(long view) -> write(out, ROOM_CREATED, view);
            case Outcome.Full() -> out.writeByte(FULL);
            case Outcome.OwnerFull() -> out.writeByte(OWNER_FULL);
            case Outcome.IdReused() -> out.writeByte(ID_REUSED);
        }
    }

    private static void write(DataOutput out, int kind, long view) throws IOException {
        out.writeByte(kind);
        out.writeLong(view);
    }

    static Outcome read(DataInput in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case SIGNED_UP -> new Outcome.SignedUp();
            case NOT_INVITED -> new Outcome.NotInvited();
            case NAME_TAKEN -> new Outcome.NameTaken();
            case INVITED -> new Outcome.Invited();
            case PASSWORD_CHANGED -> new Outcome.PasswordChanged(in.readInt());
            case IDENTITY_CHANGED -> new Outcome.IdentityChanged(in.readInt());
            case ACCOUNT_DELETED -> new Outcome.AccountDeleted();
            case WRONG_PASSWORD -> new Outcome.WrongPassword();
            case REVOKED -> new Outcome.Revoked();
            case SERVER_REGISTERED -> new Outcome.ServerRegistered(BookFields.readOrigin(in), in.readLong());
            case EXPELLED -> new Outcome.Expelled(in.readLong());
            case NOT_IN_VIEW -> new Outcome.NotInView();
            case DRAINED -> new Outcome.Drained(in.readLong());
            case SERVER_REMOVED -> new Outcome.ServerRemoved(in.readLong());
            case STILL_SERVING -> new Outcome.StillServing();
            case BALANCER_REGISTERED -> new Outcome.BalancerRegistered(in.readLong());
            case BALANCER_REMOVED -> new Outcome.BalancerRemoved(in.readLong());
            case LAST_BALANCER -> new Outcome.LastBalancer();
            case UNKNOWN -> new Outcome.Unknown();
            case REMOVED -> new Outcome.Removed();
            case ROOM_CREATED -> new Outcome.RoomCreated(in.readLong());
            case FULL -> new Outcome.Full();
            case OWNER_FULL -> new Outcome.OwnerFull();
            case ID_REUSED -> new Outcome.IdReused();
            default -> throw new IOException("kind of outcome: " + kind);
        };
    }
}
