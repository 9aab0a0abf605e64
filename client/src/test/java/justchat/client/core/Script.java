// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import justchat.client.model.AccountAnswer;
import justchat.client.model.CommandLine;
import justchat.client.model.ContentHash;
import justchat.client.model.Entry;
import justchat.client.model.FileInfo;
import justchat.client.model.Input;
import justchat.client.model.Instance;
import justchat.client.model.Line;
import justchat.client.model.Login;
import justchat.client.model.MessageId;
import justchat.client.model.Order;
import justchat.client.model.Origin;
import justchat.client.model.Page;
import justchat.client.model.Payload;
import justchat.client.model.Place;
import justchat.client.model.Refusal;
import justchat.client.model.RoomInfo;
import justchat.client.model.RoomName;
import justchat.client.model.RoomSummary;
import justchat.client.model.Seen;
import justchat.client.model.SentMessage;
import justchat.client.model.ShownEntry;
import justchat.client.model.Told;
import justchat.client.model.Wording;
import justchat.logs.clock.VectorClock;

/// A client's core, a clock that stands still until told, and a transcript of
/// what the core wanted: `> ` for a notice on the screen, else the effect.
final class Script {
    static final Instance SELF = new Instance("aa".repeat(16));
    static final Instance OTHER = new Instance("bb".repeat(16));
    /// Another device of our own.
    static final Instance TWIN = new Instance("cc".repeat(16));
    /// Of an envelope.
    static final MessageId MAIL = new MessageId(new Instance("dd".repeat(16)), 1);
    static final VectorClock CLOCK = VectorClock.empty();
    static final FileInfo PICTURE = new FileInfo("SELDOM_2016.png", 1_234_567,
            new ContentHash("9c1e" + "0".repeat(60)));

    static final String WELCOME = "> 12:00 -- welcome elon, on ms-1 by lb-1.  #commands lists everything;"
            + " plain text goes to everybody in the room.";
    private static final Wording WORDING = Wording.commands(ZoneOffset.UTC);
    private final ClientCore core;
    private final List<String> said = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    /// Folders that were looked into for what earlier runs left.
    final List<Path> searched = new ArrayList<>();
    /// Private messages of ours that were to be remembered.
    final List<SentMessage> kept = new ArrayList<>();
    private final List<Call> rings = new ArrayList<>();
    private long millis = 12 * 3_600_000L;

    Script(long patienceMillis) {
        this(RoomName.LOBBY, patienceMillis);
    }

    Script(String room, long patienceMillis) {
        core = new ClientCore(new ClientCore.Settings(room, SELF, Path.of("/downloads"), ZoneOffset.UTC,
                patienceMillis, patienceMillis == 0, Map.of()));
    }

    /// A client that is logged in and attached to ms-1, in the lobby and in these
    /// rooms, all of them open; the transcript is empty.
    static Script attached(String... rooms) {
        return in(RoomName.LOBBY, rooms);
    }

    private static Script in(String current, String... rooms) {
        var script = new Script(current, 0).logsIn();
        var summaries = new ArrayList<RoomSummary>(List.of(room(RoomName.LOBBY)));
        Arrays.stream(rooms).map(Script::room).forEach(summaries::add);
        script.hear(attachedTo("ms-1", "lb-1", summaries.toArray(RoomSummary[]::new)));
        summaries.forEach(room -> script.opens(room, 0));
        script.opens(room(RoomName.PRIVATE), 0);
        script.transcript();
        return script;
    }

    /// Likewise, in one room besides where messages are unread that came before.
    static Script behind(String room, long unread) {
        var script = new Script(0).logsIn();
        script.hear(attachedTo("ms-1", "lb-1", room(RoomName.LOBBY), room(room, Order.CAUSAL, unread, Seen.nothing(),
                unread)));
        script.opens(RoomName.LOBBY, 0).opens(room(room), 0, seen(unread)).opens(RoomName.PRIVATE, 0).transcript();
        return script;
    }

    /// What the person was called for since the last time.
    List<Call> rings() {
        var all = List.copyOf(rings);
        rings.clear();
        return all;
    }

    Script logsIn() {
        hear(new Event.LogInAsked(new Login("elon", "secret", false)));
        return hear(new Event.LoggedIn("elon", "lb-1", CLOCK));
    }

    /// A room without anything in it.
    static RoomSummary room(String name) {
        return room(name, Order.CAUSAL, 0, Seen.nothing(), 0);
    }

    static RoomSummary room(String name, Order order, long entries, Seen read, long unread) {
        return new RoomSummary(new RoomInfo(name, order, "", 0), "", 3, true, entries, read, unread);
    }

    static Event.Attached attachedTo(String server, String balancer, RoomSummary... rooms) {
        return new Event.Attached(server, balancer, rooms.length == 0 ? List.of(room(RoomName.LOBBY)) : List.of(rooms),
                Map.of(), 0, CLOCK);
    }

    /// What ms-1 had said of a vector, for short.
    static Seen seen(long sequence) {
        return Seen.of(Map.of(new Origin(1, 1), sequence));
    }

    Script hear(Event event) {
        core.handle(event, now()).forEach(this::note);
        return this;
    }

    Script opens(String room, long missed) {
        return opens(room(room), missed);
    }

    Script opens(RoomSummary room, long missed) {
        return opens(room, missed, Seen.nothing());
    }

    Script opens(RoomSummary room, long missed, Seen base) {
        return hear(new Event.Opened(room, missed, base, CLOCK));
    }

    Script types(String line) {
        if (CommandLine.parse(line) instanceof CommandLine.Parsed.Asked asked) {
            return hear(new Event.Asked(asked.input()));
        }
        throw new IllegalArgumentException(line);
    }

    /// What is asked in place of the prompt.
    String question() {
        return core.bar(now()).attention().question().map(asked -> asked.text() + (asked.masked() ? "*" : "")).orElse(
                "");
    }

    /// Empty: Ctrl-C.
    Script answers(Optional<String> text) {
        return hear(new Event.Answered(core.bar(now()).attention().question().orElseThrow().number(), text));
    }

    Script answers(String text) {
        return answers(Optional.of(text));
    }

    Script is(long request, AccountAnswer answer) {
        return hear(new Event.AccountAnswered(request, answer));
    }

    Script says(String text) {
        return hear(new Event.Asked(new Input.Say(text)));
    }

    Script delivers(int server, long sequence, MessageId id, String author, Payload payload) {
        return delivers(RoomName.LOBBY, server, sequence, id, author, payload);
    }

    Script delivers(String room, int server, long sequence, MessageId id, String author, Payload payload) {
        return hear(new Event.Delivered(room, List.of(entry(server, sequence, id, author, payload)), CLOCK));
    }

    /// By ms-1, with the same sequence there and in the instance.
    Script delivers(String room, long sequence, String author, String text) {
        return delivers(room, sequence, author, new Payload.Text(text));
    }

    Script delivers(String room, long sequence, String author, Payload payload) {
        return delivers(room, 1, sequence, id(author, sequence), author, payload);
    }

    static MessageId id(String author, long sequence) {
        return new MessageId(author.equals("elon") ? SELF : author.equals("elon'") ? TWIN : OTHER, sequence);
    }

    Entry entry(int server, long sequence, MessageId id, String author, Payload payload) {
        return new Entry(new Origin(server, 1), sequence, id, author.replace("'", ""), millis, payload);
    }

    /// A message as pages have it.
    ShownEntry shown(long sequence, String author, String text) {
        return shown(sequence, author, new Payload.Text(text));
    }

    ShownEntry shown(long sequence, String author, Payload payload) {
        return new ShownEntry(entry(1, sequence, id(author, sequence), author, payload), place(sequence), false, Map
                .of());
    }

    static Place place(long sequence) {
        return new Place(0, sequence, new Origin(1, 1), sequence);
    }

    Script reads(long request, long left, ShownEntry... entries) {
        return hear(new Event.PageRead(request, new Page(List.of(entries), Optional.empty(), left)));
    }

    Script stores(long sequence) {
        return stores(RoomName.LOBBY, sequence);
    }

    Script stores(String room, long sequence) {
        return hear(new Event.Stored(room, new MessageId(SELF, sequence), 2, 3, CLOCK));
    }

    Script refuses(String room, long sequence, Refusal reason, String sentence) {
        return hear(new Event.PostRefused(room, new MessageId(SELF, sequence), reason, sentence, 0));
    }

    Script passes(long moreMillis) {
        millis += moreMillis;
        return hear(new Event.Tick());
    }

    ClientCore core() {
        return core;
    }

    Now now() {
        return new Now(millis * Now.NANOS_PER_MILLI, millis);
    }

    /// What was wanted since the last call.
    List<String> transcript() {
        var copy = List.copyOf(said);
        said.clear();
        return copy;
    }

    /// What programs were told, ever.
    List<Told> told() {
        return List.copyOf(told);
    }

    private void note(Effect effect) {
        switch (effect) {
            case Effect.Show show -> WORDING.of(show.notice()).forEach(line -> said.add("> " + words(line)));
            case Effect.Retell retell -> WORDING.of(retell.notice()).forEach(line -> said.add("> " + words(line)));
            case Effect.Tell tell -> told.add(tell.told());
            case Effect.Ring ring -> rings.add(ring.call());
            case Effect.Admitted admitted -> said.add("admitted " + admitted.name());
            case Effect.Denied denied -> said.add("denied " + denied.reason() + ": " + denied.sentence());
            case Effect.Delayed delayed -> said.add("delayed: " + delayed.sentence());
            case Effect.AskAccount ask -> said.add("ask " + ask.request() + ": " + ask.question());
            case Effect.LogIn logIn -> said.add((logIn.login().create() ? "sign up " : "log in ")
                    + logIn.login().name() + (logIn.login().takeOver() ? " taking over" : ""));
            case Effect.Attach _ -> said.add("attach");
            case Effect.Follow _ -> said.add("follow");
            case Effect.Open open -> said.add("open " + open.room() + open.seen().map(seen -> " having seen "
                    + words(seen)).orElse(", latest " + open.recent()));
            case Effect.Close close -> said.add("close " + close.room());
            case Effect.Post post -> said.add("post " + (post.room().equals(RoomName.LOBBY) ? "" : post.room() + " ")
                    + post.id().sequence() + " " + payload(post.payload()));
            case Effect.Whisper whisper -> said.add("whisper to " + whisper.user() + ": " + whisper.text());
            case Effect.SendReceipt receipt ->
                said.add("tell " + receipt.user() + " " + receipt.news() + " "
                        + receipt.messages().stream().map(Script::words).toList());
            case Effect.KeepSent keep -> kept.addAll(keep.messages());
            case Effect.OpenLetter letter -> said.add("open letter " + letter.id().sequence() + " of "
                    + letter.author());
            case Effect.CreateRoom create -> said.add("create " + create.room() + " " + create.order() + " "
                    + create.request() + create.code().map(code -> code.isToBeMade()
                            ? " closed"
                            : " own code " + code
                                    .text())
                            .orElse(""));
            case Effect.EnterCode enter -> said.add("enter code of " + enter.room() + " " + enter.request() + ": "
                    + enter.code().text());
            case Effect.MakeCode make -> said.add("make code of " + make.room() + " " + make.request() + (make.code()
                    .isToBeMade() ? "" : ": " + make.code().text()));
            case Effect.AskRooms ask -> said.add("ask for rooms " + ask.request());
            case Effect.AskMembers ask -> said.add("ask for members of " + ask.room() + " " + ask.request());
            case Effect.AskHistory ask -> said.add("ask for history of " + ask.room() + " " + ask.request() + ": "
                    + ask.limit() + ask.before().map(place -> " before " + place.time()).orElse("")
                    + (ask.sinceMillis().isPresent() ? " since " + ask.sinceMillis().getAsLong() / 60_000 : ""));
            case Effect.AskSearch ask -> said.add("search " + ask.request() + ": " + ask.search().words() + " in "
                    + ask.search().room() + ask.search().author().map(author -> " from " + author).orElse("")
                    + (ask.search().filesOnly() ? " files" : "")
                    + ask.search().before().map(place -> " before " + place.time()).orElse(""));
            case Effect.AskUnread ask -> said.add("ask for unread of " + ask.room() + " " + ask.request() + ": "
                    + ask.limit() + " beyond " + words(ask.read()));
            case Effect.Offer offer -> said.add("offer " + offer.transfer() + " to " + offer.user() + ": "
                    + offer.file());
            case Effect.Upload upload ->
                said.add("upload " + upload.transfer() + " to " + upload.room() + ": " + upload.file());
            case Effect.Download download -> said.add("download " + download.transfer() + " into "
                    + download.directory().resolve(download.name()) + " from " + download.source());
            case Effect.Decline decline -> said.add("decline offer of " + decline.offer().user());
            case Effect.Cancel cancel -> said.add("cancel " + cancel.transfer());
            case Effect.Pause pause -> said.add("pause " + pause.transfer());
            case Effect.GoOn goOn -> said.add("go on with " + goOn.transfer());
            case Effect.Discard discard -> said.add("discard " + discard.transfer() + ": " + discard.name());
            case Effect.FindUnfinished find -> searched.add(find.directory());
            case Effect.Serve serve -> said.add("serve " + serve.transfer() + ": " + serve.offer());
            case Effect.AskFiles ask -> said.add("ask for files " + ask.request());
            case Effect.AskOnline ask -> said.add("ask who is online " + ask.request());
            case Effect.Keep keep -> said.add("keep " + keep.key() + " = " + keep.value());
            case Effect.AskAway ask -> said.add("ask who is away " + ask.request() + ": " + ask.users());
            case Effect.TellTrace _ -> said.add("tell where the trace is");
            case Effect.KeepTrace trace -> said.add(trace.keeps() ? "keep the trace" : "keep no trace");
            case Effect.Stop stop -> said.add("stop " + stop.exit() + (stop.sentence().isEmpty()
                    ? ""
                    : ": " + stop.sentence()));
        }
    }

    private static String words(Line line) {
        return line.plain().isEmpty() ? line.body() : line.plain();
    }

    private static String payload(Payload payload) {
        return switch (payload) {
            case Payload.Text text -> text.text();
            case Payload.Shared shared -> "file " + shared.file().name();
            case Payload.Reply reply -> "reply to " + words(reply.target()) + " " + reply.text();
            case Payload.Edit edit -> "edit " + words(edit.target()) + " " + edit.text();
            case Payload.Erase erase -> "erase " + erase.targets().stream().map(Script::words).toList();
            case Payload.Reaction reaction -> (reaction.withdrawn() ? "withdraw " : "put ") + reaction.sign() + " to "
                    + words(reaction.target());
            case Payload.Topic topic -> "topic " + topic.topic();
            case Payload.Membership membership -> membership.joined() ? "join" : "leave";
            case Payload.Sanction sanction -> sanction.measure() + " " + sanction.user() + (sanction.untilMillis()
                    .isPresent() ? " until minute " + sanction.untilMillis().getAsLong() / 60_000 : "");
            case Payload.Letter letter -> letter.envelope() + " to " + letter.recipient();
            case Payload.Collected collected -> "collected " + collected.letters().stream().map(MessageId::sequence)
                    .toList();
            case Payload.Marker marker -> "read " + marker.room() + " " + words(marker.read());
            case Payload.Setting setting -> setting.name() + "=" + setting.value();
            case Payload.NewLock(var lock) -> "lock " + lock.number();
            case Payload.Sealed _,Payload.Unreadable _,Payload.Erased _,Payload.Fold _,Payload.Control _,Payload.Unknown _ ->
                throw new IllegalArgumentException(
                        "nobody posts " + payload);
        };
    }

    private static String words(MessageId id) {
        return id.instance().hex().substring(0, 2) + id.sequence();
    }

    private static String words(Seen seen) {
        return seen.positions().entrySet().stream().map(position -> position.getKey().server() + ":"
                + position.getValue()).toList().toString();
    }
}
