// SPDX-License-Identifier: Apache-2.0
package justchat.tools.demo;

import justchat.tools.cluster.ClusterDirectory;
import justchat.tools.cluster.Surprise;
import justchat.tools.demo.Programme.StepFailed;
import justchat.tools.trace.Trace;

/// After the story: its causal logs are merged, and checked to be those of a
/// real run in which everybody took part.
final class TraceScene {
    /// Three balancers, three servers, four friends; Natasha's second visit comes on
    /// top.
    private static final int PROCESSES = 10;

    private TraceScene() {}

    static void play(ClusterDirectory home, Programme programme) throws StepFailed {
        var file = home.root().resolve("trace.log");
        programme.step("the causal logs of all processes merge, and the checker accepts them", () -> {
            var report = Trace.merge(home.root(), file);
            if (!report.holds()) {
                throw new Surprise("clocks are those of a real run, and every room kept its order",
                        String.join("\n    ", report.problems()));
            }
            if (report.events().size() < PROCESSES) {
                throw new Surprise("at least " + PROCESSES + " processes in the trace",
                        report.events().keySet().toString());
            }
            return report.total() + " events of " + report.events().size() + " processes";
        });
        programme.remark("To see it, open https://bestchai.bitbucket.io/shiviz/, press \"Try out ShiViz\",");
        programme.remark("choose the file " + file + " and press \"Visualize\".");
    }
}
