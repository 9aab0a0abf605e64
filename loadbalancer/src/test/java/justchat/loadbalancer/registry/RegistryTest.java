// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import justchat.loadbalancer.model.ClusterView;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.ServerOrigin;

import static org.assertj.core.api.Assertions.assertThat;

class RegistryTest {
    private static final Pulse PULSE = new Pulse(1, 0, 0, 0, Set.of());

    private final Registry registry = new Registry(Rules.DEFAULT, 0);
    private final List<String> log = new ArrayList<>();
    private long now;
    private Set<Integer> hears = Set.of();

    @Test
    void aClosedConnectionAndTwoRefusalsAreDeath() {
        servers(3);
        beatFor(4_000, true, 1, 2, 3);
        registry.linked(origin(1));
        registry.unlinked(origin(1), now);
        assertThat(registry.tick(true, now)).containsExactly(new Effect.Probe(member(1)));
        registry.probed(origin(1), true, now);
        assertThat(registry.tick(true, now)).as("not before the pause").isEmpty();
        now += 50;
        assertThat(registry.tick(true, now)).containsExactly(new Effect.Probe(member(1)));
        registry.probed(origin(1), true, now);
        assertThat(registry.tick(true, now)).singleElement().isInstanceOf(Effect.Expel.class);
    }

    @Test
    void aServerThatOnlyLostItsConnectionLives() {
        servers(2);
        beatFor(4_000, true, 1, 2);
        registry.linked(origin(1));
        registry.unlinked(origin(1), now);
        assertThat(serving(1)).as("no new clients meanwhile").isFalse();
        registry.tick(true, now);
        registry.probed(origin(1), true, now);
        registry.linked(origin(1));
        beatFor(3_000, true, 1, 2);
        assertThat(log).isEmpty();
        assertThat(serving(1)).isTrue();
    }

    @Test
    void silenceForASecondIsDeath() {
        servers(3);
        beatFor(4_000, true, 1, 2, 3);
        beatFor(450, true, 1, 2);
        assertThat(serving(3)).isTrue();
        beatFor(100, true, 1, 2);
        assertThat(serving(3)).as("suspected").isFalse();
        beatFor(400, true, 1, 2);
        assertThat(log).isEmpty();
        beatFor(100, true, 1, 2);
        assertThat(log).containsExactly("ms-3");
    }

    @Test
    void onlyTheLeaderExpels() {
        servers(3);
        beatFor(4_000, false, 1, 2, 3);
        beatFor(4_000, false, 1, 2);
        assertThat(log).isEmpty();
        beatFor(50, true, 1, 2);
        assertThat(log).as("a new leader acts on what it heard as a follower").containsExactly("ms-3");
    }

    @Test
    void aNewLeaderGivesServersItNeverHeardThreeSeconds() {
        servers(3);
        beatFor(10_000, false);
        beatFor(2_900, true, 1, 2);
        assertThat(log).isEmpty();
        beatFor(200, true, 1, 2);
        assertThat(log).containsExactly("ms-3");
    }

    @Test
    void aLateObserverBlamesNobody() {
        servers(3);
        beatFor(4_000, true, 1, 2, 3);
        now += 30_000;
        assertThat(registry.tick(true, now)).isEmpty();
        beatFor(900, true);
        assertThat(log).as("nobody was heard, but for less than a second in which we were awake").isEmpty();
    }

    @Test
    void whenMostAreSilentItMayBeUs() {
        servers(3);
        beatFor(4_000, true, 1, 2, 3);
        beatFor(4_500, true, 1);
        assertThat(log).isEmpty();
        beatFor(1_000, true, 1);
        assertThat(log).contains("ms-2", "ms-3");
    }

    /// What is broken is the way from there to here.
    @Test
    void aServerThatMostOthersHearIsLeftAlone() {
        servers(3);
        beatFor(4_000, true, 1, 2, 3);
        hears = Set.of(3);
        beatFor(9_000, true, 1, 2);
        assertThat(log).as("told once").containsExactly("spared ms-3");
        assertThat(serving(3)).as("clients are not sent there all the same").isFalse();
        hears = Set.of();
        beatFor(50, true, 1, 2);
        assertThat(log).containsExactly("spared ms-3", "ms-3");
    }

    @Test
    void halfOfTheOthersAreNotEnough() {
        servers(3);
        beatFor(4_000, true, 1, 2, 3);
        registry.heard(origin(1), new Pulse(1, 0, 0, 0, Set.of(3)));
        for (int tick = 0; tick < 60; tick++) {
            now += 25;
            registry.heard(origin(1), new Pulse(1, 0, 0, 0, Set.of(3)));
            registry.heard(origin(2), PULSE);
            registry.tick(true, now).forEach(effect -> log.add(effect.getClass().getSimpleName()));
        }
        assertThat(log).containsExactly("Expel");
    }

    /// A dead witness' last words are no evidence: it was heard too long ago.
    @Test
    void twoThatDieTogetherDoNotVouchForEachOther() {
        servers(5);
        hears = Set.of(1, 2, 3, 4, 5);
        beatFor(4_000, true, 1, 2, 3, 4, 5);
        hears = Set.of(1, 2, 3);
        beatFor(1_100, true, 1, 2, 3);
        assertThat(log).containsExactly("ms-4", "ms-5");
    }

    @Test
    void aServerThatIsDrainedIsStillTheSameServer() {
        servers(1);
        beatFor(1_000, true, 1);
        var drained = new ServerMember(origin(1), new ProcessName("ms-1"), address(), address(), 0, true);
        registry.view(new ClusterView(9, List.of(drained), List.of(), List.of(), List.of()));
        assertThat(registry.servers()).singleElement().satisfies(state -> {
            assertThat(state.member().draining()).isTrue();
            assertThat(state.serving()).isTrue();
        });
    }

    @Test
    void aNewLifeBeginsUnheard() {
        servers(1);
        beatFor(4_000, true, 1);
        registry.unlinked(origin(1), now);
        var next = new ServerMember(ServerOrigin.of(1, 2), new ProcessName("ms-1"), address(), address(), 0, false);
        registry.view(new ClusterView(9, List.of(next), List.of(), List.of(), List.of()));
        assertThat(registry.heard(origin(1), PULSE)).as("the old life").isFalse();
        assertThat(registry.heard(next.origin(), PULSE)).isTrue();
        assertThat(registry.servers()).singleElement().satisfies(state -> assertThat(state.serving()).isTrue());
    }

    /// Whatever the pauses of this process, a server whose heartbeats are waiting whenever it wakes up is never blamed.
    @Property(tries = 200)
    void aServerThatBeatsIsNeverExpelled(@ForAll @Size(max = 80) List<@IntRange(min = 1, max = 5_000) Integer> pauses) {
        var registry = new Registry(Rules.DEFAULT, 0);
        registry.view(view(2));
        long now = 0;
        for (int pause : pauses) {
            now += pause;
            registry.heard(origin(1), PULSE);
            registry.heard(origin(2), PULSE);
            assertThat(registry.tick(true, now)).isEmpty();
        }
    }

    /// The same when the tick comes first: one tick adds at most 50 ms of silence.
    @Property(tries = 200)
    void aWakingProcessListensBeforeItBlames(
            @ForAll @Size(max = 80) List<@IntRange(min = 1, max = 5_000) Integer> pauses) {
        var registry = new Registry(Rules.DEFAULT, 0);
        registry.view(view(2));
        long now = 0;
        for (int pause : pauses) {
            now += pause;
            assertThat(registry.tick(true, now)).isEmpty();
            registry.heard(origin(1), PULSE);
            registry.heard(origin(2), PULSE);
        }
    }

    private void servers(int count) {
        registry.view(view(count));
    }

    private static ClusterView view(int count) {
        return new ClusterView(count, IntStream.rangeClosed(1, count).mapToObj(RegistryTest::member).toList(),
                List.of(), List.of(), List.of());
    }

    private void beatFor(long millis, boolean leads, int... beating) {
        for (long end = now + millis; now < end;) {
            now += 25;
            IntStream.of(beating).forEach(number -> registry.heard(origin(number),
                    new Pulse(1, 0, 0, 0, hears)));
            for (var effect : registry.tick(leads, now)) {
                switch (effect) {
                    case Effect.Probe(ServerMember server) -> registry.probed(server.origin(), false, now);
                    case Effect.Expel(ServerMember server, String _) -> log.add(server.name().value());
                    case Effect.Spare(ServerMember server, String _) -> log.add("spared " + server.name());
                }
            }
        }
    }

    private boolean serving(int number) {
        return registry.servers().get(number - 1).serving();
    }

    private static ServerOrigin origin(int number) {
        return ServerOrigin.of(number, 1);
    }

    private static ServerMember member(int number) {
        return new ServerMember(origin(number), new ProcessName("ms-" + number), address(), address(), 0, false);
    }

    private static HostPort address() {
        return new HostPort("127.0.0.1", 4000);
    }
}
