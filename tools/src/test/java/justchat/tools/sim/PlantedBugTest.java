// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.fail;

/// A judge who finds nothing in a cluster that is wrong has no say about one that
/// may be right.
class PlantedBugTest {
    private static final int SEEDS_TO_CATCH = 60;

    @ParameterizedTest
    @EnumSource
    void isCaughtBeforeLong(PlantedBug bug) {
        for (long seed = 1; seed <= SEEDS_TO_CATCH; seed++) {
            var scenario = Scenario.of(seed, List.of(bug.order()), 0);
            if (Result.of(new Cluster(scenario, bug.plant(), Optional.empty())).violation().isPresent()) {
                return;
            }
        }
        fail(bug + " was not caught by " + SEEDS_TO_CATCH + " seeds");
    }
}
