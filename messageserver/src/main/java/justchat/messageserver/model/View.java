// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The set of message servers as the load balancers decided it. Numbered 1, 2,
/// 3, ...; a later one replaces all earlier ones.
public record View(long number, List<Member> members) {
    /// More servers than this are refused.
    public static final int MAX_MEMBERS = 1_024;

    /// @throws IllegalArgumentException
    ///             if there are too many members or two lives of one server
    public View {
        members = List.copyOf(members);
        if (number < 0 || members.size() > MAX_MEMBERS) {
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
