// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.nio.file.Path;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import justchat.tools.cluster.Progress;

/// The options that all benchmarks have: where they work, and how they say what they found. One thread.
final class Output {
    @Option(names = "--json", description = "One line of JSON, for machines.")
    private boolean json;

    @Option(names = "--directory", paramLabel = "DIR", defaultValue = "${sys:java.io.tmpdir}", description = "Below this the processes keep their data meanwhile; its disk counts (default: ${DEFAULT-VALUE}).")
    private Path parent;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    private Progress progress;

    Path parent() {
        return parent;
    }

    /// What is being done, for a person who waits; nothing if the output is for a machine.
    Progress progress() {
        if (progress == null) {
            progress = json ? Progress.silent() : Progress.onScreen();
        }
        return progress;
    }

    void print(Report report) {
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(report.json());
        } else {
            progress().say("");
            out.print(report.text());
        }
        out.flush();
    }
}
