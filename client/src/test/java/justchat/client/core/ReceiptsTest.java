// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import justchat.client.model.MessageId;
import justchat.client.model.Payload;
import justchat.client.model.Refusal;
import justchat.client.model.SealedLetter;
import justchat.client.model.SentMessage;
import justchat.client.model.SentMessage.News;

import static org.assertj.core.api.Assertions.assertThat;

/// What the writer of a private message is told of it, and what its reader tells.
class ReceiptsTest {
    private static final SealedLetter SEALED = SealedLetter.of(new byte[]{1, 2, 3});
    private static final MessageId SENT = new MessageId(Script.SELF, 7);

    private static Event.ReceiptCame receipt(String from, News news) {
        return new Event.ReceiptCame(Optional.empty(), from, List.of(SENT), news, Script.CLOCK);
    }

    private static Script withALetter() {
        var script = Script.attached();
        script.types("#message #tony psst").hear(new Event.WhisperSealed(1, SENT, "tony", SEALED, false)).transcript();
        return script;
    }

    private static List<String> told(Script script) {
        return script.transcript().stream().filter(line -> line.startsWith("tell ")).toList();
    }

    @Test
    void theWriterOfALetterSeesThatItWasDeliveredAndRead() {
        var script = withALetter();
        assertThat(script.kept).isEmpty();
        script.stores("@private", 1);
        assertThat(script.kept).extracting(SentMessage::state).containsExactly(SentMessage.State.RELAYED);
        assertThat(script.types("#status").transcript()).singleElement().asString().endsWith(
                "; private messages that wait: 1 for tony");
        script.passes(60_000).transcript();
        script.hear(receipt("tony", News.DELIVERED));
        assertThat(script.transcript()).containsExactly("> 12:01 -- delivered to tony: your private message of 12:00");
        script.hear(receipt("tony", News.READ)).hear(receipt("tony", News.READ));
        assertThat(script.transcript()).containsExactly("> 12:01 -- read by tony: your private message of 12:00");
        assertThat(script.kept).extracting(SentMessage::state).containsExactly(SentMessage.State.RELAYED,
                SentMessage.State.DELIVERED, SentMessage.State.READ);
        assertThat(script.types("#status").transcript()).singleElement().asString().endsWith("no failover");
    }

    @Test
    void aReceiptThatCameAsALetterIsCollectedAndNeverAnswered() {
        var script = withALetter();
        script.hear(new Event.ReceiptCame(Optional.of(Script.id("tony", 4)), "tony", List.of(SENT), News.READ,
                Script.CLOCK)).passes(
                        10_000);
        script.says("on");
        assertThat(script.passes(10_000).transcript()).contains("post @private 2 collected [4]").noneMatch(
                line -> line.startsWith("tell "));
    }

    @Test
    void aReceiptOfSomebodyElseHasNoEffectAndIsCounted() {
        var script = withALetter();
        script.hear(receipt("natasha", News.READ));
        assertThat(script.transcript()).isEmpty();
        assertThat(script.types("#status").transcript()).singleElement().asString().endsWith(
                "; private messages that wait: 1 for tony; 1 receipt without effect");
    }

    @Test
    void whatEarlierRunsSentIsUnderstood() {
        var script = Script.attached();
        script.hear(receipt("tony", News.DELIVERED)).transcript();
        script.hear(new Event.SentBefore(List.of(new SentMessage(SENT, "tony", 11 * 3_600_000L,
                SentMessage.State.RELAYED))));
        assertThat(script.transcript()).containsExactly("> 12:00 -- delivered to tony: your private message of 11:00");
    }

    @Test
    void aLetterThatWasRefusedIsNotWaitedFor() {
        var script = withALetter();
        script.refuses("@private", 1, Refusal.TOO_LARGE, "too many letters wait for tony");
        assertThat(script.types("#status").transcript().getLast()).endsWith("no failover");
    }

    @Test
    void thatAMessageWasReadIsToldOnlyIfThePersonWantsThat() {
        var script = Script.attached();
        script.hear(new Event.WhisperReceived(Script.MAIL, "tony", "psst", "direct", Script.CLOCK));
        script.says("quiet").passes(10_000);
        assertThat(told(script)).isEmpty();
        script.types("#set receipts on").passes(10_000);
        assertThat(told(script)).isEmpty();
        script.hear(new Event.WhisperReceived(Script.MAIL, "tony", "psst", "direct", Script.CLOCK)).passes(10_000);
        assertThat(told(script)).isEmpty();
        script.says("I am here").passes(10_000);
        assertThat(told(script)).containsExactly("tell tony READ [dd1]");
    }

    @Test
    void whatWasHiddenIsNotSaidToHaveBeenRead() {
        var script = Script.attached();
        script.types("#set receipts on").types("#ignore #tony");
        script.hear(new Event.WhisperReceived(Script.MAIL, "tony", "psst", "direct", Script.CLOCK));
        script.says("on").passes(10_000);
        assertThat(told(script)).isEmpty();
    }

    @Test
    void receiptsWaitForASession() {
        var script = Script.attached();
        script.hear(new Event.Detached("ms-1", "gone", 0));
        script.hear(new Event.LetterOpened(Script.id("tony", 1), Script.MAIL, "tony", "psst", true)).passes(60_000);
        assertThat(told(script)).isEmpty();
        script.hear(Script.attachedTo("ms-2", "lb-1"));
        assertThat(told(script)).containsExactly("tell tony DELIVERED [dd1]");
    }

    @Test
    void aReceiptWithoutADirectWayIsPostedButNobodyWaitsForIt() {
        var script = Script.attached();
        script.hear(new Event.ReceiptSealed("tony", SEALED));
        assertThat(script.transcript()).containsExactly("post @private 1 SealedLetter[3 bytes] to tony");
        assertThat(script.core().unsent()).isZero();
        script.refuses("@private", 1, Refusal.TOO_LARGE, "too many letters wait for tony");
        assertThat(script.transcript()).isEmpty();
        assertThat(Lane.isQuiet(new Payload.Letter("tony", SEALED))).isFalse();
    }

    @Test
    void whatNobodyCanOpenComesBackWithItsText() {
        var script = withALetter();
        script.hear(receipt("tony", News.UNOPENED));
        assertThat(script.transcript()).singleElement().asString().startsWith(
                "> 12:00 -- not delivered: tony could not open it, for an identity key has changed").endsWith(
                        "(\"#message #tony psst\")");
        assertThat(script.types("#status").transcript()).singleElement().asString().endsWith("no failover");
    }

    @Test
    void whatAnEarlierRunSentComesBackWithAWord() {
        var script = Script.attached();
        script.hear(new Event.SentBefore(List.of(new SentMessage(SENT, "tony", 5, SentMessage.State.RELAYED))));
        script.hear(receipt("tony", News.UNOPENED));
        assertThat(script.transcript()).singleElement().asString().contains(
                "a private message that you sent earlier was not delivered: tony could not open it");
    }

    @Test
    void whoeverWroteWhatCannotBeOpenedIsTold() {
        var script = Script.attached();
        script.hear(new Event.LetterUnreadable(Script.id("tony", 1), Optional.of(new Unopened("tony",
                Script.MAIL)), "no")).passes(1_000);
        assertThat(told(script)).containsExactly("tell tony UNOPENED [dd1]");
        assertThat(script.types("#status").transcript()).singleElement().asString().endsWith(
                "; refused for their seal: 1 letter");
    }

    @Test
    void statusCountsWhatWasRefusedForItsSeal() {
        var script = Script.attached();
        script.hear(new Event.SealRefused(Seal.CALL)).hear(new Event.SealRefused(Seal.CALL)).hear(
                new Event.SealRefused(Seal.CHUNK));
        assertThat(script.types("#status").transcript()).singleElement().asString().endsWith(
                "; refused for their seal: 2 direct calls, 1 chunk");
    }
}
