// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.VersionVector;

/// One server with one room: what may be said is stamped and shown.
final class Scene {
    private static final Origin SERVER = new Origin(1, 1);

    final Conduct conduct;
    final List<Entry> shown = new ArrayList<>();
    long nowMillis = 1_000_000;
    private final Map<String, Long> sequences = new HashMap<>();

    Scene(Conduct conduct) {
        this.conduct = conduct;
    }

    /// Said, and shown.
    ///
    /// @throws AssertionError
    ///             if it may not be said
    MessageId says(String user, Payload payload) {
        var id = nextId(user);
        refusal(user, payload).ifPresent(outcome -> {
            throw new AssertionError(user + " " + payload + ": " + outcome);
        });
        show(user, id, payload);
        return id;
    }

    MessageId nextId(String user) {
        return new MessageId(new Instance(0, user.hashCode()), sequences.merge(user, 1L, Long::sum));
    }

    private void show(String user, MessageId id, Payload payload) {
        show(new Entry(new Position(SERVER, shown.size() + 1L), id, user, VersionVector.empty(), nowMillis, payload,
                shown.size() + 1L, 0));
    }

    void show(Entry entry) {
        shown.add(entry);
        conduct.shown(entry);
    }

    Optional<Outcome> refusal(String user, Payload payload) {
        var post = new Post(user, new MessageId(new Instance(9, 9), 1), VersionVector.empty(), payload, VectorClock
                .empty());
        return conduct.refusal(post, nowMillis);
    }

    /// What the person is told.
    String told(String user, Payload payload) {
        return switch (refusal(user, payload).orElseThrow(() -> new AssertionError(user + " may say " + payload))) {
            case Outcome.NotPermitted(String message) -> message;
            case Outcome.Invalid(String message) -> message;
            case Outcome.TooLarge(String message) -> message;
            case Outcome.Stored _,Outcome.Busy _,Outcome.Unavailable _,Outcome.Equivocation _ ->
                throw new AssertionError("no refusal of a conduct");
        };
    }
}
