// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import justchat.json.Json;

/// `justchat status`
@Command(name = "status", mixinStandardHelpOptions = true, description = "Shows the cluster on this machine, and who is where.", footer = {
        "", "Exit code: 0 when everybody can log in and talk, 69 otherwise."})
public final class StatusCommand implements Callable<Integer> {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    /// To the upper left; what is there is overwritten, so that nothing flickers.
    private static final String CLEAR = "\033[H";
    private static final String END_OF_LINE = "\033[K\n";
    private static final String CLEAR_BELOW = "\033[J";

    @Mixin
    private DirectoryOption option;

    @Option(names = "--json", description = "One line of JSON, for machines.")
    boolean json;

    @Option(names = "--watch", description = "Looks again every second, until Ctrl-C.")
    boolean watch;

    @Override
    public Integer call() throws IOException {
        var directory = option.directory();
        var cluster = LocalCluster.open(directory);
        if (cluster.isEmpty() || cluster.get().running().isEmpty()) {
            return nothingRuns(directory);
        }
        if (watch) {
            return watch(cluster.get());
        }
        try (var operators = new Operators(directory, cluster.get().plan())) {
            return show(report(cluster.get(), operators));
        }
    }

    private static StatusReport report(LocalCluster cluster, Operators operators) {
        return new StatusReport(cluster.directory(), cluster.plan(), operators.ask(), processes(cluster));
    }

    private int show(StatusReport report) {
        System.out.print(text(report));
        return report.isReady() ? 0 : ClusterFailure.UNAVAILABLE;
    }

    private String text(StatusReport report) {
        if (json) {
            return report.json() + "\n";
        }
        return report.text() + (report.isReady()
                ? ""
                : "Not everything runs: `justchat up` starts what is missing.\n");
    }

    /// On a terminal each picture takes the place of the one before; in a pipe it follows it. Ends when nothing runs any
    /// more, or by a signal. The plan may change meanwhile, by `server add` and the like.
    private int watch(LocalCluster first) throws IOException {
        var console = System.console();
        boolean inPlace = !json && console != null && console.isTerminal();
        var cluster = first;
        var operators = new Operators(cluster.directory(), cluster.plan());
        try {
            while (!cluster.running().isEmpty()) {
                var report = report(cluster, operators);
                System.out
                        .print(inPlace ? CLEAR + text(report).replace("\n", END_OF_LINE) + CLEAR_BELOW : text(report));
                System.out.flush();
                new Poll(PERIOD, PERIOD).until(Optional::empty, Poll.NEVER);
                var now = LocalCluster.open(cluster.directory()).orElse(cluster);
                if (!now.plan().equals(cluster.plan())) {
                    operators.close();
                    operators = new Operators(now.directory(), now.plan());
                }
                cluster = now;
            }
        } finally {
            operators.close();
        }
        return nothingRuns(cluster.directory());
    }

    private int nothingRuns(ClusterDirectory directory) {
        if (json) {
            var report = new LinkedHashMap<String, Object>();
            report.put("v", 1);
            report.put("directory", directory.root().toString());
            report.put("ready", false);
            System.out.println(Json.of(report));
        } else {
            System.out.println("No cluster runs in " + directory.root() + ". `justchat up` starts one.");
        }
        return ClusterFailure.UNAVAILABLE;
    }

    static Map<String, StatusReport.ProcessInfo> processes(LocalCluster cluster) {
        var processes = new TreeMap<String, StatusReport.ProcessInfo>();
        cluster.running().forEach((name, process) -> processes.put(name,
                new StatusReport.ProcessInfo(process.pid(), Memory.residentMiB(process.pid()).orElse(-1))));
        return processes;
    }
}
