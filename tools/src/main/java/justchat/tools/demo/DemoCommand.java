// SPDX-License-Identifier: Apache-2.0
package justchat.tools.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import justchat.tools.cluster.ClusterDirectory;
import justchat.tools.cluster.ClusterFailure;
import justchat.tools.cluster.Progress;

/// `justchat demo`
@Command(name = "demo", mixinStandardHelpOptions = true, description = "Plays a story with ten real processes, and checks every step of it.", footer = {
        "", "Three load balancers, three message servers and four clients are started for it and ended"
                + " with it; a cluster that runs on this machine is left alone.",
        "",
        "Exit code: 0 if all held, 1 if a step did not."})
public final class DemoCommand implements Callable<Integer> {

    private static final int FIRST_KILL = 2;
    private static final int LAST_KILL = 17;

    @Option(names = "--directory", paramLabel = "DIR", description = "Where the demo lives; must be new or empty, and is kept (default: a temporary one, of"
            + " which only the trace and the picture are kept).")
    private Path directory;

    @Option(names = "--kill-at", paramLabel = "STEP", description = "SIGKILL the message server with the most friends in the middle of"
            + " this step, 2 to 17, beside what the story kills; it is started again after the step. Nothing may be lost.")
    private int killAt;

    @Override
    public Integer call() throws IOException, ClusterFailure {
        if (killAt != 0 && (killAt < FIRST_KILL || killAt > LAST_KILL)) {
            throw new ClusterFailure(ClusterFailure.USAGE, "--kill-at names a step from " + FIRST_KILL + " to "
                    + LAST_KILL + ": before it nothing is up, after it nothing is");
        }
        var home = directory == null
                ? new ClusterDirectory(Files.createTempDirectory("justchat-demo-"))
                : new ClusterDirectory(directory);
        if (home.exists()) {
            throw new ClusterFailure(ClusterFailure.CONFIGURATION,
                    home.root() + " holds a cluster already; name a new directory");
        }
        var stage = new Stage(home);
        var programme = new Programme(System.out, killAt == 0 ? Programme.Mishap.NONE : new Crash(stage, killAt));
        try {
            play(home, stage, programme);
        } catch (Programme.StepFailed failed) {
            System.out.printf("%n%s%n  logs: %s%n", failed.getMessage(), home.root());
            return 1;
        }
        System.out.printf("%nAll held. %s in all.%n", Progress.seconds(programme.elapsed()));
        if (directory == null) {
            keepOnlyFiles(home.root());
        }
        return 0;
    }

    private static void play(ClusterDirectory home, Stage stage, Programme programme)
            throws IOException, ClusterFailure, Programme.StepFailed {
        var clearing = new Thread(() -> closeQuietly(stage), "clear-the-stage");
        Runtime.getRuntime().addShutdownHook(clearing);
        SortedMap<String, Long> memory;
        try (stage) {
            var story = new Story(stage, programme);
            story.play();
            memory = story.memory();
        }
        Runtime.getRuntime().removeShutdownHook(clearing);
        programme.act("Afterwards");
        programme.remark("resident memory when all ten were up: " + memory);
        TraceScene.play(home, programme);
    }

    private static void closeQuietly(Stage stage) {
        try {
            stage.close();
        } catch (IOException e) {
            System.err.println("justchat demo: " + e.getMessage());
        }
    }

    /// Removes the processes' directories.
    private static void keepOnlyFiles(Path root) throws IOException {
        try (var found = Files.walk(root)) {
            for (var path : found.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(root) && (Files.isDirectory(path) || !path.getParent().equals(root))) {
                    Files.delete(path);
                }
            }
        }
    }
}
