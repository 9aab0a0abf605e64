// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import justchat.client.model.Entry;
import justchat.client.model.MessageId;
import justchat.client.model.Origin;
import justchat.client.model.Payload;
import justchat.client.model.Refusal;
import justchat.client.model.SealedLetter;

import static org.assertj.core.api.Assertions.assertThat;

/// Private messages that no direct link could carry.
class MailTest {
    private static final SealedLetter SEALED = SealedLetter.of(new byte[]{1, 2, 3});

    @Test
    void aMessageThatCannotBeHandedOverWaitsAsALetter() {
        var script = Script.attached();
        script.types("#message #tony psst")
                .hear(new Event.WhisperSealed(1, new MessageId(Script.SELF, 1), "tony", SEALED, false));
        script.types("#message #natasha hush")
                .hear(new Event.WhisperSealed(3, new MessageId(Script.SELF, 3), "natasha", SEALED, true));
        assertThat(script.transcript()).containsExactly("whisper to tony: psst",
                "post @private 1 SealedLetter[3 bytes] to tony",
                "> 12:00 you -> tony (private, via server, sealed, waiting until tony is back)  psst",
                "ask who is away 2: [tony]", "whisper to natasha: hush",
                "post @private 2 SealedLetter[3 bytes] to natasha",
                "> 12:00 you -> natasha (private, via server, sealed)  hush", "ask who is away 4: [natasha]");
    }

    @Test
    void aLetterSurvivesTheLossOfTheServer() {
        var script = Script.attached();
        script.types("#message #tony psst")
                .hear(new Event.WhisperSealed(1, new MessageId(Script.SELF, 1), "tony", SEALED, false));
        script.hear(new Event.Detached("ms-1", "gone", 0)).transcript();
        script.hear(Script.attachedTo("ms-2", "lb-1"));
        assertThat(script.transcript()).contains("post @private 1 SealedLetter[3 bytes] to tony");
    }

    @Test
    void aLetterThatIsRefusedKeepsItsText() {
        var script = Script.attached();
        script.types("#message #tony psst")
                .hear(new Event.WhisperSealed(1, new MessageId(Script.SELF, 1), "tony", SEALED, false)).transcript();
        script.refuses("@private", 1, Refusal.TOO_LARGE, "too many letters wait for tony");
        assertThat(script.transcript())
                .containsExactly("> 12:00 -- not sent: too many letters wait for tony (\"#message #tony psst\")");
    }

    @Test
    void aLetterIsOpenedShownOnceAndCollectedWithinASecond() {
        var script = Script.attached();
        script.delivers("@private", 1, "tony", new Payload.Letter("elon", SEALED));
        script.delivers("@private", 2, "elon", new Payload.Letter("tony", SEALED));
        script.delivers("@private", 1, "tony", new Payload.Letter("elon", SEALED));
        script.hear(new Event.LetterOpened(Script.id("tony", 1), Script.MAIL, "tony", "psst", true));
        assertThat(script.transcript()).containsExactly("open letter 1 of tony",
                "> 12:00 tony -> you (private, via server, sealed)  psst");
        script.passes(999);
        assertThat(script.transcript()).isEmpty();
        script.passes(1);
        assertThat(script.transcript()).containsExactly("tell tony DELIVERED [dd1]", "post @private 1 collected [1]");
    }

    @Test
    void whatCameDirectlyTooIsCollectedButNotShownAgain() {
        var script = Script.attached();
        script.hear(new Event.LetterOpened(Script.id("tony", 1), Script.MAIL, "tony", "psst", false)).passes(1_000);
        assertThat(script.transcript()).containsExactly("tell tony DELIVERED [dd1]", "post @private 1 collected [1]");
    }

    @Test
    void whatCannotBeOpenedIsToldOnceAndForAll() {
        var script = Script.attached();
        script.hear(new Event.LetterUnreadable(Script.id("tony", 1), Optional.empty(), "it is not from tony"))
                .passes(1_000);
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- a private message came that cannot be opened: it is not from tony",
                "post @private 1 collected [1]");
    }

    @Test
    void manyLettersAreCollectedTogether() {
        var script = Script.attached();
        IntStream.rangeClosed(1, 300)
                .forEach(i -> script.hear(new Event.LetterOpened(new MessageId(Script.OTHER, i), Script.MAIL,
                        "tony", "text", true)));
        assertThat(script.transcript()).filteredOn(line -> line.startsWith("post")).hasSize(1)
                .allMatch(line -> line.contains("254, 255, 256]"));
        script.hear(new Event.InputEnded());
        assertThat(script.transcript()).filteredOn(line -> line.startsWith("post")).hasSize(1)
                .allMatch(line -> line.contains("[257, 258"));
    }

    @Test
    void lettersThatWereOpenedOfflineAreCollectedLater() {
        var script = Script.attached();
        script.hear(new Event.Detached("ms-1", "gone", 0));
        script.hear(new Event.LetterOpened(Script.id("tony", 1), Script.MAIL, "tony", "psst", true)).passes(5_000)
                .transcript();
        script.hear(Script.attachedTo("ms-2", "lb-1"));
        assertThat(script.transcript()).contains("post @private 1 collected [1]");
    }

    @Test
    void whatClientsTellEachOtherOfFilesIsPostedWhenItCanBe() {
        var script = Script.attached();
        script.hear(new Event.LetterSealed("tony", SEALED));
        assertThat(script.transcript()).containsExactly("post @private 1 SealedLetter[3 bytes] to tony");
    }

    @Test
    void aLetterAboutAFileIsCollectedWhenAllIsDoneThatItAskedFor() {
        var script = Script.attached();
        script.delivers("@private", 1, "tony", new Payload.Letter("elon", SEALED));
        script.hear(new Event.LetterSettled(Script.id("tony", 1))).transcript();
        script.passes(1_000);
        assertThat(script.transcript()).containsExactly("post @private 1 collected [1]");
    }

    @Test
    void aLetterAboutAFileThatIsLeftForLaterIsCollectedOnlyWhenItIsTooOldForAnybody() {
        var script = Script.attached();
        for (var days : List.of(7, 9)) {
            var id = Script.id("tony", days);
            script.hear(new Event.Delivered("@private", List.of(new Entry(new Origin(1, 1), days, id, "tony", script
                    .now().millis() - days * 86_400_000L, new Payload.Letter("elon", SEALED))), Script.CLOCK));
            script.hear(new Event.LetterLeft(id));
        }
        script.transcript();
        script.passes(1_000);
        assertThat(script.transcript()).containsExactly("post @private 1 collected [9]");
    }

    @Test
    void theBarCountsWhatCameWhileThePersonDidNothing() {
        var script = Script.attached();
        script.hear(new Event.WhisperReceived(Script.MAIL, "tony", "psst", "direct", Script.CLOCK));
        script.hear(new Event.LetterOpened(Script.id("tony", 1), Script.MAIL, "tony", "psst", true));
        assertThat(script.core().bar(script.now()).rooms()).contains(new Bar.Unread("@tony", 2, true));
        script.says("back");
        assertThat(script.core().bar(script.now()).rooms()).noneMatch(room -> room.name().equals("@tony"));
    }
}
