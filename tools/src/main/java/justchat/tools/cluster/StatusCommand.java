// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `justchat status`
@Command(name = "status", mixinStandardHelpOptions = true, description = "Shows the cluster on this machine, and who is where.", footer = {
        "", "Exit code: 0 when everybody can log in and talk, 69 otherwise."})
public final class StatusCommand implements Callable<Integer> {

    @Mixin
    private DirectoryOption option;

    @Option(names = "--json", description = "One line of JSON, for machines.")
    boolean json;

    @Override
    public Integer call() throws IOException {
        var directory = option.directory();
        var cluster = LocalCluster.open(directory);
        if (cluster.isEmpty() || cluster.get().running().isEmpty()) {
            return nothingRuns(directory);
        }
        try (var operators = new Operators(directory, cluster.get().plan())) {
            var report = new StatusReport(directory, cluster.get().plan(), operators.ask(), processes(cluster.get()));
            System.out.print(json ? report.json() + "\n" : report.text());
            if (!json && !report.isReady()) {
                System.out.println("Not everything runs: `justchat up` starts what is missing.");
            }
            return report.isReady() ? 0 : ClusterFailure.UNAVAILABLE;
        }
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

    private static Map<String, StatusReport.ProcessInfo> processes(LocalCluster cluster) {
        var processes = new TreeMap<String, StatusReport.ProcessInfo>();
        cluster.running().forEach((name, process) -> processes.put(name,
                new StatusReport.ProcessInfo(process.pid(), Memory.residentMiB(process.pid()).orElse(-1))));
        return processes;
    }
}
