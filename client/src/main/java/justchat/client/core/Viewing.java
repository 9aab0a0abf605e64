// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import justchat.client.model.Entry;
import justchat.client.model.Notice;
import justchat.client.model.Payload;

/// What a delivery does: in the room before the eyes it is shown, or held while
/// a page is awaited that belongs above it; elsewhere it is counted. Pure; owned
/// by [Rooms].
final class Viewing {
    private final Connection connection;
    private final Recall recall;
    private final Telling telling;

    Viewing(Connection connection, Recall recall, Telling telling) {
        this.connection = connection;
        this.recall = recall;
        this.telling = telling;
    }

    /// @param here
    ///            the room is before the eyes
    void take(Room room, boolean here, Entry entry, Now now, Effects effects) {
        if (entry.payload() instanceof Payload.Topic topic) {
            room.about(topic.topic());
        }
        room.reading().changed(entry);
        telling.tell(room.name(), entry, effects);
        if (room.isLive() && telling.counts(entry)) {
            effects.add(new Effect.Ring(telling.call(room.name(), entry)));
        }
        if (!here) {
            count(room, entry, effects);
        } else if (!room.held(entry)) {
            release(room, now, effects);
            show(room, entry, now, effects);
        }
    }

    /// See [Telling#lacked].
    int lacked(String room) {
        return telling.lacked(room);
    }

    /// Whether it is a message of somebody else's, which the person wants to read.
    boolean counts(Entry entry) {
        return telling.counts(entry);
    }

    /// Whether the person is not in the room any more.
    boolean endsMembership(Entry entry) {
        return switch (entry.payload()) {
            case Payload.Membership membership -> !membership.joined() && entry.author().equals(connection.name());
            case Payload.Sanction sanction -> sanction.user().equals(connection.name()) && switch (sanction.measure()) {
                case KICK, BAN -> true;
                case MUTE, UNMUTE, UNBAN, PROMOTE, DEMOTE -> false;
            };
            default -> false;
        };
    }

    private void count(Room room, Entry entry, Effects effects) {
        telling.apply(room.name(), entry);
        if (!telling.counts(entry) || room.reading().isAhead(entry.id())) {
            room.reading().passed(room.shown().seen());
            return;
        }
        boolean mention = telling.names(entry);
        room.reading().missed(entry, mention);
        if (mention) {
            effects.show(new Notice.Mentioned(entry.stampedAtMillis(), room.name(), entry.author(),
                    Telling.text(entry.payload())));
        }
    }

    private void show(Room room, Entry entry, Now now, Effects effects) {
        if (!room.reading().isAhead(entry.id())) {
            telling.show(room.name(), entry, now, effects);
        }
        room.reading().passed(room.shown().seen());
        if (telling.counts(entry)) {
            room.reading().moved(now);
        }
    }

    /// The page will not come here: messages of others that were held are unread.
    void giveUp(Room room, Now now, Effects effects) {
        for (var entry : room.release()) {
            if (telling.counts(entry)) {
                room.reading().missed(entry, telling.names(entry));
            } else {
                show(room, entry, now, effects);
            }
        }
    }

    /// Shows what was delivered while a page was awaited, and not on that page.
    void release(Room room, Now now, Effects effects) {
        for (var entry : room.release()) {
            if (recall.isShown(room.name(), entry.id())) {
                telling.apply(room.name(), entry);
            } else {
                show(room, entry, now, effects);
            }
        }
    }
}
