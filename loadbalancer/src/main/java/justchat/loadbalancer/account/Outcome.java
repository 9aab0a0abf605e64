// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.Objects;

import justchat.loadbalancer.model.ServerOrigin;

/// What a command came to. A repeated command has the outcome of its
/// first time.
public sealed interface Outcome {
    /// The account is in the book.
    record SignedUp() implements Outcome {}

    /// The room is in the book.
    ///
    /// @param view
    ///            number of the view in which it was created
    record RoomCreated(long view) implements Outcome {}

    /// The name belongs to somebody else, or looks like one that does; or it is another room's.
    record NameTaken() implements Outcome {}

    /// The server has its incarnation.
    ///
    /// @param view
    ///            number of the view that it first stands in
    record ServerRegistered(ServerOrigin origin, long view) implements Outcome {
        public ServerRegistered {
            Objects.requireNonNull(origin, "origin");
        }
    }

    /// The balancer stands in the view of this number, and in those that follow.
    record BalancerRegistered(long view) implements Outcome {}

    /// The server is in no view from this number on.
    record Expelled(long view) implements Outcome {}

    /// It had been expelled, or replaced by a newer life, before.
    record NotInView() implements Outcome {}

    /// The book has no room for one more of these.
    record Full() implements Outcome {}

    /// This user has as many rooms as one may have.
    record OwnerFull() implements Outcome {}

    /// The command's id was used before, for another command.
    record IdReused() implements Outcome {}
}
