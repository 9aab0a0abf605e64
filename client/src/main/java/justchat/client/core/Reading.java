// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;

import justchat.client.model.Entry;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.Page;
import justchat.client.model.Payload;
import justchat.client.model.Seen;

/// How far the person has read one room, and what is unread there. Pure; owned
/// by [Room].
///
/// Messages that were delivered and not shown wait here, in the room's order.
/// What is older than the session, and what is too much to be kept, is the
/// backlog: it comes by pages from the server, in linear order, so those of one
/// origin ascend. While there is neither, everything delivered is read; else
/// `read` moves with what is shown.
final class Reading {
    private static final int REMEMBERED = 1_000;

    private Seen read = Seen.nothing();
    private final SequencedMap<MessageId, Entry> waiting = new LinkedHashMap<>();
    private boolean backlog;
    /// Of the backlog, in messages.
    private long behind;
    /// Of the backlog, what was delivered here: a server that is late does not know
    /// of it yet.
    private final SequencedSet<MessageId> missed = new LinkedHashSet<>();
    private boolean mentioned;
    private long movedAt = Long.MAX_VALUE;
    /// Shown by a page before they were delivered.
    private final SequencedSet<MessageId> ahead = new LinkedHashSet<>();

    /// @param left
    ///            messages that will not be delivered
    void begin(Seen from, long left) {
        read = from;
        behind = left;
        backlog = left > 0;
    }

    Seen read() {
        return read;
    }

    /// Messages of others that were not shown.
    long unread() {
        return waiting.size() + behind;
    }

    /// What is unread is with the server, not here.
    boolean isBacklog() {
        return backlog;
    }

    /// One of them names the person.
    boolean mentioned() {
        return mentioned;
    }

    /// When what was read moved on, in nanoseconds; `Long.MAX_VALUE`: not since the
    /// last marker.
    long movedAt() {
        return movedAt;
    }

    void moved(Now now) {
        movedAt = Math.min(movedAt, now.nanos());
    }

    void marked() {
        movedAt = Long.MAX_VALUE;
    }

    /// A message of others was delivered and is not shown.
    void missed(Entry entry, boolean mention) {
        mentioned |= mention;
        if (!backlog && waiting.size() < Limits.PAGE) {
            waiting.put(entry.id(), entry);
            return;
        }
        backlog = true;
        waiting.keySet().forEach(id -> remember(missed, id));
        behind += waiting.size() + 1;
        waiting.clear();
        remember(missed, entry.id());
    }

    /// Something was delivered that is shown, or need not be.
    void passed(Seen delivered) {
        if (!backlog && waiting.isEmpty()) {
            read = delivered;
        }
    }

    /// The first of those that wait; they are about to be shown.
    List<Entry> take(int most, Seen delivered) {
        var some = new ArrayList<Entry>();
        while (some.size() < most && !waiting.isEmpty()) {
            var entry = waiting.pollFirstEntry().getValue();
            read = read.with(entry.origin(), entry.sequence());
            some.add(entry);
        }
        settle(delivered);
        return some;
    }

    /// What waits reads as it was changed to.
    void changed(Entry change) {
        switch (change.payload()) {
            case Payload.Edit edit -> waiting.computeIfPresent(edit.target(),
                    (_, entry) -> entry.saying(entry.payload() instanceof Payload.Reply reply
                            ? new Payload.Reply(reply.target(), edit.text())
                            : new Payload.Text(edit.text())));
            case Payload.Erase erase -> erase.targets().forEach(target -> {
                waiting.remove(target);
                behind -= missed.remove(target) ? 1 : 0;
            });
            default -> {
                // the others change no text
            }
        }
    }

    /// Whether a page has shown it already.
    boolean isAhead(MessageId id) {
        return ahead.remove(id);
    }

    /// Whether an entry of a page was delivered, or is older than what is.
    static boolean isDelivered(Entry entry, Seen delivered) {
        long known = delivered.at(entry.origin());
        return known == 0 || known >= entry.sequence();
    }

    /// A message of a page was shown.
    void listed(Entry entry, Seen delivered) {
        read = read.with(entry.origin(), entry.sequence());
        missed.remove(entry.id());
        if (!delivered.covers(entry.origin(), entry.sequence())) {
            remember(ahead, entry.id());
        }
    }

    /// A page was shown: are we done? What it leaves out although it was delivered
    /// here is not.
    void page(Page page, Seen delivered) {
        boolean complete = page.left() == 0 || page.entries().isEmpty()
                || page.entries().stream().anyMatch(shown -> !isDelivered(shown.entry(), delivered));
        behind = complete ? missed.size() : Math.max(page.left(), missed.size());
        settle(delivered);
    }

    /// Another device has read so far.
    void elsewhere(Seen marker, Seen delivered) {
        read = read.merge(marker);
        waiting.values().removeIf(entry -> marker.covers(entry.origin(), entry.sequence()));
        if (!backlog) {
            settle(delivered);
        }
    }

    /// So many of the backlog are unread beyond `read`, the server says.
    void counted(long left, Seen delivered) {
        behind = Math.min(behind, left);
        settle(delivered);
    }

    private void settle(Seen delivered) {
        backlog = behind > 0;
        if (!backlog) {
            missed.clear();
        }
        if (unread() == 0) {
            mentioned = false;
            read = delivered;
        }
    }

    private static void remember(SequencedSet<MessageId> set, MessageId id) {
        set.add(id);
        if (set.size() > REMEMBERED) {
            set.removeFirst();
        }
    }
}
