// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

import org.apache.thrift.TException;

import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.RpcFailure;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.Credentials;
import justchat.rpc.tls.Role;
import justchat.wire.Operator;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Status;

/// Asks every balancer of a cluster how it sees the whole. Connections are kept
/// for the next question. One thread at a time.
public final class Operators implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long RECENTLY_MILLIS = 500;
    /// A newcomer has to catch up before this is answered.
    private static final Deadline CHANGE_PATIENCE = Deadline.ofMillis(30_000);
    private static final Deadline PATIENCE = Deadline.ofMillis(4_000);

    private final ClusterPlan plan;
    private final RpcClient.Options options;
    private final RpcClient client;
    /// Guarded by itself.
    private final Map<String, Endpoint> endpoints = new HashMap<>();

    public Operators(ClusterDirectory directory, ClusterPlan plan) throws IOException {
        this.client = new RpcClient();
        this.plan = Objects.requireNonNull(plan, "plan");
        this.options = RpcClient.Options
                .of(ClientTls.cluster(Credentials.load(directory.operator()), Role.LOADBALANCER));
    }

    /// By name of the balancer; those that do not answer are absent.
    public Map<String, Status> ask() {
        var answers = new TreeMap<String, Status>();
        try (var calls = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = new TreeMap<String, CompletableFuture<Status>>();
            for (var balancer : plan.balancers()) {
                asked.put(balancer.name(), CompletableFuture.supplyAsync(() -> ask(balancer), calls));
            }
            asked.forEach((name, answer) -> {
                if (answer.join() != null) {
                    answers.put(name, answer.join());
                }
            });
        }
        return answers;
    }

    /// Names of users by name of the server they are at, as the first balancer that
    /// answers says it. A user with two sessions is named twice.
    public SortedMap<String, List<String>> whereabouts() {
        var where = new TreeMap<String, List<String>>();
        ask().values().stream().findFirst().ifPresent(status -> status.getServers()
                .forEach(server -> where.put(server.getMember().getName(), List.copyOf(server.getUsers()))));
        return where;
    }

    /// Whether a balancer has this message server in its view and has just heard it.
    public boolean hears(String server) {
        return ask().values().stream().flatMap(status -> status.getServers().stream())
                .filter(status -> status.getMember().getName().equals(server))
                .anyMatch(status -> 0 <= status.getSilentMillis() && status.getSilentMillis() < RECENTLY_MILLIS);
    }

    /// Whether everybody can log in and talk.
    public boolean ready() {
        return Readiness.of(plan, ask()) instanceof Readiness.Ready;
    }

    /// The balancer that leads, as the first that knows says it.
    public Optional<String> leader() {
        return ask().values().stream().map(Status::getRaftLeader).filter(name -> !name.isEmpty()).findFirst();
    }

    /// Something that an operator wants changed.
    @FunctionalInterface
    interface Order<T> {
        T to(Operator.Client balancer) throws TException;
    }

    /// Gives an order to the balancer that leads, and to the others in turn where it is not answered; so it must be one
    /// that may be repeated.
    ///
    /// @throws ClusterFailure
    ///             with the balancers' own words, if they refuse, or cannot decide
    <T> T order(Order<T> order) throws ClusterFailure {
        var leader = leader().orElse("");
        var inTurn = plan.balancers().stream()
                .sorted(Comparator.comparing((ClusterPlan.Node balancer) -> !balancer.name().equals(leader))).toList();
        var words = "no load balancer answers";
        for (var balancer : inTurn) {
            try {
                return order.to(endpoint(balancer).stub(Operator.Client::new, CHANGE_PATIENCE));
            } catch (Refused refused) {
                words = refused.getMessage();
                if (refused.getReason() != Reason.UNAVAILABLE && refused.getReason() != Reason.BUSY) {
                    throw new ClusterFailure(ClusterFailure.USAGE, words);
                }
            } catch (TException _) {
                drop(balancer.name());
            }
        }
        throw new ClusterFailure(ClusterFailure.UNAVAILABLE, words);
    }

    /// Has a message server's sessions moved to the others, or has it take sessions again.
    ///
    /// @throws ClusterFailure
    ///             as [#order]
    public void drain(String server, boolean draining) throws ClusterFailure {
        var command = command();
        order(balancer -> {
            balancer.drain(server, draining, command);
            return true;
        });
    }

    /// 16 random bytes: the name of an order, over all its repetitions.
    static ByteBuffer command() {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private Status ask(ClusterPlan.Node balancer) {
        try {
            return endpoint(balancer).stub(Operator.Client::new, PATIENCE).status();
        } catch (TException _) {
            drop(balancer.name());
            return null;
        }
    }

    private Endpoint endpoint(ClusterPlan.Node balancer) throws RpcFailure {
        synchronized (endpoints) {
            var kept = endpoints.get(balancer.name());
            if (kept != null) {
                return kept;
            }
        }
        var fresh = client.connect(new InetSocketAddress(ClusterPlan.HOST, balancer.port()), options, PATIENCE,
                _ -> List.of());
        synchronized (endpoints) {
            endpoints.put(balancer.name(), fresh);
        }
        return fresh;
    }

    private void drop(String name) {
        synchronized (endpoints) {
            var kept = endpoints.remove(name);
            if (kept != null) {
                kept.close();
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
