// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.stream.IntStream;

/// How much the book holds. All balancers of a deployment must agree on them,
/// since they are part of what a command does.
///
/// @param accounts
///            accounts, and names of deleted ones; 200,000 of them take about 115 MB of heap, and as much
///            again while a snapshot is installed
/// @param servers
///            server names ever seen
/// @param balancers
///            balancer names ever seen
/// @param remembered
///            latest commands whose outcome is remembered; an id that is older
///            than these is taken for a new one
/// @param rooms
///            rooms, besides the lobby
/// @param ownRooms
///            rooms of one owner
/// @param pastViews
///            latest views before the current one
/// @param invitations
///            invitations that have neither been used nor ended
/// @param revocations
///            users whose tickets of older generations are revoked, and as many revoked logins; both lists together must
///            fit in one frame, as servers ask for them
/// @param ownRevocations
///            revoked logins of one user
public record BookLimits(int accounts, int servers, int balancers, int remembered, int rooms, int ownRooms,
        int pastViews, int invitations, int revocations, int ownRevocations) {
    public static final BookLimits DEFAULT = new BookLimits(200_000, 1_000, 15, 4_096, 1_000, 50, 512, 10_000,
            2_000, 64);

    public BookLimits {
        if (IntStream.of(accounts, servers, balancers, remembered, rooms, ownRooms, pastViews, invitations, revocations,
                ownRevocations).anyMatch(limit -> limit < 1)) {
            throw new IllegalArgumentException("limits: each must be at least 1");
        }
    }
}
