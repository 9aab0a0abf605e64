// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import justchat.messageserver.model.Order;

import static org.assertj.core.api.Assertions.assertThat;

class SimulationTest {
    private static final int SEEDS = 50;

    @ParameterizedTest
    @EnumSource
    void holdsWhatTheOrderClaimsWhateverGoesWrong(Order order) throws InterruptedException {
        var summary = new Campaign(List.of(order), 0, Border.HONEST).run(1, SEEDS, System.nanoTime()
                + TimeUnit.MINUTES.toNanos(5), 1);
        assertThat(
                summary.firstViolation().map(result -> "./justchat sim --order " + order.name().toLowerCase(Locale.ROOT)
                        + " --seed " + result.seed() + ": " + result.violation().orElseThrow()))
                .isEmpty();
        assertThat(summary.seeds()).isEqualTo(SEEDS);
        assertThat(summary.acknowledged()).isGreaterThan(100 * SEEDS);
        for (var fault : Fault.values()) {
            assertThat(summary.times(fault)).as(fault.toString()).isPositive();
        }
    }

    @Test
    void doesTheSameForTheSameSeed() {
        var campaign = new Campaign(List.of(Order.values()), 0, Border.HONEST);
        var once = Result.of(campaign.cluster(7));
        assertThat(Result.of(campaign.cluster(7))).isEqualTo(once);
        assertThat(Result.of(campaign.cluster(8)).hash()).isNotEqualTo(once.hash());
    }

    @Test
    void doesTheSameWithCausalLogs(@TempDir Path logs) {
        var scenario = Scenario.of(7, List.of(Order.values()), 0);
        assertThat(Result.of(new Cluster(scenario, Border.HONEST, Optional.of(logs))).hash()).isEqualTo(Result.of(
                new Cluster(scenario, Border.HONEST, Optional.empty())).hash());
    }
}
