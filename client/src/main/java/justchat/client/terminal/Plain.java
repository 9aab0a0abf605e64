// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import justchat.client.core.Bar;
import justchat.client.model.Display;
import justchat.client.model.Line;

/// The screen in words: signs are spoken, and what the bar would show is said
/// when it begins. Owned by the printing thread; touches no clock.
final class Plain {
    private final Set<String> unread = new HashSet<>();
    /// Of those, where somebody spoke to the person.
    private final Set<String> named = new HashSet<>();
    private boolean waits;

    /// The same line without signs.
    static Line words(Line line) {
        return switch (line.kind()) {
            case SEPARATOR -> line;
            case PUBLIC -> with(line, line.label() + ":");
            case PRIVATE -> with(line, line.label().replace(" -> ", " to ") + ":");
            case NOTICE, FAINT -> with(line, "note:");
            case OFFER -> with(line, "offer:");
            case PROBLEM -> with(line, "problem:");
        };
    }

    /// What is worth saying of the bar, now that it is this one.
    List<String> heard(Bar bar) {
        var sentences = new ArrayList<String>();
        for (var room : bar.rooms()) {
            boolean elsewhere = room.count() > 0 && !room.name().equals(bar.room());
            if (!elsewhere) {
                unread.remove(room.name());
                named.remove(room.name());
            } else if (unread.add(room.name()) | room.mention() && named.add(room.name())) {
                sentences.add("unread in " + Display.safe(room.name()) + (room.mention() ? ", you are named" : ""));
            }
        }
        if (bar.attention().waits() && !waits) {
            sentences.add("waiting for the balancers; Ctrl-C stops that");
        }
        waits = bar.attention().waits();
        return List.copyOf(sentences);
    }

    private static Line with(Line line, String label) {
        return new Line(line.time(), label, line.nick(), line.body(), line.kind());
    }
}
