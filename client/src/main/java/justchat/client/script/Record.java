// SPDX-License-Identifier: Apache-2.0
package justchat.client.script;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// What a program reads, one JSON object a line: see the table in the module's
/// README.md, which is a promise. Names and texts are as they came.
sealed interface Record {

    /// Which entry of a room it is. `room`, `origin` and `seq` name it for ever.
    ///
    /// @param origin
    ///            the life of the server that took it: `3.1`
    /// @param seq
    ///            its number there
    /// @param id
    ///            what edits and the like call it
    /// @param listed
    ///            what was asked for: `history`, `search`, `unread`; empty: it was just
    ///            delivered
    record Place(String room, String origin, long seq, String id, String from, long atMillis, String listed) {
        public Place {
            Objects.requireNonNull(room, "room");
            Objects.requireNonNull(id, "id");
        }
    }

    /// @param replyTo
    ///            the id of the message it answers; empty: none
    /// @param reactions
    ///            sign, then users; of listed ones
    record Message(Place place, String text, boolean mention, boolean mine, String replyTo, boolean edited,
            Map<String, List<String>> reactions) implements Record {}

    record Edit(Place place, String target, String text) implements Record {}

    record Delete(Place place, List<String> targets) implements Record {}

    /// Stands where a message was.
    record Deleted(Place place, String by) implements Record {}

    record Reaction(Place place, String target, String sign, boolean withdrawn) implements Record {}

    record File(Place place, String name, long size, String hash) implements Record {}

    record Topic(Place place, String text) implements Record {}

    record Member(Place place, boolean joined) implements Record {}

    record Sanction(Place place, String user, String measure, OptionalLong untilMillis) implements Record {}

    /// The room has a new code.
    record Lock(Place place, int number) implements Record {}

    /// Something sealed that is not shown, and why: `no_code`, `damaged`, `forged`,
    /// `unproven`.
    record Unreadable(Place place, int lock, String why) implements Record {}

    /// Something that a newer client would understand.
    record Unknown(Place place) implements Record {}

    /// @param other
    ///            who wrote it, or (`mine`) to whom
    /// @param id
    ///            what its receipts name
    record Private(long atMillis, String id, String other, boolean mine, String text, String via)
            implements
                Record {}

    /// What a recipient says became of private messages.
    ///
    /// @param state
    ///            `delivered` or `read`
    record PrivateReceipt(long atMillis, String user, String state, List<String> ids) implements Record {}

    record Offer(long atMillis, String id, String from, boolean privately, String name, long size, String hash)
            implements
                Record {}

    /// @param state
    ///            `preparing`, `offered`, `published`, `accepted`, `declined`, `over`,
    ///            `saving`, `done` or `failed`
    /// @param details
    ///            of that state
    record Transfer(long atMillis, String id, String state, String name, Map<String, Object> details)
            implements
                Record {}

    record Receipt(long atMillis, String room, String id, int copies, int servers) implements Record {}

    record Account(String name, long createdAtMillis, boolean online) implements Record {}

    record Room(String name, String order, String owner, String topic, int members, boolean joined, long entries,
            long unread, boolean closed) implements Record {}

    /// @param server
    ///            the new one; empty: another one is being looked for
    record Connection(long atMillis, String server, String from, Optional<Moved> moved) implements Record {}

    /// What a failover cost.
    record Moved(long millis, long resent, long lost) {}

    /// Good to know.
    record Note(long atMillis, String text) implements Record {}

    /// What was asked for did not happen.
    record Problem(long atMillis, String text) implements Record {}
}
