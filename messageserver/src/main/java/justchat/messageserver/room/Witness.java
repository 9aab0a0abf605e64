// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.RoomInfo;

/// Hears what a room shows (a port), on the room's strand: every entry once, in
/// this server's order, those from disk at the start too; but no message that
/// was erased before it came. MUST NOT block.
public interface Witness {
    void shown(RoomInfo room, Entry entry);

    /// This user is in the room from now on, or is not any more. Not told of rooms
    /// that everybody is in.
    void member(RoomInfo room, String user, boolean joined);
}
