// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import justchat.messageserver.model.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/// Real cores in a simulated world. A failing seed is printed; replay it with
/// `-Djustchat.seed=N`, which also prints what happened; `-Djustchat.seeds=N`
/// runs more of them.
class SimulationTest {
    private static final int SEEDS = 60;
    private static final int SEEDS_TO_CATCH = 60;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.INCLUDE, names = {"CAUSAL", "TOTAL"})
    void nothingPromisedIsLostDoubledOrOutOfOrderWhateverCrashes(Order order) {
        if (!order.name().equals(System.getProperty("justchat.order", order.name()))) {
            return;
        }
        var seed = Long.getLong("justchat.seed");
        long first = seed == null ? 1 : seed;
        long last = seed == null ? Long.getLong("justchat.seeds", SEEDS) : seed;
        var faults = new TreeMap<String, Integer>();
        long messages = 0;
        long micros = 0;
        long started = System.nanoTime();
        for (long number = first; number <= last; number++) {
            var cluster = new SimulatedCluster(number, PlantedBug.NONE, order);
            try {
                cluster.run();
            } catch (RuntimeException e) {
                fail("seed " + number + " at " + cluster.now / 1_000 + " ms: " + e.getMessage() + "\n" + cluster
                        .story(), e);
            }
            cluster.faults.forEach((kind, times) -> faults.merge(kind, times, Integer::sum));
            messages += cluster.judge.messages();
            micros += cluster.now;
            if (seed != null) {
                System.out.println(cluster.story());
            }
        }
        System.out.printf("seeds %d to %d: %d messages, %.1f virtual minutes in %.1f s, faults %s%n", first, last,
                messages, micros / 6e7, (System.nanoTime() - started) / 1e9, faults);
        assertThat(messages).isGreaterThan(100);
    }

    @Test
    void theSameSeedDoesTheSame() {
        assertThat(story(7)).isEqualTo(story(7)).isNotEqualTo(story(8));
    }

    private static String story(long seed) {
        var cluster = new SimulatedCluster(seed, PlantedBug.NONE, Order.TOTAL);
        cluster.run();
        return cluster.story() + cluster.happenings() + cluster.faults;
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void catchesThePlantedBug(PlantedBug bug) {
        for (long seed = 1; seed <= SEEDS_TO_CATCH; seed++) {
            var cluster = new SimulatedCluster(seed, bug, Order.CAUSAL);
            try {
                cluster.run();
            } catch (Judge.Violation caught) {
                System.out.println(bug + " caught by seed " + seed + ": " + caught.getMessage());
                return;
            }
        }
        fail(bug + " was not caught by " + SEEDS_TO_CATCH + " seeds");
    }
}
