// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// The processes of one cluster on this machine, started in sessions of their
/// own: they outlive the program and the terminal that started them.
///
/// What runs is told by the pid files, so any number of programs may look; what
/// changes the plan or starts by it is guarded by [ClusterLock]. One thread at a
/// time per object.
public final class LocalCluster implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration GLANCE = Duration.ofMillis(10);
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final ClusterDirectory directory;
    private final ClusterPlan plan;
    private final Program program;

    private LocalCluster(ClusterDirectory directory, ClusterPlan plan, Program program) {
        this.directory = Objects.requireNonNull(directory, "directory");
        this.plan = Objects.requireNonNull(plan, "plan");
        this.program = Objects.requireNonNull(program, "program");
    }

    /// The cluster that was made in this directory.
    public static Optional<LocalCluster> open(ClusterDirectory directory) throws IOException {
        return directory.exists()
                ? Optional.of(new LocalCluster(directory, ClusterPlan.load(directory.plan()), Program.current()))
                : Optional.empty();
    }

    /// Makes certificates, keys and a plan where there are none; opens the cluster
    /// where there is one, with at least `servers` message servers.
    ///
    /// @throws ClusterFailure
    ///             if it has another number of balancers
    public static LocalCluster prepare(ClusterDirectory directory, int balancers, int servers, Ports ports)
            throws IOException, ClusterFailure {
        try (var _ = ClusterLock.take(directory)) {
            return prepareLocked(directory, balancers, servers, ports);
        }
    }

    private static LocalCluster prepareLocked(ClusterDirectory directory, int balancers, int servers, Ports ports)
            throws IOException, ClusterFailure {
        var plan = directory.exists()
                ? ClusterPlan.load(directory.plan())
                : ClusterPlan.create("local-" + Long.toHexString(System.currentTimeMillis()), balancers, servers,
                        ports);
        if (plan.balancers().size() != balancers) {
            throw new ClusterFailure(ClusterFailure.CONFIGURATION, "the cluster in " + directory.root() + " has "
                    + plan.balancers().size() + " load balancers; `justchat balancer add` and `justchat balancer"
                    + " remove` change that while it runs");
        }
        plan = plan.withServers(servers, ports);
        var cluster = new LocalCluster(directory, plan, Program.current());
        if (cluster.running().isEmpty() && plan.nodes().anyMatch(LocalCluster::isOccupied)) {
            plan = plan.moved(ports);
        }
        return cluster.as(plan);
    }

    /// What is to be different in a plan.
    @FunctionalInterface
    interface Change {
        ClusterPlan of(ClusterPlan kept) throws IOException;
    }

    /// This cluster by another plan, which is kept from now on; whoever is new in it gets what it proves itself with, and
    /// is not started.
    ///
    /// @param change
    ///            makes it out of the one that is kept by now
    LocalCluster change(Change change) throws IOException, ClusterFailure {
        try (var _ = ClusterLock.take(directory)) {
            return as(change.of(kept().plan));
        }
    }

    /// Others may have changed it since we read it.
    private LocalCluster kept() throws IOException {
        return new LocalCluster(directory, ClusterPlan.load(directory.plan()), program);
    }

    private LocalCluster as(ClusterPlan changed) throws IOException {
        Secrets.make(directory, changed);
        changed.save(directory.plan());
        return new LocalCluster(directory, changed, program);
    }

    /// The same cluster, its processes started with further JVM flags.
    public LocalCluster with(List<String> flags) {
        return new LocalCluster(directory, plan, program.with(flags));
    }

    private static boolean isOccupied(ClusterPlan.Node node) {
        return !node.ports().allMatch(Ports::isFree);
    }

    public ClusterDirectory directory() {
        return directory;
    }

    public ClusterPlan plan() {
        return plan;
    }

    /// The processes that run, by name.
    public Map<String, ProcessHandle> running() {
        var running = new TreeMap<String, ProcessHandle>();
        plan.nodes().forEach(node -> process(node.name()).ifPresent(process -> running.put(node.name(), process)));
        return running;
    }

    public Optional<ProcessHandle> process(String name) {
        return new PidFile(directory.pid(name)).read();
    }

    /// Starts what does not run.
    ///
    /// @return the names of what was started
    public List<String> startMissing() throws IOException, ClusterFailure {
        try (var _ = ClusterLock.take(directory)) {
            var kept = kept();
            var started = new ArrayList<String>();
            for (var node : kept.plan.nodes().toList()) {
                if (process(node.name()).isEmpty()) {
                    kept.start(node);
                    started.add(node.name());
                }
            }
            return started;
        }
    }

    /// Starts this one, if it does not run.
    public void start(String name) throws IOException, ClusterFailure {
        var node = plan.node(name).orElseThrow(() -> new IllegalArgumentException("no process is called " + name));
        try (var _ = ClusterLock.take(directory)) {
            if (process(name).isEmpty()) {
                kept().start(node);
            }
        }
    }

    private void start(ClusterPlan.Node node) throws IOException {
        var output = directory.output(node.name()).toFile();
        var command = Detach.wrap(
                program.command(node.kind().subcommand(), node.kind().subcommand(), plan.arguments(node, directory)));
        var process = new ProcessBuilder(command).directory(directory.of(node.name()).toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Detach.nothing()))
                .redirectOutput(ProcessBuilder.Redirect.to(output)).redirectErrorStream(true).start();
        new PidFile(directory.pid(node.name())).write(process.toHandle());
    }

    /// Waits until everybody can log in and talk.
    ///
    /// @throws ClusterFailure
    ///             if a process dies, or the cluster is not ready in time; names
    ///             what is missing and shows the end of its log
    public void awaitReady(Duration patience, Progress progress) throws IOException, ClusterFailure {
        try (var operators = new Operators(directory, plan)) {
            var deaths = CompletableFuture.anyOf(
                    running().values().stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
            var last = new Readiness[]{new Readiness.WaitsFor("the cluster to start")};
            var end = new Poll(patience, LOOK).until(() -> {
                var dead = plan.nodes().map(ClusterPlan.Node::name).filter(name -> process(name).isEmpty()).toList();
                if (!dead.isEmpty()) {
                    return Optional.of(dead);
                }
                last[0] = Readiness.of(plan, operators.ask());
                return switch (last[0]) {
                    case Readiness.Ready() -> Optional.of(List.<String>of());
                    case Readiness.WaitsFor(var what) -> {
                        progress.show("Waiting for " + what);
                        yield Optional.empty();
                    }
                };
            }, deaths);
            if (end.isEmpty()) {
                throw notReady(patience, last[0]);
            }
            if (!end.get().isEmpty()) {
                throw dead(end.get());
            }
        }
    }

    /// Waits until a balancer hears this message server, whatever else is missing.
    ///
    /// @throws ClusterFailure
    ///             if none does in time
    public void awaitServing(String server, Duration patience, Progress progress) throws IOException, ClusterFailure {
        progress.show("Waiting for " + server);
        try (var operators = new Operators(directory, plan)) {
            new Poll(patience, LOOK).until(() -> Optional.of(true).filter(_ -> operators.hears(server)), Poll.NEVER)
                    .orElseThrow(() -> new ClusterFailure(ClusterFailure.UNAVAILABLE, server
                            + " is not back after " + patience.toSeconds() + " s\n" + LogTail.of(directory, server)));
        }
    }

    private ClusterFailure notReady(Duration patience, Readiness last) {
        var what = switch (last) {
            case Readiness.WaitsFor(var missing) -> missing;
            case Readiness.Ready() -> "nothing";
        };
        var suspect = plan.nodes().map(ClusterPlan.Node::name).filter(what::contains).findFirst();
        return new ClusterFailure(ClusterFailure.UNAVAILABLE,
                "still waiting for " + what + " after " + patience.toSeconds() + " s; what was started goes on"
                        + suspect.map(name -> "\n" + LogTail.of(directory, name)).orElse(""));
    }

    private ClusterFailure dead(List<String> names) {
        var text = new StringBuilder(String.join(", ", names) + " ended while starting");
        names.forEach(name -> text.append('\n').append(LogTail.of(directory, name)));
        return new ClusterFailure(ClusterFailure.UNAVAILABLE, text.toString());
    }

    /// SIGKILL: no goodbye, as in a crash. Waits until the process is gone.
    ///
    /// @return [System#nanoTime] of the moment of the kill
    public long kill(String name) {
        var process = process(name).orElseThrow(() -> new IllegalStateException(name + " does not run"));
        var killed = System.nanoTime();
        process.destroyForcibly();
        awaitEnd(List.of(process), GOODBYE);
        return killed;
    }

    /// Ends all processes: asks first, message servers before balancers, which
    /// hear their goodbyes; what still runs after five seconds is killed.
    ///
    /// @return the names of those that had to be killed
    public List<String> stop() throws IOException {
        var killed = new ArrayList<String>();
        killed.addAll(stop(plan.servers()));
        killed.addAll(stop(plan.balancers()));
        return killed;
    }

    /// Ends this one as [#stop()] does, and takes it out of the plan.
    LocalCluster without(ClusterPlan.Node node) throws IOException, ClusterFailure {
        try (var _ = ClusterLock.take(directory)) {
            stop(List.of(node));
            return as(kept().plan.without(node.name()));
        }
    }

    private List<String> stop(List<ClusterPlan.Node> nodes) throws IOException {
        var running = new TreeMap<String, ProcessHandle>();
        nodes.forEach(node -> process(node.name()).ifPresent(process -> running.put(node.name(), process)));
        running.values().forEach(ProcessHandle::destroy);
        awaitEnd(running.values(), GOODBYE);
        var killed = new ArrayList<String>();
        for (var entry : running.entrySet()) {
            if (PidFile.runs(entry.getValue())) {
                entry.getValue().destroyForcibly();
                awaitEnd(List.of(entry.getValue()), GOODBYE);
                killed.add(entry.getKey());
            }
            new PidFile(directory.pid(entry.getKey())).delete();
        }
        return killed;
    }

    /// Looks more often than [ProcessHandle#onExit] does for processes that are not
    /// our children.
    private static void awaitEnd(Collection<ProcessHandle> processes, Duration patience) {
        new Poll(patience, GLANCE).until(
                () -> processes.stream().anyMatch(PidFile::runs) ? Optional.empty() : Optional.of(true),
                Poll.NEVER);
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
