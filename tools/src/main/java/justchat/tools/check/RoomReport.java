// SPDX-License-Identifier: Apache-2.0
package justchat.tools.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import justchat.messageserver.history.Damage;
import justchat.messageserver.history.Inspection;

/// What was found of one room, in words: one line if all is well.
record RoomReport(Inspection room) {
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("  " + room.room() + ": " + (room.isFine() ? "fine, " : "DAMAGED, ")
                + count(room.entries(), "entry", "entries") + " of " + count(room.logs().size(), "log", "logs") + " in "
                + count(room.segments(), "segment", "segments") + ", " + kibibytes(room.bytes()) + epochs());
        if (room.torn() > 0) {
            lines.add("    an unfinished write of " + count(room.torn(), "byte", "bytes")
                    + " at the end, which nobody was told of: a start cuts it off");
        }
        room.damages().stream().map(Damage::toString).forEach(damage -> lines.add("    " + damage));
        room.logs().forEach((origin, log) -> {
            if (log.entries() < log.highest()) {
                lines.add("    log " + origin + ": entries 1 to " + log.entries() + " count, of those up to "
                        + log.highest() + " some are lost");
            }
        });
        if (!room.isFine()) {
            lines.add("    " + remedy());
        }
        return lines;
    }

    private String remedy() {
        return room.whole()
                ? "nothing is lost: a start writes the header anew"
                : "a start goes on with what counts and fetches the rest from the other servers";
    }

    private String epochs() {
        return room.epochs().isEmpty()
                ? ""
                : ", epochs " + room.epochs().first() + " to " + room.epochs().last();
    }

    private static String count(long count, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
    }

    private static String kibibytes(long bytes) {
        return String.format(Locale.ROOT, "%,d KiB", bytes / 1024);
    }
}
