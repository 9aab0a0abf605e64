// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.Objects;

import justchat.messageserver.model.VersionVector;
import justchat.messageserver.session.Outbox;

/// One reader, as the audience knows it. Owned by the room's strand.
/// ```
///   attach          page read or offered           end reached
///  ────────▶ BEHIND ────────────────────▶ BEHIND ─────────────▶ LIVE
///              ▲ │ its outbox is full                            │
///              │ ▼                                               │ its outbox is full
///          whenRoom: FULL ◀──────────────────────────────────────┘
/// ```
final class Reader {
    final Outbox outbox;
    /// Never offered again. Empty as soon as all of it is delivered here and passed.
    VersionVector seen;
    /// The next place of the delivery order to offer.
    int next;
    State state = State.BEHIND;
    /// When it last took something, or had nothing to take.
    long tookAtMillis;

    enum State {
        /// Gets pages of what it lacks.
        BEHIND,
        /// Its outbox was full; goes on when there is room.
        FULL,
        /// Gets what is delivered, as it is delivered.
        LIVE,
        /// Detached or cut off.
        GONE
    }

    Reader(Outbox outbox, VersionVector seen, int next, long nowMillis) {
        this.outbox = Objects.requireNonNull(outbox, "outbox");
        this.seen = Objects.requireNonNull(seen, "seen");
        this.next = next;
        this.tookAtMillis = nowMillis;
    }
}
