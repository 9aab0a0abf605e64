// SPDX-License-Identifier: Apache-2.0
package justchat.tools.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import justchat.tools.cluster.ClusterFailure;
import justchat.tools.cluster.Operators;
import justchat.tools.cluster.Progress;

/// Kills a message server in the middle of one step of the story: of those that
/// run and that the story does not kill itself, the one with the most friends.
/// Brings it back after the step, if the others are still there.
final class Crash implements Programme.Mishap {
    private static final Duration INTO_THE_STEP = Duration.ofMillis(60);
    private static final Duration BACK = Duration.ofSeconds(60);

    private final Stage stage;
    private final int step;

    /// @param step
    ///            counted from 1
    Crash(Stage stage, int step) {
        this.stage = Objects.requireNonNull(stage, "stage");
        this.step = step;
    }

    @Override
    public Programme.Aftermath strike(int number) {
        if (number != step) {
            return () -> "";
        }
        var late = CompletableFuture.delayedExecutor(INTO_THE_STEP.toMillis(), TimeUnit.MILLISECONDS);
        var killed = CompletableFuture.supplyAsync(this::kill, late);
        return () -> {
            var name = killed.join();
            if (stage.cluster().running().isEmpty()) {
                return name + " was killed in the middle of it";
            }
            bringBack(name);
            return name + " was killed in the middle of it, and is back";
        };
    }

    private String kill() {
        var friends = whereabouts();
        var victim = stage.spared().stream().max(Comparator.comparing(server -> friends.getOrDefault(server, List.of())
                .size())).orElseThrow(() -> new IllegalStateException("no message server is left to be killed"));
        stage.cluster().kill(victim);
        return victim;
    }

    private Map<String, List<String>> whereabouts() {
        try (var operators = new Operators(stage.cluster().directory(), stage.cluster().plan())) {
            return operators.whereabouts();
        } catch (IOException e) {
            throw new IllegalStateException("nobody can be asked who is where", e);
        }
    }

    private void bringBack(String name) throws IOException, ClusterFailure {
        stage.cluster().start(name);
        stage.cluster().awaitServing(name, BACK, Progress.silent());
    }
}
