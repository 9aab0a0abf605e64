// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.nio.file.Files;

import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;

import justchat.client.codec.EnvelopeCodec;
import justchat.client.codec.Malformed;
import justchat.client.core.Event;
import justchat.client.crypto.CannotOpen;
import justchat.client.crypto.Identity;
import justchat.client.model.AccountAnswer;
import justchat.client.model.AccountQuestion;
import justchat.logs.clock.VectorClock;
import justchat.rpc.tls.SelfSigned;
import justchat.wire.Reason;
import justchat.wire.Refused;

import static org.assertj.core.api.Assertions.assertThat;

/// A directory that names another identity key than the one Robert has seen.
class ChangedKeysTest extends PlayedTony {
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

    private AccountAnswer.Safety verify(Person person, int number, String user, AccountQuestion.Verdict verdict) {
        person.network.account(100 + number, new AccountQuestion.Verify(user, verdict), VectorClock.empty());
        return (AccountAnswer.Safety) person.loop.await(Event.AccountAnswered.class, number).answer();
    }

    private String cannotVerify(int number, String user, AccountQuestion.Verdict verdict) {
        robert.network.account(200 + number, new AccountQuestion.Verify(user, verdict), VectorClock.empty());
        return robert.loop.await(Event.AskFailed.class, number).sentence();
    }

    @Test
    void aChangedIdentityKeyIsRefusedLoudly() throws TException, CannotOpen, IOException {
        robertsPeer(certificate).receive(envelope(identity, "tony", "robert", 1));
        assertThat(Files.readAllLines(folder.resolve("robert/identities.txt"))).filteredOn(line -> line.startsWith(
                "tony ")).hasSize(1);
        var impostor = Identity.generate(random);
        register("tony", impostor);
        assertThat(refusedAsChanged(impostor)).isTrue();

        assertThat(robert.warnings).singleElement().satisfies(warning -> assertThat(warning).contains("CHANGED"));
        assertThat(robert.loop.all(Event.WhisperReceived.class)).hasSize(1);
        robert.network.whisper(1, "tony", "psst", VectorClock.empty());
        assertThat(robert.loop.await(Event.WhisperFailed.class, 1).sentence()).contains("WARNING", "CHANGED",
                "#verify tony accept");
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
}
