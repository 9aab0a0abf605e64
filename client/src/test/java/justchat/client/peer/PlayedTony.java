// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

import org.apache.thrift.TException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import justchat.client.codec.PrivateCodec;
import justchat.client.codec.PrivateMessage;
import justchat.client.crypto.CannotOpen;
import justchat.client.crypto.Envelopes;
import justchat.client.crypto.Identity;
import justchat.client.model.Instance;
import justchat.client.model.SealedLetter;
import justchat.client.session.FakeCluster;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Deadline;
import justchat.rpc.Limits;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.SelfSigned;
import justchat.wire.Address;
import justchat.wire.Envelope;
import justchat.wire.MessageId;
import justchat.wire.Peer;
import justchat.wire.Session;
import justchat.wire.SignUp;

/// Robert's real client, and a Tony who is played by the test, byte by byte.
abstract class PlayedTony {
    static final byte[] INSTANCE = new byte[16];

    @TempDir
    Path folder;
    final SecureRandom random = new SecureRandom();
    final Identity identity = Identity.generate(random);
    final SelfSigned certificate = SelfSigned.of(identity.signingPair());
    final RpcClient rpc = new RpcClient();
    FakeCluster cluster;
    Person robert;
    Session session;

    @BeforeEach
    void robertIsReal() throws IOException {
        cluster = new FakeCluster(1, 1);
        robert = new Person(cluster, "robert", folder.resolve("robert"));
        session = cluster.sessions("robert").getFirst();
        register("tony", identity);
        cluster.extraSessions.add(new Session("tony", ByteBuffer.wrap(INSTANCE), 1, new Address("127.0.0.1", 9)));
    }

    @AfterEach
    void end() {
        rpc.close();
        robert.close();
        cluster.close();
    }

    void register(String name, Identity key) {
        cluster.accounts.put(name, new SignUp(name, ByteBuffer.wrap(new byte[32]), ByteBuffer.wrap(key.publicKey()),
                ByteBuffer.wrap(new byte[61]), ByteBuffer.wrap(new byte[16])));
    }

    Peer.Client robertsPeer(SelfSigned caller) throws TException {
        var tls = ClientTls.direct(caller, robert.signingKey());
        return rpc.connect(new InetSocketAddress("127.0.0.1", session.getDirect().getPort()),
                new RpcClient.Options(Limits.DEFAULT, tls), Deadline.ofMillis(60_000), _ -> List.of())
                .stub(Peer.Client::new, Deadline.ofMillis(60_000));
    }

    Envelope envelope(Identity by, String sender, String recipient, long sequence) throws CannotOpen {
        return envelope(by, sender, recipient, sequence, new PrivateMessage.Text("psst"));
    }

    Envelope envelope(Identity by, String sender, String recipient, long sequence, PrivateMessage message)
            throws CannotOpen {
        var header = new Envelopes.Header(sender, recipient, INSTANCE, sequence);
        var sealed = Envelopes.seal(by, cluster.accounts.get("robert").getIdentityKey(), header,
                PrivateCodec.encode(message));
        return new Envelope(sender, recipient, new MessageId(ByteBuffer.wrap(INSTANCE), sequence),
                ByteBuffer.wrap(sealed.encapsulated()), ByteBuffer.wrap(sealed.cipherText()));
    }

    static justchat.client.model.MessageId entry(long number) {
        return new justchat.client.model.MessageId(Instance.of(INSTANCE), number);
    }

    void letter(long entry, String author, SealedLetter letter) {
        robert.network.openLetter(entry(entry), author, letter, VectorClock.empty());
    }
}
