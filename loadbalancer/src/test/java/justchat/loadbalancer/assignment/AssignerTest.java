// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.assignment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import justchat.loadbalancer.assignment.Assigner.Candidate;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.ServerId;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.model.UserName;

import static org.assertj.core.api.Assertions.assertThat;

class AssignerTest {
    private final Assigner assigner = new Assigner();
    private final IntUnaryOperator random = new Random(7)::nextInt;

    @Test
    void withoutServersThereIsNoPlace() {
        assertThat(assigner.assign(UserName.of("elon"), List.of(), Set.of(), 0, random)).isEmpty();
    }

    @Property(tries = 300)
    void neverToAnAvoidedServerUnlessThereIsNoOther(@ForAll @IntRange(min = 1, max = 6) int servers,
            @ForAll @Size(max = 6) Set<@IntRange(min = 1, max = 6) Integer> numbers, @ForAll long seed) {
        var avoid = numbers.stream().map(ServerId::new).collect(Collectors.toSet());
        var place = new Assigner().assign(UserName.of("elon"), candidates(new int[servers]), avoid, 0,
                new Random(seed)::nextInt).orElseThrow();
        boolean others = IntStream.rangeClosed(1, servers).anyMatch(number -> !numbers.contains(number));
        assertThat(avoid.contains(place.server().origin().server())).isEqualTo(!others);
        assertThat(place.backups()).doesNotContain(place.server()).doesNotHaveDuplicates()
                .hasSize(Math.min(5, servers - 1));
    }

    @Property(tries = 300)
    void ofTwoServersTheLessLoadedOne(@ForAll @IntRange(max = 50) int one, @ForAll @IntRange(max = 50) int other,
            @ForAll long seed) {
        var place = new Assigner()
                .assign(UserName.of("elon"), candidates(one, other), Set.of(), 0, new Random(seed)::nextInt)
                .orElseThrow();
        assertThat(place.server().origin().server().number() == 1 ? one : other).isEqualTo(Math.min(one, other));
    }

    @Property(tries = 50)
    void aBurstSpreadsEvenlyOverServersThatReportNothingYet(@ForAll @IntRange(min = 2, max = 5) int servers,
            @ForAll long seed) {
        IntUnaryOperator burst = new Random(seed)::nextInt;
        var fresh = new Assigner();
        Map<ServerOrigin, Integer> counts = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            var place = fresh.assign(UserName.of("user-" + i), candidates(new int[servers]), Set.of(), 0,
                    burst);
            counts.merge(place.orElseThrow().server().origin(), 1, Integer::sum);
        }
        double mean = 200.0 / servers;
        assertThat(counts.values()).allSatisfy(count -> assertThat((double) count).isBetween(mean * 0.85, mean * 1.15));
    }

    @Test
    void anAssignmentCountsUntilItsSessionIsReportedOrItIsOld() {
        var user = UserName.of("elon");
        var place = assigner.assign(user, candidates(0, 0), Set.of(), 0, random).orElseThrow();
        assigner.assign(UserName.of("tony"), candidates(0, 0), Set.of(), 0, random);
        assertThat(assigner.pending()).isEqualTo(2);
        assigner.arrived(place.server().origin(), user);
        assertThat(assigner.pending()).isEqualTo(1);
        assigner.assign(user, List.of(), Set.of(), Assigner.PENDING_MILLIS, random);
        assertThat(assigner.pending()).isZero();
    }

    @Test
    void usersOfADeadServerHaveTheirBackupsEverywhere() {
        Map<ServerOrigin, Integer> firstBackups = new HashMap<>();
        var four = candidates(0, 9, 9, 9);
        for (int i = 0; i < 3_000; i++) {
            var place = new Assigner().assign(UserName.of("user-" + i), four,
                    Set.of(new ServerId(2), new ServerId(3), new ServerId(4)), 0, random).orElseThrow();
            firstBackups.merge(place.backups().getFirst().origin(), 1, Integer::sum);
        }
        assertThat(firstBackups).hasSize(3);
        assertThat(firstBackups.values()).allSatisfy(count -> assertThat(count).isBetween(900, 1_100));
    }

    private static List<Candidate> candidates(int... sessions) {
        return IntStream.rangeClosed(1, sessions.length)
                .mapToObj(number -> new Candidate(new ServerMember(ServerOrigin.of(number, 1),
                        new ProcessName("ms-" + number), new HostPort("127.0.0.1", 4000),
                        new HostPort("127.0.0.1", 5000), 0), sessions[number - 1]))
                .toList();
    }
}
