// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.assignment;

import java.util.ArrayList;
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

    /// A busy machine, a late timer and readers that do not take what they are sent: each makes a session weigh more.
    @Property(tries = 300)
    void aServerThatSuffersGetsFewer(@ForAll @IntRange(min = 601, max = 1_000) int cpu,
            @ForAll @IntRange(min = 101, max = 600) int late, @ForAll @IntRange(min = 4_097, max = 65_536) int outbound,
            @ForAll @IntRange(max = 10_000) int sessions) {
        var fine = new Load(sessions, 0, 0, 0).cost(0);
        assertThat(new Load(sessions, 0, 0, cpu).cost(0)).isGreaterThan(fine);
        assertThat(new Load(sessions, 0, late, 0).cost(0)).isGreaterThan(fine);
        assertThat(new Load(sessions, outbound, 0, 0).cost(0)).isGreaterThan(fine);
        assertThat(new Load(sessions, outbound, late, cpu).cost(0)).isLessThanOrEqualTo(4 * fine);
    }

    @Property(tries = 300)
    void withinTheOrdinaryOnlySessionsCount(@ForAll @IntRange(max = 600) int cpu, @ForAll @IntRange(max = 100) int late,
            @ForAll @IntRange(max = 4_096) int outbound) {
        assertThat(new Load(7, outbound, late, cpu).cost(2)).isEqualTo(new Load(9, 0, 0, 0).cost(0));
    }

    /// The twin keeps a list.
    @Property(tries = 300)
    void aClientIsExpectedUntilItIsReportedOrTooLate(@ForAll long seed) {
        var random = new Random(seed);
        var coming = new Coming();
        record Sent(ServerOrigin origin, String user, long at) {}
        List<Sent> twin = new ArrayList<>();
        long now = 0;
        for (int step = 0; step < 300; step++) {
            now += random.nextInt(100);
            var origin = ServerOrigin.of(1 + random.nextInt(3), 1);
            var user = "user-" + random.nextInt(4);
            long time = now;
            coming.forget(now);
            // Being sent there once more is waited for anew.
            twin.removeIf(sent -> sent.at() + Coming.PATIENCE_MILLIS <= time);
            if (random.nextInt(3) > 0) {
                coming.add(origin, user, now);
                twin.replaceAll(sent -> sent.origin().equals(origin) && sent.user().equals(user)
                        ? new Sent(origin, user, time)
                        : sent);
                twin.add(new Sent(origin, user, now));
            } else {
                coming.arrived(origin, user);
                twin.stream().filter(sent -> sent.origin().equals(origin) && sent.user().equals(user)).findFirst()
                        .ifPresent(twin::remove);
            }
            for (int number = 1; number <= 3; number++) {
                var server = ServerOrigin.of(number, 1);
                assertThat(coming.at(server))
                        .isEqualTo((int) twin.stream().filter(sent -> sent.origin().equals(server)).count());
            }
            assertThat(coming.size()).isEqualTo(twin.size());
        }
    }

    @Test
    void moreClientsThanTheLimitAreNotRemembered() {
        var coming = new Coming();
        for (int client = 0; client <= Coming.MAX; client++) {
            coming.add(ServerOrigin.of(1, 1), "user-" + client, 0);
        }
        assertThat(coming.at(ServerOrigin.of(1, 1))).isEqualTo(Coming.MAX);
        coming.forget(Coming.PATIENCE_MILLIS);
        assertThat(coming.at(ServerOrigin.of(1, 1))).isZero();
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
                        new HostPort("127.0.0.1", 5000), 0, false), new Load(sessions[number - 1], 0, 0, 0)))
                .toList();
    }
}
