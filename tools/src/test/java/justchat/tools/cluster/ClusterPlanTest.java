// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClusterPlanTest {
    @TempDir
    Path directory;

    @Test
    void isReadAsItWasWritten() throws IOException {
        var plan = ClusterPlan.create("test", 3, 2, Ports.anywhere());
        plan.save(directory.resolve("plan"));
        assertThat(ClusterPlan.load(directory.resolve("plan"))).isEqualTo(plan);
    }

    @Test
    void givesNoPortTwice() throws IOException {
        var plan = ClusterPlan.create("test", 3, 3, Ports.anywhere());
        assertThat(plan.nodes().flatMapToInt(node -> IntStream.of(node.port(), node.heartbeats(), node.raft()))
                .filter(port -> port != 0).boxed().toList()).doesNotHaveDuplicates().hasSize(15);
    }

    @Test
    void growsByServersAndKeepsThePortsOfTheOthers() throws IOException {
        var plan = ClusterPlan.create("test", 1, 2, Ports.anywhere());
        var grown = plan.withServers(4, Ports.anywhere());
        assertThat(grown.servers()).hasSize(4).startsWith(plan.servers().toArray(ClusterPlan.Node[]::new));
        assertThat(plan.withServers(1, Ports.anywhere())).isEqualTo(plan);
    }

    @Test
    void saysThatAFileIsDamaged() throws IOException {
        var file = Files.writeString(directory.resolve("plan"), "lb-1=x y z\n");
        assertThatThrownBy(() -> ClusterPlan.load(file)).isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void seesThatAPortIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.isFree(taken.getLocalPort())).isFalse();
        }
    }

    @Test
    void tellsEachBalancerOfAllOthers() throws IOException {
        var plan = ClusterPlan.create("test", 3, 1, Ports.anywhere());
        var arguments = plan.arguments(plan.balancers().get(1), new ClusterDirectory(directory));
        assertThat(arguments).contains("--deployment", "test", "--name", "lb-2");
        assertThat(arguments.getLast()).matches("lb-1=127.0.0.1:\\d+,lb-2=127.0.0.1:\\d+,lb-3=127.0.0.1:\\d+");
    }
}
