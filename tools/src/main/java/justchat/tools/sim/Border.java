// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.List;

import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.room.Effect;
import justchat.messageserver.room.Event;

/// What passes between the cores and their world. The honest one changes
/// nothing; tests of the judge lie here, so that the cores need no switch for
/// bugs.
interface Border {
    /// Changes nothing.
    Border HONEST = new Border() {};

    /// What a room's core is told of an event.
    default List<Event> toCore(RoomInfo room, Event event) {
        return List.of(event);
    }

    /// What the world does of what a room's core asked for.
    default List<Effect> fromCore(RoomInfo room, List<Effect> effects) {
        return effects;
    }

    /// What a server says to another one.
    default Exchange sent(Exchange exchange) {
        return exchange;
    }

    /// What a client sends again to another server.
    default Post repeated(Post post) {
        return post;
    }

    /// On how many servers an entry must be durable.
    default int copies(int wanted) {
        return wanted;
    }

    /// Whether a server that starts, or was put out of the view, tells the balancers
    /// so.
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

    /// What a reader says that it has been shown, when it comes to a server.
    default VersionVector resumed(VersionVector seen) {
        return seen;
    }

    /// Whether a client remembers under which id it sent something.
    default boolean keepsIds() {
        return true;
    }
}
