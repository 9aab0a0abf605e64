// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.Optional;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.RoomInfo;

/// The rules of one room, and the state they are about. Pure; owned by the
/// room's strand.
///
/// A rule is asked on the author's server, before the entry is stamped; an entry
/// that another server stamped meanwhile is shown, and counts, whatever was
/// decided here.
public sealed interface Conduct permits RoomConduct, PersonalConduct {
    /// Why this may not be said now; empty: it may. The post's `seen` is delivered
    /// here. Changes nothing that [#shown] has made.
    ///
    /// @param atMillis
    ///            now, since 1970
    Optional<Outcome> refusal(Post post, long atMillis);

    /// Every entry that the room shows, in the room's order on this server, each
    /// once.
    void shown(Entry entry);

    /// A further copy of an entry that was shown, in the room's order on this server:
    /// the least place of all copies decides, whichever was shown here.
    void copied(Entry copy);

    /// The rules for this room.
    static Conduct of(RoomInfo room) {
        return room.name().equals(RoomInfo.PRIVATE.name()) ? new PersonalConduct() : new RoomConduct(room);
    }
}
