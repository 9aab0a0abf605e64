// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import justchat.wire.Address;
import justchat.wire.Status;

/// `justchat balancer`
@Command(name = "balancer", mixinStandardHelpOptions = true, description = "Adds, removes and lists load balancers while the cluster runs.", synopsisSubcommandLabel = "COMMAND", footer = {
        "", "Three survive the loss of one, five of two. An even number survives no more than the odd one below it."})
public final class BalancerCommand implements Runnable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(100);

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: add, remove or list");
    }

    /// Adds one.
    @Command(name = "add", mixinStandardHelpOptions = true, description = "Starts one more load balancer and has the others take it in.")
    int add(@Mixin DirectoryOption option) throws IOException, ClusterFailure {
        var progress = Progress.onScreen();
        var cluster = RunningCluster.in(option.directory());
        var newcomer = waiting(cluster);
        if (newcomer.isEmpty()) {
            if (cluster.plan().balancers().size() == ClusterPlan.MAX_BALANCERS) {
                throw new ClusterFailure(ClusterFailure.USAGE,
                        "there are " + ClusterPlan.MAX_BALANCERS + " load balancers already");
            }
            cluster = cluster.change(plan -> plan.withBalancer(Ports.lowest()));
            newcomer = Optional.of(cluster.plan().balancers().getLast());
        }
        var node = newcomer.get();
        if (cluster.process(node.name()).isEmpty()) {
            cluster.start(node.name());
            progress.say("Started " + node.name() + " at " + node.address() + "; it waits to be taken in.");
        }
        takeIn(cluster, node, progress);
        progress.say(node.name() + " votes now, after " + Progress.seconds(progress.elapsed()) + ": "
                + cluster.plan().balancers().size() + " load balancers.");
        return 0;
    }

    /// One that was started by an earlier `add` and not taken in.
    private static Optional<ClusterPlan.Node> waiting(LocalCluster cluster) throws IOException {
        try (var operators = new Operators(cluster.directory(), cluster.plan())) {
            var answers = operators.ask();
            return cluster.plan().balancers().stream()
                    .filter(node -> node.joins() && !isInView(answers, node.name())).findFirst();
        }
    }

    private static boolean isInView(Map<String, Status> answers, String name) {
        return answers.values().stream().flatMap(status -> status.getView().getBalancers().stream())
                .anyMatch(balancer -> balancer.getName().equals(name) && !balancer.isSetUntilMillis());
    }

    private static void takeIn(LocalCluster cluster, ClusterPlan.Node node, Progress progress)
            throws IOException, ClusterFailure {
        try (var operators = new Operators(cluster.directory(), cluster.plan())) {
            progress.show("Waiting for " + node.name() + " to answer");
            var answers = new Poll(PATIENCE, LOOK).until(
                    () -> Optional.of(true).filter(_ -> operators.ask().containsKey(node.name())), Poll.NEVER);
            if (answers.isEmpty()) {
                throw new ClusterFailure(ClusterFailure.UNAVAILABLE, node.name() + " does not answer after "
                        + PATIENCE.toSeconds() + " s\n" + LogTail.of(cluster.directory(), node.name()));
            }
            progress.show("Waiting for " + node.name() + " to catch up with the others");
            addToOthers(cluster, node);
            progress.show("Waiting for " + node.name() + " to be known to all");
            new Poll(PATIENCE, LOOK).until(() -> Optional.of(true).filter(_ -> isInView(operators.ask(), node.name())),
                    Poll.NEVER).orElseThrow(
                            () -> new ClusterFailure(ClusterFailure.UNAVAILABLE, node.name()
                                    + " votes, but is not in the book after " + PATIENCE.toSeconds() + " s"));
        }
    }

    /// The newcomer itself has nothing to say about it.
    private static void addToOthers(LocalCluster cluster, ClusterPlan.Node node) throws IOException, ClusterFailure {
        try (var others = new Operators(cluster.directory(), cluster.plan().without(node.name()))) {
            others.order(balancer -> {
                balancer.addBalancer(node.name(), new Address(ClusterPlan.HOST, node.raft()));
                return true;
            });
        }
    }

    /// Removes one.
    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Has the others go on without a load balancer, and stops it.")
    int remove(@Mixin DirectoryOption option,
            @Parameters(paramLabel = "NAME", description = "Which one, like lb-2.") String name)
            throws IOException, ClusterFailure {
        var progress = Progress.onScreen();
        var cluster = RunningCluster.in(option.directory());
        var node = RunningCluster.node(cluster.plan().balancers(), "load balancer", name);
        if (cluster.plan().balancers().size() == 1) {
            throw new ClusterFailure(ClusterFailure.USAGE, name + " is the last load balancer");
        }
        var command = Operators.command();
        try (var operators = new Operators(cluster.directory(), cluster.plan().without(name))) {
            progress.show("Waiting for the others to go on without " + name);
            operators.order(balancer -> {
                balancer.removeBalancer(name, command);
                return true;
            });
        }
        var left = cluster.without(node).plan().balancers().size();
        progress.say("Removed " + name + " after " + Progress.seconds(progress.elapsed()) + ": " + left
                + (left == 1 ? " load balancer." : " load balancers.") + " What it had stays in "
                + cluster.directory().of(name) + ".");
        return 0;
    }

    /// Lists all.
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the load balancers and where each stands.")
    int list(@Mixin DirectoryOption option) throws IOException, ClusterFailure {
        var cluster = RunningCluster.in(option.directory());
        try (var operators = new Operators(cluster.directory(), cluster.plan())) {
            var answers = operators.ask();
            var rows = new ArrayList<List<String>>();
            rows.add(List.of("LOAD BALANCER", "ADDRESS", "ROLE", "IN THE VIEW"));
            cluster.plan().balancers().forEach(node -> rows.add(List.of(node.name(), node.address(),
                    Optional.ofNullable(answers.get(node.name())).map(StatusReport::role).orElse("does not answer"),
                    isInView(answers, node.name()) ? "yes" : "no")));
            System.out.print(Columns.of(rows));
            System.out.print(cluster.plan().balancers().stream().map(ClusterPlan.Node::name)
                    .filter(name -> !isInView(answers, name))
                    .map(name -> name + " was started and not taken in: `justchat balancer add` tries again.\n")
                    .collect(Collectors.joining()));
            return 0;
        }
    }
}
