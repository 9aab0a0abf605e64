// SPDX-License-Identifier: Apache-2.0
package justchat.tools.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import justchat.tools.cluster.ChatProcess;
import justchat.tools.cluster.ClusterDirectory;
import justchat.tools.cluster.ClusterFailure;
import justchat.tools.cluster.LocalCluster;
import justchat.tools.cluster.Ports;
import justchat.tools.cluster.Progress;

/// Three balancers, three message servers, real processes, shared by all tests
/// of the run and whole again before each of them. A test's clients end with
/// it.
final class SharedCluster implements ParameterResolver, BeforeEachCallback, AfterEachCallback {
    static final Duration SOON = Duration.ofSeconds(60);
    static final Duration START = Duration.ofSeconds(120);
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedCluster.class);

    /// What a test is given.
    static final class Town {
        private static final AtomicInteger NEWCOMERS = new AtomicInteger();

        private final LocalCluster cluster;
        private final List<ChatProcess> clients = new ArrayList<>();

        private Town(LocalCluster cluster) {
            this.cluster = cluster;
        }

        LocalCluster cluster() {
            return cluster;
        }

        /// A new user, logged in. The name begins with `name`.
        ChatProcess newcomer(String name) throws IOException {
            return enter(ChatProcess.Account.fresh(name + NEWCOMERS.incrementAndGet()));
        }

        /// Several at once.
        List<ChatProcess> newcomers(String... names) throws IOException {
            var started = new ArrayList<ChatProcess>();
            for (var name : names) {
                started.add(start(ChatProcess.Account.fresh(name + NEWCOMERS.incrementAndGet())));
            }
            started.forEach(client -> client.await("welcome " + client.user(), START));
            return started;
        }

        ChatProcess enter(ChatProcess.Account account) throws IOException {
            var client = start(account);
            client.await("welcome " + account.user(), START);
            return client;
        }

        /// Without waiting for the login.
        ChatProcess start(ChatProcess.Account account) throws IOException {
            var client = ChatProcess.start(cluster, account);
            clients.add(client);
            return client;
        }

        /// Whatever is typed there, everybody else is shown.
        void hear(ChatProcess author, String text, List<ChatProcess> readers) {
            author.type(text);
            readers.forEach(reader -> reader.await(author.user() + "  " + text, SOON));
        }
    }

    private record Owned(LocalCluster cluster) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            cluster.close();
            try (var found = Files.walk(cluster.directory().root())) {
                for (var path : found.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException | UncheckedIOException e) {
                // A client that was killed just now may still have written there; it is below target.
                System.err.println("left: " + cluster.directory().root() + ": " + e);
            }
        }
    }

    private static Town town(ExtensionContext context) {
        var owned = context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent("cluster", _ -> start(), Owned.class);
        return context.getStore(NAMESPACE).getOrComputeIfAbsent("town", _ -> new Town(owned.cluster()), Town.class);
    }

    private static Owned start() {
        try {
            var directory = new ClusterDirectory(Files.createTempDirectory(Path.of("target"), "cluster-"));
            return new Owned(LocalCluster.prepare(directory, 3, 3, Ports.anywhere()));
        } catch (IOException | ClusterFailure e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException, ClusterFailure {
        var cluster = town(context).cluster();
        cluster.startMissing();
        cluster.awaitReady(START, Progress.silent());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        town(context).clients.forEach(ChatProcess::close);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Town.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return town(context);
    }
}
