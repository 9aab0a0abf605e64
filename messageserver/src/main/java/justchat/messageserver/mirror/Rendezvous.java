// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.mirror;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;

import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Member;

/// Which servers a file belongs on: rendezvous hashing (Thaler and Ravishankar
/// 1998). Everybody computes the same order from the same view, and a server
/// that comes or goes moves no file but its own. Pure.
final class Rendezvous {
    private Rendezvous() {}

    /// These members, the best place for the file first. By number and not by
    /// incarnation: a server that restarts keeps its files.
    static List<Member> rank(ContentHash file, Collection<Member> members) {
        return members.stream().sorted(Comparator.<Member>comparingLong(member -> score(file, member.origin().server()))
                .reversed().thenComparing(Member::origin)).toList();
    }

    /// The hash is even already, so mixing is all that is left to do (the finalizer
    /// of SplitMix64).
    private static long score(ContentHash file, int server) {
        var checksum = new CRC32C();
        checksum.update(file.bytes());
        long mixed = checksum.getValue() << 16 ^ server;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return (mixed ^ mixed >>> 31) >>> 1;
    }
}
