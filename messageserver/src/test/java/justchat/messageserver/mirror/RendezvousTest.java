// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.mirror;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import justchat.messageserver.model.Address;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;

import static org.assertj.core.api.Assertions.assertThat;

class RendezvousTest {
    private static final Address SOMEWHERE = new Address("127.0.0.1", 1);

    private static List<Member> members(int count, int incarnation) {
        return IntStream.rangeClosed(1, count).mapToObj(server -> new Member(new Origin(server, incarnation), "ms-"
                + server, SOMEWHERE, SOMEWHERE, 0)).toList();
    }

    private static ContentHash file(Random random) {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return ContentHash.of(bytes);
    }

    @Property(tries = 200)
    void movesOnlyTheFilesOfAServerThatLeaves(@ForAll long seed) {
        var file = file(new Random(seed));
        var before = Rendezvous.rank(file, members(5, 1));
        var without = before.stream().filter(member -> member.origin().server() != 3).toList();
        assertThat(Rendezvous.rank(file, members(5, 1).stream().filter(member -> member.origin().server() != 3)
                .toList())).isEqualTo(without);
    }

    @Property(tries = 50)
    void keepsItsChoiceWhenAServerRestarts(@ForAll long seed) {
        var file = file(new Random(seed));
        assertThat(Rendezvous.rank(file, members(5, 2))).extracting(Member::name).isEqualTo(Rendezvous.rank(file,
                members(5, 1)).stream().map(Member::name).toList());
    }

    @Test
    void spreadsFilesOverAllServers() {
        var random = new Random(1);
        Map<String, Integer> firsts = new HashMap<>();
        for (int file = 0; file < 3_000; file++) {
            firsts.merge(Rendezvous.rank(file(random), members(3, 1)).getFirst().name(), 1, Integer::sum);
        }
        assertThat(firsts).hasSize(3).allSatisfy((_, count) -> assertThat(count).isBetween(850, 1_150));
    }
}
