// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.Promise;
import justchat.messageserver.model.VersionVector;

/// What one other member has promised in a room of total order ([Promise]), and
/// what it had when it did. Part of a [Peer].
///
/// What it says it has is an acknowledgement only in the epoch that it names
/// along with it, and an answer to a view only if it is bound to just that view:
/// one that is bound to a later view already may have it from somebody who does
/// not know of that view.
final class Vow {
    /// Promised times that wait for the entries stamped before them.
    private static final int MAX_PENDING = 64;

    private long view = -1;
    private VersionVector held = VersionVector.empty();
    private long stamped;
    private boolean whole;
    private long epoch;
    private final Map<Origin, Long> acknowledged = new HashMap<>();
    private long time;
    private final ArrayDeque<Promise> pending = new ArrayDeque<>();

    void said(Promise promise, VersionVector have) {
        if (promise.view() > view) {
            view = promise.view();
            held = have;
            stamped = promise.stamped();
            whole = promise.whole();
        } else if (promise.view() == view) {
            held = have.merge(held);
            stamped = Math.max(stamped, promise.stamped());
            whole |= promise.whole();
        }
        if (promise.epoch() > epoch) {
            epoch = promise.epoch();
            acknowledged.clear();
            pending.clear();
            time = 0;
        }
        if (promise.epoch() == epoch && epoch != 0) {
            have.entries().forEach((origin, sequence) -> acknowledged.merge(origin, sequence, Math::max));
            pend(promise);
        }
    }

    private void pend(Promise promise) {
        if (promise.time() <= time) {
            return;
        }
        var last = pending.peekLast();
        if (last != null && (promise.time() <= last.time() || promise.stamped() < last.stamped())) {
            return;
        }
        if (last != null && (promise.stamped() == last.stamped() || pending.size() >= MAX_PENDING)) {
            pending.removeLast();
        }
        pending.addLast(promise);
    }

    /// More folds are known: what it had when it promised is more than it named.
    void expand(Folds folds) {
        held = folds.expand(held);
    }

    /// The latest view it is bound to; -1 if it never said.
    long view() {
        return view;
    }

    /// Whether it holds all that this opening needs to come in force, as it said when
    /// it was bound to just its view.
    boolean holds(Flush.Opening opening) {
        return view == opening.epoch().view() && opening.isHeld(held);
    }

    /// What it has for good, now that it is bound to this view, if it is, and has
    /// said all that it stamped itself.
    ///
    /// @return null if it has not answered yet
    Flush.Answer answer(long toView, Origin self) {
        return view == toView && held.at(self) >= stamped ? new Flush.Answer(held, whole) : null;
    }

    /// Whether it acknowledged the entry in this epoch, and will not stamp anything
    /// that comes before it.
    ///
    /// @param position
    ///            the entry's
    /// @param at
    ///            the entry's Lamport time
    /// @param here
    ///            how much of this member's own log is durable here
    boolean isPast(long inEpoch, Position position, long at, long here) {
        while (!pending.isEmpty() && pending.peekFirst().stamped() <= here) {
            time = pending.removeFirst().time();
        }
        return epoch == inEpoch && time >= at
                && acknowledged.getOrDefault(position.origin(), 0L) >= position.sequence();
    }
}
