// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.List;
import java.util.OptionalLong;

import justchat.client.model.Notice;

/// What a room that comes before the eyes begins with: the little that is
/// unread, or, if it was never read here, its latest messages. Pure; owned
/// by [Rooms].
///
/// What has to be asked for belongs above what is delivered meanwhile, which is
/// held, see [Room#hold].
final class CatchingUp {
    private final Requests requests;
    private final Choosing choosing;
    private final Viewing viewing;
    private final Listing listing;

    CatchingUp(Requests requests, Choosing choosing, Viewing viewing, Listing listing) {
        this.requests = requests;
        this.choosing = choosing;
        this.viewing = viewing;
        this.listing = listing;
    }

    /// Messages that are shown at once.
    boolean isLittle(long unread) {
        return unread > 0 && unread <= choosing.choices().inbox();
    }

    /// The little that is unread.
    void unread(Room room, Now now, Effects effects) {
        var reading = room.reading();
        int most = choosing.choices().inbox();
        if (!isLittle(reading.unread())) {
            return;
        }
        if (reading.isBacklog()) {
            awaits(room, new Requests.Kind.Unread(room.name(), reading.read(), most, List.of(), room.nextHold()), now,
                    effects);
        } else {
            listing.entries(room.name(), reading.take(most, room.shown().seen()), OptionalLong.empty(), now, effects);
            reading.moved(now);
        }
    }

    /// The latest messages of a room.
    void context(Room room, Now now, Effects effects) {
        awaits(room, Requests.Kind.History.context(room.name(), room.nextHold()), now, effects);
    }

    private void awaits(Room room, Requests.Kind kind, Now now, Effects effects) {
        if (requests.ask(kind, now, effects)) {
            room.hold();
        }
    }

    /// The page is there, or will never be.
    ///
    /// @param hold
    ///            as [Room#nextHold] gave it
    void release(Room room, int hold, Now now, Effects effects) {
        if (room.isHolding(hold)) {
            viewing.release(room, now, effects);
        }
    }

    /// Tells where the person is.
    void announce(Room room, long recent, Now now, Effects effects) {
        long unread = room.reading().unread();
        effects.show(new Notice.InRoom(now.millis(), room.summary(), recent, recent > 0 && room.beginsNew(), isLittle(
                unread) ? 0 : unread, choosing.choices().inbox()));
    }
}
