// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The one table of commands. Each stands here once: its section, who may use
/// it, how it is written, its help (what it does in a few words, then more of it,
/// then examples) and what its arguments are. The parser, `#commands`, completion,
/// the manual (`justchat man`) and README's table are made from it. A new constant
/// does not compile until [CommandLine] says what it means, and the tests fail until
/// the README has it and a real client was seen doing it.
public enum Command {
    MESSAGE(Section.TALKING, Users.ALL, "#message #username #text", """
            a private message
            It is sealed for its reader, and goes directly from client to client; if there is no way, the servers keep \
            it, sealed, until the other is back. The text is taken as it is: see issue #4 keeps its sign.
            #message #robert #psst, a surprise for elon""", Argument.USER, Argument.TEXT), //
    REPLY(Section.TALKING, Users.ALL, "#reply ref text", """
            answer a message
            ref is 1 (the one shown last), 2 (the one before), m12 (as #history numbers it), or a user's name (that \
            user's last).
            #reply tony sure, at five""", Argument.USER, Argument.TEXT), //
    REACT(Section.TALKING, Users.ALL, "#react ref sign", """
            put a sign to a message, or take it away
            ref is as in #reply.
            #react tony +1""", Argument.USER, Argument.TEXT), //
    EDIT(Section.TALKING, Users.ALL, "#edit text", """
            change your last message
            Who read it sees that it changed; who comes later reads the new text.
            #edit I meant 42""", Argument.TEXT), //
    DELETE(Section.TALKING, Users.ALL, "#delete [n|all]", """
            take back your last message, or n, or all
            Of those that were shown here. Their text is gone from history and search on every server.
            #delete 3"""), //

    CREATE(Section.ROOMS, Users.ALL, "#create #room [unordered|fifo|causal|total] [closed [own-code]]",
            """
                    make a room; a closed one is for who has its code
                    The order is for ever: each message as soon as it is safe (unordered), what one client says in its order \
                    (fifo), nothing before what its author had read (causal; if nothing is said), or the same for everybody \
                    (total). You are its owner. What is said in a closed room only who has its code can read: no server, no balancer. \
                    A code is made and shown once; own-code asks for one of yours.
                    #create #dev total closed""",
            Argument.NEW, Argument.ORDER), //
    JOIN(Section.ROOMS, Users.ALL, "#join #room", """
            join a room, or switch to it
            Alt-1 to Alt-9 switch among those you are in; Alt-A goes to the next with something unread.
            #join #dev""", Argument.ROOM), //
    LEAVE(Section.ROOMS, Users.ALL, "#leave [#room]", """
            leave a room
            This one, if none is named. Nobody leaves the lobby but with #quit.
            #leave #dev""", Argument.ROOM), //
    ROOMS(Section.ROOMS, Users.ALL, "#rooms [pattern]", """
            list rooms
            With their order, people, and what you have not read. * stands for anything, ? for one letter; without \
            them a part of the name is enough.
            #rooms dev*""", Argument.ROOM), //
    WHO(Section.ROOMS, Users.ALL, "#who", """
            who is in this room
            In the lobby: who is online. Who said #away is marked.
            #who"""), //
    TOPIC(Section.ROOMS, Users.ALL, "#topic [text]", """
            what this room is about; moderators say it
            Without text it is only told.
            #topic green builds only""", Argument.TEXT), //
    CODE(Section.ROOMS, Users.ALL, "#code [new|own]", """
            enter this closed room's code, or change it
            What was sealed with that code and could not be read is then shown. new makes a code, own asks for one of \
            yours: both are for the owner and moderators. Who does not get the new one reads nothing that is said from \
            then on. Tell a code in person, or with #message.
            #code new"""), //

    INBOX(Section.READING, Users.ALL, "#inbox [n]", """
            the next unread messages, room by room
            n of them, or as many as #set inbox says. What is read on one device is read on all.
            #inbox 50"""), //
    HISTORY(Section.READING, Users.ALL, "#history [n|since]", """
            older messages of this room
            The last n, or those since: 10m, 2h, 3d, 17:30. Alone again, it goes further back. Each has a number, \
            like m12, by which #reply and #react can name it.
            #history 2h"""), //
    SEARCH(Section.READING, Users.ALL, "#search words [from:user] [in:room|in:*] [has:file] [since:3d]", """
            find messages and files
            With all the words, or words that begin so, in this room, another, or all of yours (in:*). Alone again, \
            it goes further back.
            #search plan from:tony has:file since:3d in:*""", Argument.TEXT), //
    WHY(Section.READING, Users.ALL, "#why [ref]", """
            why a message stands where it does
            What its author had been shown when writing it, and what was said at the same time; ref is as in #reply, \
            the message shown last without.
            #why tony""", Argument.USER), //

    SHARE(Section.FILES, Users.ALL, "#share #/path", """
            share a file with everybody in the room
            It is uploaded to the servers, which keep it; others are told when they can have it.
            #share #/home/elon/SELDOM_2016.png""", Argument.USER_OR_PATH, Argument.PATH), //
    SHARE_WITH(Section.FILES, Users.ALL, "#share #username #/path", """
            offer somebody a file
            Nothing is sent before the other accepts; then it goes directly, sealed, or through a server, sealed.
            #share #robert #/home/tony/plan.pdf""", Argument.USER_OR_PATH, Argument.PATH), //
    AVAILABLE(Section.FILES, Users.ALL, "#available files", """
            the files of your rooms that you may get
            With their number, their size, who shared them where and when, and the beginning of their hash.
            #available files""", Argument.FILES), //
    GET(Section.FILES, Users.ALL, "#get #filename", """
            get one of them
            Into JustChat/ in your download directory; a file that is there already is never replaced. Several of one \
            name are listed; then #get #2 takes the second one, #get #tony/plan.pdf the newest of tony.
            #get #SELDOM_2016.png""", Argument.PUBLIC_FILE), //
    ACCEPT(Section.FILES, Users.ALL, "#accept [id] [as name]", """
            take an offered file
            The oldest without id; so does Alt-Y, without touching what you type.
            #accept f1 as plan-b.pdf""", Argument.OFFER), //
    DECLINE(Section.FILES, Users.ALL, "#decline [id]", """
            refuse an offered file
            The oldest without id; so does Alt-N.
            #decline f1""", Argument.OFFER), //
    TRANSFERS(Section.FILES, Users.ALL, "#transfers", """
            files on their way, and offers
            With the id by which the other commands name them.
            #transfers"""), //
    PAUSE(Section.FILES, Users.ALL, "#pause id", """
            let a transfer wait
            What has arrived stays.
            #pause f1""", Argument.TRANSFER), //
    RESUME(Section.FILES, Users.ALL, "#resume id", """
            let it go on
            From where it stopped.
            #resume f1""", Argument.TRANSFER), //
    CANCEL(Section.FILES, Users.ALL, "#cancel id", """
            stop a transfer, or withdraw an offer
            What has arrived of it is deleted.
            #cancel f1""", Argument.TRANSFER), //

    ACCOUNTS(Section.PEOPLE, Users.ALL, "#accounts [pattern]", """
            who has an account
            * stands for anything, ? for one letter. Alone again, it shows more.
            #accounts b*""", Argument.USER), //
    AWAY(Section.PEOPLE, Users.ALL, "#away [text]", """
            tell others that you are away
            #who says so, and whoever writes to you privately is told, until #back; on all your devices, and while you \
            are offline, too.
            #away lunch until two""", Argument.TEXT), //
    BACK(Section.PEOPLE, Users.ALL, "#back", """
            you are back
            Ends #away.
            #back"""), //
    IGNORE(Section.PEOPLE, Users.ALL, "#ignore [#user]", """
            show nothing of a user any more
            On all your devices, and without telling anybody. What is hidden is counted below what \
            #history, #inbox and #search show. Without a name: whom you ignore.
            #ignore #tony""", Argument.USER), //
    UNIGNORE(Section.PEOPLE, Users.ALL, "#unignore #user", """
            show it again
            #history has what was hidden.
            #unignore #tony""", Argument.USER), //
    VERIFY(Section.PEOPLE, Users.ALL, "#verify #user [ok|accept]", """
            make sure that a user is who you think
            Shows the safety number, which the other sees too: compare it in person or by phone. ok says that it was \
            the same; accept takes a new key, after a change.
            #verify #tony ok""", Argument.USER), //

    SESSIONS(Section.ACCOUNT, Users.ALL, "#sessions", """
            where you are logged in
            Numbered for #end.
            #sessions"""), //
    END(Section.ACCOUNT, Users.ALL, "#end n", """
            log out there
            n as #sessions numbers them.
            #end 2""", Argument.NEW), //
    PASSWORD(Section.ACCOUNT, Users.ALL, "#password", """
            choose another password
            You are asked for the old and the new one, and neither shows. Your other sessions end.
            #password"""), //
    NEW_IDENTITY(Section.ACCOUNT, Users.ALL, "#new-identity", """
            make new identity keys
            You are asked for the password. Your other sessions end, and who ever wrote with you is warned and has to \
            take the new keys; private messages that still wait for you under the old ones stay closed for ever.
            #new-identity"""), //
    LOGIN(Section.ACCOUNT, Users.ALL, "#login", """
            come back after your session was ended
            So does Enter. You are asked for the password.
            #login"""), //
    ACCOUNT_DELETE(Section.ACCOUNT, Users.ALL, "#account delete", """
            delete your account
            You are asked for the password, and what becomes of all that you said.
            #account delete""", Argument.DELETE), //
    INVITE(Section.ACCOUNT, Users.ALL, "#invite [#room]", """
            a line with which somebody else comes here
            It names the cluster, proves it, and leads into that room, or this one: justchat join 'LINE'.
            #invite #dev""", Argument.ROOM), //

    DELETE_OF(Section.MODERATION, Users.MODERATORS, "#delete #user [n]", """
            take back a user's last messages
            Of those that were shown here.
            #delete #tony 3""", Argument.USER), //
    MUTE(Section.MODERATION, Users.MODERATORS, "#mute #user [10m|2h|3d]", """
            may read here, may not write
            For so long, or until #unmute.
            #mute #tony 10m""", Argument.USER, Argument.SPAN), //
    UNMUTE(Section.MODERATION, Users.MODERATORS, "#unmute #user", """
            may write again
            Before the time is over, too.
            #unmute #tony""", Argument.USER), //
    KICK(Section.MODERATION, Users.MODERATORS, "#kick #user", """
            out of the room; may join again
            #ban keeps out.
            #kick #tony""", Argument.USER), //
    BAN(Section.MODERATION, Users.MODERATORS, "#ban #user [10m|2h|3d]", """
            out of the room, and may not join
            For so long, or until #unban.
            #ban #tony 3d""", Argument.USER, Argument.SPAN), //
    UNBAN(Section.MODERATION, Users.MODERATORS, "#unban #user", """
            may join again
            Before the time is over, too.
            #unban #tony""", Argument.USER), //
    PROMOTE(Section.MODERATION, Users.OWNER, "#promote #user", """
            make a moderator
            Of this room.
            #promote #tony""", Argument.USER), //
    DEMOTE(Section.MODERATION, Users.OWNER, "#demote #user", """
            make a moderator no more
            Of this room.
            #demote #tony""", Argument.USER), //

    SET(Section.CLIENT, Users.ALL, "#set [key value]", """
            what there is to choose, and what you chose; chooses
            Alone it lists everything. inbox, notify and quiet hold on all your devices, theme and bell on this machine.
            #set quiet 22:00-07:00""", Argument.SETTING, Argument.VALUE), //
    THEME(Section.CLIENT, Users.ALL, "#theme name", """
            how the screen looks
            Short for #set theme.
            #theme default""", Argument.THEME), //
    NOTIFY(Section.CLIENT, Users.ALL, "#notify all|mentions|none", """
            what rings
            Every message; what names you, private messages and offers; nothing. Short for #set notify.
            #notify mentions""", Argument.RINGS), //
    STATUS(Section.CLIENT, Users.ALL, "#status", """
            your server, its delay, what is unsent
            And the room's order, on how many disks your last message is, since when you are connected, and what the \
            failovers cost. All of it counted or measured.
            #status"""), //
    TRACE(Section.CLIENT, Users.ALL, "#trace [on|off]", """
            where this client's causal log is; keeps it, or not
            And which command draws it with those of the others. off writes nothing more to it, on goes on with it; \
            what others did stays in its order all the same.
            #trace off""", Argument.ON_OFF), //
    COMMANDS(Section.CLIENT, Users.ALL, "#commands [word]", """
            this list, or more of one command
            So does F1.
            #commands reply""", Argument.COMMAND), //
    HELP(Section.CLIENT, Users.ALL, "#help [word]", """
            the same
            As #commands.
            #help reply""", Argument.COMMAND), //
    QUIT(Section.CLIENT, Users.ALL, "#quit", """
            leave
            When all that you said is stored. So does Ctrl-D on an empty line.
            #quit""");

    /// What belongs together, in the order of the lists.
    public enum Section {
        TALKING, ROOMS, READING, FILES, PEOPLE, ACCOUNT, MODERATION, CLIENT;

        /// As a heading.
        public String title() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Its commands, in the order of the table.
        public List<Command> commands() {
            return Arrays.stream(Command.values()).filter(command -> command.section == this).toList();
        }
    }

    private final Section section;
    private final Users users;
    private final String form;
    private final List<String> help;
    private final List<Argument> arguments;

    /// @param help
    ///            in lines: what it does; more of that; examples
    Command(Section section, Users users, String form, String help, Argument... arguments) {
        this.section = section;
        this.users = users;
        this.form = form;
        this.help = help.lines().toList();
        this.arguments = List.of(arguments);
    }

    public Section section() {
        return section;
    }

    public Users users() {
        return users;
    }

    /// The first word, without its sign.
    public String word() {
        return form.split(" ", 2)[0].substring(1);
    }

    /// How it is written, with the names of its arguments.
    public String form() {
        return form;
    }

    /// What it does, in a few words.
    public String purpose() {
        return help.getFirst();
    }

    /// More of that, in sentences.
    public String details() {
        return help.get(1);
    }

    /// One line that could be typed.
    public String example() {
        return help.get(2);
    }

    /// What its arguments are, in order.
    public List<Argument> arguments() {
        return arguments;
    }

    /// All lines of the table with this word, in whatever case; none: there is no such
    /// command.
    public static List<Command> all(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(command -> command.word().equals(lower)).toList();
    }

    /// The first of them.
    public static Optional<Command> of(String word) {
        return all(word).stream().findFirst();
    }

    /// The word nearest to a mistyped one: it begins with it, or differs in at most
    /// two letters.
    public static Optional<Command> nearest(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        if (lower.isEmpty() || lower.length() > 20) {
            return Optional.empty();
        }
        return Arrays.stream(values()).filter(command -> Distance.of(lower, command.word()) <= 2
                || lower.length() >= 2 && command.word().startsWith(lower))
                .min(Comparator.comparingInt(command -> command.word().startsWith(lower)
                        ? 0
                        : Distance.of(lower, command.word())));
    }
}
