// SPDX-License-Identifier: Apache-2.0
package justchat.tools.whole;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import justchat.tools.cluster.BalancerCommand;
import justchat.tools.cluster.ChatProcess;
import justchat.tools.cluster.ClusterDirectory;
import justchat.tools.cluster.ClusterFailure;
import justchat.tools.cluster.ClusterPlan;
import justchat.tools.cluster.LocalCluster;
import justchat.tools.cluster.Poll;
import justchat.tools.cluster.Ports;
import justchat.tools.cluster.Progress;
import justchat.tools.cluster.ServerCommand;

import static justchat.tools.whole.SharedCluster.SOON;
import static justchat.tools.whole.SharedCluster.START;
import static org.assertj.core.api.Assertions.assertThat;

/// A cluster that starts small and changes all its processes while somebody talks.
class OperationsTest {
    private static final Duration PAUSE = Duration.ofMillis(100);

    @TempDir
    Path directory;

    private LocalCluster first;

    @BeforeEach
    void startTheSmallestCluster() throws IOException, ClusterFailure {
        first = LocalCluster.prepare(new ClusterDirectory(directory), 1, 1, Ports.anywhere());
        first.startMissing();
        first.awaitReady(START, Progress.silent());
    }

    @AfterEach
    void endEverything() throws IOException {
        cluster().close();
    }

    private LocalCluster cluster() throws IOException {
        return LocalCluster.open(new ClusterDirectory(directory)).orElseThrow();
    }

    private int run(Object command, String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(1, List.of("--directory", directory.toString()));
        return new CommandLine(command).setExecutionExceptionHandler((failure, _, _) -> {
            System.out.println(String.join(" ", arguments) + ": " + failure.getMessage());
            return failure instanceof ClusterFailure expected ? expected.exitCode() : 1;
        }).execute(all.toArray(String[]::new));
    }

    private List<String> names() throws IOException {
        return cluster().plan().nodes().map(ClusterPlan.Node::name).toList();
    }

    @Test
    void balancersAndServersAreAddedAndRemovedUnderAConversationAndARestartKeepsWhoIsLeft() throws Exception {
        assertThat(run(new BalancerCommand(), "remove", "lb-1")).as("the last one").isEqualTo(ClusterFailure.USAGE);
        try (var ann = ChatProcess.start(first, ChatProcess.Account.fresh("ann"))) {
            ann.await("welcome ann", START);
            assertThat(run(new BalancerCommand(), "add")).isZero();
            assertThat(run(new BalancerCommand(), "add")).isZero();
            assertThat(names()).containsExactly("lb-1", "lb-2", "lb-3", "ms-1");

            cluster().kill("lb-1");
            try (var bob = ChatProcess.start(cluster(), ChatProcess.Account.fresh("bob"))) {
                bob.await("welcome bob", START);
                ann.type("two of three are a majority");
                bob.await("two of three are a majority", START);
            }
            cluster().startMissing();
            cluster().awaitReady(START, Progress.silent());
            assertThat(run(new BalancerCommand(), "remove", "lb-1")).isZero();
            assertThat(run(new BalancerCommand(), "remove", "lb-1")).as("again").isEqualTo(ClusterFailure.USAGE);

            assertThat(run(new ServerCommand(), "add")).isZero();
            try (var eve = ChatProcess.start(cluster(), ChatProcess.Account.fresh("eve"))) {
                eve.await("welcome eve", START);
                var said = said(ann, () -> run(new ServerCommand(), "remove", "ms-1"));
                for (var listener : List.of(ann, eve)) {
                    listener.await(said.getLast(), START);
                    assertThat(shown(listener, said)).as("to " + listener.user()).isEqualTo(said);
                }
            }
            assertThat(names()).containsExactly("lb-2", "lb-3", "ms-2");
            ann.type("none of them was there when I came");
            ann.await("ann  none of them was there when I came", START);
        }
        cluster().awaitReady(START, Progress.silent());
        everybodyIsReady();

        cluster().stop();
        cluster().startMissing();
        cluster().awaitReady(START, Progress.silent());
        assertThat(run(new BalancerCommand(), "list")).isZero();
        try (var ann = ChatProcess.start(cluster(), ChatProcess.Account.fresh("ann").again())) {
            ann.await("welcome ann", START);
            ann.await("ann  none of them was there when I came", START);
        }
    }

    /// What somebody said, line after line, while something was done that both had their sessions moved by.
    private static List<String> said(ChatProcess author, Supplier<Integer> change) {
        var done = CompletableFuture.supplyAsync(change);
        var said = new ArrayList<String>();
        while (!done.isDone()) {
            said.add("ann  said in passing, number " + said.size() + ".");
            author.type(said.getLast().substring("ann  ".length()));
            new Poll(PAUSE, PAUSE).until(Optional::empty, Poll.NEVER);
        }
        assertThat(done.join()).isZero();
        return said;
    }

    /// Which of these lines somebody was shown, as often as that was so.
    private static List<String> shown(ChatProcess listener, List<String> said) {
        return listener.transcript().lines().stream()
                .flatMap(line -> said.stream().filter(each -> line.text().endsWith(each))).toList();
    }

    private static String body(HttpClient client, String at) {
        try {
            return client.send(HttpRequest.newBuilder(URI.create(at)).build(), BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void everybodyIsReady() throws IOException {
        try (var client = HttpClient.newHttpClient()) {
            for (var node : cluster().plan().nodes().toList()) {
                var at = "http://" + ClusterPlan.HOST + ":" + node.admin();
                new Poll(SOON, PAUSE).until(() -> Optional.of(body(client, at + "/readyz")).filter("ready\n"::equals),
                        Poll.NEVER);
                assertThat(body(client, at + "/readyz")).as(node.name()).isEqualTo("ready\n");
                var metrics = body(client, at + "/metrics");
                assertThat(metrics).as(node.name()).containsPattern("justchat_view_servers 1\n")
                        .contains("justchat_process_resident_memory_bytes ").doesNotContain("ann");
            }
        }
    }
}
