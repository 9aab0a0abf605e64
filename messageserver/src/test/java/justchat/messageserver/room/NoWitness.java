// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.RoomInfo;

/// For tests that look at something else.
public final class NoWitness implements Witness {
    @Override
    public void shown(RoomInfo room, Entry entry) {}

    @Override
    public void member(RoomInfo room, String user, boolean joined) {}
}
