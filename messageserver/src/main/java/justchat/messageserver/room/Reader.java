// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.List;
import java.util.Objects;

import justchat.messageserver.model.Position;
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
    /// So far and no further: there is no end.
    static final int NEVER = Integer.MAX_VALUE;

    final Outbox outbox;
    final String user;
    /// Never offered again. Empty as soon as all of it is delivered here and passed.
    VersionVector seen;
    /// Offered before anything else: what waited for it.
    List<Position> waiting;
    /// The next place of the delivery order to offer; of no meaning while it is live.
    int next;
    State state = State.BEHIND;
    /// When it last took something, or had nothing to take.
    long tookAtMillis;
    /// The user is out of the room from this place on.
    int end = NEVER;

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

    Reader(Outbox outbox, String user, VersionVector seen, List<Position> waiting, int next, long nowMillis) {
        this.outbox = Objects.requireNonNull(outbox, "outbox");
        this.user = Objects.requireNonNull(user, "user");
        this.seen = Objects.requireNonNull(seen, "seen");
        this.waiting = Objects.requireNonNull(waiting, "waiting");
        this.next = next;
        this.tookAtMillis = nowMillis;
    }
}
