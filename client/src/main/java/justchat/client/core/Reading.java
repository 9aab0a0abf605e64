// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

import justchat.client.model.Entry;
import justchat.client.model.MessageId;
import justchat.client.model.Page;
import justchat.client.model.Seen;

/// How far the person has read one room, and what is unread there. Pure; owned
/// by [Room].
///
/// `owing`: something that was delivered (or is older than what was) has not
/// been shown. While nothing is owed, everything delivered is read; else `read`
/// moves only by pages of unread messages, which come in the order in which
/// the server got them.
final class Reading {
    private static final int REMEMBERED = 1_000;

    private Seen read = Seen.nothing();
    private boolean owing;
    private long unread;
    private boolean mentioned;
    private long movedAt = Long.MAX_VALUE;
    /// Delivered, but not shown, since a page of unread messages was asked for.
    private final SequencedSet<MessageId> since = new LinkedHashSet<>();
    /// Shown by a page before they were delivered.
    private final SequencedSet<MessageId> ahead = new LinkedHashSet<>();

    /// @param left
    ///            messages that will not be delivered
    void begin(Seen from, long left) {
        read = from;
        unread = left;
        owing = left > 0;
    }

    Seen read() {
        return read;
    }

    boolean owing() {
        return owing;
    }

    /// Messages of others that were not shown.
    long unread() {
        return unread;
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
    void missed(MessageId id, boolean mention) {
        owing = true;
        unread++;
        mentioned |= mention;
        remember(since, id);
    }

    /// Something was delivered that is shown, or need not be.
    void passed(Seen delivered) {
        if (!owing) {
            read = delivered;
        }
    }

    /// Whether a page has shown it already.
    boolean isAhead(MessageId id) {
        return ahead.remove(id);
    }

    void asked() {
        since.clear();
    }

    /// Whether an entry of a page was delivered, or is older than what is.
    static boolean isDelivered(Entry entry, Seen delivered) {
        long known = delivered.at(entry.origin());
        return known == 0 || known >= entry.sequence();
    }

    /// A message of a page was shown.
    void listed(Entry entry, Seen delivered) {
        read = read.with(entry.origin(), entry.sequence());
        since.remove(entry.id());
        if (!delivered.covers(entry.origin(), entry.sequence())) {
            remember(ahead, entry.id());
        }
    }

    /// A page was shown: are we done?
    void page(Page page, Seen delivered) {
        boolean complete = page.left() == 0 || page.entries().isEmpty()
                || page.entries().stream().anyMatch(shown -> !isDelivered(shown.entry(), delivered));
        unread = complete ? since.size() : Math.max(page.left(), since.size());
        settle(delivered);
    }

    /// Another device has read so far.
    void elsewhere(Seen marker) {
        read = read.merge(marker);
    }

    /// So many are unread beyond `read`, the server says.
    void counted(long left, Seen delivered) {
        unread = Math.min(unread, left);
        settle(delivered);
    }

    private void settle(Seen delivered) {
        if (unread == 0) {
            owing = false;
            mentioned = false;
            since.clear();
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
