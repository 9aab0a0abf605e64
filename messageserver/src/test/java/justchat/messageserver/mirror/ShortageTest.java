// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.mirror;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import justchat.messageserver.model.Address;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;

import static org.assertj.core.api.Assertions.assertThat;

class ShortageTest {
    private static final ContentHash FILE = ContentHash.sha256(new byte[]{1});

    private static List<Member> members(int number) {
        var somewhere = new Address("127.0.0.1", 1);
        return IntStream.rangeClosed(1, number).mapToObj(server -> new Member(new Origin(server, 1), "ms-" + server,
                somewhere, somewhere, 0)).toList();
    }

    private static Shortage plan(Member self, int wanted, List<Member> members, Map<ContentHash, Set<String>> holders,
            Set<String> silent) {
        Map<ContentHash, Set<String>> here = new HashMap<>(holders);
        here.values().removeIf(names -> !names.contains(self.name()));
        return Shortage.of(self.name(), wanted, new Shortage.Knowledge(members, here, silent));
    }

    @Test
    void theLastHolderCopiesToTheTwoBestOthers() {
        var members = members(5);
        var rank = Shortage.rank(FILE, members);
        var holder = rank.get(3);
        var shortage = plan(holder, 3, members, Map.of(FILE, Set.of(holder.name())), Set.of());
        assertThat(shortage.shortFiles()).isOne();
        assertThat(shortage.copies()).extracting(Shortage.Copy::target).containsExactly(rank.get(0), rank.get(1));
    }

    @Test
    void fewerServersThanCopiesAreNoShortage() {
        var members = members(2);
        var both = Set.of("ms-1", "ms-2");
        assertThat(plan(members.getFirst(), 3, members, Map.of(FILE, both), Set.of()).shortFiles()).isZero();
    }

    @Test
    void whoDoesNotAnswerIsTakenToHoldWhatItShould() {
        var members = members(4);
        var rank = Shortage.rank(FILE, members);
        var holder = rank.getFirst();
        var silent = rank.get(1).name();
        var shortage = plan(holder, 3, members, Map.of(FILE, Set.of(holder.name())), Set.of(silent));
        assertThat(shortage.copies()).extracting(Shortage.Copy::target).containsExactly(rank.get(2));
    }

    /// All servers that are left decide by themselves at once; what they decide is
    /// carried out. Whatever was lost, one round makes it whole, and nobody copies
    /// what another copies.
    @Property(tries = 300)
    void oneRoundOfAllServersMakesEveryFileThatSurvivedWholeAndNotMore(@ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int servers, @ForAll @IntRange(min = 1, max = 4) int wanted) {
        var random = new Random(seed);
        var members = members(servers);
        Map<ContentHash, Set<String>> holders = new HashMap<>();
        for (int number = 0; number < 10; number++) {
            Set<String> names = new HashSet<>();
            members.stream().filter(_ -> random.nextBoolean()).forEach(member -> names.add(member.name()));
            if (!names.isEmpty()) {
                holders.put(ContentHash.sha256(new byte[]{(byte) number, 7}), names);
            }
        }
        var copies = new ArrayList<Shortage.Copy>();
        int shortFiles = 0;
        for (var member : members) {
            var shortage = plan(member, wanted, members, holders, Set.of());
            copies.addAll(shortage.copies());
            shortFiles += shortage.shortFiles();
        }
        assertThat(copies).doesNotHaveDuplicates();
        long expected = holders.values().stream().filter(names -> names.size() < Math.min(wanted, servers)).count();
        assertThat(shortFiles).isEqualTo((int) expected);
        Map<ContentHash, Set<String>> after = new HashMap<>();
        holders.forEach((file, names) -> after.put(file, new HashSet<>(names)));
        copies.forEach(copy -> assertThat(after.get(copy.file()).add(copy.target().name())).isTrue());
        after.forEach((file, names) -> assertThat(names).hasSize(Math.max(holders.get(file).size(), Math.min(wanted,
                servers))));
    }
}
