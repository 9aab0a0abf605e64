// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import justchat.client.model.Entry;
import justchat.client.model.FileInfo;
import justchat.client.model.Instance;
import justchat.client.model.MessageId;
import justchat.client.model.Notice;
import justchat.client.model.Payload;
import justchat.client.model.Told;

/// Tells the person what an entry says, and keeps what can be named later. Pure;
/// owned by [Rooms].
final class Telling {
    private static final DateTimeFormatter UNTIL = DateTimeFormatter.ofPattern("MMM d HH:mm", Locale.ENGLISH);

    private final Instance instance;
    private final Connection connection;
    private final Recall recall;
    private final Offers offers;
    private final Ignoring ignoring;
    private final ZoneId zone;
    /// By room: messages that could not be read for want of the code.
    private final Map<String, Integer> lacking = new HashMap<>();
    /// Sealed messages that were forged, or did not open.
    private int refused;

    /// What becomes of a file that somebody shares.
    interface Offers {
        void offered(String author, FileInfo file, Now now, Effects effects);
    }

    Telling(Instance instance, Connection connection, Recall recall, Offers offers, Ignoring ignoring,
            ZoneId zone) {
        this.instance = instance;
        this.connection = connection;
        this.recall = recall;
        this.offers = offers;
        this.ignoring = ignoring;
        this.zone = zone;
    }

    /// Whether an entry is a message of somebody else's: that is what is unread.
    boolean counts(Entry entry) {
        return isMessage(entry.payload()) && !entry.author().equals(connection.name())
                && !ignoring.ignores(entry.author());
    }

    static boolean isMessage(Payload payload) {
        return payload instanceof Payload.Text || payload instanceof Payload.Reply
                || payload instanceof Payload.Shared;
    }

    /// What is said in a message; empty for others.
    static String text(Payload payload) {
        return switch (payload) {
            case Payload.Text text -> text.text();
            case Payload.Reply reply -> reply.text();
            case Payload.Shared shared -> shared.file().name();
            case Payload.Edit _,Payload.Erase _,Payload.Reaction _,Payload.Topic _,Payload.Membership _,Payload.Sanction _,Payload.Letter _,Payload.Collected _,Payload.Marker _,Payload.Setting _,Payload.NewLock _,Payload.Sealed _,Payload.Unreadable _,Payload.Erased _,Payload.Fold _,Payload.Control _,Payload.Unknown _ ->
                "";
        };
    }

    /// Whether a text names the person.
    boolean names(Entry entry) {
        var text = text(entry.payload()).toLowerCase(Locale.ROOT);
        var name = connection.name().toLowerCase(Locale.ROOT);
        for (int at = text.indexOf(name); at >= 0 && !name.isEmpty(); at = text.indexOf(name, at + 1)) {
            int end = at + name.length();
            if ((at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
                    && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    /// For programs: whatever it says to people, but nothing of an ignored user.
    void tell(String room, Entry entry, Effects effects) {
        if (isHidden(entry)) {
            return;
        }
        effects.tell(Told.Heard.delivered(room, entry, names(entry), entry.id().instance().equals(instance)));
    }

    /// For a message.
    Call call(String room, Entry entry) {
        var reason = entry.payload() instanceof Payload.Shared
                ? Call.Reason.OFFER
                : names(entry) ? Call.Reason.MENTION : Call.Reason.MESSAGE;
        return new Call(reason, entry.author(), room, text(entry.payload()));
    }

    /// In the room the person is in. What moderators do is shown, whoever they are.
    void show(String room, Entry entry, Now now, Effects effects) {
        if (isHidden(entry)) {
            ignoring.hides(entry.author());
        } else {
            say(room, entry, now, effects);
        }
        apply(room, entry);
    }

    private boolean isHidden(Entry entry) {
        boolean official = entry.payload() instanceof Payload.Sanction || entry.payload() instanceof Payload.Topic;
        return !official && ignoring.ignores(entry.author());
    }

    private void say(String room, Entry entry, Now now, Effects effects) {
        boolean mine = entry.id().instance().equals(instance);
        long at = entry.stampedAtMillis();
        var author = entry.author();
        if (isMessage(entry.payload())) {
            recall.shown(room, entry, text(entry.payload()));
        }
        switch (entry.payload()) {
            case Payload.Text text -> effects.retell(new Notice.Said(at, author, text.text(), mine));
            case Payload.Shared shared -> {
                if (!mine) {
                    offers.offered(author, shared.file(), now, effects);
                }
            }
            case Payload.Reply reply -> effects.retell(new Notice.Replied(at, author, author(room, reply.target()),
                    quote(room, reply.target()), reply.text()));
            case Payload.Edit edit -> effects.retell(new Notice.Edited(at, author, edit.text()));
            case Payload.Erase erase -> effects.retell(new Notice.Happened(at, erased(room, author, erase)));
            case Payload.Reaction reaction -> effects.retell(new Notice.Reacted(at, author, reaction.sign(),
                    reaction.withdrawn(), author(room, reaction.target()), quote(room, reaction.target())));
            case Payload.Topic topic -> effects.retell(new Notice.Happened(at, topic.topic().isEmpty()
                    ? author + " took the topic away"
                    : author + " set the topic: " + topic.topic()));
            case Payload.Membership membership -> effects.retell(new Notice.Happened(at, author
                    + (membership.joined() ? " joined" : " left")));
            case Payload.Sanction sanction -> effects.retell(new Notice.Happened(at, sanction(author, sanction)));
            case Payload.Unknown _ -> effects.info(now, author
                    + " sent something that this version of JustChat cannot show");
            case Payload.NewLock _ -> effects.retell(new Notice.Happened(at, author
                    + " gave the room a new code; who lacks it enters it with #code"));
            case Payload.Unreadable(int _, var why) -> unreadable(room, author, why, at, effects);
            case Payload.Letter _,Payload.Collected _,Payload.Marker _,Payload.Setting _,Payload.Sealed _,Payload.Erased _,Payload.Fold _,Payload.Control _ ->
                {
                }
        }
    }

    /// What is not shown is told in words. That a code is missing is told once for what comes one after another.
    private void unreadable(String room, String author, Payload.Unreadable.Why why, long at, Effects effects) {
        switch (why) {
            case NO_CODE -> {
                if (lacking.merge(room, 1, Integer::sum) == 1) {
                    effects.retell(new Notice.Happened(at, "what is said here is sealed with a code that this"
                            + " client lacks; #code asks for it and then shows what you missed"));
                }
            }
            case DAMAGED -> effects.retell(new Notice.Happened(at, "something came in the name of " + author
                    + " that does not open: it was changed on its way, and is not shown" + soFar()));
            case FORGED -> effects.retell(new Notice.Happened(at, "WARNING: something came in the name of " + author
                    + " that is not signed with the key that is known here, and is not shown: somebody else who has the code"
                    + " wrote it, or " + author + " has a new key" + soFar()));
            case UNPROVEN -> effects.retell(new Notice.Happened(at, author
                    + " wrote something, but no balancer could say whether it is from " + author
                    + "; #history shows it later"));
        }
    }

    private String soFar() {
        return " (" + ++refused + " so far)";
    }

    /// How much came here that the code was missing for; from now on none.
    int lacked(String room) {
        return Optional.ofNullable(lacking.remove(room)).orElse(0);
    }

    /// What changes earlier messages changes them whether it is shown or not.
    void apply(String room, Entry entry) {
        switch (entry.payload()) {
            case Payload.Edit edit -> recall.edited(room, edit.target(), edit.text());
            case Payload.Erase erase -> erase.targets().forEach(target -> recall.forget(room, target));
            case Payload.Reaction reaction when entry.author().equals(connection.name()) -> recall.signed(room,
                    reaction.target(), reaction.sign(), reaction.withdrawn());
            default -> {
                // the others change nothing
            }
        }
    }

    private String author(String room, MessageId target) {
        return target(room, target).map(Recall.Message::author).orElse("");
    }

    private String quote(String room, MessageId target) {
        return target(room, target).map(Recall.Message::text).orElse("");
    }

    private Optional<Recall.Message> target(String room, MessageId target) {
        return recall.get(room, target).filter(message -> !ignoring.ignores(message.author()));
    }

    private String erased(String room, String by, Payload.Erase erase) {
        int count = erase.targets().size();
        var what = count == 1 ? "a message" : count + " messages";
        var authors = erase.targets().stream().map(target -> author(room, target)).filter(name -> !name.isEmpty())
                .distinct().toList();
        return authors.isEmpty() || authors.equals(List.of(by))
                ? by + " took " + what + " back"
                : by + " took back " + what + " of " + authors.stream().collect(Collectors.joining(", "));
    }

    private String sanction(String by, Payload.Sanction sanction) {
        var user = sanction.user();
        var until = sanction.untilMillis().isEmpty()
                ? ""
                : " until " + UNTIL.format(Instant.ofEpochMilli(sanction.untilMillis().getAsLong()).atZone(zone));
        return by + switch (Objects.requireNonNull(sanction.measure())) {
            case MUTE -> " muted " + user + until;
            case UNMUTE -> " lets " + user + " write again";
            case KICK -> " put " + user + " out of the room";
            case BAN -> " banned " + user + until;
            case UNBAN -> " lets " + user + " join again";
            case PROMOTE -> " made " + user + " a moderator";
            case DEMOTE -> " made " + user + " a moderator no more";
        };
    }
}
