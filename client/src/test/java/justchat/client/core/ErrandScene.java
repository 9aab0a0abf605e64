// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

import justchat.client.model.ContentHash;
import justchat.client.model.Entry;
import justchat.client.model.Errand;
import justchat.client.model.FileInfo;
import justchat.client.model.Input;
import justchat.client.model.Instance;
import justchat.client.model.Login;
import justchat.client.model.MessageId;
import justchat.client.model.Origin;
import justchat.client.model.Payload;
import justchat.client.model.PublicFile;
import justchat.client.model.RoomName;
import justchat.client.model.RoomSummary;
import justchat.client.model.Seen;
import justchat.client.model.ShownEntry;
import justchat.client.model.Told;
import justchat.client.model.TransferId;

import static justchat.client.core.Script.CLOCK;
import static justchat.client.core.Script.OTHER;
import static justchat.client.core.Script.SELF;

/// An errand that a test runs, with what its core asked for.
abstract class ErrandScene {
    static final long TIMEOUT = 15_000;
    static final FileInfo PLAN = new FileInfo("plan.pdf", 34, new ContentHash("9c1e" + "0".repeat(60)));
    static final TransferId F1 = new TransferId(1);

    ErrandCore core;
    long millis = 12 * 3_600_000L;
    final List<Effect> all = new ArrayList<>();

    void begin(Errand errand) {
        core = new ErrandCore(new ErrandCore.Settings(errand, SELF, ZoneOffset.UTC, TIMEOUT));
        hear(new Event.LogInAsked(new Login("elon", "secret", false)));
    }

    List<Effect> hear(Event event) {
        var effects = core.handle(event, new Now(millis * Now.NANOS_PER_MILLI, millis));
        all.addAll(effects);
        return effects;
    }

    List<Effect> passes(long more) {
        millis += more;
        return hear(new Event.Tick());
    }

    List<Effect> comesIn(String... rooms) {
        hear(new Event.LoggedIn("elon", "lb-1", CLOCK));
        return attaches(rooms);
    }

    List<Effect> attaches(String... rooms) {
        var summaries = new ArrayList<RoomSummary>(List.of(Script.room(RoomName.LOBBY)));
        for (var room : rooms) {
            summaries.add(Script.room(room));
        }
        return hear(new Event.Attached("ms-1", "lb-1", summaries, Map.of(), 0, CLOCK));
    }

    List<Effect> says(String text) {
        return hear(new Event.Asked(new Input.Say(text)));
    }

    List<Effect> stores(String room, long sequence) {
        return hear(new Event.Stored(room, new MessageId(SELF, sequence), 2, 3, CLOCK));
    }

    List<Effect> opens(String room, long missed) {
        return hear(new Event.Opened(Script.room(room), missed, Seen.nothing(), CLOCK));
    }

    List<Effect> delivers(String room, long... sequences) {
        return hear(new Event.Delivered(room, LongStream.of(sequences).mapToObj(ErrandScene::entry).toList(),
                CLOCK));
    }

    static Entry entry(long sequence) {
        return new Entry(new Origin(1, 1), sequence, new MessageId(OTHER, sequence), "bob", 0, new Payload.Text("t"
                + sequence));
    }

    Optional<Effect.Stop> stop() {
        return all.stream().filter(Effect.Stop.class::isInstance).map(Effect.Stop.class::cast).findFirst();
    }

    static List<Effect.Post> posts(List<Effect> effects) {
        return effects.stream().filter(Effect.Post.class::isInstance).map(Effect.Post.class::cast).toList();
    }

    List<String> heard() {
        return all.stream().filter(Effect.Tell.class::isInstance).map(effect -> ((Effect.Tell) effect).told())
                .filter(Told.Heard.class::isInstance)
                .map(told -> ((Payload.Text) ((Told.Heard) told).shown().entry().payload()).text()).toList();
    }

    static PublicFile shared(FileInfo file, String owner, long at) {
        return new PublicFile(file, owner, at, "lobby", new MessageId(Instance.of(new byte[16]), at));
    }

    static ShownEntry shown(long sequence) {
        return new ShownEntry(entry(sequence), Script.place(sequence), false, Map.of());
    }
}
