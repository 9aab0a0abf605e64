// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.util.List;

/// What the commands that change a running cluster have in common. Pure, but for looking at the disk.
final class RunningCluster {
    private RunningCluster() {}

    /// @throws ClusterFailure
    ///             if none runs there
    static LocalCluster in(ClusterDirectory directory) throws IOException, ClusterFailure {
        var cluster = LocalCluster.open(directory);
        if (cluster.isEmpty() || cluster.get().running().isEmpty()) {
            throw new ClusterFailure(ClusterFailure.UNAVAILABLE,
                    "no cluster runs in " + directory.root() + "; `justchat up` starts one");
        }
        return cluster.get();
    }

    /// @throws ClusterFailure
    ///             if there is no such process of this kind
    static ClusterPlan.Node node(List<ClusterPlan.Node> all, String what, String name) throws ClusterFailure {
        return all.stream().filter(node -> node.name().equals(name)).findFirst()
                .orElseThrow(() -> new ClusterFailure(ClusterFailure.USAGE, "no " + what + " is called " + name
                        + "; there are " + String.join(", ", all.stream().map(ClusterPlan.Node::name).toList())));
    }
}
