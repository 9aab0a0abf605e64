// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.apache.thrift.TException;

import justchat.client.codec.Directory;
import justchat.client.codec.Malformed;
import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.RpcFailure;
import justchat.rpc.client.RpcClient;
import justchat.wire.LoadBalancer;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// All balancers; any of them serves. A question goes to the last one that
/// answered; if it has not after 250 ms (750 ms where there is no connection
/// yet), or fails, to the next one as well, in random order, and the first answer
/// wins. So a balancer that is dead costs nothing, and one that hangs a quarter
/// of a second once, or three quarters when we come.
///
/// A refusal for good is an answer; UNAVAILABLE is not, for another balancer may
/// be able to. Connections are kept. Thread-safe.
final class Balancers {
    static final long STAGGER_MILLIS = 250;
    /// For one that there is no connection to yet: a handshake of a process that has just
    /// started takes its time, and a second one beside it only makes it longer.
    static final long UNKNOWN_MILLIS = 750;
    private static final Deadline CONNECT = Deadline.ofMillis(1_500);

    private final RpcClient rpc;
    private final RpcClient.Options options;
    private final Map<InetSocketAddress, Endpoint> endpoints = new ConcurrentHashMap<>();
    private volatile Runnable onLost = () -> {};
    /// Guarded by `this`: address to name, the last good one first.
    private final LinkedHashMap<InetSocketAddress, String> names = new LinkedHashMap<>();

    Balancers(RpcClient rpc, RpcClient.Options options, List<InetSocketAddress> addresses) {
        this.rpc = rpc;
        this.options = options;
        addresses.forEach(address -> names.put(unresolved(address), address.getHostString() + ":" + address.getPort()));
    }

    /// From now on this is run whenever a kept connection has ended; must not wait.
    void onLost(Runnable action) {
        onLost = action;
    }

    /// One question, over one balancer's stub.
    interface Question<T> {
        T ask(LoadBalancer.Client balancer) throws TException, Malformed;
    }

    /// What came of asking one of them.
    private sealed interface Outcome<T> {
        record Said<T>(InetSocketAddress by, T value) implements Outcome<T> {}

        record No<T>(InetSocketAddress by, Refused refused) implements Outcome<T> {}

        record Nothing<T>() implements Outcome<T> {}
    }

    /// Learns of balancers that an answer named.
    synchronized void learn(List<Directory.Balancer> balancers) {
        balancers.forEach(balancer -> names.put(balancer.address(), balancer.name()));
    }

    /// Asks; waits for the first answer, at most about `deadline` and 250 ms per
    /// balancer.
    ///
    /// @throws Refused
    ///             if a balancer refused for good, or all that answered cannot now
    /// @throws NobodyAnswers
    ///             if there was no answer at all
    <T> Answer<T> ask(Deadline deadline, Question<T> question) throws Refused, NobodyAnswers {
        var order = order();
        var outcomes = new LinkedBlockingQueue<Outcome<T>>();
        var refusal = Optional.<Refused>empty();
        var started = 0;
        for (var finished = 0; finished < order.size();) {
            var stagger = STAGGER_MILLIS;
            if (started < order.size()) {
                var address = order.get(started++);
                stagger = isOpen(endpoints.get(address)) ? STAGGER_MILLIS : UNKNOWN_MILLIS;
                Thread.ofVirtual().name("ask " + address)
                        .start(() -> outcomes.add(one(address, deadline, question)));
            }
            boolean all = started == order.size();
            var outcome = next(outcomes, all ? CONNECT.duration().plus(deadline.duration()).toMillis() : stagger);
            if (outcome.isEmpty() && all) {
                break;
            }
            finished += outcome.isPresent() ? 1 : 0;
            switch (outcome.orElse(new Outcome.Nothing<>())) {
                case Outcome.Said<T>(var by, var value) -> {
                    return new Answer<>(value, good(by));
                }
                case Outcome.No<T>(var by, var refused) when refused.getReason() != Reason.UNAVAILABLE -> {
                    good(by);
                    throw refused;
                }
                case Outcome.No<T>(_, var refused) -> refusal = Optional.of(refused);
                case Outcome.Nothing<T>() -> {
                    // The next one is asked as well.
                }
            }
        }
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        throw new NobodyAnswers("no balancer answers (asked " + nameAll(order) + ")");
    }

    private static <T> Optional<T> next(LinkedBlockingQueue<T> outcomes, long millis) {
        try {
            return Optional.ofNullable(outcomes.poll(millis, TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private <T> Outcome<T> one(InetSocketAddress address, Deadline deadline, Question<T> question) {
        for (var fresh = false;; fresh = true) {
            try {
                var endpoint = fresh ? connect(address) : endpoint(address);
                return new Outcome.Said<>(address, question.ask(endpoint.stub(LoadBalancer.Client::new, deadline)));
            } catch (Refused refused) {
                return new Outcome.No<>(address, refused);
            } catch (RpcFailure failure) {
                if (fresh || failure.kind() != RpcFailure.Kind.CLOSED) {
                    return new Outcome.Nothing<>();
                }
                // The kept connection had died unnoticed.
            } catch (TException | Malformed | RuntimeException _) {
                return new Outcome.Nothing<>();
            }
        }
    }

    private Endpoint endpoint(InetSocketAddress address) throws RpcFailure {
        var known = endpoints.get(address);
        return isOpen(known) ? known : connect(address);
    }

    /// @param known
    ///            null: there never was one
    private static boolean isOpen(Endpoint known) {
        return known != null && !known.closed().toCompletableFuture().isDone();
    }

    private Endpoint connect(InetSocketAddress address) throws RpcFailure {
        var endpoint = rpc.connect(address, options, CONNECT, _ -> List.of());
        var before = endpoints.put(address, endpoint);
        if (before != null) {
            before.close();
        }
        endpoint.closed().thenRun(() -> {
            if (endpoints.remove(address, endpoint)) {
                onLost.run();
            }
        });
        return endpoint;
    }

    private synchronized List<InetSocketAddress> order() {
        var order = new ArrayList<>(names.sequencedKeySet());
        Collections.shuffle(order.subList(1, order.size()));
        return order;
    }

    private synchronized String good(InetSocketAddress address) {
        return names.putFirst(address, names.get(address));
    }

    private synchronized String nameAll(List<InetSocketAddress> addresses) {
        return addresses.stream().map(names::get).sorted().distinct().collect(Collectors.joining(", "));
    }

    private static InetSocketAddress unresolved(InetSocketAddress address) {
        return InetSocketAddress.createUnresolved(address.getHostString(), address.getPort());
    }
}
