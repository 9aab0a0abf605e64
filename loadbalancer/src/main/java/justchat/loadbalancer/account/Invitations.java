// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

import justchat.loadbalancer.model.Bytes;

/// Invitations that nobody has used and that have not ended, by the hash of their token. Pure; owned by the book.
final class Invitations {
    private final BookLimits limits;
    /// When each ends; the oldest first, so that snapshots of equal books are equal.
    private final SequencedMap<Bytes, Long> untilMillis = new LinkedHashMap<>();

    Invitations(BookLimits limits) {
        this.limits = limits;
    }

    Outcome.OfInvite add(Command.Invite command) {
        expire(command.atMillis());
        if (untilMillis.size() >= limits.invitations()) {
            return new Outcome.Full();
        }
        put(command.token(), command.untilMillis());
        return new Outcome.Invited();
    }

    /// From a snapshot, or new.
    void put(Bytes token, long until) {
        untilMillis.put(token, until);
    }

    boolean has(Bytes token) {
        return untilMillis.containsKey(token);
    }

    void use(Bytes token) {
        untilMillis.remove(token);
    }

    void expire(long nowMillis) {
        untilMillis.values().removeIf(until -> until <= nowMillis);
    }

    SequencedMap<Bytes, Long> all() {
        return untilMillis;
    }
}
