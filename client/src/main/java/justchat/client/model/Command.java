// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The one table of commands: how each is written, what completes its
/// arguments, what it is for. Parser, `#commands`, help and completion read it;
/// a new line here does not compile until [CommandLine] says what it means.
public enum Command {
    MESSAGE("message", "#message #username #text", "a private message", Argument.USER, Argument.TEXT), //
    SHARE("share", "#share #/path", "a file for everybody", Argument.USER_OR_PATH, Argument.PATH), //
    SHARE_WITH("share", "#share #username #/path", "a private file", Argument.USER_OR_PATH, Argument.PATH), //
    AVAILABLE("available", "#available files", "the files that everybody may get", Argument.FILES), //
    GET("get", "#get #filename", "get one of them", Argument.PUBLIC_FILE), //
    ACCEPT("accept", "#accept [id] [as name]", "take an offered file; the oldest without id (Alt-Y)", Argument.OFFER), //
    DECLINE("decline", "#decline [id]", "refuse an offered file (Alt-N)", Argument.OFFER), //
    TRANSFERS("transfers", "#transfers", "files on their way, and offers"), //
    PAUSE("pause", "#pause id", "hold one of them; what has arrived is kept", Argument.TRANSFER), //
    RESUME("resume", "#resume id", "go on with one that was held, or that stopped", Argument.TRANSFER), //
    CANCEL("cancel", "#cancel id", "stop one of them", Argument.TRANSFER), //
    CREATE("create", "#create #room [unordered|fifo|causal|total]", "a new room (causal if nothing is said)",
            Argument.NEW, Argument.ORDER), //
    JOIN("join", "#join #room", "join a room, or switch to it (Alt-1 to Alt-9; Alt-A: the next with unread)",
            Argument.ROOM), //
    LEAVE("leave", "#leave [#room]", "leave a room", Argument.ROOM), //
    ROOMS("rooms", "#rooms [pattern]", "all rooms; * and ? stand for others"), //
    WHO("who", "#who", "who is in this room; in the lobby: who is online"), //
    TOPIC("topic", "#topic [text]", "what this room is about", Argument.TEXT), //
    INBOX("inbox", "#inbox [n]", "the next n unread messages of all rooms"), //
    HISTORY("history", "#history [n|since]", "older messages (since: 10m, 2h, 3d, 17:30); again: further back"), //
    SEARCH("search", "#search words [from:user] [in:room|in:*] [has:file] [since:3d]",
            "find messages; again alone: further back", Argument.TEXT), //
    REPLY("reply", "#reply ref text",
            "answer a message; ref: 1 (shown last), 2, m12 (as #history numbers), or a user's last", Argument.USER,
            Argument.TEXT), //
    REACT("react", "#react ref sign", "put a sign to a message, or take it away", Argument.USER, Argument.TEXT), //
    EDIT("edit", "#edit text", "change your last message", Argument.TEXT), //
    DELETE("delete", "#delete [n|all]", "take back your last message, n, or all shown here"), //
    DELETE_OF("delete", "#delete #user [n]", "moderators: take back a user's", Argument.USER), //
    MUTE("mute", "#mute #user [10m|2h|3d]", "moderators: may read, may not write", Argument.USER), //
    UNMUTE("unmute", "#unmute #user", "may write again", Argument.USER), //
    KICK("kick", "#kick #user", "moderators: out of the room; may join again", Argument.USER), //
    BAN("ban", "#ban #user [10m|2h|3d]", "moderators: out, and may not join", Argument.USER), //
    UNBAN("unban", "#unban #user", "may join again", Argument.USER), //
    PROMOTE("promote", "#promote #user", "the owner: make a moderator", Argument.USER), //
    DEMOTE("demote", "#demote #user", "the owner: unmake one", Argument.USER), //
    ACCOUNTS("accounts", "#accounts [pattern]", "who has an account; * and ? stand for others; again: more",
            Argument.USER), //
    SESSIONS("sessions", "#sessions", "where you are logged in"), //
    END("end", "#end n", "log out there: n as #sessions numbers them", Argument.NEW), //
    PASSWORD("password", "#password", "another password: you are asked for it"), //
    LOGIN("login", "#login", "come back after your session was ended (or Enter)"), //
    ACCOUNT_DELETE("account", "#account delete", "delete your account; you are asked what becomes of your messages",
            Argument.DELETE), //
    INVITE("invite", "#invite [#room]", "what somebody else needs to come here", Argument.ROOM), //
    SET("set", "#set [key value]", "what there is to choose, and what you chose; chooses", Argument.SETTING), //
    STATUS("status", "#status", "your server, its delay, what is unsent"), //
    COMMANDS("commands", "#commands", "this list"), //
    QUIT("quit", "#quit", "leave (Ctrl-D on an empty line)");

    /// What may stand at one place after the command word.
    public enum Argument {
        USER, PATH, USER_OR_PATH, PUBLIC_FILE, OFFER, TRANSFER, TEXT,
        /// The word `files` itself.
        FILES,
        /// The word `inbox` itself.
        SETTING, ROOM, ORDER,
        /// The word `delete` itself.
        DELETE,
        /// A name that is not there yet.
        NEW
    }

    private final String word;
    private final String form;
    private final String purpose;
    private final List<Argument> arguments;

    Command(String word, String form, String purpose, Argument... arguments) {
        this.word = word;
        this.form = form;
        this.purpose = purpose;
        this.arguments = List.of(arguments);
    }

    /// The first word, without its sign.
    public String word() {
        return word;
    }

    /// How it is written, with the names of its arguments.
    public String form() {
        return form;
    }

    /// What it does, for the list.
    public String purpose() {
        return purpose;
    }

    /// What completes the arguments, in order.
    public List<Argument> arguments() {
        return arguments;
    }

    /// The first line of the table with this word, in whatever case.
    public static Optional<Command> of(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(command -> command.word.equals(lower)).findFirst();
    }

    /// The word nearest to a mistyped one: it begins with it, or differs in at most
    /// two letters.
    public static Optional<Command> nearest(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        if (lower.isEmpty() || lower.length() > 20) {
            return Optional.empty();
        }
        return Arrays.stream(values()).filter(command -> distance(lower, command.word) <= 2
                || lower.length() >= 2 && command.word.startsWith(lower))
                .min(Comparator.comparingInt(command -> command.word.startsWith(lower)
                        ? 0
                        : distance(lower, command.word)));
    }

    /// Levenshtein's distance.
    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
