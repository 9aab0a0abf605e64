// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.balancer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;

import justchat.messageserver.model.Instance;
import justchat.messageserver.model.Presence;

/// What one balancer has not been told yet of the sessions here: the latest
/// about each instance, so that its size is bounded by theirs, however long the
/// balancer is away. Pure; not thread-safe, its owner guards it.
///
/// Invariant: no instance is in both `attached` and `detached`.
final class News {
    /// In one report.
    static final int MAX_PER_REPORT = 1_000;

    private final SequencedMap<Instance, Presence> attached = new LinkedHashMap<>();
    private final SequencedSet<Instance> detached = new LinkedHashSet<>();
    private boolean complete;

    /// A part of what there is to tell.
    ///
    /// @param complete
    ///            it replaces all that was told before
    record Part(boolean complete, List<Presence> attached, List<Instance> detached) {
        boolean isEmpty() {
            return !complete && attached.isEmpty() && detached.isEmpty();
        }
    }

    /// Forgets what is waiting: the balancer is gone, and will be told all.
    void clear() {
        attached.clear();
        detached.clear();
        complete = false;
    }

    /// Begins anew: the balancer is to be told of all these. What is waiting
    /// already is newer than they are.
    void restart(List<Presence> all) {
        complete = true;
        all.stream().filter(presence -> !detached.contains(presence.instance())).forEach(presence -> attached
                .putIfAbsent(presence.instance(), presence));
    }

    void attached(Presence presence) {
        detached.remove(presence.instance());
        attached.putLast(presence.instance(), presence);
    }

    /// Said even of one whose attaching was not told yet: its former self may
    /// have been.
    void detached(Instance instance) {
        attached.remove(instance);
        detached.add(instance);
    }

    boolean isEmpty() {
        return !complete && attached.isEmpty() && detached.isEmpty();
    }

    /// Takes what fits into one report.
    Part take() {
        var come = new ArrayList<Presence>();
        while (come.size() < MAX_PER_REPORT && !attached.isEmpty()) {
            come.add(attached.pollFirstEntry().getValue());
        }
        var gone = new ArrayList<Instance>();
        while (gone.size() < MAX_PER_REPORT && !detached.isEmpty()) {
            gone.add(detached.removeFirst());
        }
        var part = new Part(complete, come, gone);
        complete = false;
        return part;
    }
}
