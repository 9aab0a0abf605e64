// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import justchat.client.model.Input;
import justchat.client.model.Instance;
import justchat.client.model.Limits;
import justchat.client.model.Login;
import justchat.client.model.MessageId;
import justchat.client.model.Notice;
import justchat.client.model.Origin;
import justchat.client.model.Page;
import justchat.client.model.Payload;
import justchat.client.model.PublicFile;
import justchat.client.model.Refusal;
import justchat.client.model.RoomName;
import justchat.client.model.RoomSummary;
import justchat.client.model.SealedLetter;
import justchat.client.model.Seen;
import justchat.client.model.ShownEntry;
import justchat.client.model.Told;
import justchat.client.model.TransferId;

import static justchat.client.core.Script.CLOCK;
import static justchat.client.core.Script.OTHER;
import static justchat.client.core.Script.SELF;
import static org.assertj.core.api.Assertions.assertThat;

class ErrandCoreTest {
    private static final long TIMEOUT = 15_000;
    private static final FileInfo PLAN = new FileInfo("plan.pdf", 34, new ContentHash("9c1e" + "0".repeat(60)));
    private static final TransferId F1 = new TransferId(1);

    private ErrandCore core;
    private long millis = 12 * 3_600_000L;
    private final List<Effect> all = new ArrayList<>();

    private void begin(Errand errand) {
        core = new ErrandCore(new ErrandCore.Settings(errand, SELF, ZoneOffset.UTC, TIMEOUT));
        hear(new Event.LogInAsked(new Login("elon", "secret", false)));
    }

    private List<Effect> hear(Event event) {
        var effects = core.handle(event, new Now(millis * Now.NANOS_PER_MILLI, millis));
        all.addAll(effects);
        return effects;
    }

    private List<Effect> passes(long more) {
        millis += more;
        return hear(new Event.Tick());
    }

    private List<Effect> comesIn(String... rooms) {
        hear(new Event.LoggedIn("elon", "lb-1", CLOCK));
        return attaches(rooms);
    }

    private List<Effect> attaches(String... rooms) {
        var summaries = new ArrayList<RoomSummary>(List.of(Script.room(RoomName.LOBBY)));
        for (var room : rooms) {
            summaries.add(Script.room(room));
        }
        return hear(new Event.Attached("ms-1", "lb-1", summaries, Map.of(), 0, CLOCK));
    }

    private List<Effect> says(String text) {
        return hear(new Event.Asked(new Input.Say(text)));
    }

    private List<Effect> stores(String room, long sequence) {
        return hear(new Event.Stored(room, new MessageId(SELF, sequence), 2, 3, CLOCK));
    }

    private List<Effect> opens(String room, long missed) {
        return hear(new Event.Opened(Script.room(room), missed, Seen.nothing(), CLOCK));
    }

    private List<Effect> delivers(String room, long... sequences) {
        return hear(new Event.Delivered(room, LongStream.of(sequences).mapToObj(ErrandCoreTest::entry).toList(),
                CLOCK));
    }

    private static Entry entry(long sequence) {
        return new Entry(new Origin(1, 1), sequence, new MessageId(OTHER, sequence), "bob", 0, new Payload.Text("t"
                + sequence));
    }

    private Optional<Effect.Stop> stop() {
        return all.stream().filter(Effect.Stop.class::isInstance).map(Effect.Stop.class::cast).findFirst();
    }

    private static List<Effect.Post> posts(List<Effect> effects) {
        return effects.stream().filter(Effect.Post.class::isInstance).map(Effect.Post.class::cast).toList();
    }

    private List<String> heard() {
        return all.stream().filter(Effect.Tell.class::isInstance).map(effect -> ((Effect.Tell) effect).told())
                .filter(Told.Heard.class::isInstance)
                .map(told -> ((Payload.Text) ((Told.Heard) told).shown().entry().payload()).text()).toList();
    }

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
        hear(new Event.Whispered(1, "bob", "psst", "direct", CLOCK));
        var letter = SealedLetter.of(new byte[]{1});
        assertThat(posts(hear(new Event.WhisperSealed(2, "bob", letter, false)))).extracting(Effect.Post::room)
                .containsExactly(RoomName.PRIVATE);
        assertThat(stop()).isEmpty();
        stores(RoomName.PRIVATE, 1);
        assertThat(stop()).contains(new Effect.Stop(Exit.OK, ""));
    }

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
        assertThat(posts(hear(new Event.LetterOpened(new MessageId(OTHER, 1), "bob", "psst", true)))).extracting(
                Effect.Post::payload).containsExactly(new Payload.Collected(List.of(new MessageId(OTHER, 1))));
        stores(RoomName.PRIVATE, 1);
        assertThat(stop()).contains(new Effect.Stop(Exit.OK, ""));
    }

    @Test
    void aFileIsSharedWhenTheRoomWasToldOfIt() {
        begin(new Errand.Share(Path.of("/tmp/plan.pdf"), "dev"));
        assertThat(comesIn("dev")).contains(new Effect.Upload(F1, Path.of("/tmp/plan.pdf")));
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
        hear(new Event.OfferSent(F1, PLAN));
        passes(10 * TIMEOUT);
        assertThat(stop()).isEmpty();
        hear(new Event.OfferAnswered(F1, false, CLOCK));
        assertThat(stop()).contains(new Effect.Stop(Exit.NOT_PERMITTED, "bob declined plan.pdf"));
    }

    @Test
    void anImpatientOfferGivesUp() {
        begin(new Errand.Offer(Path.of("/tmp/plan.pdf"), "bob", false));
        comesIn();
        hear(new Event.OfferSent(F1, PLAN));
        passes(TIMEOUT);
        assertThat(stop()).hasValueSatisfying(stop -> assertThat(stop.exit()).isEqualTo(Exit.UNSENT));
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

    private static PublicFile shared(FileInfo file, String owner, long at) {
        return new PublicFile(file, owner, at, "lobby", new MessageId(Instance.of(new byte[16]), at));
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

    @Test
    void aSessionThatWasEndedIsNotSoughtAgain() {
        begin(new Errand.Tail("dev", 5, true, false));
        comesIn("dev");
        hear(new Event.Ended("logged in elsewhere"));
        assertThat(stop()).hasValueSatisfying(stop -> assertThat(stop.exit()).isEqualTo(Exit.NOT_PERMITTED));
        assertThat(attaches("dev")).isEmpty();
    }

    private static ShownEntry shown(long sequence) {
        return new ShownEntry(entry(sequence), Script.place(sequence), false, Map.of());
    }
}
