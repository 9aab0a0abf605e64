// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import justchat.client.model.Input;
import justchat.client.model.MessageId;
import justchat.client.model.Notice;
import justchat.client.model.Payload;

/// What is said about earlier messages and about people, in the room the person
/// is in: replies, signs, edits, what is taken back, measures. Pure; owned
/// by [ClientCore]. Whether it is permitted is the servers' to say.
final class Amendments {
    private final Outbox outbox;
    private final Recall recall;
    private final Connection connection;

    Amendments(Outbox outbox, Recall recall, Connection connection) {
        this.outbox = outbox;
        this.recall = recall;
        this.connection = connection;
    }

    /// @param room
    ///            the one the person is in
    void ask(Input.Speech speech, Room room, Now now, Effects effects) {
        switch (speech) {
            case Input.Say say -> say(room, new Payload.Text(say.text()), now, effects);
            case Input.Reply reply -> reply(room, reply, now, effects);
            case Input.React react -> react(room, react, now, effects);
            case Input.Edit edit -> edit(room, edit.text(), now, effects);
            case Input.Delete delete -> delete(room, delete, now, effects);
            case Input.Punish punish -> punish(room, punish, now, effects);
            case Input.Topic topic -> topic(room, topic, now, effects);
        }
    }

    /// A text, or a file.
    void say(Room room, Payload payload, Now now, Effects effects) {
        post(room, payload, now, effects).ifPresent(id -> recall.posted(room.name(),
                id, connection.name(), Telling.text(payload), payload instanceof Payload.Shared));
    }

    private void reply(Room room, Input.Reply reply, Now now, Effects effects) {
        recall.find(room.name(), reply.target()).ifPresentOrElse(
                message -> say(room, new Payload.Reply(message.id(), reply.text()), now, effects),
                () -> unknown(room, now, effects));
    }

    private void react(Room room, Input.React react, Now now, Effects effects) {
        recall.find(room.name(), react.target()).ifPresentOrElse(message -> post(room, new Payload.Reaction(
                message.id(), react.sign(), message.signs().contains(react.sign())), now, effects),
                () -> unknown(room, now, effects));
    }

    /// Whatever was meant, it was not shown.
    static void unknown(Room room, Now now, Effects effects) {
        effects.problem(now, "no such message was shown here in " + room.name()
                + "; #history numbers them: m1, m2, ...");
    }

    private void edit(Room room, String text, Now now, Effects effects) {
        var last = recall.of(room.name(), connection.name(), OptionalInt.of(1));
        if (last.isEmpty()) {
            effects.problem(now, "you have said nothing in " + room.name() + " that was shown here");
        } else if (last.getFirst().file()) {
            effects.problem(now, "your last message in " + room.name() + " is a file; #delete takes it back");
        } else {
            post(room, new Payload.Edit(last.getFirst().id(), text), now, effects);
        }
    }

    private void delete(Room room, Input.Delete delete, Now now, Effects effects) {
        var whose = delete.user().orElse(connection.name());
        var targets = recall.of(room.name(), whose, delete.count()).stream().map(Recall.Message::id).toList();
        if (targets.isEmpty()) {
            effects.problem(now, "nothing of " + delete.user().orElse("yours") + " in " + room.name()
                    + " was shown here; #history shows older messages");
            return;
        }
        for (var some : parts(targets)) {
            if (post(room, new Payload.Erase(some), now, effects).isEmpty()) {
                return;
            }
            some.forEach(target -> recall.taken(room.name(), target));
        }
    }

    private static <T> List<List<T>> parts(List<T> all) {
        var parts = new ArrayList<List<T>>();
        for (int i = 0; i < all.size(); i += Payload.Erase.MAX_TARGETS) {
            parts.add(all.subList(i, Math.min(all.size(), i + Payload.Erase.MAX_TARGETS)));
        }
        return parts;
    }

    private void punish(Room room, Input.Punish punish, Now now, Effects effects) {
        var until = punish.millis().isPresent()
                ? OptionalLong.of(now.millis() + punish.millis().getAsLong())
                : OptionalLong.empty();
        post(room, new Payload.Sanction(punish.user(), punish.measure(), until), now, effects);
    }

    private void topic(Room room, Input.Topic topic, Now now, Effects effects) {
        if (topic.text().isPresent()) {
            post(room, new Payload.Topic(topic.text().get()), now, effects);
        } else {
            effects.info(now, room.summary().topic().isEmpty()
                    ? room.name() + " has no topic; #topic text gives it one"
                    : "the topic of " + room.name() + " is: " + room.summary().topic());
        }
    }

    private Optional<MessageId> post(Room room, Payload payload, Now now, Effects effects) {
        var blocked = outbox.blocked(room.name());
        blocked.ifPresent(sentence -> refused(room.name(), payload, sentence, now, effects));
        return blocked.isPresent()
                ? Optional.empty()
                : outbox.say(room.name(), room.shown().seen(), payload, now, effects);
    }

    /// A post had no effect; what was typed can be typed again.
    void refused(String room, Payload payload, String sentence, Now now, Effects effects) {
        var typed = typed(room, payload);
        effects.show(typed.isEmpty()
                ? new Notice.Problem(now.millis(), "not sent: " + sentence)
                : new Notice.Refused(now.millis(), "not sent: " + sentence, typed));
    }

    /// Whether an input is for the people in the room, and so for no other one.
    static boolean says(Input.InRoom input) {
        return switch (input) {
            case Input.Topic topic -> topic.text().isPresent();
            case Input.Speech _,Input.Share _ -> true;
            case Input.Going _,Input.Reading _,Input.Rooms _,Input.Who _,Input.Status _ -> false;
        };
    }

    /// What was typed; empty: it is not worth typing again.
    static String typed(Input.InRoom input) {
        return switch (input) {
            case Input.Say say -> typed(say.text());
            case Input.Reply reply -> reply.text();
            case Input.Edit edit -> "#edit " + edit.text();
            case Input.Topic topic -> "#topic " + topic.text().orElse("");
            case Input.Share share -> "#share #" + share.path();
            case Input.React _,Input.Delete _,Input.Punish _,Input.Going _,Input.Reading _,Input.Rooms _,Input.Who _,Input.Status _ ->
                "";
        };
    }

    private static String typed(String text) {
        return text.startsWith("#") || text.startsWith("/") ? text.charAt(0) + text : text;
    }

    /// What was typed, as far as it can be typed again; empty: it cannot.
    private String typed(String room, Payload payload) {
        return switch (payload) {
            case Payload.Text text -> typed(text.text());
            case Payload.Reply reply -> recall.get(room, reply.target()).map(message -> "#reply m" + message.number()
                    + " ").orElse("") + reply.text();
            case Payload.Edit edit -> "#edit " + edit.text();
            case Payload.Topic topic -> "#topic " + topic.topic();
            case Payload.Shared _,Payload.Erase _,Payload.Reaction _,Payload.Membership _,Payload.Sanction _,Payload.Letter _,Payload.Collected _,Payload.Marker _,Payload.Setting _,Payload.NewLock _,Payload.Sealed _,Payload.Unreadable _,Payload.Erased _,Payload.Fold _,Payload.Control _,Payload.Unknown _ ->
                "";
        };
    }
}
