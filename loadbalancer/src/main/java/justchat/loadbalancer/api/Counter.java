// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

/// What an operator may ask about, counted since the process started.
public enum Counter {
    /// Logins that were accepted.
    LOGINS,
    /// Logins with a wrong password or an unknown name.
    LOGINS_FAILED,
    /// Logins that came too soon after too many failures.
    LOGINS_SLOWED,
    /// Logins refused because the user has one elsewhere.
    LOGINS_ELSEWHERE,
    /// Logins ended by their user.
    LOGINS_REVOKED,
    /// Passwords changed here.
    PASSWORDS_CHANGED,
    /// Identity keys changed here.
    IDENTITIES_CHANGED,
    /// Accounts deleted here.
    ACCOUNTS_DELETED,
    /// Accounts made here.
    SIGN_UPS,
    /// Sign-ups of a name that is taken, or is none.
    SIGN_UPS_REFUSED,
    /// Sign-ups that came too soon after too many from one address.
    SIGN_UPS_SLOWED,
    /// Invitations made here.
    INVITATIONS,
    /// Rooms created here.
    ROOMS_CREATED,
    /// Rooms that were not: the name is taken or none, or there are too many.
    ROOMS_REFUSED,
    /// Servers assigned to clients.
    ASSIGNMENTS,
    /// Clients for whom there was no server.
    ASSIGNMENTS_EMPTY,
    /// Tickets that were forged, revoked or expired.
    TICKETS_REFUSED,
    /// Calls that the caller's certificate does not allow.
    NOT_PERMITTED,
    /// Changes of the book that no majority took.
    NO_MAJORITY,
    /// Servers that registered here.
    REGISTRATIONS,
    /// Reports of servers taken in.
    REPORTS,
    /// Views pushed to servers.
    VIEWS_PUSHED,
    /// Servers cut off because they did not take the views pushed to them.
    VIEWS_NOT_TAKEN,
    /// Lists of rooms pushed to servers.
    ROOMS_PUSHED,
    /// Lists of revocations pushed to servers.
    REVOCATIONS_PUSHED
}
