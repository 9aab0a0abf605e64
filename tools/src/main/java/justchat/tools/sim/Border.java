// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.List;

import justchat.messageserver.model.Exchange;
import justchat.messageserver.room.Effect;
import justchat.messageserver.room.Event;

/// What passes between the cores and their world. The honest one changes
/// nothing; tests of the judge lie here, so that the cores need no switch for
/// bugs.
interface Border {
    /// Changes nothing.
    Border HONEST = new Border() {};

    /// What a room's core is told of an event.
    default List<Event> toCore(Replica replica, Event event) {
        return List.of(event);
    }

    /// What the world does of what a room's core asked for.
    default List<Effect> fromCore(Replica replica, List<Effect> effects) {
        return effects;
    }

    /// What a server says to another one.
    default Exchange sent(Replica replica, Exchange exchange) {
        return exchange;
    }

    /// On how many servers an entry must be durable.
    default int copies(int wanted) {
        return wanted;
    }

    /// Whether every life of a server asks the balancers for an incarnation of its
    /// own.
    default boolean registersAnew() {
        return true;
    }

    /// Whether a server that lost its disk says that it is blank.
    default boolean admitsBlank() {
        return true;
    }

    /// Whether the core hears that an entry is durable only when it is.
    default boolean waitsForSync() {
        return true;
    }

    /// Whether a message moves to the least place of its copies.
    default boolean movesToLeastPlace() {
        return true;
    }

    /// Whether a reader goes on from the vector of what it was shown.
    default boolean resumesByVector() {
        return true;
    }

    /// Whether a client sends again under the same id.
    default boolean keepsIds() {
        return true;
    }

    /// Whether a client drops what it has shown already.
    default boolean dropsRepeated() {
        return true;
    }
}
