// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The set of message servers as the load balancers decided it. Numbered 1, 2,
/// 3, ...; a later one replaces all earlier ones.
///
/// @param past
///            the views before this one that are remembered, oldest first
public record View(long number, List<Member> members, List<Past> past) {
    /// More servers than this are refused.
    public static final int MAX_MEMBERS = 1_024;

    /// More past views than this are refused.
    public static final int MAX_PAST = 512;

    /// An earlier view: which servers, by number, were members.
    public record Past(long number, Set<Integer> servers) {
        public Past {
            servers = Set.copyOf(servers);
        }
    }

    /// @throws IllegalArgumentException
    ///             if there are too many members or two lives of one server
    public View {
        members = List.copyOf(members);
        past = List.copyOf(past);
        if (number < 0 || members.size() > MAX_MEMBERS || past.size() > MAX_PAST) {
            throw new IllegalArgumentException("view " + number + " of " + members.size() + " members");
        }
        var servers = new HashSet<Integer>();
        for (var member : members) {
            if (!servers.add(member.origin().server())) {
                throw new IllegalArgumentException("view " + number + ": server " + member.origin() + " twice");
            }
        }
    }

    public boolean contains(Origin origin) {
        return member(origin).isPresent();
    }

    public Optional<Member> member(Origin origin) {
        return members.stream().filter(member -> member.origin().equals(origin)).findFirst();
    }
}
