// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which processes a local cluster has, and on which loopback ports each
/// listens. Immutable; kept in `cluster.properties`, so that ports survive a
/// restart.
public record ClusterPlan(String deployment, List<Node> balancers, List<Node> servers) {
    public static final String HOST = "127.0.0.1";
    public static final int MAX_PROCESSES = 50;

    /// One process.
    ///
    /// @param raft
    ///            0 for a message server
    public record Node(ProcessKind kind, String name, int port, int heartbeats, int raft) {
        public Node {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(name, "name");
        }

        public String address() {
            return HOST + ":" + port;
        }
    }

    public ClusterPlan {
        Objects.requireNonNull(deployment, "deployment");
        balancers = List.copyOf(balancers);
        servers = List.copyOf(servers);
        if (balancers.isEmpty() || servers.isEmpty()) {
            throw new IllegalArgumentException("a cluster needs a load balancer and a message server");
        }
        if (balancers.size() + servers.size() > MAX_PROCESSES) {
            throw new IllegalArgumentException("more than " + MAX_PROCESSES + " processes on one machine");
        }
    }

    /// A new cluster.
    public static ClusterPlan create(String deployment, int balancers, int servers, Ports ports) throws IOException {
        return new ClusterPlan(deployment, nodes(ProcessKind.LOADBALANCER, 0, balancers, ports),
                nodes(ProcessKind.MESSAGESERVER, 0, servers, ports));
    }

    /// This cluster with at least `count` message servers.
    public ClusterPlan withServers(int count, Ports ports) throws IOException {
        var all = new ArrayList<>(servers);
        all.addAll(nodes(ProcessKind.MESSAGESERVER, servers.size(), count, ports));
        return new ClusterPlan(deployment, balancers, all);
    }

    /// The same processes on new ports.
    public ClusterPlan moved(Ports ports) throws IOException {
        return create(deployment, balancers.size(), servers.size(), ports);
    }

    private static List<Node> nodes(ProcessKind kind, int from, int to, Ports ports) throws IOException {
        var nodes = new ArrayList<Node>();
        for (var number = from + 1; number <= to; number++) {
            var raft = kind == ProcessKind.LOADBALANCER ? ports.next() : 0;
            nodes.add(new Node(kind, kind.name(number), ports.next(), ports.next(), raft));
        }
        return nodes;
    }

    public Stream<Node> nodes() {
        return Stream.concat(balancers.stream(), servers.stream());
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
        switch (node.kind()) {
            case LOADBALANCER -> arguments.addAll(List.of("--deployment", deployment, "--raft",
                    HOST + ":" + node.raft(), "--peers",
                    balancers.stream().map(balancer -> balancer.name() + "=" + HOST + ":" + balancer.raft())
                            .collect(Collectors.joining(","))));
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
            return new ClusterPlan(properties.getProperty("deployment"),
                    read(properties, ProcessKind.LOADBALANCER), read(properties, ProcessKind.MESSAGESERVER));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static List<Node> read(Properties properties, ProcessKind kind) {
        var nodes = new ArrayList<Node>();
        for (var number = 1; number <= MAX_PROCESSES; number++) {
            var name = kind.name(number);
            var ports = properties.getProperty(name);
            if (ports == null) {
                break;
            }
            var parts = ports.split(" ");
            nodes.add(new Node(kind, name, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]),
                    parts.length > 2 ? Integer.parseInt(parts[2]) : 0));
        }
        return nodes;
    }

    public void save(Path file) throws IOException {
        var lines = new ArrayList<String>();
        lines.add("# Written by `justchat up`. Per process: its TCP port, its heartbeat port, its Raft port.");
        lines.add("deployment=" + deployment);
        lines.add("balancers=" + balancerAddresses());
        nodes().forEach(node -> lines.add(node.name() + "=" + node.port() + " " + node.heartbeats()
                + (node.raft() == 0 ? "" : " " + node.raft())));
        var draft = file.resolveSibling(file.getFileName() + ".new");
        Files.write(draft, lines);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
