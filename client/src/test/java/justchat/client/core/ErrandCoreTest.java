// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import justchat.client.model.Errand;
import justchat.client.model.Input;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.Payload;
import justchat.client.model.Refusal;
import justchat.client.model.RoomName;
import justchat.client.model.SealedLetter;

import static justchat.client.core.Script.CLOCK;
import static justchat.client.core.Script.SELF;
import static org.assertj.core.api.Assertions.assertThat;

class ErrandCoreTest extends ErrandScene {
    @Test
    void sendEndsWhenAllOfItIsStored() {
        begin(new Errand.Send("dev", false));
        says("one");
        says("two");
        hear(new Event.InputEnded());
        assertThat(posts(comesIn("dev"))).extracting(Effect.Post::payload).containsExactly(new Payload.Text("one"),
                new Payload.Text("two"));
        stores("dev", 1);
        assertThat(stop()).isEmpty();
        stores("dev", 2);
        assertThat(stop()).contains(new Effect.Stop(Exit.OK, ""));
        assertThat(all).filteredOn(Effect.Tell.class::isInstance).hasSize(2);
    }

    @Test
    void sendJoinsARoomAndSeesThatTheServerKnowsItBeforeItSpeaks() {
        begin(new Errand.Send("dev", false));
        says("hello");
        hear(new Event.InputEnded());
        assertThat(posts(comesIn())).extracting(Effect.Post::payload).containsExactly(new Payload.Membership(true));
        assertThat(posts(stores("dev", 1))).isEmpty();
        assertThat(posts(opens("dev", 0))).extracting(Effect.Post::payload).containsExactly(new Payload.Text("hello"));
        stores("dev", 2);
        assertThat(stop()).contains(new Effect.Stop(Exit.OK, ""));
    }

    @Test
    void whatHasNoReceiptGoesOutAgainUnderItsOwnId() {
        begin(new Errand.Send("dev", false));
        says("once");
        hear(new Event.InputEnded());
        var first = posts(comesIn("dev")).getFirst();
        hear(new Event.Detached("ms-1", "gone", 0));
        assertThat(posts(attaches("dev"))).containsExactly(first);
    }

    @Test
    void sendSaysUnavailableIfNobodyWasEverReached() {
        begin(new Errand.Send("dev", false));
        says("hello");
        hear(new Event.LoginRefused(Refusal.UNAVAILABLE, "lb-1 does not answer", 0));
        passes(TIMEOUT - 1);
        assertThat(stop()).isEmpty();
        passes(1);
        assertThat(stop()).hasValueSatisfying(stop -> {
            assertThat(stop.exit()).isEqualTo(Exit.UNAVAILABLE);
            assertThat(stop.sentence()).contains("lb-1 does not answer").contains("1 message was not sent");
        });
    }

    @Test
    void sendSaysHowManyAreUnsentIfReceiptsStayAway() {
        begin(new Errand.Send("dev", false));
        says("one");
        says("two");
        says("three");
        hear(new Event.InputEnded());
        comesIn("dev");
        passes(TIMEOUT - 1);
        stores("dev", 1);
        passes(TIMEOUT - 1);
        assertThat(stop()).isEmpty();
        passes(1);
        assertThat(stop()).hasValueSatisfying(stop -> {
            assertThat(stop.exit()).isEqualTo(Exit.UNSENT);
            assertThat(stop.sentence()).contains("2 messages were not sent");
        });
    }

    @Test
    void aSlowWriterIsNoReasonToGiveUp() {
        begin(new Errand.Send("dev", false));
        passes(10 * TIMEOUT);
        comesIn("dev");
        passes(10 * TIMEOUT);
        assertThat(stop()).isEmpty();
        says("at last");
        passes(TIMEOUT - 1);
        assertThat(stop()).isEmpty();
        stores("dev", 1);
        hear(new Event.InputEnded());
        assertThat(stop()).contains(new Effect.Stop(Exit.OK, ""));
    }

    @Test
    void serversThatAreBusyForEverAreNoProgress() {
        begin(new Errand.Send("dev", false));
        says("hello");
        comesIn();
        for (int i = 0; i < 16; i++) {
            hear(new Event.PostRefused("dev", new MessageId(SELF, 1), Refusal.BUSY, "busy", 1_000));
            passes(1_000);
        }
        assertThat(stop()).hasValueSatisfying(stop -> assertThat(stop.exit()).isEqualTo(Exit.UNSENT));
    }

    @Test
    void aWrongPasswordEndsItAtOnce() {
        begin(new Errand.Send("dev", false));
        hear(new Event.LoginRefused(Refusal.WRONG_CREDENTIALS, "no account has this name and password", 0));
        assertThat(stop()).hasValueSatisfying(stop -> assertThat(stop.exit()).isEqualTo(Exit.NOT_PERMITTED));
    }

    @Test
    void whatIsRefusedCountsAgainstTheRest() {
        begin(new Errand.Send("dev", false));
        says("one");
        says("two");
        hear(new Event.InputEnded());
        comesIn("dev");
        hear(new Event.PostRefused("dev", new MessageId(SELF, 2), Refusal.NOT_PERMITTED, "you are muted", 0));
        stores("dev", 1);
        assertThat(stop()).contains(new Effect.Stop(Exit.NOT_PERMITTED, "1 message was not sent: you are muted"));
    }

    @Test
    void whatIsTooLongIsRefusedHereAndTheRestIsSent() {
        begin(new Errand.Send("dev", false));
        says("x".repeat(Limits.TEXT_BYTES + 1));
        says("short");
        hear(new Event.InputEnded());
        assertThat(posts(comesIn("dev"))).hasSize(1);
        stores("dev", 1);
        assertThat(stop()).hasValueSatisfying(stop -> assertThat(stop.exit()).isEqualTo(Exit.REFUSED));
    }

    @Test
    void aPrivateMessageIsSentWhenItArrivedOrItsLetterIsStored() {
        begin(new Errand.Send(RoomName.LOBBY, true));
        hear(new Event.Asked(new Input.Whisper("bob", "psst")));
        hear(new Event.Asked(new Input.Whisper("bob", "hey")));
        hear(new Event.InputEnded());
        assertThat(comesIn()).contains(new Effect.Whisper(1, "bob", "psst"), new Effect.Whisper(2, "bob", "hey"));
        hear(new Event.Whispered(1, new MessageId(SELF, 1), "bob", "psst", "direct", CLOCK));
        var letter = SealedLetter.of(new byte[]{1});
        assertThat(posts(hear(new Event.WhisperSealed(2, new MessageId(SELF, 2), "bob", letter, false))))
                .extracting(Effect.Post::room)
                .containsExactly(RoomName.PRIVATE);
        assertThat(stop()).isEmpty();
        stores(RoomName.PRIVATE, 1);
        assertThat(stop()).contains(new Effect.Stop(Exit.OK, ""));
    }

    @Test
    void aFileIsSharedWhenTheRoomWasToldOfIt() {
        begin(new Errand.Share(Path.of("/tmp/plan.pdf"), "dev"));
        assertThat(comesIn("dev")).contains(new Effect.Upload(F1, Path.of("/tmp/plan.pdf"), "dev"));
        passes(TIMEOUT - 1);
        hear(new Event.Progress(F1, 10, 34, "ms-1"));
        passes(TIMEOUT - 1);
        assertThat(posts(hear(new Event.Uploaded(F1, PLAN, false, CLOCK)))).extracting(Effect.Post::payload)
                .containsExactly(
                        new Payload.Shared(PLAN));
        assertThat(stop()).isEmpty();
        stores("dev", 1);
        assertThat(stop()).contains(new Effect.Stop(Exit.OK, ""));
    }

    @Test
    void anOfferWaitsAsLongAsItStandsOnlyIfThatWasAsked() {
        begin(new Errand.Offer(Path.of("/tmp/plan.pdf"), "bob", true));
        comesIn();
        hear(new Event.OfferSent(F1, PLAN, 600_000, false));
        passes(10 * TIMEOUT);
        assertThat(stop()).isEmpty();
        hear(new Event.OfferAnswered(F1, false, CLOCK));
        assertThat(stop()).contains(new Effect.Stop(Exit.NOT_PERMITTED, "bob declined plan.pdf"));
    }

    @Test
    void anImpatientOfferGivesUp() {
        begin(new Errand.Offer(Path.of("/tmp/plan.pdf"), "bob", false));
        comesIn();
        hear(new Event.OfferSent(F1, PLAN, 600_000, false));
        passes(TIMEOUT);
        assertThat(stop()).hasValueSatisfying(stop -> assertThat(stop.exit()).isEqualTo(Exit.UNSENT));
    }

    @Test
    void aSessionThatWasEndedIsNotSoughtAgain() {
        begin(new Errand.Tail("dev", 5, true, false));
        comesIn("dev");
        hear(new Event.Ended("logged in elsewhere"));
        assertThat(stop()).hasValueSatisfying(stop -> assertThat(stop.exit()).isEqualTo(Exit.NOT_PERMITTED));
        assertThat(attaches("dev")).isEmpty();
    }
}
