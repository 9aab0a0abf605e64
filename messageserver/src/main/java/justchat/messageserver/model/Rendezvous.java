// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Which servers have to do with what: rendezvous hashing (Thaler and Ravishankar
/// 1998). Everybody computes the same order from the same view, and a server
/// that comes or goes changes nothing but its own part.
public final class Rendezvous {
    private Rendezvous() {}

    /// These members, the best place for this key first. By number and not by
    /// incarnation: a server that restarts keeps what it had.
    public static List<Member> rank(long key, Collection<Member> members) {
        return members.stream().sorted(Comparator.<Member>comparingLong(member -> score(key, member.origin().server()))
                .reversed().thenComparing(Member::origin)).toList();
    }

    /// The finalizer of SplitMix64.
    private static long score(long key, int server) {
        long mixed = key << 16 ^ server;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return (mixed ^ mixed >>> 31) >>> 1;
    }
}
