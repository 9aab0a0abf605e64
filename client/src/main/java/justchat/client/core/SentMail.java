// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

import justchat.client.model.MessageId;
import justchat.client.model.SentMessage;
import justchat.client.model.SentMessage.News;

/// The private messages that this account sent, the latest 1,024, and what their
/// recipients said became of them. Pure; owned by [Mail].
///
///     RELAYED ─ unopened ─▶ UNOPENED ─ delivered ─▶ DELIVERED ─ read ─▶ READ          DIRECT ─ read ─▶ READ
///        └─────── delivered, read ──────▶
///
/// Only who got a message can say so, and a state never goes back. A receipt may be
/// quicker than the news that its message has left, so one for an unknown message waits
/// a while (the latest 256); what nobody sent, or not to whom says it, has no effect.
final class SentMail {
    static final int REMEMBERED = 1_024;
    static final int EARLY = 256;

    /// Oldest first.
    private final SequencedMap<MessageId, SentMessage> sent = new LinkedHashMap<>();
    /// Oldest first; the best news.
    private final SequencedMap<Early, News> early = new LinkedHashMap<>();
    private long refused;

    private record Early(MessageId id, String from) {}

    /// One more; of an id that is known, nothing changes.
    ///
    /// @return as it is now, if a receipt had been quicker
    Optional<SentMessage> add(SentMessage message) {
        if (sent.putIfAbsent(message.id(), message) != null) {
            return Optional.empty();
        }
        if (sent.size() > REMEMBERED) {
            sent.pollFirstEntry();
        }
        return Optional.ofNullable(early.remove(new Early(message.id(), message.user())))
                .flatMap(news -> advance(message, news));
    }

    Optional<SentMessage> of(MessageId id) {
        return Optional.ofNullable(sent.get(id));
    }

    /// It was refused, so it will not arrive.
    void forget(MessageId id) {
        sent.remove(id);
    }

    /// A receipt came.
    ///
    /// @param from
    ///            whose identity key sealed it
    /// @return the messages that are further now
    List<SentMessage> receipt(String from, Collection<MessageId> ids, News news) {
        var changed = new ArrayList<SentMessage>();
        for (var id : ids) {
            var message = sent.get(id);
            if (message == null) {
                keep(new Early(id, from), news);
            } else if (message.user().equals(from)) {
                advance(message, news).ifPresent(changed::add);
            } else {
                refused++;
            }
        }
        return changed;
    }

    private Optional<SentMessage> advance(SentMessage message, News news) {
        var after = message.after(news);
        if (after.equals(message)) {
            return Optional.empty();
        }
        sent.put(message.id(), after);
        return Optional.of(after);
    }

    private void keep(Early receipt, News news) {
        early.merge(receipt, news, (one, other) -> one.compareTo(other) < 0 ? other : one);
        if (early.size() > EARLY) {
            early.pollFirstEntry();
            refused++;
        }
    }

    /// How many receipts had no effect: for what was not sent, or not to whom said so.
    long refused() {
        return refused + early.size();
    }

    /// How many letters nobody has opened yet, by recipient.
    Map<String, Integer> waiting() {
        var waiting = new TreeMap<String, Integer>();
        sent.values().stream().filter(message -> message.state() == SentMessage.State.RELAYED)
                .forEach(message -> waiting.merge(message.user(), 1, Integer::sum));
        return waiting;
    }
}
