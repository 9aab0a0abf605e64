// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `justchat down`
@Command(name = "down", mixinStandardHelpOptions = true, description = "Stops the cluster on this machine.", footer = {
        "", "Messages, accounts and files stay on disk for the next `justchat up`."})
public final class DownCommand implements Callable<Integer> {

    @Mixin
    private DirectoryOption option;

    @Override
    public Integer call() throws IOException, ClusterFailure {
        var directory = option.directory();
        var cluster = LocalCluster.open(directory);
        if (cluster.isEmpty() || cluster.get().running().isEmpty()) {
            System.out.println("No cluster runs in " + directory.root() + ".");
            return 0;
        }
        var progress = Progress.onScreen();
        var running = cluster.get().running().size();
        progress.show("Stopping " + running + " processes");
        var killed = stop(directory);
        progress.say("Stopped " + running + " processes in " + Progress.seconds(progress.elapsed()) + "."
                + (killed.isEmpty() ? "" : " Had to be killed: " + String.join(", ", killed)));
        return 0;
    }

    /// Whatever was started meanwhile, too.
    private static List<String> stop(ClusterDirectory directory) throws IOException, ClusterFailure {
        try (var _ = ClusterLock.take(directory)) {
            var cluster = LocalCluster.open(directory);
            return cluster.isEmpty() ? List.of() : cluster.get().stop();
        }
    }
}
