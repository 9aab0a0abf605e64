// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;

import justchat.client.codec.Directory;
import justchat.client.core.Event;
import justchat.client.core.Seal;
import justchat.client.crypto.CannotOpen;
import justchat.client.crypto.Identity;
import justchat.client.model.Instance;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Limits;
import justchat.rpc.RpcFailure;
import justchat.rpc.server.RpcServer;
import justchat.rpc.tls.SelfSigned;
import justchat.rpc.tls.ServerTls;
import justchat.wire.Address;
import justchat.wire.Envelope;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What comes over the direct link from who is not whom they say, or sends what nobody should.
class HostilePeerTest extends PlayedTony {
    private void assertRefused(SelfSigned caller, Envelope envelope, Reason reason) {
        assertThatThrownBy(() -> robertsPeer(caller).receive(envelope))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.getReason()).isEqualTo(reason));
        assertThat(robert.loop.all(Event.WhisperReceived.class)).isEmpty();
    }

    @Test
    void anHonestEnvelopeIsShownOnceHoweverOftenItComes() throws TException, CannotOpen {
        var envelope = envelope(identity, "tony", "robert", 1);
        for (var time = 0; time < 3; time++) {
            robertsPeer(certificate).receive(envelope);
        }
        assertThat(robert.loop.all(Event.WhisperReceived.class)).hasSize(1);
    }

    @Test
    void garbageOnTheDirectPortDisturbsNobody() throws TException, CannotOpen, IOException {
        for (var connection = 0; connection < 20; connection++) {
            var garbage = new byte[1 + random.nextInt(4_096)];
            random.nextBytes(garbage);
            try (var socket = new Socket("127.0.0.1", session.getDirect().getPort())) {
                socket.getOutputStream().write(garbage);
            } catch (SocketException closed) {
                // Robert may hang up before all of it is written.
                assertThat(closed).hasMessageMatching("(?i).*(reset|broken pipe|closed).*");
            }
        }
        robertsPeer(certificate).receive(envelope(identity, "tony", "robert", 1));
        assertThat(robert.loop.all(Event.WhisperReceived.class)).hasSize(1);
    }

    @Test
    void aCallerWithAnotherKeyIsNotTonyAndRobertIsToldOnce() throws CannotOpen {
        var other = Identity.generate(random);
        register("elon", other);
        for (var caller : List.of(SelfSigned.generate(), SelfSigned.of(other.signingPair()))) {
            assertRefused(caller, envelope(identity, "tony", "robert", 1), Reason.NOT_PERMITTED);
        }
        assertThat(robert.warnings).singleElement().satisfies(warning -> assertThat(warning)
                .contains("somebody tried to reach you directly as tony", "refused"));
    }

    @Test
    void aCertificateOfTonysWithoutItsKeyIsRefusedByTheLink() throws CannotOpen {
        var replayed = new SelfSigned(SelfSigned.generate().key(), certificate.certificate());
        var envelope = envelope(identity, "tony", "robert", 1);
        assertThatThrownBy(() -> robertsPeer(replayed).receive(envelope)).isInstanceOf(RpcFailure.class);
        assertThat(robert.loop.all(Event.WhisperReceived.class)).isEmpty();
    }

    @Test
    void anyCertificateOfTonysKeyIsTonys() throws TException, CannotOpen {
        robertsPeer(SelfSigned.of(identity.signingPair())).receive(envelope(identity, "tony", "robert", 1));
        assertThat(robert.loop.all(Event.WhisperReceived.class)).hasSize(1);
    }

    /// A man in the middle with a key of his own: nothing reaches him, the text goes sealed
    /// through the servers, and the person hears of it.
    @Test
    void whoeverAnswersWithAnotherKeyThanTonysGetsNothing() throws IOException {
        var middle = SelfSigned.generate();
        var heard = new CopyOnWriteArrayList<String>();
        try (var server = RpcServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new RpcServer.Options(Limits.DEFAULT, ServerTls.direct(() -> middle), 8), endpoint -> {
                    heard.add("a link");
                    return List.of();
                })) {
            cluster.extraSessions.clear();
            cluster.extraSessions.add(new Session("tony", ByteBuffer.wrap(INSTANCE), 1, new Address("127.0.0.1",
                    server.address().getPort())));
            for (var request = 1; request <= 2; request++) {
                robert.network.whisper(request, "tony", "psst", VectorClock.empty());
                assertThat(robert.loop.await(Event.WhisperSealed.class, request).online()).isTrue();
            }
            assertThat(robert.warnings).singleElement().satisfies(warning -> assertThat(warning)
                    .contains("does not have the identity key of tony", "Nothing was sent there"));
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void aForgedSenderIsNotBelieved() throws CannotOpen {
        register("elon", Identity.generate(random));
        assertRefused(certificate, envelope(identity, "elon", "robert", 1), Reason.NOT_PERMITTED);
        assertRefused(certificate, envelope(Identity.generate(random), "tony", "robert", 1), Reason.INVALID);
        var borrowed = envelope(identity, "tony", "robert", 1);
        borrowed.getId().setInstance(new byte[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
        assertRefused(certificate, borrowed, Reason.INVALID);
    }

    @Test
    void anEnvelopeForSomebodyElseIsNotTaken() throws CannotOpen {
        assertRefused(certificate, envelope(identity, "tony", "elon", 1), Reason.INVALID);
    }

    @Test
    void noFlippedBitGetsThrough() throws CannotOpen {
        for (var place : new int[]{0, 5, 15, 20}) {
            var sealed = envelope(identity, "tony", "robert", 1);
            sealed.getSealed()[place] ^= 1;
            assertRefused(certificate, sealed, Reason.INVALID);
        }
        var key = envelope(identity, "tony", "robert", 1);
        key.getEncapsulated()[3] ^= 4;
        assertRefused(certificate, key, Reason.INVALID);
        var number = envelope(identity, "tony", "robert", 1);
        number.getId().setSequence(2);
        assertRefused(certificate, number, Reason.INVALID);
    }

    @Test
    void anEnvelopeThatDoesNotOpenIsRefusedCountedAndTold() throws CannotOpen, TException {
        var broken = envelope(identity, "tony", "robert", 9);
        broken.setSealed(new byte[40]);
        assertRefused(certificate, broken, Reason.INVALID);
        assertThat(robert.loop.await(Event.SealRefused.class, 1).seal()).isEqualTo(Seal.CALL);
        assertThat(robert.warnings).anyMatch(sentence -> sentence.contains("directly from tony was refused"));
    }

    @Test
    void aLinkIsUsedAgainAndClosedWhenItIsIdle() throws Exception {
        var location = new Directory.Location("robert", cluster.accounts.get("robert").getIdentityKey(), List.of());
        var there = new Directory.PeerSession(Instance.of(INSTANCE), InetSocketAddress.createUnresolved("127.0.0.1",
                session.getDirect().getPort()), List.of());
        var kept = new PeerLinks(rpc, () -> certificate, _ -> new Candidates.Here(Optional.empty(),
                List.of(), true), new Strangers(robert.warnings::add, () -> {}), 3_600_000);
        assertThat(kept.to(location, there)).isSameAs(kept.to(location, there));
        assertThat(kept.forFiles(location, there)).isNotSameAs(kept.to(location, there));

        var idle = new PeerLinks(rpc, () -> certificate, _ -> new Candidates.Here(Optional.empty(),
                List.of(), true), new Strangers(robert.warnings::add, () -> {}), 20);
        idle.to(location, there).closed().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(kept.to(location, there).closed().toCompletableFuture()).isNotDone();
    }

    @Test
    void aLinkStaysAsLongAsOneOfItsLanes() throws Exception {
        var location = new Directory.Location("robert", cluster.accounts.get("robert").getIdentityKey(), List.of());
        var there = new Directory.PeerSession(Instance.of(INSTANCE), InetSocketAddress.createUnresolved("127.0.0.1",
                session.getDirect().getPort()), List.of());
        var idle = new PeerLinks(rpc, () -> certificate, _ -> new Candidates.Here(Optional.empty(),
                List.of(), true), new Strangers(robert.warnings::add, () -> {}), 1_000);
        var files = idle.forFiles(location, there);
        try (var lane = idle.lane("tony", location, there).orElseThrow()) {
            idle.to(location, there).closed().toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertThat(lane.isOpen()).isTrue();
            assertThat(files.closed().toCompletableFuture()).isNotDone();
        }
        files.closed().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void aDirectoryThatSendsUsToSomebodyElseLeadsToNoLink() throws IOException {
        try (var real = new Person(cluster, "natasha", folder.resolve("natasha"))) {
            var listed = cluster.sessions("natasha").getFirst();
            cluster.extraSessions.clear();
            cluster.extraSessions.add(new Session("tony", ByteBuffer.wrap(INSTANCE), 1, listed.getDirect()));
            robert.network.whisper(1, "tony", "psst", VectorClock.empty());
            assertThat(robert.loop.await(Event.WhisperSealed.class, 1).online()).isTrue();
            assertThat(real.loop.all(Event.WhisperReceived.class)).isEmpty();
        }
    }

    @Test
    void whenNobodyIsAtTheOtherEndEveryMessageBecomesALetter() {
        robert.network.whisper(1, "tony", "psst", VectorClock.empty());
        robert.loop.await(Event.WhisperSealed.class, 1);
        IntStream.range(2, 22).forEach(request -> robert.network.whisper(request, "tony", "psst",
                VectorClock.empty()));
        robert.loop.await(Event.WhisperSealed.class, 21);
        assertThat(robert.loop.all(Event.WhisperSealed.class)).allMatch(sealed -> sealed.online()
                && sealed.user().equals("tony"));
    }
}
