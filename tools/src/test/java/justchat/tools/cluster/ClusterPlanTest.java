// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

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
        assertThat(plan.nodes().flatMap(ClusterPlan.Node::ports).toList()).doesNotHaveDuplicates().hasSize(21);
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
    void whoIsRemovedLeavesAGapAndWhoIsAddedGetsANameOfHisOwn() throws IOException {
        var plan = ClusterPlan.create("test", 3, 3, Ports.anywhere()).without("lb-3").without("ms-2")
                .withBalancer(Ports.anywhere()).withServers(3, Ports.anywhere());
        assertThat(plan.balancers()).extracting(ClusterPlan.Node::name).containsExactly("lb-1", "lb-2", "lb-4");
        assertThat(plan.servers()).extracting(ClusterPlan.Node::name).containsExactly("ms-1", "ms-3", "ms-4");
        plan.save(directory.resolve("plan"));
        var read = ClusterPlan.load(directory.resolve("plan"));
        assertThat(read).isEqualTo(plan);
        assertThat(read.moved(Ports.anywhere()).nodes().map(ClusterPlan.Node::name))
                .containsExactlyElementsOf(plan.nodes().map(ClusterPlan.Node::name).toList());
        assertThat(read.arguments(read.balancers().getLast(), new ClusterDirectory(directory))).contains("--join");
        assertThat(read.arguments(read.balancers().getFirst(), new ClusterDirectory(directory)))
                .doesNotContain("--join");
    }

    @Test
    void readsAPlanFromBeforeThereWereAdminPorts() throws IOException {
        var file = Files.writeString(directory.resolve("plan"), "deployment=x\nlb-1=1 2 3\nms-1=4 5\n");
        var plan = ClusterPlan.load(file);
        assertThat(plan.nodes().map(ClusterPlan.Node::admin)).containsExactly(0, 0);
        assertThat(plan.arguments(plan.servers().getFirst(), new ClusterDirectory(directory)))
                .doesNotContain("--admin");
    }

    @Test
    void hasNineBalancersAtMost() throws IOException {
        var nine = ClusterPlan.create("test", 9, 1, Ports.anywhere());
        assertThatThrownBy(() -> nine.withBalancer(Ports.anywhere())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("9 load balancers");
    }

    @Test
    void tellsEachBalancerOfAllOthers() throws IOException {
        var plan = ClusterPlan.create("test", 3, 1, Ports.anywhere());
        var arguments = plan.arguments(plan.balancers().get(1), new ClusterDirectory(directory));
        assertThat(arguments).contains("--deployment", "test", "--name", "lb-2");
        assertThat(arguments.getLast()).matches("lb-1=127.0.0.1:\\d+,lb-2=127.0.0.1:\\d+,lb-3=127.0.0.1:\\d+");
    }
}
