// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import justchat.loadbalancer.model.ClusterView;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.ServerOrigin;

import static org.assertj.core.api.Assertions.assertThat;

/// A leader on a busy machine: its process stands still, or one of its two threads does, for up to 600 ms at a time;
/// packets are lost, servers beat late. Time goes by milliseconds.
class PausesTest {
    private static final int SERVERS = 3;
    private static final int PAUSE_MILLIS = 600;
    private static final int BEAT_MILLIS = 20;
    private static final int TICK_MILLIS = 25;
    private static final int SERVER_LATE_MILLIS = 100;

    /// The leader and what is on its way to it.
    private static final class Leader {
        private final Random random;
        private final Registry registry = new Registry(Rules.DEFAULT, 0);
        private final List<Integer> waiting = new ArrayList<>();
        private final long[] beatsAt = new long[SERVERS + 1];
        final List<Effect> done = new ArrayList<>();
        private long now;
        private long listensAt;
        private long ticksAt;
        private int ticksDue;
        boolean pauses = true;

        Leader(long seed) {
            random = new Random(seed);
            registry.view(new ClusterView(1, IntStream.rangeClosed(1, SERVERS).mapToObj(PausesTest::member).toList(),
                    List.of(), List.of(), List.of()));
        }

        void run(long millis, Set<Integer> beating, double lost) {
            for (long end = now + millis; now < end;) {
                now++;
                for (int server : beating) {
                    if (now >= beatsAt[server]) {
                        beatsAt[server] = now + BEAT_MILLIS + (random.nextInt(50) == 0
                                ? random.nextInt(SERVER_LATE_MILLIS)
                                : 0);
                        if (random.nextDouble() >= lost) {
                            waiting.add(server);
                        }
                    }
                }
                pause();
                // Whichever thread comes first.
                if (random.nextBoolean()) {
                    listen();
                    tick();
                } else {
                    tick();
                    listen();
                }
            }
        }

        private void pause() {
            if (!pauses || now < listensAt || now < ticksAt || random.nextInt(200) > 0) {
                return;
            }
            long until = now + 1 + random.nextInt(PAUSE_MILLIS);
            switch (random.nextInt(3)) {
                case 0 -> listensAt = Math.max(listensAt, until);
                case 1 -> ticksAt = Math.max(ticksAt, until);
                default -> {
                    listensAt = Math.max(listensAt, until);
                    ticksAt = Math.max(ticksAt, until);
                }
            }
        }

        private void listen() {
            if (now >= listensAt) {
                waiting.forEach(server -> registry.heard(ServerOrigin.of(server, 1), new Pulse(0, 0, 0, 0, Set.of())));
                waiting.clear();
            }
        }

        /// A timer at a fixed rate makes up for the ticks it missed, all at once.
        private void tick() {
            ticksDue += now % TICK_MILLIS == 0 ? 1 : 0;
            for (; now >= ticksAt && ticksDue > 0; ticksDue--) {
                done.addAll(registry.tick(true, now));
            }
        }
    }

    private static ServerMember member(int number) {
        var address = new HostPort("127.0.0.1", 4000);
        return new ServerMember(ServerOrigin.of(number, 1), new ProcessName("ms-" + number), address, address, 0,
                false);
    }

    @Property(tries = 200)
    void noServerThatKeepsBeatingIsEverExpelled(@ForAll long seed) {
        var leader = new Leader(seed);
        leader.run(60_000, Set.of(1, 2, 3), 0.1);
        assertThat(leader.done).isEmpty();
    }

    /// And the patience is not so great that the dead live on.
    @Property(tries = 100)
    void aServerThatStopsIsExpelledAllTheSame(@ForAll long seed) {
        var leader = new Leader(seed);
        leader.run(10_000, Set.of(1, 2, 3), 0.1);
        leader.run(20_000, Set.of(1, 2), 0.1);
        leader.pauses = false;
        leader.run(2_700, Set.of(1, 2), 0.1);
        assertThat(leader.done).isNotEmpty().allSatisfy(effect -> assertThat(effect)
                .isInstanceOfSatisfying(Effect.Expel.class, expel -> assertThat(expel.server()).isEqualTo(member(3))));
    }
}
