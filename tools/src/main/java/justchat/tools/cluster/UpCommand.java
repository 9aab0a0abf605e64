// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `justchat up`
@Command(name = "up", mixinStandardHelpOptions = true, description = "Starts the cluster on this machine.", footer = {
        "", "What runs already goes on; only what does not run is started. The processes live on when the"
                + " terminal closes; `justchat down` ends them."})
public final class UpCommand implements Callable<Integer> {
    private static final int DEFAULT_COUNT = 3;

    @Option(names = "--balancers", paramLabel = "N", description = "Load balancers of a new cluster: 1 to 9; 3 survive the loss of one, 5 of two (default: 3).")
    Integer balancers;

    @Option(names = "--servers", paramLabel = "N", description = "Message servers; a cluster that has fewer gets more (default: 3).")
    Integer servers;

    @Mixin
    private DirectoryOption option;

    @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "60", description = "How long to wait until it can be used; 0: not at all (default: ${DEFAULT-VALUE}).")
    int waitSeconds;

    @Override
    public Integer call() throws IOException, ClusterFailure {
        var directory = option.directory();
        var made = directory.exists() ? Optional.of(ClusterPlan.load(directory.plan())) : Optional.<ClusterPlan>empty();
        var progress = Progress.onScreen();
        var cluster = LocalCluster.prepare(directory,
                count(balancers, made.map(plan -> plan.balancers().size())),
                count(servers, made.map(plan -> plan.servers().size())), Ports.lowest());
        bringUp(cluster, Duration.ofSeconds(waitSeconds), progress);
        progress.say("`justchat chat` to talk, `justchat status` to look, `justchat down` to stop.");
        return 0;
    }

    private static int count(Integer asked, Optional<Integer> made) {
        return asked != null ? asked : made.orElse(DEFAULT_COUNT);
    }

    /// Starts what does not run, waits until the cluster can be used, and says so.
    public static void bringUp(LocalCluster cluster, Duration patience, Progress progress)
            throws IOException, ClusterFailure {
        var plan = cluster.plan();
        var whole = plan.balancers().size() + " load balancers and " + plan.servers().size() + " message servers";
        var started = cluster.startMissing();
        if (started.size() == plan.nodes().count()) {
            progress.say("Starting " + whole + " in " + cluster.directory().root());
        } else if (!started.isEmpty()) {
            progress.say("Starting " + String.join(", ", started) + "; the others run already.");
        }
        if (patience.isPositive()) {
            cluster.awaitReady(patience, progress);
            progress.say(started.isEmpty()
                    ? "The cluster runs: " + whole + "."
                    : "Ready after " + Progress.seconds(progress.elapsed()) + ": " + whole + ".");
        }
    }
}
