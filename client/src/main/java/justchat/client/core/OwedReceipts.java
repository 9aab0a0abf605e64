// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.SentMessage.News;

/// The receipts that this client owes to those who wrote privately. Pure: time is
/// an argument; owned by [Mail].
///
/// A second after the first message they leave, up to 256 in an envelope; to one
/// user one envelope of each kind in five seconds. Whoever writes more than 4,096 messages in
/// that time is not told of all. A receipt is never owed for a receipt.
final class OwedReceipts {
    static final int OWED = 4_096;
    static final long DELAY_NANOS = 1_000 * Now.NANOS_PER_MILLI;
    static final long GAP_NANOS = 5_000 * Now.NANOS_PER_MILLI;

    /// In a run, so that two who cannot open each other's do not write for ever.
    static final int UNOPENED = 256;

    private final Map<String, Owed> owed = new LinkedHashMap<>();
    /// Who was sent some within the gap, and when it ends.
    private final Map<String, Long> gaps = new HashMap<>();
    private int unopened;

    /// An envelope's content.
    record Receipt(String user, List<MessageId> messages, News news) {}

    private static final class Owed {
        private final Map<News, SequencedSet<MessageId>> by = new EnumMap<>(News.class);
        private long dueAt;

        private Owed(long dueAt) {
            this.dueAt = dueAt;
        }

        private int size() {
            return by.values().stream().mapToInt(Set::size).sum();
        }
    }

    /// This became of a message; what is better news than other news about it stands instead.
    void add(String user, MessageId message, News news, long nowNanos) {
        if (size() >= OWED || news == News.UNOPENED && unopened++ >= UNOPENED) {
            return;
        }
        var of = of(user, nowNanos);
        boolean better = of.by.entrySet().stream().anyMatch(known -> known.getKey().compareTo(news) > 0 && known
                .getValue().contains(message));
        if (!better) {
            of.by.values().forEach(messages -> messages.remove(message));
            of.by.computeIfAbsent(news, _ -> new LinkedHashSet<>()).add(message);
        }
    }

    private Owed of(String user, long nowNanos) {
        return owed.computeIfAbsent(user, _ -> new Owed(Math.max(nowNanos + DELAY_NANOS, gaps.getOrDefault(user,
                nowNanos))));
    }

    int size() {
        return owed.values().stream().mapToInt(Owed::size).sum();
    }

    /// Those that are due, or `all`; they are not owed any more.
    List<Receipt> due(boolean all, long nowNanos) {
        gaps.values().removeIf(until -> until - nowNanos <= 0);
        var receipts = new ArrayList<Receipt>();
        owed.forEach((user, of) -> {
            while (of.size() > 0 && (all || of.dueAt - nowNanos <= 0)) {
                of.by.forEach((news, messages) -> take(messages, user, news, receipts));
                of.dueAt = nowNanos + GAP_NANOS;
                gaps.put(user, of.dueAt);
            }
        });
        owed.values().removeIf(of -> of.size() == 0);
        return receipts;
    }

    private static void take(SequencedSet<MessageId> from, String user, News news, List<Receipt> receipts) {
        if (!from.isEmpty()) {
            var some = from.stream().limit(Limits.RECEIPTS).toList();
            some.forEach(from::remove);
            receipts.add(new Receipt(user, some, news));
        }
    }

    /// Nanoseconds; `Long.MAX_VALUE`: never.
    long wakeAt() {
        return owed.values().stream().mapToLong(of -> of.dueAt).min().orElse(Long.MAX_VALUE);
    }
}
