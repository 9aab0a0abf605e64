// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.balancer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.View;
import justchat.messageserver.model.Vitals;

/// What the heartbeats of the other servers say: who lives, and how many people
/// are where. Pure; time is an argument. Not thread-safe, [Heartbeats] guards
/// it.
///
/// Judges nobody: the view is the balancers' to change.
final class Fleet {
    /// After this much silence a server's sessions are not counted, and the log says
    /// that it is silent.
    static final int SILENT_MILLIS = 1_000;

    /// Who was heard within this time is named as alive.
    static final int LATELY_MILLIS = 500;

    private record Heard(Vitals vitals, long atMillis, boolean silent) {}

    private final Map<Origin, Heard> byOrigin = new HashMap<>();

    /// @return true if it was silent, or never heard before
    boolean heard(Vitals vitals, long nowMillis) {
        var before = byOrigin.put(vitals.origin(), new Heard(vitals, nowMillis, false));
        return before == null || before.silent();
    }

    /// Forgets all but these.
    void follow(View view) {
        byOrigin.keySet().removeIf(origin -> !view.contains(origin));
    }

    /// Sessions on the other servers of the view that are not silent.
    int sessions(View view, Origin self, long nowMillis) {
        long sum = 0;
        for (var member : view.members()) {
            var heard = byOrigin.get(member.origin());
            if (heard != null && !member.origin().equals(self) && nowMillis - heard.atMillis() <= SILENT_MILLIS) {
                sum += heard.vitals().sessions();
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, sum);
    }

    /// Numbers of the servers of the view that were heard lately, and so live; at most as
    /// many as a heartbeat names, the next ones after our own first.
    List<Integer> hears(View view, Origin self, long nowMillis) {
        var numbers = new TreeSet<Integer>();
        for (var member : view.members()) {
            var heard = byOrigin.get(member.origin());
            if (heard != null && nowMillis - heard.atMillis() <= LATELY_MILLIS) {
                numbers.add(member.origin().server());
            }
        }
        return Stream.concat(numbers.tailSet(self.server()).stream(), numbers.headSet(self.server()).stream())
                .limit(Vitals.MAX_HEARS).toList();
    }

    /// The members that have become silent since it was last asked.
    List<Member> fallenSilent(View view, long nowMillis) {
        var fallen = new ArrayList<Member>();
        for (var member : view.members()) {
            var heard = byOrigin.get(member.origin());
            if (heard != null && !heard.silent() && nowMillis - heard.atMillis() > SILENT_MILLIS) {
                byOrigin.put(member.origin(), new Heard(heard.vitals(), heard.atMillis(), true));
                fallen.add(member);
            }
        }
        return fallen;
    }
}
