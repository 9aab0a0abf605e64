// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What [Wording] says of rooms and of what they hold. Pure.
record RoomWording(ZoneId zone) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMM d HH:mm", Locale.ENGLISH);
    private static final int QUOTE = 40;

    static String replied(Notice.Replied replied) {
        return to(replied.to(), replied.quote()) + ": " + Display.safeLines(replied.text());
    }

    static String reacted(Notice.Reacted reacted) {
        var sign = Display.safe(reacted.sign());
        return (reacted.withdrawn() ? "takes back " + sign : sign) + " "
                + (reacted.to().isEmpty() ? "an earlier message" : quoted(reacted.to(), reacted.quote()));
    }

    private static String to(String author, String quote) {
        return author.isEmpty() ? "to an earlier message" : "to " + quoted(author, quote);
    }

    private static String quoted(String author, String quote) {
        return Display.safe(author) + " \"" + Display.safe(brief(quote)) + "\"";
    }

    /// The beginning of a text.
    static String brief(String text) {
        return text.codePointCount(0, text.length()) <= QUOTE
                ? text
                : text.substring(0, text.offsetByCodePoints(0, QUOTE)) + "...";
    }

    static List<Line> entered(String time, Notice.InRoom in) {
        var room = in.room();
        var lines = new ArrayList<Line>();
        var topic = room.topic().isEmpty() ? "" : ": " + room.topic();
        if (!room.name().equals(RoomName.LOBBY) || !topic.isEmpty()) {
            lines.add(new Line(time, "--", "", Display.safe(room.name() + ", " + nature(room, " order") + topic),
                    Line.Kind.FAINT));
        }
        if (in.recent() > 0) {
            lines.add(new Line("", "", "", in.fresh()
                    ? String.format(Locale.ROOT, "new since you were here: %,d", in.recent())
                    : String.format(Locale.ROOT, "last %,d of %,d messages", in.recent(), Math.max(in.recent(), room
                            .entries())),
                    Line.Kind.SEPARATOR));
        }
        if (in.unread() > 0) {
            lines.addAll(Wording.notices(time, List.of(String.format(Locale.ROOT,
                    "%,d unread; #inbox shows them %d at a time", in.unread(), in.atATime()))));
        }
        return List.copyOf(lines);
    }

    static List<String> code(Notice.NewCode made) {
        return List.of("the code of " + Display.safe(made.room()) + ": " + Display.safe(made.code().text()),
                "it is shown this once: tell it to whom you want there, in person or with #message, and not in a room;"
                        + " #join #" + Display.safe(made.room()) + " asks for it, and whoever has it can read along");
    }

    /// A page, oldest first.
    List<Line> listed(String time, Notice.Listed listed) {
        var lines = new ArrayList<Line>();
        var room = Display.safe(listed.room());
        int count = listed.messages().size();
        var heading = switch (listed.source()) {
            case HISTORY -> count == 0
                    ? "there is nothing older in " + room
                    : "history of " + room + ": " + Figures.count(count, "message");
            case SEARCH -> "found in " + room + ": " + Figures.count(count, "message");
            case UNREAD -> "unread in " + room + ": " + Figures.count(count, "message");
        };
        lines.addAll(Wording.notices(time, List.of(heading)));
        listed.messages().forEach(message -> lines.add(message(message, listed.atMillis())));
        lines.addAll(Wording.notices(time, tail(listed)));
        return List.copyOf(lines);
    }

    static List<String> why(Notice.Why why) {
        var author = Display.safe(why.message().author());
        var lines = new ArrayList<String>();
        lines.add(cited(why.message()) + ", in a room of " + why.room().order().word() + " order");
        if (why.after().isEmpty()) {
            lines.add("  comes after nothing that was shown here");
        } else {
            lines.add("  comes after what " + author + " had said or been shown: "
                    + Figures.count(why.before(), "message") + " of those here, the last of them");
            why.after().forEach(message -> lines.add("    " + cited(message)));
        }
        if (!why.beside().isEmpty()) {
            lines.add("  said at the same time, neither author had been shown the other's:");
            why.beside().forEach(message -> lines.add("    " + cited(message)));
        }
        lines.add("  justchat trace why " + why.id() + " tells what every process did for it, where the logs are");
        return lines;
    }

    private static String cited(Notice.Cited message) {
        return "m" + message.number() + " " + quoted(message.author(), message.text());
    }

    private static List<String> tail(Notice.Listed listed) {
        return switch (listed.source()) {
            case HISTORY -> listed.more() ? List.of("#history goes further back") : List.of();
            case SEARCH -> listed.more() ? List.of("#search goes further back") : List.of();
            case UNREAD -> listed.left().isEmpty()
                    ? List.of()
                    : listed.left().getAsLong() > 0
                            ? List.of(String.format(Locale.ROOT, "%,d unread left; #inbox goes on",
                                    listed.left().getAsLong()))
                            : List.of("nothing unread is left");
        };
    }

    private Line message(Notice.ShownMessage message, long today) {
        var body = new StringBuilder();
        if (!message.to().isEmpty() || !message.quote().isEmpty()) {
            body.append(to(message.to(), message.quote())).append(": ");
        }
        body.append(Display.safeLines(message.text()));
        if (message.edited()) {
            body.append(" (edited)");
        }
        message.reactions().forEach((sign, users) -> body.append("  ").append(Display.safe(sign)).append(' ')
                .append(users.stream().map(Display::safe).collect(Collectors.joining(", "))));
        if (message.number() > 0) {
            body.append("  [m").append(message.number()).append(']');
        }
        return Wording.said(time(message.atMillis(), today), message.author(), body.toString());
    }

    /// With its day, unless that is today.
    private String time(long millis, long today) {
        var at = Instant.ofEpochMilli(millis).atZone(zone);
        return at.toLocalDate().equals(Instant.ofEpochMilli(today).atZone(zone).toLocalDate())
                ? TIME.format(at)
                : DAY.format(at);
    }

    static List<String> rooms(Notice.RoomList list) {
        if (list.rooms().isEmpty()) {
            return List.of("there is no such room; #create #room makes one");
        }
        var lines = new ArrayList<String>();
        lines.add(Figures.count(list.rooms().size(), "room") + "; #join #room joins one");
        list.rooms().forEach(known -> lines.add("  " + room(known)));
        return lines;
    }

    /// `causal order, closed, 3 members`. Nobody joins or leaves the lobby.
    private static String nature(RoomSummary room, String order) {
        return room.info().order().word() + order + ", " + (room.info().isClosed() ? "closed, " : "")
                + (room.name().equals(RoomName.LOBBY) ? "everybody" : Figures.count(room.members(), "member"));
    }

    private static String room(Notice.KnownRoom known) {
        var room = known.room();
        return Display.safe(room.name() + " (" + nature(room, "") + ", "
                + String.format(Locale.ROOT, "%,d so far)", room.entries())
                + (room.joined() ? " joined" + (known.number() > 0 ? ", Alt-" + known.number() : "") : "")
                + (known.unread() > 0 ? String.format(Locale.ROOT, ", %,d unread", known.unread()) : "")
                + (room.topic().isEmpty() ? "" : ": " + room.topic()));
    }

    List<String> members(Notice.MemberList list) {
        return List.of(Figures.count(list.members().size(), "member") + " in " + Display.safe(list.room()) + ": "
                + list.members().stream().map(known -> member(known, list.atMillis()))
                        .collect(Collectors.joining(", ")));
    }

    /// `away since 12:03: lunch`.
    String away(Away away, long nowMillis) {
        var since = Instant.ofEpochMilli(away.sinceMillis()).atZone(zone);
        boolean today = since.toLocalDate().equals(Instant.ofEpochMilli(nowMillis).atZone(zone).toLocalDate());
        return "away since " + (today ? TIME : DAY).format(since) + (away.text().isBlank()
                ? ""
                : ": " + Display.safe(away.text()));
    }

    private String member(Notice.KnownMember known, long nowMillis) {
        var member = known.member();
        var signs = new ArrayList<String>();
        if (member.owner()) {
            signs.add("owner");
        } else if (member.moderator()) {
            signs.add("moderator");
        }
        if (member.muted()) {
            signs.add("muted");
        }
        if (known.verified()) {
            signs.add("verified");
        }
        signs.add(known.online() ? "online" : "offline");
        known.away().ifPresent(away -> signs.add(away(away, nowMillis)));
        return Display.safe(member.user()) + " (" + String.join(", ", signs) + ")";
    }
}
