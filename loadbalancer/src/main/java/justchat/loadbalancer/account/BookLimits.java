// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.stream.IntStream;

/// How much the book holds. All balancers of a deployment must agree on them,
/// since they are part of what a command does.
///
/// @param accounts
///            accounts; a million of them take about 400 MB of heap
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
public record BookLimits(int accounts, int servers, int balancers, int remembered, int rooms, int ownRooms,
        int pastViews) {
    public static final BookLimits DEFAULT = new BookLimits(1_000_000, 1_000, 15, 4_096, 1_000, 50, 512);

    public BookLimits {
        if (IntStream.of(accounts, servers, balancers, remembered, rooms, ownRooms, pastViews)
                .anyMatch(limit -> limit < 1)) {
            throw new IllegalArgumentException("limits: each must be at least 1");
        }
    }
}
