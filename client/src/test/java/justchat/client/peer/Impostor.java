// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.thrift.TException;

import justchat.client.codec.FileCodec;
import justchat.client.codec.Malformed;
import justchat.client.codec.PrivateCodec;
import justchat.client.codec.PrivateMessage;
import justchat.client.crypto.CannotOpen;
import justchat.client.crypto.Envelopes;
import justchat.client.crypto.Identity;
import justchat.client.session.Account;
import justchat.client.session.FakeCluster;
import justchat.rpc.Deadline;
import justchat.rpc.Endpoint;
import justchat.rpc.Limits;
import justchat.rpc.client.RpcClient;
import justchat.rpc.lane.ChunkAnswers;
import justchat.rpc.server.RpcServer;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.SelfSigned;
import justchat.rpc.tls.ServerTls;
import justchat.wire.Address;
import justchat.wire.Envelope;
import justchat.wire.Lane;
import justchat.wire.MessageId;
import justchat.wire.Peer;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Session;
import justchat.wire.SignUp;

/// Somebody with an account who listens and speaks as the test likes.
final class Impostor implements AutoCloseable {
    final String name;
    /// What came in envelopes that open.
    final LinkedBlockingQueue<PrivateMessage> received = new LinkedBlockingQueue<>();
    final AtomicInteger asked = new AtomicInteger();
    volatile Chunks chunks = (_, _) -> {
        throw new Refused(Reason.NOT_FOUND, "nothing here");
    };
    /// Over a lane, as they are; empty: it has no lanes.
    volatile Optional<Chunks> laneChunks = Optional.empty();
    private final byte[] instance = new byte[16];
    private final SecureRandom random = new SecureRandom();
    private final Identity identity = Identity.generate(random);
    private final SelfSigned certificate = SelfSigned.of(identity.signingPair());
    private final RpcClient rpc = new RpcClient();
    private final AtomicLong sequence = new AtomicLong();
    private final FakeCluster cluster;
    private final RpcServer server;

    /// What is given out for a chunk.
    interface Chunks {
        byte[] of(byte[] offer, int index) throws Refused;
    }

    Impostor(FakeCluster cluster, String name) throws IOException {
        this.cluster = cluster;
        this.name = name;
        random.nextBytes(instance);
        server = RpcServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new RpcServer.Options(
                Limits.DEFAULT, ServerTls.direct(() -> certificate), 8),
                endpoint -> List.of(new Peer.Processor<>(new Ear(endpoint))));
        cluster.accounts.put(name, new SignUp(name, ByteBuffer.wrap(new byte[32]), ByteBuffer.wrap(identity
                .publicKey()), ByteBuffer.wrap(new byte[61]), ByteBuffer.wrap(new byte[16])));
        cluster.extraSessions.add(new Session(name, ByteBuffer.wrap(instance), 1, new Address("127.0.0.1", server
                .address().getPort())));
    }

    private final class Ear implements Peer.Iface {
        private final Endpoint endpoint;

        private Ear(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public Lane directLane(String sender) throws Refused {
            var given = laneChunks.orElseThrow(() -> new Refused(Reason.BUSY, "no lanes here"));
            return FileCodec.lane(endpoint.letLane(new ChunkAnswers(new ChunkAnswers.Chunks() {
                @Override
                public void read(byte[] id, int index, ByteBuffer into) throws Refused {
                    asked.incrementAndGet();
                    into.put(given.of(id, index));
                }

                @Override
                public void store(byte[] id, int index, ByteBuffer bytes) throws Refused {
                    throw new Refused(Reason.INVALID, "nothing is taken here");
                }
            })).orElseThrow());
        }

        @Override
        public void receive(Envelope envelope) {
            try {
                var us = new Account(name, new byte[0], 0, identity, Optional.empty(), "");
                received.add(Unsealing.open(us, cluster.accounts.get(envelope.getSender()).getIdentityKey(), envelope)
                        .message());
            } catch (CannotOpen | Malformed e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public ByteBuffer chunk(String sender, ByteBuffer offer, int index) throws Refused {
            asked.incrementAndGet();
            var id = new byte[offer.remaining()];
            offer.duplicate().get(id);
            return ByteBuffer.wrap(chunks.of(id, index));
        }
    }

    PrivateMessage next() throws InterruptedException {
        var message = received.poll(60, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError(name + " was told nothing");
        }
        return message;
    }

    /// A link of its own to a real client.
    Peer.Client to(Person person) throws TException {
        var session = cluster.sessions(person.name).getFirst();
        var tls = ClientTls.direct(certificate, person.signingKey());
        return rpc.connect(new InetSocketAddress("127.0.0.1", session.getDirect().getPort()), new RpcClient.Options(
                Limits.DEFAULT, tls), Deadline.ofMillis(60_000), _ -> List.of()).stub(Peer.Client::new, Deadline
                        .ofMillis(60_000));
    }

    /// In a sealed envelope that is all right.
    void tell(Person person, PrivateMessage message) throws TException {
        try {
            var number = sequence.incrementAndGet();
            var header = new Envelopes.Header(name, person.name, instance, number);
            var sealed = Envelopes.seal(identity, cluster.accounts.get(person.name).getIdentityKey(), header,
                    PrivateCodec.encode(message));
            to(person).receive(new Envelope(name, person.name, new MessageId(ByteBuffer.wrap(instance), number),
                    ByteBuffer.wrap(sealed.encapsulated()), ByteBuffer.wrap(sealed.cipherText())));
        } catch (CannotOpen e) {
            throw new AssertionError(e);
        }
    }

    /// Takes no link any more, and ends those that there are; still speaks.
    void hangUp() {
        server.close();
    }

    @Override
    public void close() {
        rpc.close();
        server.close();
    }
}
