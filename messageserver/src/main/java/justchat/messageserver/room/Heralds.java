// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Rendezvous;

/// Who says at once what is durable there, so that not everybody tells everybody
/// of every entry.
///
/// Each log has heralds, as many as copies are wanted, by rendezvous hashing among
/// the members that do not write it. A herald says at once to all members how far
/// it has the log; the log's server says so at once to the heralds. All others say
/// it with their next exchange. So each member hears at once of `copies` other
/// copies, one more than it needs beside its own: no single herald that is
/// dead, slow or cut off makes anybody wait.
///
/// If a herald does not say that it has what has been durable here for a tick or
/// two, we are no longer sure that somebody is heard, and say at once what we have,
/// until it has caught up. Whatever is not said at once is only late: nothing that
/// is counted on depends on who the heralds are, so members that see different
/// views, and choose differently, do no harm.
final class Heralds {
    private final Membership membership;
    private final Map<Origin, Set<Origin>> byLog = new HashMap<>();
    private long view = -1;

    Heralds(Membership membership) {
        this.membership = membership;
    }

    /// The heralds of this log in the present view.
    Set<Origin> of(Origin log) {
        if (view != membership.view().number()) {
            view = membership.view().number();
            byLog.clear();
        }
        return byLog.computeIfAbsent(log, this::choose);
    }

    private Set<Origin> choose(Origin log) {
        var others = membership.view().members().stream().filter(member -> !member.origin().equals(log)).toList();
        return Rendezvous.rank((long) log.server() << 32 | log.incarnation(), others).stream().limit(membership
                .copiesWanted()).map(Member::origin).collect(Collectors.toUnmodifiableSet());
    }

    /// Whether this peer may wait to hear from us how far we have this log.
    boolean isAwaited(OriginLog log, Origin peer) {
        var heralds = of(log.origin);
        var self = membership.self();
        return heralds.contains(self) || log.origin.equals(self) && heralds.contains(peer) || areLate(log);
    }

    /// Whether one of its heralds has not said in time that it has what is here.
    boolean areLate(OriginLog log) {
        return of(log.origin).stream().anyMatch(
                herald -> membership.peer(herald).filter(peer -> peer.have(log.origin) < log.overdue).isPresent());
    }
}
