// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.apache.thrift.TException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.client.codec.Directory;
import justchat.client.codec.EnvelopeCodec;
import justchat.client.codec.Malformed;
import justchat.client.codec.PrivateCodec;
import justchat.client.codec.PrivateMessage;
import justchat.client.core.Event;
import justchat.client.crypto.CannotOpen;
import justchat.client.crypto.Envelopes;
import justchat.client.crypto.Identity;
import justchat.client.model.AccountAnswer;
import justchat.client.model.AccountQuestion;
import justchat.client.model.Instance;
import justchat.client.model.SealedLetter;
import justchat.client.session.FakeCluster;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Deadline;
import justchat.rpc.Limits;
import justchat.rpc.RpcFailure;
import justchat.rpc.client.RpcClient;
import justchat.rpc.server.RpcServer;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.SelfSigned;
import justchat.rpc.tls.ServerTls;
import justchat.wire.Address;
import justchat.wire.Envelope;
import justchat.wire.MessageId;
import justchat.wire.Peer;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Session;
import justchat.wire.SignUp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Robert's real client, and a Tony who is played by the test, byte by byte.
class HostilePeerTest {
    private static final byte[] INSTANCE = new byte[16];

    @TempDir
    Path folder;
    private final SecureRandom random = new SecureRandom();
    private final Identity identity = Identity.generate(random);
    private final SelfSigned certificate = SelfSigned.of(identity.signingPair());
    private final RpcClient rpc = new RpcClient();
    private FakeCluster cluster;
    private Person robert;
    private Session session;

    @BeforeEach
    void robertIsReal() throws IOException {
        cluster = new FakeCluster(1, 1);
        robert = new Person(cluster, "robert", folder.resolve("robert"));
        session = cluster.sessions("robert").getFirst();
        register("tony", identity);
        cluster.extraSessions.add(new Session("tony", ByteBuffer.wrap(INSTANCE), 1, new Address("127.0.0.1", 9)));
    }

    private void register(String name, Identity key) {
        cluster.accounts.put(name, new SignUp(name, ByteBuffer.wrap(new byte[32]), ByteBuffer.wrap(key.publicKey()),
                ByteBuffer.wrap(new byte[61]), ByteBuffer.wrap(new byte[16])));
    }

    @AfterEach
    void end() {
        rpc.close();
        robert.close();
        cluster.close();
    }

    private Peer.Client robertsPeer(SelfSigned caller) throws TException {
        var tls = ClientTls.direct(caller, robert.signingKey());
        return rpc.connect(new InetSocketAddress("127.0.0.1", session.getDirect().getPort()),
                new RpcClient.Options(Limits.DEFAULT, tls), Deadline.ofMillis(60_000), _ -> List.of())
                .stub(Peer.Client::new, Deadline.ofMillis(60_000));
    }

    private Envelope envelope(Identity by, String sender, String recipient, long sequence) throws CannotOpen {
        return envelope(by, sender, recipient, sequence, new PrivateMessage.Text("psst"));
    }

    private Envelope envelope(Identity by, String sender, String recipient, long sequence, PrivateMessage message)
            throws CannotOpen {
        var header = new Envelopes.Header(sender, recipient, INSTANCE, sequence);
        var sealed = Envelopes.seal(by, cluster.accounts.get("robert").getIdentityKey(), header,
                PrivateCodec.encode(message));
        return new Envelope(sender, recipient, new MessageId(ByteBuffer.wrap(INSTANCE), sequence),
                ByteBuffer.wrap(sealed.encapsulated()), ByteBuffer.wrap(sealed.cipherText()));
    }

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
    void aChangedIdentityKeyIsRefusedLoudly() throws TException, CannotOpen, IOException {
        robertsPeer(certificate).receive(envelope(identity, "tony", "robert", 1));
        assertThat(Files.readString(folder.resolve("robert/identities.txt"))).startsWith("tony ").hasLineCount(1);
        var impostor = Identity.generate(random);
        register("tony", impostor);
        assertThat(refusedAsChanged(impostor)).isTrue();

        assertThat(robert.warnings).singleElement().satisfies(warning -> assertThat(warning).contains("CHANGED"));
        assertThat(robert.loop.all(Event.WhisperReceived.class)).hasSize(1);
        robert.network.whisper(1, "tony", "psst", VectorClock.empty());
        assertThat(robert.loop.await(Event.WhisperFailed.class, 1).sentence()).contains("WARNING", "CHANGED",
                "#verify tony accept");
    }

    private AccountAnswer.Safety verify(Person person, int number, String user, AccountQuestion.Verdict verdict) {
        person.network.account(100 + number, new AccountQuestion.Verify(user, verdict), VectorClock.empty());
        return (AccountAnswer.Safety) person.loop.await(Event.AccountAnswered.class, number).answer();
    }

    private String cannotVerify(int number, String user, AccountQuestion.Verdict verdict) {
        robert.network.account(200 + number, new AccountQuestion.Verify(user, verdict), VectorClock.empty());
        return robert.loop.await(Event.AskFailed.class, number).sentence();
    }

    @Test
    void aNewKeyIsTakenWhenThePersonSaysSoAndTheMarkOfTheOldOneIsGone() throws TException, CannotOpen, Malformed {
        var first = verify(robert, 1, "tony", AccountQuestion.Verdict.SHOW);
        assertThat(first.standing()).isEqualTo(AccountAnswer.Standing.PINNED);
        assertThat(verify(robert, 2, "tony", AccountQuestion.Verdict.SAME).standing()).isEqualTo(
                AccountAnswer.Standing.VERIFIED);
        assertThat(robert.loop.all(Event.Verified.class).getLast().users()).containsExactly("tony");

        var fresh = Identity.generate(random);
        register("tony", fresh);
        assertThat(refusedAsChanged(fresh)).isTrue();
        letter(1, "tony", EnvelopeCodec.letter(envelope(fresh, "tony", "robert", 3)));
        robert.loop.await(Event.LetterHeld.class, 1);
        assertThat(robert.loop.all(Event.Verified.class).getLast().users()).isEmpty();
        assertThat(cannotVerify(1, "tony", AccountQuestion.Verdict.SAME)).contains("the key has changed");
        var changed = verify(robert, 3, "tony", AccountQuestion.Verdict.SHOW);
        assertThat(changed.standing()).isEqualTo(AccountAnswer.Standing.CHANGED);
        assertThat(changed.number()).isNotEqualTo(first.number());

        assertThat(verify(robert, 4, "tony", AccountQuestion.Verdict.ACCEPT).standing()).isEqualTo(
                AccountAnswer.Standing.TAKEN);
        assertThat(robert.loop.await(Event.LetterOpened.class, 1).text()).isEqualTo("psst");
        robertsPeer(SelfSigned.of(fresh.signingPair())).receive(envelope(fresh, "tony", "robert", 4));
        assertThat(robert.loop.all(Event.WhisperReceived.class)).hasSize(1);
        assertThat(cannotVerify(2, "tony", AccountQuestion.Verdict.ACCEPT)).contains("no new key");
        assertThat(cannotVerify(3, "robert", AccountQuestion.Verdict.SHOW)).contains("that is you");
    }

    @Test
    void theSafetyNumberIsTheSameAtBothEndsAndAnotherOneAfterANewIdentity() throws IOException {
        try (var natasha = new Person(cluster, "natasha", folder.resolve("natasha"))) {
            var number = verify(robert, 1, "natasha", AccountQuestion.Verdict.SHOW).number();
            assertThat(number).matches("[0-9]{5}( [0-9]{5}){11}").isEqualTo(verify(natasha, 1, "robert",
                    AccountQuestion.Verdict.SHOW).number());
            natasha.network.account(9, new AccountQuestion.NewIdentity("password of natasha"), VectorClock.empty());
            assertThat(natasha.loop.await(Event.AccountAnswered.class, 2).answer()).isEqualTo(
                    new AccountAnswer.Done());
            var anew = verify(natasha, 3, "robert", AccountQuestion.Verdict.SHOW).number();
            assertThat(anew).isNotEqualTo(number);
            var seen = verify(robert, 2, "natasha", AccountQuestion.Verdict.SHOW);
            for (var attempt = 3; seen.standing() != AccountAnswer.Standing.CHANGED; attempt++) {
                // What the directory said is remembered for a moment.
                assertThat(attempt).isLessThan(20_000);
                seen = verify(robert, attempt, "natasha", AccountQuestion.Verdict.SHOW);
            }
            assertThat(seen).isEqualTo(new AccountAnswer.Safety("natasha", anew, AccountAnswer.Standing.CHANGED));
        }
    }

    private boolean refusedAsChanged(Identity impostor) {
        try {
            robertsPeer(SelfSigned.of(impostor.signingPair())).receive(envelope(impostor, "tony", "robert", 2));
            return false;
        } catch (Refused refused) {
            return refused.getReason() == Reason.NOT_PERMITTED;
        } catch (TException | CannotOpen e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLinkIsUsedAgainAndClosedWhenItIsIdle() throws Exception {
        var location = new Directory.Location("robert", cluster.accounts.get("robert").getIdentityKey(), List.of());
        var there = new Directory.PeerSession(Instance.of(INSTANCE), InetSocketAddress.createUnresolved("127.0.0.1",
                session.getDirect().getPort()));
        var kept = new PeerLinks(rpc, () -> certificate, () -> true, new Strangers(robert.warnings::add), 3_600_000);
        assertThat(kept.to(location, there)).isSameAs(kept.to(location, there));
        assertThat(kept.forFiles(location, there)).isNotSameAs(kept.to(location, there));

        var idle = new PeerLinks(rpc, () -> certificate, () -> true, new Strangers(robert.warnings::add), 20);
        idle.to(location, there).closed().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(kept.to(location, there).closed().toCompletableFuture()).isNotDone();
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

    // --- letters ---

    private static justchat.client.model.MessageId entry(long number) {
        return new justchat.client.model.MessageId(Instance.of(INSTANCE), number);
    }

    private void letter(long entry, String author, SealedLetter letter) {
        robert.network.openLetter(entry(entry), author, letter, VectorClock.empty());
    }

    private String refusal(int number) {
        return robert.loop.await(Event.LetterUnreadable.class, number).sentence();
    }

    @Test
    void aLetterAndADirectCopyAreShownOnceInEitherOrder() throws TException, CannotOpen, Malformed {
        letter(1, "tony", EnvelopeCodec.letter(envelope(identity, "tony", "robert", 1)));
        assertThat(robert.loop.await(Event.LetterOpened.class, 1)).isEqualTo(
                new Event.LetterOpened(entry(1), "tony", "psst", true));
        robertsPeer(certificate).receive(envelope(identity, "tony", "robert", 1));
        assertThat(robert.loop.all(Event.WhisperReceived.class)).isEmpty();

        robertsPeer(certificate).receive(envelope(identity, "tony", "robert", 2));
        letter(2, "tony", EnvelopeCodec.letter(envelope(identity, "tony", "robert", 2)));
        assertThat(robert.loop.await(Event.LetterOpened.class, 2).isNew()).isFalse();
        assertThat(robert.loop.all(Event.WhisperReceived.class)).hasSize(1);
    }

    @Test
    void aReplayedLetterIsNotNewAlsoToALaterRun() throws CannotOpen, Malformed {
        var letter = EnvelopeCodec.letter(envelope(identity, "tony", "robert", 1));
        letter(1, "tony", letter);
        letter(2, "tony", letter);
        assertThat(robert.loop.await(Event.LetterOpened.class, 2).isNew()).isFalse();
        robert.close();
        robert = new Person(cluster, "robert", folder.resolve("robert"));
        letter(3, "tony", letter);
        assertThat(robert.loop.await(Event.LetterOpened.class, 1)).isEqualTo(
                new Event.LetterOpened(entry(3), "tony", "psst", false));
    }

    @Test
    void aLetterThatIsNotWhatItSaysIsRefusedWithAWord() throws CannotOpen, Malformed {
        register("elon", Identity.generate(random));
        letter(1, "tony", EnvelopeCodec.letter(envelope(identity, "tony", "elon", 1)));
        assertThat(refusal(1)).isEqualTo("this is not for robert");
        letter(2, "elon", EnvelopeCodec.letter(envelope(identity, "tony", "robert", 1)));
        assertThat(refusal(2)).isEqualTo("it says that it is from somebody else");
        letter(3, "tony", EnvelopeCodec.letter(envelope(Identity.generate(random), "tony", "robert", 1)));
        assertThat(refusal(3)).isEqualTo("The envelope does not open");
        letter(4, "nobody", EnvelopeCodec.letter(envelope(identity, "nobody", "robert", 1)));
        assertThat(refusal(4)).isEqualTo("there is no user nobody");
        letter(5, "tony", SealedLetter.of(new byte[]{1, 2, 3}));
        assertThat(refusal(5)).startsWith("envelope");
        letter(6, "tony", EnvelopeCodec.letter(envelope(identity, "tony", "robert", 1,
                new PrivateMessage.Answer("00".repeat(16), PrivateMessage.Outcome.ACCEPTED))));
        assertThat(refusal(6)).isEqualTo("a letter can only hold text");
        assertThat(robert.loop.all(Event.LetterOpened.class)).isEmpty();
    }

    @Test
    void noFlippedBitInALetterGetsThrough() throws CannotOpen, Malformed {
        var whole = EnvelopeCodec.letter(envelope(identity, "tony", "robert", 1)).bytes();
        for (var at = 0; at < whole.length; at++) {
            var damaged = whole.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            letter(at + 1L, "tony", SealedLetter.of(damaged));
        }
        robert.loop.await("all are answered", loop -> loop.all(Event.LetterUnreadable.class).size()
                + loop.all(Event.LetterOpened.class).size() == whole.length);
        // A type bit of Thrift's own may read the same; the text may not read otherwise, nor twice.
        assertThat(robert.loop.all(Event.LetterOpened.class)).allMatch(one -> one.text().equals("psst"));
        assertThat(robert.loop.all(Event.LetterOpened.class).stream().filter(Event.LetterOpened::isNew).count())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void aLetterUnderAChangedKeyIsRefusedLoudly() throws CannotOpen, Malformed {
        letter(1, "tony", EnvelopeCodec.letter(envelope(identity, "tony", "robert", 1)));
        robert.loop.await(Event.LetterOpened.class, 1);
        robert.close();
        var impostor = Identity.generate(random);
        register("tony", impostor);
        robert = new Person(cluster, "robert", folder.resolve("robert"));
        letter(2, "tony", EnvelopeCodec.letter(envelope(impostor, "tony", "robert", 2)));
        assertThat(robert.loop.await(Event.LetterHeld.class, 1).from()).isEqualTo("tony");
        assertThat(robert.warnings).singleElement().satisfies(warning -> assertThat(warning).contains("CHANGED"));
    }

    @Test
    void aLetterWaitsUntilTheDirectoryAnswersWhoseKeyTheSendersIs() throws CannotOpen, Malformed {
        cluster.balancers.getFirst().hangs = true;
        letter(1, "tony", EnvelopeCodec.letter(envelope(identity, "tony", "robert", 1)));
        letter(2, "tony", EnvelopeCodec.letter(envelope(identity, "tony", "robert", 2)));
        cluster.balancers.getFirst().hangs = false;
        assertThat(robert.loop.await(Event.LetterOpened.class, 2).id()).isEqualTo(entry(2));
        assertThat(robert.loop.all(Event.LetterUnreadable.class)).isEmpty();
    }

    @Test
    void aPinnedKeyOpensALetterWhileNoBalancerLives() throws CannotOpen, Malformed {
        letter(1, "tony", EnvelopeCodec.letter(envelope(identity, "tony", "robert", 1)));
        robert.loop.await(Event.LetterOpened.class, 1);
        cluster.balancers.getFirst().kill();
        letter(2, "tony", EnvelopeCodec.letter(envelope(identity, "tony", "robert", 2)));
        assertThat(robert.loop.await(Event.LetterOpened.class, 2).text()).isEqualTo("psst");
        robert.network.whisper(1, "tony", "still there?", VectorClock.empty());
        robert.loop.await(Event.WhisperSealed.class, 1);
    }
}
