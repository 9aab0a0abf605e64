// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Notices in words, the same at the terminal and in a pipe. Everything that
/// came from others goes through [Display] here. Pure.
///
/// @param zone
///            of the times shown
/// @param answers
///            how an offer is answered here, with the offer's id for `%s`
public record Wording(ZoneId zone, String answers) {
    private static final DateTimeFormatter SHARED = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final String KEYS = "Alt-Y accept  Alt-N decline";
    private static final String COMMANDS = "#accept %1$s or #decline %1$s";

    /// For a keyboard.
    public static Wording keys(ZoneId zone) {
        return new Wording(zone, KEYS);
    }

    /// For a program, or a terminal without an editor.
    public static Wording commands(ZoneId zone) {
        return new Wording(zone, COMMANDS);
    }

    /// The lines of one notice; never empty.
    public List<Line> of(Notice notice) {
        var time = TIME.format(Instant.ofEpochMilli(notice.atMillis()).atZone(zone));
        return switch (notice) {
            case Notice.Said said -> List.of(said(time, said.author(), Display.safeLines(said.text())));
            case Notice.Whispered whispered -> List.of(whispered(time, whispered));
            case Notice.Receipted receipt -> List.of(new Line(time, "--", "", receipted(receipt), Line.Kind.FAINT));
            case Notice.Offered offered -> List.of(new Line(time, "--", offered.from(), offer(offered),
                    Line.Kind.OFFER));
            case Notice.Replied replied -> List.of(said(time, replied.author(), RoomWording.replied(replied)));
            case Notice.Edited edited -> List.of(said(time, edited.author(), "edited: "
                    + Display.safeLines(edited.text())));
            case Notice.Reacted reacted -> List.of(said(time, reacted.author(), RoomWording.reacted(reacted)));
            case Notice.Happened happened -> List.of(new Line(time, "--", "", Display.safe(happened.sentence()),
                    Line.Kind.FAINT));
            case Notice.Mentioned mentioned -> List.of(new Line(time, "[" + Display.safe(mentioned.room()) + "] "
                    + Display.safe(mentioned.author()), mentioned.author(), Display.safeLines(mentioned.text()),
                    Line.Kind.PRIVATE));
            case Notice.InRoom room -> RoomWording.entered(time, room);
            case Notice.NewCode made -> notices(time, RoomWording.code(made));
            case Notice.Listed listed -> new RoomWording(zone).listed(time, listed);
            case Notice.RoomList list -> notices(time, RoomWording.rooms(list));
            case Notice.Why why -> notices(time, RoomWording.why(why));
            case Notice.MemberList list -> notices(time, new RoomWording(zone).members(list));
            case Notice.IsAway away -> notices(time, List.of((away.user().isEmpty()
                    ? "you are "
                    : Display.safe(away.user()) + " is ") + new RoomWording(zone).away(away.away(), away.atMillis())
                    + (away.user().isEmpty() ? "; #back ends that" : "")));
            case Notice.Refused refused -> List.of(problem(time, Display.safe(refused.sentence()) + " (\""
                    + Display.safe(refused.typed()) + "\")"));
            case Notice.FileList list -> notices(time, files(list));
            case Notice.UserList list -> notices(time, users(list));
            case Notice.TransferList list -> notices(time, transfers(list));
            case Notice.AccountList list -> notices(time, new AccountWording(zone).accounts(list));
            case Notice.SessionList list -> notices(time, new AccountWording(zone).sessions(list));
            case Notice.SettingList list -> notices(time, CommandWording.settings(list.choices()));
            case Notice.CommandList list -> notices(time, list.word().map(CommandWording::of).orElseGet(
                    CommandWording::all));
            case Notice.Problem problem -> List.of(problem(time, Display.safe(problem.sentence())));
            case Notice.Failed failed -> List.of(problem(time, failed.id() + " " + name(failed.fileName())
                    + " failed: " + Display.safe(failed.sentence())));
            case Notice.Entered entered -> entered(time, entered);
            case Notice.Sharing _,Notice.Waiting _,Notice.Published _,Notice.Accepted _,Notice.Answered _,Notice.Dropped _,Notice.Done _,Notice.Lost _,Notice.Moved _,Notice.StatusReport _,Notice.Info _ ->
                notices(
                        time, List.of(sentence(notice)));
        };
    }

    /// @param body
    ///            safe already
    static Line said(String time, String author, String body) {
        return new Line(time, Display.safe(author), author, body, Line.Kind.PUBLIC);
    }

    private static Line whispered(String time, Notice.Whispered whispered) {
        var other = Display.safe(whispered.other());
        var label = (whispered.mine() ? "you -> " + other : other + " -> you") + " (private, " + whispered.via() + ")";
        return new Line(time, label, whispered.other(), Display.safeLines(whispered.text()), Line.Kind.PRIVATE);
    }

    /// What a person is told who wrote privately.
    private String receipted(Notice.Receipted receipt) {
        var at = new AccountWording(zone).since(receipt.messages().getLast().atMillis(), receipt.atMillis());
        return (receipt.read() ? "read by " : "delivered to ") + Display.safe(receipt.user()) + ": "
                + (receipt.messages().size() == 1
                        ? "your private message of " + at
                        : "your " + receipt.messages().size() + " private messages, the last one of " + at);
    }

    private String offer(Notice.Offered offered) {
        return Display.safe(offered.from()) + (offered.privately() ? " offers you " : " shares ")
                + name(offered.file().name()) + " (" + Figures.size(offered.file().size()) + ")  [" + offered.id()
                + "]  " + String.format(Locale.ROOT, answers, offered.id()) + "  (" + within(offered
                        .waitsMillis())
                + ")";
    }

    /// A time limit; of a long one the way it took to come here does not matter.
    private static String within(long millis) {
        return "within " + Figures.duration(millis < 60_000 ? millis : (millis + 5_000) / 10_000 * 10_000);
    }

    /// The one-sentence notices.
    private String sentence(Notice notice) {
        return switch (notice) {
            case Notice.Sharing sharing -> sharing.id() + " " + name(sharing.fileName()) + ": preparing it for "
                    + (sharing.to().isEmpty() ? "everybody" : Display.safe(sharing.to()));
            case Notice.Waiting waiting -> waiting.id() + " " + name(waiting.file().name()) + " ("
                    + Figures.size(waiting.file().size()) + ") offered to " + Display.safe(waiting.to())
                    + "; nothing is sent before it is accepted, " + within(waiting.waitsMillis());
            case Notice.Published published -> published.id() + " " + name(published.file().name()) + " ("
                    + Figures.size(published.file().size()) + ") is available to " + (published.file().seal()
                            .isPresent() ? "who is in the room" : "everybody");
            case Notice.Accepted accepted -> accepted.id() + " accepted, saving to "
                    + Display.safe(accepted.target().toString());
            case Notice.Answered answered -> answered.id() + " " + name(answered.fileName()) + " "
                    + (answered.accepted() ? "accepted" : "declined") + " by " + Display.safe(answered.by());
            case Notice.Dropped dropped -> dropped.id() + " " + name(dropped.fileName())
                    + (dropped.expired() ? ": nobody answered, the offer is over" : " declined");
            case Notice.Done done -> done(done);
            case Notice.Lost lost -> Display.safe("lost " + lost.server() + ": " + lost.sentence()
                    + "; looking for another server, what you write is queued");
            case Notice.Moved moved -> moved(moved);
            case Notice.StatusReport status -> status(status);
            case Notice.Info info -> Display.safe(info.sentence());
            case Notice.Said _,Notice.Replied _,Notice.Edited _,Notice.Reacted _,Notice.Happened _,Notice.Mentioned _,Notice.InRoom _,Notice.NewCode _,Notice.Listed _,Notice.Why _,Notice.RoomList _,Notice.MemberList _,Notice.Refused _,Notice.Whispered _,Notice.Receipted _,Notice.Offered _,Notice.FileList _,Notice.UserList _,Notice.IsAway _,Notice.TransferList _,Notice.AccountList _,Notice.SessionList _,Notice.SettingList _,Notice.CommandList _,Notice.Problem _,Notice.Failed _,Notice.Entered _ ->
                throw new IllegalArgumentException(
                        "not one sentence: " + notice);
        };
    }

    /// Of a private file; else it is a server's name.
    private static boolean isPath(String via) {
        return via.equals("direct") || via.equals("relayed");
    }

    private static String done(Notice.Done done) {
        var way = isPath(done.via()) ? done.via() : "via " + Display.safe(done.via());
        return done.id() + " " + name(done.fileName()) + (done.incoming() ? " done: " : " delivered: ")
                + Figures.size(done.bytes()) + " in " + Figures.duration(done.millis()) + ", " + way + ", hash "
                + done.hash().brief() + " ok";
    }

    private static String moved(Notice.Moved moved) {
        var by = moved.balancer().isEmpty()
                ? "no balancer answered, so you went to "
                : moved.balancer() + " moved you to ";
        return Display.safe(moved.from() + " stopped answering; " + by + moved.to() + " in "
                + Figures.duration(moved.millis()) + "; " + Figures.count(moved.lost(), "message") + " lost, "
                + moved.resent() + " resent" + (moved.queued() == 0 ? "" : ", " + moved.queued() + " queued and sent")
                + "; "
                + (moved.complete()
                        ? Figures.count(moved.came(), "message") + " came meanwhile, none is missing"
                        : Figures.count(moved.came(), "message") + " came so far, more are on their way"));
    }

    private String status(Notice.StatusReport status) {
        var link = status.link();
        var where = link.server().isEmpty()
                ? "no server at the moment"
                : link.server() + (status.delayMicros().isPresent()
                        ? String.format(Locale.ROOT, " (%.1f ms)", status.delayMicros().getAsLong() / 1000.0)
                        : "");
        var since = link.sinceMillis().isEmpty()
                ? ""
                : " since " + new AccountWording(zone).since(link.sinceMillis().getAsLong(), status.atMillis());
        var failovers = link.lastFailoverMillis().isEmpty()
                ? "no failover"
                : Figures.count(link.failovers(), "failover") + ", the last in " + Figures.duration(link
                        .lastFailoverMillis().getAsLong());
        return Display.safe(status.name() + " on " + where + since + ", " + status.online() + " online; order: "
                + status.order().word() + "; " + status.unsent() + " unsent, " + status.stored() + " stored"
                + (status.lastReceipt().isEmpty() ? "" : " (the last one " + status.lastReceipt() + ")") + ", "
                + status.shown() + " shown; " + failovers + (status.privately().isEmpty()
                        ? ""
                        : "; " + status.privately()));
    }

    private static List<Line> entered(String time, Notice.Entered entered) {
        return notices(time, List.of(Display.safe("welcome " + entered.name() + ", on " + entered.server()
                + (entered.balancer().isEmpty() ? "" : " by " + entered.balancer())
                + ".  #commands lists everything; plain text goes to everybody in the room.")));
    }

    private List<String> files(Notice.FileList list) {
        if (list.files().isEmpty()) {
            return List.of("no files yet; #share #/path adds one");
        }
        var lines = new ArrayList<String>();
        lines.add(list.wanted().isEmpty()
                ? Figures.count(list.files().size(), "file") + " available; #get #filename gets one"
                : list.files().size() + " different files are called " + name(list.wanted())
                        + "; #get #1 gets the first of them, #get #" + Display.safe(list.files().getFirst().owner())
                        + "/" + name(list.wanted()) + " that owner's newest");
        for (int number = 1; number <= list.files().size(); number++) {
            var file = list.files().get(number - 1);
            lines.add(String.format("%3d  ", number) + name(file.file().name()) + " (" + Figures.size(file.file()
                    .size()) + ") from " + Display.safe(file.owner()) + " in " + Display.safe(file.room())
                    + (file.file().seal().isPresent() ? " (closed), " : ", ")
                    + SHARED.format(Instant.ofEpochMilli(file.sharedAtMillis()).atZone(zone)) + ", " + file.file()
                            .hash().brief());
        }
        return lines;
    }

    private List<String> users(Notice.UserList list) {
        return List.of(list.users().size() + " online: " + list.users().stream().map(user -> user(user, list)).collect(
                Collectors.joining(", ")));
    }

    private String user(String user, Notice.UserList list) {
        var signs = new ArrayList<String>();
        if (list.verified().contains(user)) {
            signs.add("verified");
        }
        Optional.ofNullable(list.away().get(user)).ifPresent(away -> signs.add(new RoomWording(zone).away(away, list
                .atMillis())));
        return Display.safe(user) + (signs.isEmpty() ? "" : " (" + String.join(", ", signs) + ")");
    }

    private static List<String> transfers(Notice.TransferList list) {
        if (list.transfers().isEmpty()) {
            return List.of("no transfers and no offers");
        }
        return list.transfers().stream().map(Wording::transfer).toList();
    }

    /// `f7 from tony: plan.pdf, running, 70% of 34.2 MB, 2.7 MB/s, 0:05 left, direct`.
    private static String transfer(Notice.TransferLine line) {
        var other = line.other().isEmpty() ? line.incoming() ? "the servers" : "everybody" : line.other();
        var words = new ArrayList<>(List.of(name(line.fileName()), Display.safe(line.state())));
        if (!line.reason().isEmpty()) {
            words.add(Display.safe(line.reason()));
        }
        if (line.total() > 0) {
            words.add((line.done() > 0 ? 100 * line.done() / line.total() + "% of " : "") + Figures.size(line.total()));
        }
        if (line.bytesPerSecond() > 0) {
            words.add(Figures.size(line.bytesPerSecond()) + "/s");
            words.add(Figures.clock((line.total() - line.done()) / line.bytesPerSecond()) + " left");
        }
        if (!line.via().isEmpty()) {
            words.add(isPath(line.via()) ? line.via() : "through " + Display.safe(line.via()));
        }
        return line.id() + (line.incoming() ? " from " : " to ") + Display.safe(other) + ": "
                + String.join(", ", words);
    }

    static List<Line> notices(String time, List<String> sentences) {
        return sentences.stream().map(sentence -> new Line(time, "--", "", sentence, Line.Kind.NOTICE)).toList();
    }

    private static Line problem(String time, String sentence) {
        return new Line(time, "--", "", sentence, Line.Kind.PROBLEM);
    }

    private static String name(String fileName) {
        return Display.safe(fileName);
    }
}
