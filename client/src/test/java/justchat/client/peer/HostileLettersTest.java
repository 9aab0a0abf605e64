// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;

import justchat.client.codec.EnvelopeCodec;
import justchat.client.codec.Malformed;
import justchat.client.codec.PrivateCodec;
import justchat.client.codec.PrivateMessage;
import justchat.client.core.Event;
import justchat.client.core.Unopened;
import justchat.client.crypto.CannotOpen;
import justchat.client.crypto.Envelopes;
import justchat.client.crypto.Identity;
import justchat.client.model.SealedLetter;
import justchat.client.model.SentMessage;
import justchat.logs.clock.VectorClock;
import justchat.wire.Envelope;
import justchat.wire.MessageId;

import static org.assertj.core.api.Assertions.assertThat;

/// Letters that are forged, damaged, sent twice, or come when nobody can say whose key it is.
class HostileLettersTest extends PlayedTony {
    private String refusal(int number) {
        return robert.loop.await(Event.LetterUnreadable.class, number).sentence();
    }

    @Test
    void aLetterAndADirectCopyAreShownOnceInEitherOrder() throws TException, CannotOpen, Malformed {
        letter(1, "tony", EnvelopeCodec.letter(envelope(identity, "tony", "robert", 1)));
        assertThat(robert.loop.await(Event.LetterOpened.class, 1)).isEqualTo(
                new Event.LetterOpened(entry(1), entry(1), "tony", "psst", true));
        robertsPeer(certificate).receive(envelope(identity, "tony", "robert", 1));
        assertThat(robert.loop.all(Event.WhisperReceived.class)).isEmpty();

        robertsPeer(certificate).receive(envelope(identity, "tony", "robert", 2));
        letter(2, "tony", EnvelopeCodec.letter(envelope(identity, "tony", "robert", 2)));
        assertThat(robert.loop.await(Event.LetterOpened.class, 2).isNew()).isFalse();
        assertThat(robert.loop.all(Event.WhisperReceived.class)).hasSize(1);
    }

    @Test
    void whoeverSealedALetterToAKeyOfBeforeIsToBeTold() throws CannotOpen, Malformed {
        var header = new Envelopes.Header("tony", "robert", INSTANCE, 7);
        var sealed = Envelopes.seal(identity, Identity.generate(random).publicKey(), header, PrivateCodec.encode(
                new PrivateMessage.Text("psst")));
        letter(1, "tony", EnvelopeCodec.letter(new Envelope("tony", "robert", new MessageId(ByteBuffer.wrap(INSTANCE),
                7), ByteBuffer.wrap(sealed.encapsulated()), ByteBuffer.wrap(sealed.cipherText()))));
        assertThat(robert.loop.await(Event.LetterUnreadable.class, 1).unopened()).contains(new Unopened("tony",
                entry(7)));
    }

    @Test
    void aReceiptInALetterIsOneAndNoText() throws CannotOpen, Malformed {
        letter(1, "tony", EnvelopeCodec.letter(envelope(identity, "tony", "robert", 1, new PrivateMessage.Receipt(List
                .of(entry(5)), SentMessage.News.READ))));
        assertThat(robert.loop.await(Event.ReceiptCame.class, 1)).isEqualTo(new Event.ReceiptCame(Optional.of(entry(1)),
                "tony", List.of(entry(5)), SentMessage.News.READ, VectorClock.empty()));
        assertThat(robert.loop.all(Event.LetterOpened.class)).isEmpty();
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
                new Event.LetterOpened(entry(3), entry(1), "tony", "psst", false));
    }

    @Test
    void aLetterThatIsNotWhatItSaysIsRefusedWithAWord() throws CannotOpen, Malformed {
        register("elon", Identity.generate(random));
        letter(1, "tony", EnvelopeCodec.letter(envelope(identity, "tony", "elon", 1)));
        assertThat(refusal(1)).isEqualTo("this is not for robert");
        letter(2, "elon", EnvelopeCodec.letter(envelope(identity, "tony", "robert", 1)));
        assertThat(refusal(2)).isEqualTo("it says that it is from somebody else");
        letter(3, "tony", EnvelopeCodec.letter(envelope(Identity.generate(random), "tony", "robert", 1)));
        assertThat(refusal(3)).isEqualTo("The envelope does not open; tony is told to send it again");
        letter(4, "nobody", EnvelopeCodec.letter(envelope(identity, "nobody", "robert", 1)));
        assertThat(refusal(4)).isEqualTo("there is no user nobody");
        letter(5, "tony", SealedLetter.of(new byte[]{1, 2, 3}));
        assertThat(refusal(5)).startsWith("envelope");
        assertThat(robert.loop.all(Event.LetterOpened.class)).isEmpty();
    }

    /// It may be about an offer that another device made.
    @Test
    void anAnswerToAnOfferThatNobodyKnowsHereIsLeftAndDoesNothing() throws CannotOpen, Malformed {
        letter(1, "tony", EnvelopeCodec.letter(envelope(identity, "tony", "robert", 1,
                new PrivateMessage.Answer("00".repeat(16), PrivateMessage.Outcome.ACCEPTED))));
        assertThat(robert.loop.await(Event.LetterLeft.class, 1).id()).isEqualTo(entry(1));
        assertThat(robert.loop.all(Event.OfferAnswered.class)).isEmpty();
        assertThat(robert.loop.all(Event.LetterSettled.class)).isEmpty();
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
