// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClusterLockTest {
    @TempDir
    Path root;

    @Test
    void whatSeveralChangeAtTheSameMomentIsAllInThePlan() throws Exception {
        var directory = new ClusterDirectory(root.resolve("run"));
        var cluster = LocalCluster.prepare(directory, 1, 1, Ports.lowest());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<LocalCluster> server = () -> cluster
                    .change(plan -> plan.withServers(plan.servers().size() + 1, Ports.lowest()));
            Callable<LocalCluster> balancer = () -> cluster.change(plan -> plan.withBalancer(Ports.lowest()));
            for (var change : threads.invokeAll(List.of(server, balancer, server, balancer, server))) {
                change.get();
            }
        }
        var kept = ClusterPlan.load(directory.plan());
        assertThat(kept.nodes().map(ClusterPlan.Node::name)).containsExactly("lb-1", "lb-2", "lb-3", "ms-1", "ms-2",
                "ms-3", "ms-4");
        assertThat(kept.nodes().flatMap(ClusterPlan.Node::ports).toList())
                .as("though none of them is in use yet").doesNotHaveDuplicates();
        assertThat(cluster.without(cluster.plan().node("ms-1").orElseThrow()).plan().nodes()).as("of all, not of two")
                .hasSize(6);
    }

    @Test
    void whoWaitsInVainIsToldSo() throws Exception {
        var directory = new ClusterDirectory(root);
        try (var _ = ClusterLock.take(directory)) {
            assertThatThrownBy(() -> ClusterLock.take(directory, Duration.ofMillis(60)))
                    .isInstanceOfSatisfying(ClusterFailure.class,
                            failure -> assertThat(failure.exitCode()).isEqualTo(ClusterFailure.UNAVAILABLE))
                    .hasMessageContaining("another command is at work in " + root);
        }
        ClusterLock.take(directory, Duration.ofMillis(60)).close();
    }
}
