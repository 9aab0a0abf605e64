// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.balancer;

import java.util.List;

import justchat.messageserver.model.Member;
import justchat.messageserver.model.Revocation;
import justchat.messageserver.model.RoomInfo;

/// What balancers tell this server besides views (a port). Each balancer says the same,
/// more than once and at different times. Called on the connections' threads; no method
/// blocks.
public interface Instructions {
    /// All rooms of the book.
    void rooms(List<RoomInfo> rooms);

    /// Tickets that are not good any more.
    void revoked(List<Revocation> revocations);

    /// So many sessions are to go to that server, each at a moment within this time.
    void shed(int sessions, Member target, int withinMillis);
}
