// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

import justchat.loadbalancer.model.ClusterView;
import justchat.loadbalancer.model.ServerMember;

/// Keeps how the view came to be what it is, for whoever asks. Written by the book's thread, read by any.
public final class ViewDiary {
    private final InstantSource time;
    /// Owned by the book's thread.
    private ClusterView last;
    private volatile Optional<String> lastChange = Optional.empty();
    private volatile long serversLost;

    public ViewDiary(ClusterView first, InstantSource time) {
        this.last = Objects.requireNonNull(first, "first");
        this.time = Objects.requireNonNull(time, "time");
    }

    /// There is a new view.
    ///
    /// @param change
    ///            what is different in it, in words
    /// @param news
    ///            false while this balancer starts, and is told what happened before: nobody knows then when that was
    public void view(ClusterView next, Optional<String> change, boolean news) {
        if (news) {
            serversLost += last.members().stream().map(ServerMember::name)
                    .filter(name -> next.members().stream().noneMatch(member -> member.name().equals(name))).count();
        }
        lastChange = change.map(words -> words
                + (news
                        ? ", at " + time.instant().truncatedTo(ChronoUnit.SECONDS)
                        : ", before this balancer was ready"))
                .or(() -> lastChange);
        last = next;
    }

    /// How many servers left the view since the start.
    public long serversLost() {
        return serversLost;
    }

    /// Empty if there was no change since the start.
    public Optional<String> lastChange() {
        return lastChange;
    }
}
