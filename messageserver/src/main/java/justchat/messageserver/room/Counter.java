// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

/// What an operator may ask about a room, one sentence each.
public enum Counter {
    /// Posts that were stamped here.
    ACCEPTED,
    /// Entries shown to readers.
    SHOWN,
    /// Further copies of a message that a retry brought by another server;
    /// not shown.
    COPIES_SUPPRESSED,
    /// Entries that a closed epoch left out; shown nowhere.
    VOID_ENTRIES,
    /// Entries skipped because an earlier one of their author's is missing for good.
    GAPS,
    /// Logs of former lives folded away by this server.
    FOLDED,
    /// Epochs entered, in rooms of total order.
    EPOCHS,
    /// Posts that came again and were answered from memory.
    RETRIES_ANSWERED,
    /// Posts that waited for an earlier one or for what they depend on.
    POSTS_HELD,
    /// Posts refused because a queue was full or a wait was too long.
    POSTS_BUSY,
    /// Posts that the room's rules do not permit.
    POSTS_REFUSED,
    /// Message ids that were used for two different messages.
    EQUIVOCATIONS,
    /// Entries from peers that were there already.
    ENTRIES_REPEATED,
    /// Entries from peers that did not follow on what is here; sent again later.
    ENTRIES_AHEAD,
    /// Entries from peers that did not fit in memory; sent again later.
    ENTRIES_REFUSED,
    /// Entries sent to peers.
    ENTRIES_SENT,
    /// Times that a log's tail was sent to a peer again because nothing of
    /// it arrived.
    RESENT,
    /// Exchanges from servers that are not in the view.
    STRANGERS
}
