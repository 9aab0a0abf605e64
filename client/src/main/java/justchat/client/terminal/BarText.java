// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import justchat.client.core.Bar;
import justchat.client.model.Display;
import justchat.client.model.Figures;

/// The bar above the input line in words: ` lobby | 4 online | ms-1 3ms | ...`; the
/// name of a closed room has ` [closed]` behind it.
/// Pure. What does not fit is cut at the end.
final class BarText {
    private static final int METER = 10;

    private BarText() {}

    static String of(Bar bar, int columns) {
        var parts = new ArrayList<String>();
        parts.add(bar.room() + (bar.closed() ? " [closed]" : ""));
        if (bar.server().isEmpty()) {
            parts.add(bar.state());
        } else {
            parts.add(bar.online() + " online");
            parts.add(bar.server() + delay(bar));
        }
        if (!bar.attention().trouble().isEmpty()) {
            parts.add(bar.attention().trouble());
        }
        if (bar.attention().waits()) {
            parts.add("waits (Ctrl-C stops)");
        }
        var unread = unread(bar);
        if (!unread.isEmpty()) {
            parts.add(unread);
        }
        if (bar.unsent() > 0) {
            parts.add(bar.unsent() + " unsent");
        }
        if (!bar.offers().isEmpty()) {
            var oldest = bar.offers().getFirst();
            parts.add("OFFER " + oldest.id() + " " + oldest.fileName() + " " + Figures.size(oldest.bytes()) + " from "
                    + oldest.from() + (bar.offers().size() > 1 ? " +" + (bar.offers().size() - 1) : ""));
        }
        if (!bar.transfers().isEmpty()) {
            parts.add(transfer(bar.transfers().getFirst()) + (bar.transfers().size() > 1
                    ? " +" + (bar.transfers().size() - 1)
                    : ""));
        }
        return fit(" " + Display.safe(String.join(" | ", parts)), columns - 1);
    }

    /// `dev 2  ops 1!  @bob 1`: the other rooms, with a mark where the person is named.
    private static String unread(Bar bar) {
        return bar.rooms().stream().filter(room -> room.count() > 0 && !room.name().equals(bar.room()))
                .map(room -> room.name() + " " + room.count() + (room.mention() && !room.name().startsWith("@")
                        ? "!"
                        : ""))
                .collect(Collectors.joining("  "));
    }

    private static String delay(Bar bar) {
        if (bar.delayMicros().isEmpty()) {
            return "";
        }
        long micros = bar.delayMicros().getAsLong();
        return micros < 10_000 ? String.format(Locale.ROOT, " %.1fms", micros / 1000.0) : " " + micros / 1000 + "ms";
    }

    private static String transfer(Bar.Running transfer) {
        if (transfer.total() <= 0 || transfer.done() <= 0) {
            return transfer.id() + " " + transfer.fileName() + (transfer.state().isEmpty()
                    ? ""
                    : "  " + transfer.state());
        }
        int filled = (int) (METER * transfer.done() / transfer.total());
        var words = new ArrayList<>(List.of(transfer.id() + " " + transfer.fileName(),
                "#".repeat(filled) + ".".repeat(METER - filled), 100 * transfer.done() / transfer.total() + "%"));
        if (!transfer.state().isEmpty()) {
            words.add(transfer.state());
        } else if (transfer.bytesPerSecond() > 0) {
            words.add(Figures.size(transfer.bytesPerSecond()) + "/s");
            words.add(Figures.clock((transfer.total() - transfer.done()) / transfer.bytesPerSecond()));
        }
        return String.join("  ", words);
    }

    /// No longer than it has to be: what is short stays one row when the terminal
    /// becomes narrower.
    private static String fit(String text, int columns) {
        return Wrap.cut(text + " ", Math.max(1, columns));
    }
}
