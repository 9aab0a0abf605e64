// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.Objects;
import java.util.Optional;

import justchat.loadbalancer.model.BalancerMember;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.Revocation;
import justchat.loadbalancer.model.RoomLock;
import justchat.loadbalancer.model.RoomName;
import justchat.loadbalancer.model.RoomOrder;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.model.UserName;

/// What can be written in the book. Every command has one effect, however often
/// it arrives.
///
/// Where something of the book ends by itself, the command says when the balancer
/// handed it in (`atMillis`, milliseconds since 1970): what has ended by then is
/// dropped. That moment is no part of what was asked for, so a retry handed in
/// later is still the same command.
///
/// @param <O>
///            what it can come to
public sealed interface Command<O extends Outcome> {
    CommandId id();

    /// The type of what it can come to.
    Class<O> outcomes();

    /// The command without the moment when it was handed in.
    default Command<O> asked() {
        return this;
    }

    /// A new account, of the first generation.
    ///
    /// @param token
    ///            SHA-256 of an invitation's token, which this uses up
    record SignUp(CommandId id, Account account, Optional<Bytes> token) implements Command<Outcome.OfSignUp> {
        public SignUp {
            Objects.requireNonNull(id, "id");
            if (account.generation() != 1) {
                throw new IllegalArgumentException("generation of a new account: " + account.generation());
            }
            token.ifPresent(Invite::checkHash);
        }

        @Override
        public Class<Outcome.OfSignUp> outcomes() {
            return Outcome.OfSignUp.class;
        }

        @Override
        public SignUp asked() {
            return new SignUp(id, account.createdAt(0), token);
        }
    }

    /// Somebody may sign up.
    ///
    /// @param token
    ///            SHA-256 of the invitation's token
    record Invite(CommandId id, Bytes token, long untilMillis, long atMillis) implements Command<Outcome.OfInvite> {
        public Invite {
            Objects.requireNonNull(id, "id");
            checkHash(token);
        }

        static void checkHash(Bytes token) {
            if (token.length() != Account.KEY_BYTES) {
                throw new IllegalArgumentException("hash of a token: " + token);
            }
        }

        @Override
        public Class<Outcome.OfInvite> outcomes() {
            return Outcome.OfInvite.class;
        }

        @Override
        public Invite asked() {
            return new Invite(id, token, untilMillis, 0);
        }
    }

    /// A new password. All tickets from before are over, but those of the login that asks.
    record ChangePassword(CommandId id, UserName user, Bytes oldVerifier, Bytes newVerifier, Bytes newSealedIdentity,
            Bytes login, long atMillis) implements Command<Outcome.OfChangePassword> {
        public ChangePassword {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(user, "user");
            Account.checkVerifier(oldVerifier);
            Account.checkVerifier(newVerifier);
            Account.checkSealed(newSealedIdentity);
            if (login.length() != Revocation.LOGIN_BYTES) {
                throw new IllegalArgumentException("login: " + login);
            }
        }

        @Override
        public Class<Outcome.OfChangePassword> outcomes() {
            return Outcome.OfChangePassword.class;
        }

        @Override
        public ChangePassword asked() {
            return new ChangePassword(id, user, oldVerifier, newVerifier, newSealedIdentity, login, 0);
        }
    }

    /// New identity keys. All tickets from before are over, but those of the login that asks: other sessions have the old
    /// keys.
    record ChangeIdentity(CommandId id, UserName user, Bytes verifier, Bytes newIdentityKey, Bytes newSealedIdentity,
            Bytes login, long atMillis) implements Command<Outcome.OfChangeIdentity> {
        public ChangeIdentity {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(user, "user");
            Account.checkVerifier(verifier);
            Account.checkIdentityKey(newIdentityKey);
            Account.checkSealed(newSealedIdentity);
            if (login.length() != Revocation.LOGIN_BYTES) {
                throw new IllegalArgumentException("login: " + login);
            }
        }

        @Override
        public Class<Outcome.OfChangeIdentity> outcomes() {
            return Outcome.OfChangeIdentity.class;
        }

        @Override
        public ChangeIdentity asked() {
            return new ChangeIdentity(id, user, verifier, newIdentityKey, newSealedIdentity, login, 0);
        }
    }

    /// An account less. Nobody gets its name again, and all its tickets are over.
    record DeleteAccount(CommandId id, UserName user, Bytes verifier,
            long atMillis) implements Command<Outcome.OfDeleteAccount> {
        public DeleteAccount {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(user, "user");
            Account.checkVerifier(verifier);
        }

        @Override
        public Class<Outcome.OfDeleteAccount> outcomes() {
            return Outcome.OfDeleteAccount.class;
        }

        @Override
        public DeleteAccount asked() {
            return new DeleteAccount(id, user, verifier, 0);
        }
    }

    /// This login is over.
    ///
    /// @param sentence
    ///            for the person whose session it ends
    record Revoke(CommandId id, UserName user, Bytes login, String sentence,
            long atMillis) implements Command<Outcome.OfRevoke> {
        public Revoke {
            Objects.requireNonNull(id, "id");
            new Revocation.OfLogin(user, login, 0, sentence);
        }

        @Override
        public Class<Outcome.OfRevoke> outcomes() {
            return Outcome.OfRevoke.class;
        }

        @Override
        public Revoke asked() {
            return new Revoke(id, user, login, sentence, 0);
        }
    }

    /// A message server starts: it gets its number (always the same for its name)
    /// and a new incarnation, and takes its place in the view at once, instead of
    /// its older life.
    ///
    /// @param blank
    ///            it has no data from an earlier life
    record RegisterServer(CommandId id, ProcessName name, HostPort address, HostPort heartbeats,
            boolean blank) implements Command<Outcome.OfRegisterServer> {
        public RegisterServer {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(heartbeats, "heartbeats");
        }

        @Override
        public Class<Outcome.OfRegisterServer> outcomes() {
            return Outcome.OfRegisterServer.class;
        }
    }

    /// This life of a server is over.
    ///
    /// @param reason
    ///            what the leader saw, for people; empty in logs of before there were reasons
    record Expel(CommandId id, ServerOrigin origin, String reason) implements Command<Outcome.OfExpel> {
        /// Longest reason, in characters.
        public static final int MAX_REASON = 160;

        public Expel {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(origin, "origin");
            if (reason.length() > MAX_REASON) {
                throw new IllegalArgumentException("reason: " + reason.length() + " characters");
            }
        }

        @Override
        public Class<Outcome.OfExpel> outcomes() {
            return Outcome.OfExpel.class;
        }
    }

    /// A server is to take no new sessions, and to give those it has to others; or it takes sessions again.
    record Drain(CommandId id, ProcessName server, boolean draining) implements Command<Outcome.OfDrain> {
        public Drain {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(server, "server");
        }

        @Override
        public Class<Outcome.OfDrain> outcomes() {
            return Outcome.OfDrain.class;
        }
    }

    /// A server goes for good: out of the view, and its name never again in it.
    record RemoveServer(CommandId id, ProcessName server) implements Command<Outcome.OfRemoveServer> {
        public RemoveServer {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(server, "server");
        }

        @Override
        public Class<Outcome.OfRemoveServer> outcomes() {
            return Outcome.OfRemoveServer.class;
        }
    }

    /// A balancer starts; what the book had under its name is replaced.
    record RegisterBalancer(CommandId id, BalancerMember balancer) implements Command<Outcome.OfRegisterBalancer> {
        public RegisterBalancer {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(balancer, "balancer");
        }

        @Override
        public Class<Outcome.OfRegisterBalancer> outcomes() {
            return Outcome.OfRegisterBalancer.class;
        }
    }

    /// A balancer goes: nobody is to call it any more. Its tickets are believed until they have expired, or until it
    /// registers again.
    record RemoveBalancer(CommandId id, ProcessName balancer,
            long atMillis) implements Command<Outcome.OfRemoveBalancer> {
        public RemoveBalancer {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(balancer, "balancer");
        }

        @Override
        public Class<Outcome.OfRemoveBalancer> outcomes() {
            return Outcome.OfRemoveBalancer.class;
        }

        @Override
        public RemoveBalancer asked() {
            return new RemoveBalancer(id, balancer, 0);
        }
    }

    /// A new room.
    ///
    /// @param createdAtMillis
    ///            when the balancer handed it in
    /// @param lock
    ///            if the room is to be closed
    record CreateRoom(CommandId id, RoomName name, RoomOrder order, UserName owner, long createdAtMillis,
            Optional<RoomLock> lock) implements Command<Outcome.OfCreateRoom> {
        public CreateRoom {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(order, "order");
            Objects.requireNonNull(owner, "owner");
            Objects.requireNonNull(lock, "lock");
        }

        @Override
        public Class<Outcome.OfCreateRoom> outcomes() {
            return Outcome.OfCreateRoom.class;
        }

        @Override
        public CreateRoom asked() {
            return new CreateRoom(id, name, order, owner, 0, lock);
        }
    }
}
