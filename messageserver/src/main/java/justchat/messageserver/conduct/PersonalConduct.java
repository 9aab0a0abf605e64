// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.VersionVector;

/// The rules of the room of private entries, and what stands in it for each user:
/// how far it has read which room, its settings, the letters that wait for it.
public final class PersonalConduct implements Conduct {
    /// Settings, and rooms with a marker, of one user.
    public static final int MAX_SETTINGS = 64;
    public static final int MAX_MARKERS = 256;
    /// The setting that is told to others.
    private static final String AWAY = "away";

    private final Map<String, SortedMap<String, Register<String>>> settings = new HashMap<>();
    private final Map<String, Map<String, Mark>> markers = new HashMap<>();
    private final Letters letters = new Letters();

    @Override
    public void shown(Entry entry) {
        switch (entry.payload()) {
            case Payload.Letter letter -> letters.shown(entry, letter);
            case Payload.Collected collected -> letters.shown(entry, collected);
            case Payload.Marker(String room, VersionVector read) ->
                markers.computeIfAbsent(entry.author(), _ -> new HashMap<>())
                        .computeIfAbsent(room, _ -> new Mark()).merge(read);
            case Payload.Setting setting -> write(entry, setting, false);
            case Payload.Control _,Payload.Message _,Payload.Change _ -> {
            }
        }
    }

    @Override
    public void copied(Entry copy) {
        switch (copy.payload()) {
            case Payload.Letter letter -> letters.copied(copy, letter);
            case Payload.Setting setting -> write(copy, setting, true);
            case Payload.Collected _,Payload.Marker _,Payload.Control _,Payload.Message _,Payload.Change _ -> {
            }
        }
    }

    private void write(Entry entry, Payload.Setting setting, boolean copy) {
        var own = settings.computeIfAbsent(entry.author(), _ -> new TreeMap<>());
        own.put(setting.name(), own.getOrDefault(setting.name(), Register.initially("")).write(setting.value(), entry,
                copy));
    }

    @Override
    public Optional<Outcome> refusal(Post post, long atMillis) {
        return switch (post.payload()) {
            case Payload.Letter letter -> letters.refusal(post.author(), letter, atMillis);
            case Payload.Collected collected -> letters.refusal(post.author(), collected);
            case Payload.Marker(String room, VersionVector _) ->
                fits(markers.getOrDefault(post.author(), Map.of()), room, MAX_MARKERS, "rooms with a marker");
            case Payload.Setting(String name, String _) ->
                fits(settings.getOrDefault(post.author(), new TreeMap<>()), name, MAX_SETTINGS, "settings");
            case Payload.Control _ -> Optional.of(new Outcome.Invalid("only servers say that"));
            case Payload.Message _,Payload.Change _ ->
                Optional.of(new Outcome.Invalid("only letters, markers and settings stand here"));
        };
    }

    private static Optional<Outcome> fits(Map<String, ?> present, String name, int most, String what) {
        return present.size() < most || present.containsKey(name)
                ? Optional.empty()
                : Optional.of(new Outcome.TooLarge("you have " + most + " " + what + ", and cannot have more"));
    }

    /// Whether this user is to be shown this entry: it wrote it, or it is addressed
    /// by it. What servers say concerns everybody.
    public static boolean concerns(Entry entry, String user) {
        return entry.payload() instanceof Payload.Control || entry.author().equals(user)
                || entry.payload() instanceof Payload.Letter letter && letter.recipient().equals(user);
    }

    /// How far this user has read this room, on whatever device.
    public VersionVector read(String user, String room) {
        var mark = markers.getOrDefault(user, Map.of()).get(room);
        return mark == null ? VersionVector.empty() : mark.vector();
    }

    /// This user's settings by name.
    public SortedMap<String, String> settings(String user) {
        var result = new TreeMap<String, String>();
        settings.getOrDefault(user, new TreeMap<>()).forEach((name, value) -> result.put(name, value.value()));
        return result;
    }

    /// What this user says about being away; empty: the user is there.
    public String away(String user) {
        var away = settings.getOrDefault(user, Collections.emptySortedMap()).get(AWAY);
        return away == null ? "" : away.value();
    }

    /// The letters that wait for this user, in the room's linear order.
    public List<Waiting> waiting(String user, long atMillis) {
        return letters.waiting(user, atMillis);
    }
}
