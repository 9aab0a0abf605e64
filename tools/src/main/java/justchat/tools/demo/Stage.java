// SPDX-License-Identifier: Apache-2.0
package justchat.tools.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import justchat.tools.cluster.ChatProcess;
import justchat.tools.cluster.ClusterDirectory;
import justchat.tools.cluster.ClusterFailure;
import justchat.tools.cluster.ClusterPlan;
import justchat.tools.cluster.LocalCluster;
import justchat.tools.cluster.Memory;
import justchat.tools.cluster.Operators;
import justchat.tools.cluster.Poll;
import justchat.tools.cluster.Ports;
import justchat.tools.cluster.Surprise;

/// The cluster and the friends of one demo, all of them real processes, in one
/// directory. Closing it ends them all.
final class Stage implements AutoCloseable {
    private static final int COUNT = 3;
    private static final Duration LOOK = Duration.ofMillis(50);

    private final LocalCluster cluster;
    /// In the order in which they came.
    private final Map<String, ChatProcess> friends = new LinkedHashMap<>();
    private volatile Optional<String> doomed = Optional.empty();

    Stage(ClusterDirectory directory) throws IOException, ClusterFailure {
        this.cluster = LocalCluster.prepare(directory, COUNT, COUNT, Ports.anywhere());
    }

    LocalCluster cluster() {
        return cluster;
    }

    ChatProcess enter(ChatProcess.Account account) throws IOException {
        var friend = ChatProcess.start(cluster, account);
        friends.put(account.user(), friend);
        return friend;
    }

    List<ChatProcess> friends() {
        return List.copyOf(friends.values());
    }

    /// The story itself is going to kill this server.
    void doom(String server) {
        doomed = Optional.of(server);
    }

    /// The message servers that run and that the story leaves alone.
    List<String> spared() {
        var running = cluster.running().keySet();
        return cluster.plan().servers().stream().map(ClusterPlan.Node::name)
                .filter(name -> running.contains(name) && !doomed.equals(Optional.of(name))).toList();
    }

    /// Users by server, once the balancers know of all friends.
    SortedMap<String, List<String>> awaitWhereabouts(Duration patience) throws IOException {
        try (var operators = new Operators(cluster.directory(), cluster.plan())) {
            var complete = new Poll(patience, LOOK).until(() -> Optional.of(operators.whereabouts())
                    .filter(where -> where.values().stream().flatMap(List::stream).distinct().count() == friends
                            .size()),
                    Poll.NEVER);
            return complete.orElseThrow(() -> new Surprise("the balancers know where all " + friends.size()
                    + " friends are", operators.whereabouts().toString()));
        }
    }

    /// The balancer that leads, as the first of them that answers says it.
    String leader() throws IOException {
        try (var operators = new Operators(cluster.directory(), cluster.plan())) {
            return operators.leader()
                    .orElseThrow(() -> new Surprise("a balancer leads", "none of them says so"));
        }
    }

    /// Resident memory in MiB, by process.
    SortedMap<String, Long> memory() {
        var memory = new TreeMap<String, Long>();
        cluster.running().forEach(
                (name, process) -> Memory.residentMiB(process.pid()).ifPresent(mib -> memory.put(name, mib)));
        friends.forEach((name, friend) -> Memory.residentMiB(friend.process().pid())
                .ifPresent(mib -> memory.put(name, mib)));
        return memory;
    }

    /// The files of these processes that hold `words` in clear.
    List<Path> filesWith(String words, List<String> processes) throws IOException {
        var found = new ArrayList<Path>();
        for (var process : processes) {
            try (var files = Files.walk(cluster.directory().of(process))) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(words)) {
                        found.add(file);
                    }
                }
            }
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        friends.values().forEach(ChatProcess::close);
        cluster.close();
    }
}
