// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import justchat.client.model.CommandLine;
import justchat.client.model.ContentHash;
import justchat.client.model.Entry;
import justchat.client.model.FileInfo;
import justchat.client.model.Input;
import justchat.client.model.Instance;
import justchat.client.model.Line;
import justchat.client.model.Login;
import justchat.client.model.MessageId;
import justchat.client.model.Origin;
import justchat.client.model.Payload;
import justchat.client.model.Seen;
import justchat.client.model.Wording;
import justchat.logs.clock.VectorClock;

/// A client's core, a clock that stands still until told, and a transcript of
/// what the core wanted: `> ` for a notice on the screen, else the effect.
final class Script {
    static final Instance SELF = new Instance("aa".repeat(16));
    static final Instance OTHER = new Instance("bb".repeat(16));
    static final VectorClock CLOCK = VectorClock.empty();
    static final FileInfo PICTURE = new FileInfo("SELDOM_2016.png", 1_234_567,
            new ContentHash("9c1e" + "0".repeat(60)));

    private static final Wording WORDING = Wording.commands(ZoneOffset.UTC);
    private final ClientCore core;
    private final List<String> said = new ArrayList<>();
    private long millis = 12 * 3_600_000L;

    Script(long patienceMillis) {
        core = new ClientCore(new ClientCore.Settings("lobby", SELF, Path.of("/downloads"), patienceMillis));
    }

    /// A client that is logged in and attached to ms-1; the transcript is empty.
    static Script attached() {
        var script = new Script(0);
        script.hear(new Event.LogInAsked(new Login("elon", "secret", false)));
        script.hear(new Event.LoggedIn("elon", "lb-1", CLOCK));
        script.hear(attachedTo("ms-1", "lb-1", 0));
        script.transcript();
        return script;
    }

    static Event.Attached attachedTo(String server, String balancer, long missed) {
        return new Event.Attached(server, balancer, Seen.nothing(), missed, missed, CLOCK);
    }

    Script hear(Event event) {
        core.handle(event, now()).forEach(this::note);
        return this;
    }

    Script types(String line) {
        if (CommandLine.parse(line) instanceof CommandLine.Parsed.Asked asked) {
            return hear(new Event.Asked(asked.input()));
        }
        throw new IllegalArgumentException(line);
    }

    Script says(String text) {
        return hear(new Event.Asked(new Input.Say(text)));
    }

    Script delivers(int server, long sequence, MessageId id, String author, Payload payload) {
        return hear(new Event.Delivered(List.of(new Entry(new Origin(server, 1), sequence, id, author, millis,
                payload)), CLOCK));
    }

    Script stores(long sequence) {
        return hear(new Event.Stored(new MessageId(SELF, sequence), 2, 3, CLOCK));
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

    private void note(Effect effect) {
        switch (effect) {
            case Effect.Show show -> WORDING.of(show.notice()).forEach(line -> said.add("> " + words(line)));
            case Effect.Admitted admitted -> said.add("admitted " + admitted.name());
            case Effect.Denied denied -> said.add("denied " + denied.reason() + ": " + denied.sentence());
            case Effect.LogIn logIn -> said.add((logIn.login().create() ? "sign up " : "log in ")
                    + logIn.login().name());
            case Effect.Attach attach -> said.add("attach " + seen(attach.seen()));
            case Effect.Post post -> said.add("post " + post.id().sequence() + " " + payload(post.payload()));
            case Effect.Whisper whisper -> said.add("whisper to " + whisper.user() + ": " + whisper.text());
            case Effect.Offer offer -> said.add("offer " + offer.transfer() + " to " + offer.user() + ": "
                    + offer.file());
            case Effect.Upload upload -> said.add("upload " + upload.transfer() + ": " + upload.file());
            case Effect.Download download -> said.add("download " + download.transfer() + " into "
                    + download.directory().resolve(download.name()) + " from " + download.source());
            case Effect.Decline decline -> said.add("decline offer of " + decline.offer().user());
            case Effect.Cancel cancel -> said.add("cancel " + cancel.transfer());
            case Effect.AskFiles ask -> said.add("ask for files " + ask.request());
            case Effect.AskOnline ask -> said.add("ask who is online " + ask.request());
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
            case Payload.Unknown _ -> "?";
        };
    }

    private static String seen(Seen seen) {
        return "having seen " + seen.positions().entrySet().stream().map(position -> position.getKey().server() + ":"
                + position.getValue()).toList();
    }

}
