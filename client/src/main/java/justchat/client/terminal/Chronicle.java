// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import justchat.client.model.Display;
import justchat.client.model.Line;
import justchat.client.model.Notice;
import justchat.client.model.Wording;

/// The lines of notices, one below the other, and what has to stand between them:
/// a date line before the first one of another day, and a line before the first
/// one that is new to who was not looking. Owned by the printing thread; touches
/// no clock.
///
/// Invariant: no line that says what is new follows another one with nothing of
/// others between them, and there is one for each time that the person was away.
final class Chronicle {
    /// Clocks of servers differ: what is a little older than midnight may come after it.
    private static final long LATE_MILLIS = 600_000;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter LONG_AGO = DateTimeFormatter.ofPattern("MMM d HH:mm", Locale.ENGLISH);
    private static final int CLOCK = 5;

    private final Wording wording;
    private final ZoneId zone;
    private final Map<String, Long> shownAt = new HashMap<>();
    private String room = "";
    private String name = "";
    private LocalDate day;
    /// When the person was last there, the last time that a line was drawn for it.
    private long drawnFor = Long.MIN_VALUE;
    private boolean justDrawn;

    Chronicle(Wording wording, long nowMillis) {
        this.wording = wording;
        this.zone = wording.zone();
        this.day = dayOf(nowMillis);
    }

    /// @param now
    ///            when it is shown, in milliseconds since 1970
    List<Line> of(Notice notice, Attention attention, long now) {
        if (notice instanceof Notice.Entered entered) {
            name = entered.name();
        }
        var lines = new ArrayList<Line>();
        if (notice instanceof Notice.Listed listed && listed.source() != Notice.Listed.Source.SEARCH) {
            listed(listed, lines);
        } else {
            if (isNews(notice)) {
                returned(attention, now, lines);
            }
            turnTo(notice.atMillis(), lines);
            lines.addAll(wording.of(notice));
        }
        remember(notice);
        return lines;
    }

    /// Of others, and to be read.
    private boolean isNews(Notice notice) {
        return switch (notice) {
            case Notice.Said said -> !said.mine();
            case Notice.Replied replied -> !replied.author().equals(name);
            case Notice.Whispered whispered -> !whispered.mine();
            case Notice.Offered _,Notice.Mentioned _ -> true;
            default -> false;
        };
    }

    private void remember(Notice notice) {
        switch (notice) {
            case Notice.InRoom in -> {
                room = in.room().name();
                justDrawn |= in.fresh();
            }
            case Notice.Said said -> shown(room, said.atMillis());
            case Notice.Replied replied -> shown(room, replied.atMillis());
            case Notice.Listed listed when listed.source() == Notice.Listed.Source.UNREAD -> listed.messages().forEach(
                    message -> shown(listed.room(), message.atMillis()));
            default -> {
                // no message of a room
            }
        }
    }

    private void shown(String where, long atMillis) {
        shownAt.merge(where, atMillis, Math::max);
    }

    private void returned(Attention attention, long now, List<Line> lines) {
        if (attention.isMissing(now) && drawnFor != attention.at()) {
            drawnFor = attention.at();
            if (!justDrawn) {
                lines.add(separator("new since " + clock(shownAt.getOrDefault(room, attention.at()), now)));
            }
        }
        justDrawn = false;
    }

    /// A page: what is unread stands below a line that says so, and each day below its
    /// date.
    private void listed(Notice.Listed listed, List<Line> lines) {
        var messages = listed.messages().iterator();
        boolean unread = listed.source() == Notice.Listed.Source.UNREAD && messages.hasNext();
        if (unread && !justDrawn) {
            long since = shownAt.getOrDefault(listed.room(), listed.messages().getFirst().atMillis());
            lines.add(separator((listed.room().equals(room)
                    ? "new since "
                    : "new in " + Display.safe(listed.room())
                            + " since ")
                    + clock(since, listed.atMillis())));
        }
        for (var line : wording.of(listed)) {
            if (line.kind() == Line.Kind.PUBLIC && messages.hasNext()) {
                turnTo(messages.next().atMillis(), lines);
                lines.add(new Line(line.time().substring(Math.max(0, line.time().length() - CLOCK)), line.label(),
                        line.nick(), line.body(), line.kind()));
            } else if (!unread || !lines.isEmpty() && lines.getLast().kind() == Line.Kind.PUBLIC) {
                lines.add(line);
            }
        }
        justDrawn = false;
    }

    /// A date line, if the day is another one.
    private void turnTo(long atMillis, List<Line> lines) {
        var next = dayOf(atMillis);
        boolean late = next.isBefore(day) && dayOf(atMillis + LATE_MILLIS).equals(day);
        if (!next.equals(day) && !late) {
            day = next;
            lines.add(separator(DAY.format(day)));
        }
    }

    private String clock(long millis, long now) {
        return (dayOf(millis).equals(dayOf(now)) ? TIME : LONG_AGO).format(Instant.ofEpochMilli(millis).atZone(zone));
    }

    private LocalDate dayOf(long millis) {
        return Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
    }

    private static Line separator(String text) {
        return new Line("", "", "", text, Line.Kind.SEPARATOR);
    }
}
