// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Rendezvous;

/// Which copies are missing, and who makes them. Every server decides it by
/// itself, from the view and who holds what: for each file, the holder that
/// stands first by rendezvous hashing copies it to those that stand first and
/// lack it. So two servers that know the same never copy the same. Pure.
///
/// @param copies
///            for this server to make
/// @param shortFiles
///            files for which this server has to, or would, if there were a place
record Shortage(List<Copy> copies, int shortFiles) {
    /// One file to one server.
    record Copy(ContentHash file, Member target) {}

    /// What is known of the others.
    ///
    /// @param holders
    ///            by file, the names of the members that hold it whole
    /// @param silent
    ///            members that could not be asked: they are taken to hold what they should
    record Knowledge(List<Member> members, Map<ContentHash, Set<String>> holders, Set<String> silent) {}

    /// @param self
    ///            this server's name
    /// @param wanted
    ///            on how many servers a file should be, if there are so many
    static Shortage of(String self, int wanted, Knowledge known) {
        var copies = new ArrayList<Copy>();
        int missing = 0;
        for (var file : known.holders().keySet().stream().sorted((a, b) -> a.hex().compareTo(b.hex())).toList()) {
            var rank = rank(file, known.members());
            var targets = targets(file, rank, wanted, known);
            if (!targets.isEmpty() && isFirstHolder(self, file, rank, known)) {
                missing++;
                targets.forEach(target -> copies.add(new Copy(file, target)));
            }
        }
        return new Shortage(List.copyOf(copies), missing);
    }

    private static List<Member> targets(ContentHash file, List<Member> rank, int wanted, Knowledge known) {
        var best = rank.subList(0, Math.min(wanted, rank.size()));
        long held = rank.stream().filter(member -> holds(file, member, known) || known.silent().contains(member.name())
                && best.contains(member)).count();
        return rank.stream().filter(member -> !holds(file, member, known) && !known.silent().contains(member.name()))
                .limit(Math.max(0, Math.min(wanted, rank.size()) - held)).toList();
    }

    private static boolean isFirstHolder(String self, ContentHash file, List<Member> rank, Knowledge known) {
        return rank.stream().filter(member -> holds(file, member, known)).findFirst().filter(first -> first.name()
                .equals(self)).isPresent();
    }

    private static boolean holds(ContentHash file, Member member, Knowledge known) {
        return known.holders().getOrDefault(file, Set.of()).contains(member.name());
    }

    /// The members, the best place for this file first.
    static List<Member> rank(ContentHash file, List<Member> members) {
        var checksum = new CRC32C();
        checksum.update(file.bytes());
        return Rendezvous.rank(checksum.getValue(), members);
    }
}
