// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What one seed came to.
///
/// @param seen
///            what happened in the rooms, and how often
/// @param hash
///            of all that happened: the same for the same seed
/// @param violation
///            one line, if something happened that must not
record Result(long seed, long virtualMicros, long events, long written, long acknowledged, Map<Fault, Long> faults,
        SortedMap<String, Long> seen, long hash, Optional<String> violation, String story) {
    Result {
        faults = new EnumMap<>(faults.isEmpty() ? new EnumMap<>(Fault.class) : faults);
        seen = new TreeMap<>(seen);
        Objects.requireNonNull(violation, "violation");
        Objects.requireNonNull(story, "story");
    }

    /// Runs a cluster to its end.
    static Result of(Cluster cluster) {
        Optional<String> violation = Optional.empty();
        try {
            cluster.run();
        } catch (Violation e) {
            violation = Optional.of(e.getMessage());
        } catch (RuntimeException e) {
            violation = Optional.of(e + " at " + e.getStackTrace()[0]);
            cluster.world().tell(() -> Arrays.toString(e.getStackTrace()));
        }
        var world = cluster.world();
        var judges = cluster.judges().values();
        return new Result(cluster.scenario().seed(), world.now(), world.steps(), judges.stream().mapToLong(
                Judge::messages).sum(), judges.stream().mapToLong(Judge::acknowledged).sum(), world.faults(),
                cluster.seen(), world
                        .hash(),
                violation, world.story());
    }
}
