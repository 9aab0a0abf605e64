// SPDX-License-Identifier: Apache-2.0
package justchat.tools.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import justchat.tools.cluster.ClusterDirectory;

/// `justchat trace view`: the space-time diagram of a run as one page.
@Command(name = "view", mixinStandardHelpOptions = true, description = "Draws a run as a space-time diagram: writes one HTML page that needs nothing else, and opens it where there is a desktop.", footer = {
        "",
        "Works while the cluster runs, too. The page asks nobody for anything: it can be kept, sent and read offline.",
        "Exit code: 0, 1 when the check of the logs does not hold (the page says so too), 66 when there are no logs."})
public final class ViewCommand implements Callable<Integer> {
    private static final int NO_INPUT = 66;

    @Parameters(arity = "0..1", paramLabel = "DIR|FILE", description = "Where the logs are, at most four directories deep, or the file that they were merged into (default: the local cluster's directory).")
    Path logs;

    @Option(names = {"-o",
            "--output"}, paramLabel = "FILE", description = "Where to write the page (default: trace.html there).")
    Path output;

    @Option(names = "--no-open", description = "Writes the page and opens nothing.")
    boolean closed;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        var root = Optional.ofNullable(logs).orElseGet(() -> ClusterDirectory.standard().root());
        var file = Objects.requireNonNullElseGet(output, () -> Files.isRegularFile(root)
                ? root.resolveSibling("trace.html")
                : root.resolve("trace.html"));
        var report = Run.isAt(root) ? Trace.view(root, file) : null;
        if (report == null || report.total() == 0 && report.holds()) {
            spec.commandLine().getErr().println("No causal logs (*" + Trace.ENDING + ") in " + root
                    + ". Say where they are: justchat trace view DIR");
            return NO_INPUT;
        }
        out.println(report.total() + " events of " + report.events().size() + " processes are drawn in " + file + ".");
        out.print(report.holds() ? "" : report.text());
        if (closed || !open(file)) {
            out.println("Open it in a web browser; the ? there says how to read it.");
        }
        out.flush();
        return report.holds() ? 0 : 1;
    }

    /// Whether a desktop was asked to open the file.
    private static boolean open(Path file) {
        var program = opener(System.getProperty("os.name"), System.getenv("DISPLAY"), System.getenv("WAYLAND_DISPLAY"));
        if (System.console() == null || program.isEmpty()) {
            return false;
        }
        var command = new ArrayList<>(program.get());
        command.add(file.toAbsolutePath().toString());
        try {
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException _) {
            // A desktop without that program; the reader is told what to open.
            return false;
        }
    }

    /// What opens a file on this system.
    ///
    /// @param displays
    ///            the displays there are; null or empty is none
    static Optional<List<String>> opener(String system, String... displays) {
        if (system.startsWith("Mac")) {
            return Optional.of(List.of("open"));
        }
        if (system.startsWith("Windows")) {
            return Optional.of(List.of("rundll32", "url.dll,FileProtocolHandler"));
        }
        for (var display : displays) {
            if (display != null && !display.isEmpty()) {
                return Optional.of(List.of("xdg-open"));
            }
        }
        return Optional.empty();
    }
}
