// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.balancer;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import org.apache.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.logs.journal.Journal;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;
import justchat.messageserver.codec.FromServer;
import justchat.messageserver.codec.ToWire;
import justchat.messageserver.model.Address;
import justchat.rpc.Deadline;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.ClientTls;
import justchat.wire.Registration;
import justchat.wire.Registry;
import justchat.wire.ServerHello;
import justchat.wire.chatConstants;

/// Gets this server an incarnation from whichever balancer answers first: all
/// are asked, one after another, a little apart, and again until one can.
final class Registrar {
    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);
    private static final int STAGGER_MILLIS = 250;
    private static final Deadline CONNECT = Deadline.ofMillis(1_000);
    /// A registration goes through Raft, which may be electing.
    private static final Deadline REGISTER = Deadline.ofMillis(5_000);
    private static final int COMMAND_BYTES = 16;

    private final RpcClient client;
    private final ClientTls tls;
    private final Journal journal;
    private final RandomGenerator random;

    Registrar(RpcClient client, ClientTls tls, Journal journal, RandomGenerator random) {
        this.client = Objects.requireNonNull(client, "client");
        this.tls = Objects.requireNonNull(tls, "tls");
        this.journal = Objects.requireNonNull(journal, "journal");
        this.random = Objects.requireNonNull(random, "random");
    }

    /// What this server says of itself.
    record Self(String name, Address address, Address heartbeats, boolean blank) {}

    /// Registers. One start gives one incarnation, however often it is asked: the
    /// command stays the same.
    ///
    /// @throws InterruptedException
    ///             if it is interrupted, which is the only way out but success
    void register(Self self, List<Address> balancers, Membership membership) throws InterruptedException {
        var command = new byte[COMMAND_BYTES];
        random.nextBytes(command);
        var backoff = new Backoff(100, 2_000, random);
        for (var said = Optional.<String>empty();;) {
            var attempt = ask(hello(self, command), balancers);
            if (attempt.registration().isPresent()) {
                accept(attempt.registration().get(), membership);
                return;
            }
            if (!said.equals(Optional.of(attempt.why()))) {
                LOG.warn("not registered yet: {}", attempt.why());
                said = Optional.of(attempt.why());
            }
            pause(backoff.next());
        }
    }

    private record Attempt(Optional<Registration> registration, String why) {}

    private ServerHello hello(Self self, byte[] command) {
        return new ServerHello(chatConstants.PROTOCOL_VERSION, self.name(), ToWire.address(self.address()), ToWire
                .address(self.heartbeats()), self.blank(), ByteBuffer.wrap(command)).setClock(ToWire.clock(
                        journal
                                .record(() -> Saying.of(Verb.REGISTERS).with(Key.SERVER, self.name()))));
    }

    private void accept(Registration registration, Membership membership) {
        try {
            var origin = FromServer.origin(registration.getOrigin());
            journal.record(() -> Saying.of(Verb.IS_REGISTERED).with(Key.FROM, origin), registration.getClock());
            membership.registered(origin, FromServer.view(registration.getView()));
        } catch (TException e) {
            throw new IllegalStateException("the balancers gave an impossible registration", e);
        }
    }

    /// One round over all balancers, in random order.
    private Attempt ask(ServerHello hello, List<Address> balancers) throws InterruptedException {
        var order = new ArrayList<>(balancers);
        Collections.shuffle(order, random);
        var why = "no balancer is known";
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ExecutorCompletionService<Registration>(threads);
            int asked = 0;
            int failed = 0;
            while (failed < order.size()) {
                if (asked < order.size()) {
                    var address = order.get(asked++);
                    answers.submit(() -> ask(hello, address));
                }
                var answer = asked < order.size()
                        ? answers.poll(STAGGER_MILLIS, TimeUnit.MILLISECONDS)
                        : answers.take();
                try {
                    if (answer != null) {
                        var registration = answer.get();
                        threads.shutdownNow();
                        return new Attempt(Optional.of(registration), "");
                    }
                } catch (ExecutionException e) {
                    failed++;
                    why = e.getCause().getMessage();
                }
            }
        }
        return new Attempt(Optional.empty(), why);
    }

    private Registration ask(ServerHello hello, Address balancer) throws TException {
        var address = InetSocketAddress.createUnresolved(balancer.host(), balancer.port());
        try (var endpoint = client.connect(address, RpcClient.Options.of(tls), CONNECT, _ -> List.of())) {
            return endpoint.stub(Registry.Client::new, REGISTER).registerServer(hello.deepCopy());
        }
    }

    private static void pause(int millis) throws InterruptedException {
        var never = new java.util.concurrent.CountDownLatch(1);
        never.await(millis, TimeUnit.MILLISECONDS);
    }
}
