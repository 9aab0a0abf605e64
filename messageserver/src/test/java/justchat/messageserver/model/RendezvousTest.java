// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RendezvousTest {
    private static final Address SOMEWHERE = new Address("127.0.0.1", 1);

    private static List<Member> members(int count, int incarnation) {
        return IntStream.rangeClosed(1, count).mapToObj(server -> new Member(new Origin(server, incarnation), "ms-"
                + server, SOMEWHERE, SOMEWHERE, 0)).toList();
    }

    @Property(tries = 200)
    void movesOnlyWhatAServerThatLeavesHad(@ForAll long key) {
        var before = Rendezvous.rank(key, members(5, 1));
        var without = before.stream().filter(member -> member.origin().server() != 3).toList();
        assertThat(Rendezvous.rank(key, members(5, 1).stream().filter(member -> member.origin().server() != 3)
                .toList())).isEqualTo(without);
    }

    @Property(tries = 50)
    void keepsItsChoiceWhenAServerRestarts(@ForAll long key) {
        assertThat(Rendezvous.rank(key, members(5, 2))).extracting(Member::name).isEqualTo(Rendezvous.rank(key,
                members(5, 1)).stream().map(Member::name).toList());
    }

    @Test
    void spreadsRandomKeysOverAllServers() {
        var random = new Random(1);
        spreadsEvenly(_ -> random.nextInt() & 0xFFFF_FFFFL);
    }

    @Test
    void spreadsNeighbouringKeysOverAllServers() {
        spreadsEvenly(number -> number);
        spreadsEvenly(number -> number << 32 | 1);
    }

    private static void spreadsEvenly(LongUnaryOperator keys) {
        Map<String, Integer> firsts = new HashMap<>();
        for (int number = 0; number < 3_000; number++) {
            firsts.merge(Rendezvous.rank(keys.applyAsLong(number), members(3, 1)).getFirst().name(), 1, Integer::sum);
        }
        assertThat(firsts).hasSize(3).allSatisfy((_, count) -> assertThat(count).isBetween(850, 1_150));
    }
}
