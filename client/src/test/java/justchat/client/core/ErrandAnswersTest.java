// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import justchat.client.model.AccountAnswer;
import justchat.client.model.AccountSummary;
import justchat.client.model.ContentHash;
import justchat.client.model.Entry;
import justchat.client.model.Errand;
import justchat.client.model.FileInfo;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.Notice;
import justchat.client.model.Origin;
import justchat.client.model.Page;
import justchat.client.model.Payload;
import justchat.client.model.Refusal;
import justchat.client.model.RoomName;
import justchat.client.model.SealedLetter;

import static justchat.client.core.Script.CLOCK;
import static justchat.client.core.Script.OTHER;
import static justchat.client.core.Script.SELF;
import static org.assertj.core.api.Assertions.assertThat;

/// What errands that read, fetch and ask tell, and when they end.
class ErrandAnswersTest extends ErrandScene {
    @Test
    void tailGoesOnWhereItWasAfterAFailoverAndTellsNothingTwice() {
        begin(new Errand.Tail("dev", 5, true, false));
        assertThat(comesIn("dev")).contains(new Effect.Open("dev", Optional.empty(), 5));
        opens("dev", 2);
        delivers("dev", 1, 2, 3);
        hear(new Event.Detached("ms-1", "gone", 0));
        assertThat(attaches("dev")).contains(new Effect.Open("dev", Optional.of(Script.seen(3)), 0));
        opens("dev", 1);
        delivers("dev", 3, 4);
        passes(100 * TIMEOUT);
        assertThat(heard()).containsExactly("t1", "t2", "t3", "t4");
        assertThat(stop()).isEmpty();
    }

    @Test
    void tailMovesNoMarkerAndOpensNoLetterUnasked() {
        begin(new Errand.Tail("dev", 5, true, false));
        comesIn("dev");
        opens("dev", 1);
        delivers("dev", 1);
        passes(60_000);
        assertThat(all).noneMatch(Effect.Post.class::isInstance).noneMatch(effect -> effect instanceof Effect.Open open
                && !open.room().equals("dev"));
    }

    @Test
    void tailWithoutFollowingEndsAfterWhatThereIs() {
        begin(new Errand.Tail("dev", 5, false, false));
        comesIn("dev");
        opens("dev", 2);
        delivers("dev", 1);
        assertThat(stop()).isEmpty();
        delivers("dev", 2);
        assertThat(stop()).contains(new Effect.Stop(Exit.OK, ""));
    }

    @Test
    void tailOfARoomThatLetsNobodyInSaysSo() {
        begin(new Errand.Tail("dev", 5, true, false));
        comesIn();
        hear(new Event.PostRefused("dev", new MessageId(SELF, 1), Refusal.NOT_PERMITTED, "you are banned", 0));
        hear(new Event.OpenRefused("dev", Refusal.NOT_PERMITTED, "you are not a member", 0));
        assertThat(stop()).contains(new Effect.Stop(Exit.NOT_PERMITTED, "you are not in dev: you are banned"));
    }

    @Test
    void aRoomThatIsNotThereIsNotThere() {
        begin(new Errand.Send("dev", false));
        says("hello");
        comesIn();
        hear(new Event.PostRefused("dev", new MessageId(SELF, 1), Refusal.NOT_FOUND, "there is no room dev", 0));
        assertThat(stop()).contains(new Effect.Stop(Exit.NOT_THERE, "you did not join dev: there is no room dev"));
    }

    @Test
    void tailOpensLettersIfAskedAndSaysSo() {
        begin(new Errand.Tail("dev", 0, false, true));
        assertThat(comesIn("dev")).contains(new Effect.Open(RoomName.PRIVATE, Optional.empty(), 0));
        opens("dev", 0);
        opens(RoomName.PRIVATE, 1);
        var letter = SealedLetter.of(new byte[]{1});
        assertThat(hear(new Event.Delivered(RoomName.PRIVATE, List.of(new Entry(new Origin(1, 1), 1, new MessageId(
                OTHER, 1), "bob", 0, new Payload.Letter("elon", letter))), CLOCK))).contains(new Effect.OpenLetter(
                        new MessageId(OTHER, 1), "bob", letter));
        assertThat(stop()).isEmpty();
        assertThat(posts(
                hear(new Event.LetterOpened(new MessageId(OTHER, 1), new MessageId(OTHER, 9), "bob", "psst", true))))
                .extracting(
                        Effect.Post::payload)
                .containsExactly(new Payload.Collected(List.of(new MessageId(OTHER, 1))));
        stores(RoomName.PRIVATE, 1);
        assertThat(stop()).contains(new Effect.Stop(Exit.OK, ""));
    }

    @Test
    void getTakesTheNewestFileOfThatNameAndOwner() {
        begin(new Errand.Get("plan.pdf", Optional.of("bob"), Path.of("/tmp")));
        comesIn();
        var older = new FileInfo("plan.pdf", 1, new ContentHash("1".repeat(64)));
        var others = new FileInfo("plan.pdf", 2, new ContentHash("2".repeat(64)));
        var effects = hear(new Event.Files(1, List.of(shared(older, "bob", 1), shared(PLAN, "bob", 2), shared(
                others, "cat", 3)), CLOCK));
        assertThat(effects).filteredOn(Effect.Download.class::isInstance).extracting(
                effect -> ((Effect.Download) effect).file()).containsExactly(PLAN);
        hear(new Event.TransferDone(F1, Path.of("/tmp/plan.pdf"), 34, 5, "ms-1", PLAN.hash(), CLOCK));
        assertThat(stop()).contains(new Effect.Stop(Exit.OK, ""));
    }

    @Test
    void getOfANameThatTwoPeopleUsedSaysWhoseThereAre() {
        begin(new Errand.Get("plan.pdf", Optional.empty(), Path.of("/tmp")));
        comesIn();
        hear(new Event.Files(1, List.of(shared(PLAN, "bob", 2), shared(new FileInfo("plan.pdf", 2, new ContentHash("2"
                .repeat(64))), "cat", 3)), CLOCK));
        assertThat(stop()).hasValueSatisfying(stop -> {
            assertThat(stop.exit()).isEqualTo(Exit.USAGE);
            assertThat(stop.toString()).contains("bob/plan.pdf, cat/plan.pdf");
        });
    }

    @Test
    void aFileThatIsNotThereIsNotThere() {
        begin(new Errand.Get("plan.pdf", Optional.empty(), Path.of("/tmp")));
        comesIn();
        hear(new Event.Files(1, List.of(), CLOCK));
        assertThat(stop()).contains(new Effect.Stop(Exit.NOT_THERE, "there is no file plan.pdf"));
    }

    @Test
    void accountsAreAskedForPageByPage() {
        begin(new Errand.Accounts("b*"));
        comesIn();
        var bob = new AccountSummary("bob", 1, true);
        var bea = new AccountSummary("bea", 1, false);
        hear(new Event.AccountAnswered(1, new AccountAnswer.Accounts(List.of(bea), true)));
        hear(new Event.AccountAnswered(2, new AccountAnswer.Accounts(List.of(bob), false)));
        assertThat(all).filteredOn(Effect.Show.class::isInstance).extracting(effect -> ((Effect.Show) effect).notice())
                .extracting(notice -> ((Notice.AccountList) notice).accounts()).containsExactly(List.of(bea), List.of(
                        bob));
        assertThat(stop()).contains(new Effect.Stop(Exit.OK, ""));
    }

    @Test
    void aQuestionThatWaitsForAMajorityIsAskedAgainAndGivenUpInTime() {
        begin(new Errand.Accounts(""));
        comesIn();
        hear(new Event.AskPostponed(1, "no majority"));
        assertThat(passes(1_000)).filteredOn(Effect.AskAccount.class::isInstance).hasSize(1);
        hear(new Event.AskPostponed(2, "no majority"));
        passes(TIMEOUT);
        assertThat(stop()).hasValueSatisfying(stop -> assertThat(stop.exit()).isEqualTo(Exit.UNSENT));
    }

    @Test
    void historyIsOldestFirstOverSeveralPages() {
        begin(new Errand.History("dev", OptionalInt.of(201), Optional.empty()));
        assertThat(comesIn("dev")).filteredOn(Effect.AskHistory.class::isInstance).extracting(
                effect -> ((Effect.AskHistory) effect).limit()).containsExactly(Limits.PAGE);
        var newer = LongStream.rangeClosed(2, 201).mapToObj(ErrandCoreTest::shown).toList();
        assertThat(hear(new Event.PageRead(1, new Page(newer, Optional.of(Script.place(2)), 0)))).filteredOn(
                Effect.AskHistory.class::isInstance).extracting(effect -> ((Effect.AskHistory) effect).limit())
                .containsExactly(1);
        hear(new Event.PageRead(2, new Page(List.of(shown(1)), Optional.empty(), 0)));
        assertThat(heard()).hasSize(201).startsWith("t1", "t2").endsWith("t201");
        assertThat(stop()).contains(new Effect.Stop(Exit.OK, ""));
    }

    @Test
    void historyOfAnothersRoomIsNotPermitted() {
        begin(new Errand.History("dev", OptionalInt.empty(), Optional.empty()));
        comesIn();
        assertThat(stop()).hasValueSatisfying(stop -> assertThat(stop.exit()).isEqualTo(Exit.NOT_PERMITTED));
    }
}
