// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.assignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import justchat.loadbalancer.assignment.Rebalancer.Shed;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.ServerOrigin;

import static org.assertj.core.api.Assertions.assertThat;

class RebalancerTest {
    private static final Load IDLE = new Load(0, 0, 0, 0);

    private final Rebalancer rebalancer = new Rebalancer();
    private long now;

    @Test
    void onlyTheLeaderOrdersAnythingAndNotAtOnce() {
        for (int tick = 0; tick < 200; tick++) {
            now += 25;
            assertThat(rebalancer.tick(false, fair(100, 0), now)).isEmpty();
        }
        assertThat(rebalancer.tick(true, fair(100, 0), now + Rebalancer.ROUND_MILLIS - 1)).isEmpty();
        assertThat(rebalancer.tick(true, fair(100, 0), now + Rebalancer.ROUND_MILLIS)).isNotEmpty();
    }

    @Test
    void aNewServerHasItsShareWithinAMinute() {
        int[] sessions = {400, 300, 300, 0};
        long moved = run(sessions, 60_000);
        assertThat(IntStream.of(sessions).boxed()).allSatisfy(count -> assertThat(count).isBetween(237, 263));
        assertThat(moved).as("and nobody moved twice").isLessThan(260);
    }

    @Property(tries = 200)
    void aMinuteMakesItFairAndThenNobodyMoves(
            @ForAll @Size(min = 2, max = 8) List<@IntRange(max = 3_000) Integer> counts) {
        var fresh = new Rebalancer();
        int[] sessions = counts.stream().mapToInt(count -> count).toArray();
        run(fresh, sessions, 60_000);
        double mean = Arrays.stream(sessions).average().orElseThrow();
        for (int count : sessions) {
            assertThat((double) count).isBetween(Math.min(mean * 0.95, mean - Rebalancer.WORTH),
                    Math.max(mean * 1.05, mean + Rebalancer.WORTH));
        }
        assertThat(run(fresh, sessions, 60_000)).as("moves when all is fair").isZero();
    }

    @Test
    void aFewPeopleAreNotMovedAboutForTheSakeOfFairness() {
        assertThat(run(new int[]{7, 0, 2}, 60_000)).isZero();
        assertThat(run(new int[]{8, 0, 2}, 60_000)).isPositive();
    }

    @Property(tries = 200)
    void neverMoreThanTwoInAHundredPerSecond(
            @ForAll @Size(min = 2, max = 8) List<@IntRange(max = 3_000) Integer> counts) {
        var fresh = new Rebalancer();
        int[] sessions = counts.stream().mapToInt(count -> count).toArray();
        int total = Arrays.stream(sessions).sum();
        for (int seconds = 10; seconds <= 60; seconds += 10) {
            assertThat(run(fresh, sessions, 10_000)).isLessThanOrEqualTo((long) (total * 0.02 * 12) + 1);
        }
    }

    @Test
    void nobodyMovesWhileTheClientsOfALostServerLookForAPlace() {
        now = 10_000;
        rebalancer.lost(now);
        for (; now < 10_000 + Rebalancer.CALM_MILLIS; now += 25) {
            assertThat(rebalancer.tick(true, fair(100, 0), now)).isEmpty();
        }
        assertThat(run(new int[]{100, 0}, 3_000)).isPositive();
    }

    @Test
    void aDrainedServerHandsOverAllItHasToTheLeastLoaded() {
        var servers = List.of(server(1, new Load(500, 0, 0, 0), false, true), server(2, new Load(100, 0, 0, 0), true,
                false), server(3, new Load(300, 0, 0, 0), true, false));
        assertThat(rebalancer.tick(true, servers, 0)).containsExactlyInAnyOrder(
                new Shed(member(1), member(2), 350, Rebalancer.WITHIN_MILLIS),
                new Shed(member(1), member(3), 150, Rebalancer.WITHIN_MILLIS));
        assertThat(rebalancer.tick(true, servers, Rebalancer.ROUND_MILLIS)).as("again, until it has none")
                .isNotEmpty();
    }

    @Test
    void aRoundDrainsNoMoreThanTheOthersCanTakeInAtOnce() {
        var servers = List.of(server(1, new Load(5_000, 0, 0, 0), false, true), server(2, IDLE, true, false));
        assertThat(rebalancer.tick(true, servers, 0)).containsExactly(
                new Shed(member(1), member(2), Rebalancer.MAX_DRAINED, Rebalancer.WITHIN_MILLIS));
    }

    @Test
    void withNobodyToTakeThemSessionsStay() {
        var servers = List.of(server(1, new Load(500, 0, 0, 0), false, true), server(2, IDLE, false, true));
        assertThat(rebalancer.tick(true, servers, 0)).isEmpty();
    }

    @Test
    void aServerThatSuffersIsSentNobodyForTheSakeOfFairness() {
        var servers = List.of(server(1, new Load(500, 0, 0, 0), true, false), server(2, new Load(0, 0, 0, 900), true,
                false), server(3, new Load(400, 0, 0, 0), true, false));
        assertThat(rebalancer.tick(true, servers, 0)).isEmpty();
    }

    private long run(int[] sessions, long millis) {
        return run(rebalancer, sessions, millis);
    }

    /// Sessions move as they are told.
    ///
    /// @return how many did
    private long run(Rebalancer of, int[] sessions, long millis) {
        long moved = 0;
        for (long end = now + millis; now < end;) {
            now += 25;
            for (var shed : of.tick(true, fair(sessions), now)) {
                sessions[shed.from().origin().server().number() - 1] -= shed.sessions();
                sessions[shed.to().origin().server().number() - 1] += shed.sessions();
                moved += shed.sessions();
            }
        }
        return moved;
    }

    private static List<Rebalancer.Server> fair(int... sessions) {
        return new ArrayList<>(IntStream.range(0, sessions.length)
                .mapToObj(index -> server(index + 1, new Load(sessions[index], 0, 0, 0), true, false)).toList());
    }

    private static Rebalancer.Server server(int number, Load load, boolean takes, boolean drained) {
        return new Rebalancer.Server(member(number), load, takes, drained);
    }

    static ServerMember member(int number) {
        return new ServerMember(ServerOrigin.of(number, 1), new ProcessName("ms-" + number),
                new HostPort("127.0.0.1", 4000), new HostPort("127.0.0.1", 5000), 0, false);
    }
}
