// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import justchat.wire.ServerStatus;

/// `justchat server`
@Command(name = "server", mixinStandardHelpOptions = true, description = "Adds, drains, removes and lists message servers while the cluster runs.", synopsisSubcommandLabel = "COMMAND", footer = {
        "",
        "A server that is drained gets no new sessions, and those it has move to the others, unnoticed by their people."})
public final class ServerCommand implements Runnable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(200);

    /// How long to wait for a server to be empty.
    static final class WaitOption {
        @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "300", description = "How long to wait until it has no session left; 0: not at all (default: ${DEFAULT-VALUE}).")
        int seconds;
    }

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: add, drain, undrain, remove or list");
    }

    /// Adds one.
    @Command(name = "add", mixinStandardHelpOptions = true, description = "Starts one more message server.")
    int add(@Mixin DirectoryOption option) throws IOException, ClusterFailure {
        var progress = Progress.onScreen();
        var before = RunningCluster.in(option.directory());
        var cluster = before.change(plan -> plan.withServers(plan.servers().size() + 1, Ports.lowest()));
        var node = cluster.plan().servers().getLast();
        cluster.start(node.name());
        cluster.awaitServing(node.name(), PATIENCE, progress);
        progress.say(node.name() + " serves at " + node.address() + " after " + Progress.seconds(progress.elapsed())
                + ": " + cluster.plan().servers().size() + " message servers. It takes its share of the sessions within"
                + " a minute.");
        return 0;
    }

    /// Moves its sessions away.
    @Command(name = "drain", mixinStandardHelpOptions = true, description = "Moves a message server's sessions to the others, so that it can be stopped.")
    int drain(@Mixin DirectoryOption option, @Mixin WaitOption wait,
            @Parameters(paramLabel = "NAME", description = "Which one, like ms-2.") String name)
            throws IOException, ClusterFailure {
        var progress = Progress.onScreen();
        var cluster = RunningCluster.in(option.directory());
        RunningCluster.node(cluster.plan().servers(), "message server", name);
        try (var operators = new Operators(cluster.directory(), cluster.plan())) {
            operators.drain(name, true);
            progress.say(name + " takes no new sessions.");
            awaitEmpty(operators, name, Duration.ofSeconds(wait.seconds), progress);
        }
        return 0;
    }

    private static void awaitEmpty(Operators operators, String name, Duration patience, Progress progress)
            throws ClusterFailure {
        if (patience.isZero()) {
            return;
        }
        var empty = new Poll(patience, LOOK).until(() -> {
            var left = sessions(operators, name);
            if (left.orElse(0) == 0) {
                return Optional.of(true);
            }
            progress.show(name + " has " + counted(left.getAsInt()) + " left");
            return Optional.empty();
        }, Poll.NEVER);
        if (empty.isEmpty()) {
            throw new ClusterFailure(ClusterFailure.UNAVAILABLE, name + " still has "
                    + counted(sessions(operators, name).orElse(0)) + " after " + patience.toSeconds()
                    + " s; it goes on draining");
        }
        progress.say(name + " has no session left, after " + Progress.seconds(progress.elapsed()) + ".");
    }

    /// What it holds must be with the others before it goes for good.
    private static void awaitCopies(ClusterPlan.Node node, Duration patience, Progress progress)
            throws ClusterFailure {
        var copied = new Poll(patience, LOOK).until(() -> {
            var rooms = AdminFigures.of(node, "justchat_rooms_not_everywhere");
            if (rooms.orElse(1) == 0) {
                return Optional.of(true);
            }
            progress.show(rooms.isEmpty()
                    ? node.name() + " does not say whether the others have all that it has"
                    : "The others lack something of " + (long) rooms.getAsDouble() + " rooms that " + node.name()
                            + " has");
            return Optional.empty();
        }, Poll.NEVER);
        if (copied.isEmpty()) {
            throw new ClusterFailure(ClusterFailure.UNAVAILABLE, "the others do not have all yet that " + node.name()
                    + " has, after " + patience.toSeconds() + " s; it was not removed, and goes on draining");
        }
    }

    private static String counted(int sessions) {
        return sessions == 1 ? "1 session" : sessions + " sessions";
    }

    /// Empty if it does not live.
    private static OptionalInt sessions(Operators operators, String name) {
        return operators.ask().values().stream().flatMap(status -> status.getServers().stream())
                .filter(server -> server.getMember().getName().equals(name)).mapToInt(ServerStatus::getSessions).max();
    }

    /// Takes sessions again.
    @Command(name = "undrain", mixinStandardHelpOptions = true, description = "Has a message server take sessions again.")
    int undrain(@Mixin DirectoryOption option,
            @Parameters(paramLabel = "NAME", description = "Which one, like ms-2.") String name)
            throws IOException, ClusterFailure {
        var cluster = RunningCluster.in(option.directory());
        RunningCluster.node(cluster.plan().servers(), "message server", name);
        try (var operators = new Operators(cluster.directory(), cluster.plan())) {
            operators.drain(name, false);
        }
        System.out.println(name + " takes sessions again.");
        return 0;
    }

    /// Removes one for good.
    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Drains a message server, takes it out of the cluster for good, and stops it.")
    int remove(@Mixin DirectoryOption option, @Mixin WaitOption wait,
            @Parameters(paramLabel = "NAME", description = "Which one, like ms-2.") String name)
            throws IOException, ClusterFailure {
        var progress = Progress.onScreen();
        var cluster = RunningCluster.in(option.directory());
        var node = RunningCluster.node(cluster.plan().servers(), "message server", name);
        if (cluster.plan().servers().size() == 1) {
            throw new ClusterFailure(ClusterFailure.USAGE, name + " is the last message server");
        }
        try (var operators = new Operators(cluster.directory(), cluster.plan())) {
            if (sessions(operators, name).isPresent()) {
                operators.drain(name, true);
                awaitEmpty(operators, name, Duration.ofSeconds(wait.seconds), progress);
                awaitCopies(node, Duration.ofSeconds(wait.seconds), progress);
            }
            var command = Operators.command();
            operators.order(balancer -> {
                balancer.removeServer(name, command);
                return true;
            });
        }
        var left = cluster.without(node).plan().servers().size();
        progress.say("Removed " + name + " after " + Progress.seconds(progress.elapsed()) + ": " + left
                + (left == 1 ? " message server." : " message servers.") + " What it had stays in "
                + cluster.directory().of(name) + ".");
        return 0;
    }

    /// Lists all.
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the message servers, their sessions, and which are drained.")
    int list(@Mixin DirectoryOption option) throws IOException, ClusterFailure {
        var cluster = RunningCluster.in(option.directory());
        try (var operators = new Operators(cluster.directory(), cluster.plan())) {
            var report = new StatusReport(cluster.directory(), cluster.plan(), operators.ask(),
                    StatusCommand.processes(cluster));
            var rows = new ArrayList<List<String>>();
            rows.add(List.of("MESSAGE SERVER", "ADDRESS", "SESSIONS", "STATE"));
            cluster.plan().servers().forEach(node -> rows.add(List.of(node.name(), node.address(), report.sessions(node
                    .name()), report.state(node.name()))));
            System.out.print(Columns.of(rows));
            return 0;
        }
    }
}
