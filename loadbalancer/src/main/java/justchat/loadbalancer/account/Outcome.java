// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.Objects;

import justchat.loadbalancer.model.ServerOrigin;

/// What a command came to. A repeated command has the outcome of its
/// first time. The sealed interfaces below say what each command can come to.
public sealed interface Outcome {
    sealed interface OfSignUp extends Outcome {}

    sealed interface OfInvite extends Outcome {}

    sealed interface OfChangePassword extends Outcome {}

    sealed interface OfChangeIdentity extends Outcome {}

    sealed interface OfDeleteAccount extends Outcome {}

    sealed interface OfRevoke extends Outcome {}

    sealed interface OfRegisterServer extends Outcome {}

    sealed interface OfExpel extends Outcome {}

    sealed interface OfDrain extends Outcome {}

    sealed interface OfRemoveServer extends Outcome {}

    sealed interface OfRegisterBalancer extends Outcome {}

    sealed interface OfRemoveBalancer extends Outcome {}

    sealed interface OfCreateRoom extends Outcome {}

    /// The account is in the book.
    record SignedUp() implements OfSignUp {}

    /// The invitation is unknown, used up or has ended.
    record NotInvited() implements OfSignUp {}

    /// The name belongs to somebody else, or looks like one that does; or it is another room's.
    record NameTaken() implements OfSignUp, OfCreateRoom {}

    /// The invitation is in the book.
    record Invited() implements OfInvite {}

    /// The account has its new password.
    ///
    /// @param generation
    ///            of its tickets from now on
    record PasswordChanged(int generation) implements OfChangePassword {}

    /// The account has its new identity keys.
    ///
    /// @param generation
    ///            of its tickets from now on
    record IdentityChanged(int generation) implements OfChangeIdentity {}

    /// The account is gone.
    record AccountDeleted() implements OfDeleteAccount {}

    /// There is no such account, or it has another password.
    record WrongPassword() implements OfChangePassword, OfChangeIdentity, OfDeleteAccount {}

    /// The login is over.
    record Revoked() implements OfRevoke {}

    /// The server has its incarnation.
    ///
    /// @param view
    ///            number of the view that it first stands in
    record ServerRegistered(ServerOrigin origin, long view) implements OfRegisterServer {
        public ServerRegistered {
            Objects.requireNonNull(origin, "origin");
        }
    }

    /// The server is in no view from this number on.
    record Expelled(long view) implements OfExpel {}

    /// It had been expelled, or replaced by a newer life, before.
    record NotInView() implements OfExpel {}

    /// The server drains, or does not, from the view of this number on.
    record Drained(long view) implements OfDrain {}

    /// The server is gone for good, and in no view from this number on.
    record ServerRemoved(long view) implements OfRemoveServer {}

    /// The server is in the view and does not drain: who is there would be cut off.
    record StillServing() implements OfRemoveServer {}

    /// The balancer stands in the view of this number, and in those that follow.
    record BalancerRegistered(long view) implements OfRegisterBalancer {}

    /// The balancer is to be called by nobody from the view of this number on.
    record BalancerRemoved(long view) implements OfRemoveBalancer {}

    /// It is the only balancer.
    record LastBalancer() implements OfRemoveBalancer {}

    /// There is nothing of this name in the book.
    record Unknown() implements OfDrain, OfRemoveServer, OfRemoveBalancer {}

    /// The server of this name was removed.
    record Removed() implements OfRegisterServer {}

    /// The room is in the book.
    ///
    /// @param view
    ///            number of the view in which it was created
    record RoomCreated(long view) implements OfCreateRoom {}

    /// The book has no room for one more of these.
    record Full()
            implements
                OfSignUp,
                OfInvite,
                OfChangePassword,
                OfChangeIdentity,
                OfDeleteAccount,
                OfRevoke,
                OfRegisterServer,
                OfRegisterBalancer,
                OfRemoveBalancer,
                OfCreateRoom {}

    /// This user has as many rooms, or has ended as many logins, as one may.
    record OwnerFull() implements OfCreateRoom, OfRevoke {}

    /// The command's id was used before, for another command.
    record IdReused()
            implements
                OfSignUp,
                OfInvite,
                OfChangePassword,
                OfChangeIdentity,
                OfDeleteAccount,
                OfRevoke,
                OfRegisterServer,
                OfExpel,
                OfDrain,
                OfRemoveServer,
                OfRegisterBalancer,
                OfRemoveBalancer,
                OfCreateRoom {}
}
