// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which processes a local cluster has, and on which loopback ports each
/// listens. Immutable; kept in `cluster.properties`, so that ports survive a
/// restart.
///
/// @param retired
///            names of processes that were removed; they are never given again,
///            for the cluster remembers who had them
public record ClusterPlan(String deployment, List<Node> balancers, List<Node> servers, SortedSet<String> retired) {
    public static final String HOST = "127.0.0.1";
    public static final int MAX_PROCESSES = 50;
    public static final int MAX_BALANCERS = 9;
    /// No process has a higher number, ever.
    private static final int MAX_NUMBER = 999;
    private static final String JOINS = "joins";

    /// One process.
    ///
    /// @param raft
    ///            0 for a message server
    /// @param admin
    ///            where it says how it is, over HTTP; 0: nowhere
    /// @param joins
    ///            a balancer that was added to others
    public record Node(ProcessKind kind, String name, int port, int heartbeats, int raft, int admin, boolean joins) {
        public Node {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(name, "name");
        }

        static Node on(Ports ports, ProcessKind kind, String name, boolean joins) throws IOException {
            var raft = kind == ProcessKind.LOADBALANCER ? ports.next() : 0;
            return new Node(kind, name, ports.next(), ports.next(), raft, ports.next(), joins);
        }

        public String address() {
            return HOST + ":" + port;
        }

        Stream<Integer> ports() {
            return Stream.of(port, heartbeats, raft, admin).filter(each -> each != 0);
        }

        /// As in the file: `4001 4002 4003 4004 joins`.
        private String line() {
            return name + "=" + ports().map(String::valueOf).collect(Collectors.joining(" "))
                    + (joins ? " " + JOINS : "");
        }

        /// A cluster that was made before there were admin ports has none.
        private static Node read(ProcessKind kind, String name, String line) {
            var words = new ArrayList<>(Arrays.asList(line.split(" ")));
            boolean joins = words.remove(JOINS);
            var ports = words.stream().map(Integer::parseInt).iterator();
            return new Node(kind, name, ports.next(), ports.next(),
                    kind == ProcessKind.LOADBALANCER ? ports.next() : 0, ports.hasNext() ? ports.next() : 0, joins);
        }
    }

    public ClusterPlan {
        Objects.requireNonNull(deployment, "deployment");
        balancers = List.copyOf(balancers);
        servers = List.copyOf(servers);
        retired = new TreeSet<>(retired);
        if (balancers.isEmpty() || servers.isEmpty()) {
            throw new IllegalArgumentException("a cluster needs a load balancer and a message server");
        }
        if (balancers.size() > MAX_BALANCERS) {
            throw new IllegalArgumentException("more than " + MAX_BALANCERS + " load balancers");
        }
        if (balancers.size() + servers.size() > MAX_PROCESSES) {
            throw new IllegalArgumentException("more than " + MAX_PROCESSES + " processes on one machine");
        }
    }

    /// A new cluster.
    public static ClusterPlan create(String deployment, int balancers, int servers, Ports ports) throws IOException {
        return new ClusterPlan(deployment, nodes(ProcessKind.LOADBALANCER, balancers, ports),
                nodes(ProcessKind.MESSAGESERVER, servers, ports), new TreeSet<>());
    }

    private static List<Node> nodes(ProcessKind kind, int count, Ports ports) throws IOException {
        var nodes = new ArrayList<Node>();
        for (var number = 1; number <= count; number++) {
            nodes.add(Node.on(ports, kind, kind.name(number), false));
        }
        return nodes;
    }

    /// This cluster with at least `count` message servers.
    public ClusterPlan withServers(int count, Ports ports) throws IOException {
        var plan = this;
        ports.avoid(nodes().flatMap(Node::ports));
        while (plan.servers.size() < count) {
            var all = new ArrayList<>(plan.servers);
            all.add(Node.on(ports, ProcessKind.MESSAGESERVER, plan.freshName(ProcessKind.MESSAGESERVER), false));
            plan = new ClusterPlan(deployment, balancers, all, retired);
        }
        return plan;
    }

    /// This cluster with one more balancer, which the others have to take in.
    public ClusterPlan withBalancer(Ports ports) throws IOException {
        var all = new ArrayList<>(balancers);
        ports.avoid(nodes().flatMap(Node::ports));
        all.add(Node.on(ports, ProcessKind.LOADBALANCER, freshName(ProcessKind.LOADBALANCER), true));
        return new ClusterPlan(deployment, all, servers, retired);
    }

    /// One above all that there ever were.
    private String freshName(ProcessKind kind) {
        var last = 0;
        for (var number = 1; number <= MAX_NUMBER; number++) {
            var name = kind.name(number);
            last = retired.contains(name) || node(name).isPresent() ? number : last;
        }
        return kind.name(last + 1);
    }

    /// This cluster without a process, whose name nobody gets again.
    public ClusterPlan without(String name) {
        var gone = new TreeSet<>(retired);
        gone.add(name);
        return new ClusterPlan(deployment, balancers.stream().filter(node -> !node.name().equals(name)).toList(),
                servers.stream().filter(node -> !node.name().equals(name)).toList(), gone);
    }

    /// The same processes on new ports.
    public ClusterPlan moved(Ports ports) throws IOException {
        return new ClusterPlan(deployment, moved(balancers, ports), moved(servers, ports), retired);
    }

    private static List<Node> moved(List<Node> nodes, Ports ports) throws IOException {
        var moved = new ArrayList<Node>();
        for (var node : nodes) {
            moved.add(Node.on(ports, node.kind(), node.name(), node.joins()));
        }
        return moved;
    }

    public Stream<Node> nodes() {
        return Stream.concat(balancers.stream(), servers.stream());
    }

    public Optional<Node> node(String name) {
        return nodes().filter(node -> node.name().equals(name)).findFirst();
    }

    /// As clients and servers are told: `host:port,host:port`.
    public String balancerAddresses() {
        return balancers.stream().map(Node::address).collect(Collectors.joining(","));
    }

    /// What to start one of the processes with.
    public List<String> arguments(Node node, ClusterDirectory directory) {
        var arguments = new ArrayList<>(List.of("--name", node.name(), "--directory",
                directory.of(node.name()).toString(), "--listen", node.address(), "--heartbeats",
                HOST + ":" + node.heartbeats()));
        if (node.admin() != 0) {
            arguments.addAll(List.of("--admin", HOST + ":" + node.admin()));
        }
        switch (node.kind()) {
            case LOADBALANCER -> {
                arguments.addAll(List.of("--deployment", deployment, "--raft", HOST + ":" + node.raft(), "--peers",
                        balancers.stream().map(balancer -> balancer.name() + "=" + HOST + ":" + balancer.raft())
                                .collect(Collectors.joining(","))));
                if (node.joins()) {
                    arguments.add("--join");
                }
            }
            case MESSAGESERVER -> arguments.addAll(List.of("--balancers", balancerAddresses()));
        }
        return arguments;
    }

    public static ClusterPlan load(Path file) throws IOException {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        try {
            var retired = properties.getProperty("retired", "").split(" ");
            return new ClusterPlan(properties.getProperty("deployment"), read(properties, ProcessKind.LOADBALANCER),
                    read(properties, ProcessKind.MESSAGESERVER), Stream.of(retired).filter(name -> !name.isBlank())
                            .collect(Collectors.toCollection(TreeSet::new)));
        } catch (RuntimeException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static List<Node> read(Properties properties, ProcessKind kind) {
        var nodes = new ArrayList<Node>();
        for (var number = 1; number <= MAX_NUMBER; number++) {
            var name = kind.name(number);
            var ports = properties.getProperty(name);
            if (ports != null) {
                nodes.add(Node.read(kind, name, ports));
            }
        }
        return nodes;
    }

    public void save(Path file) throws IOException {
        var lines = new ArrayList<String>();
        lines.add(
                "# Written by `justchat up`. Per process: its TCP port, its heartbeat port, its Raft port, its admin port.");
        lines.add("deployment=" + deployment);
        lines.add("balancers=" + balancerAddresses());
        lines.add("retired=" + String.join(" ", retired));
        nodes().forEach(node -> lines.add(node.line()));
        var draft = file.resolveSibling(file.getFileName() + ".new");
        Files.write(draft, lines);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
