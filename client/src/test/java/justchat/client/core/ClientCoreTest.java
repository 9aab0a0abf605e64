// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import justchat.client.model.CommandLine;
import justchat.client.model.ContentHash;
import justchat.client.model.FileInfo;
import justchat.client.model.Limits;
import justchat.client.model.Login;
import justchat.client.model.MessageId;
import justchat.client.model.Order;
import justchat.client.model.Payload;
import justchat.client.model.PublicFile;
import justchat.client.model.Refusal;
import justchat.client.model.Seen;
import justchat.client.model.Source;
import justchat.client.model.TransferId;

import static org.assertj.core.api.Assertions.assertThat;

class ClientCoreTest {

    @Test
    void comesInThenShowsTheRecentMessages() {
        var script = new Script(0);
        script.hear(new Event.LogInAsked(new Login("elon", "secret", true)));
        script.hear(new Event.LoggedIn("elon", "lb-2", Script.CLOCK));
        script.hear(Script.attachedTo("ms-1", "lb-2"));
        script.opens(Script.room("lobby", Order.CAUSAL, 1_204, Seen.nothing(), 0), 1).opens("@private", 0);
        script.delivers(1, 7, new MessageId(Script.OTHER, 3), "tony", new Payload.Text("earlier"));
        assertThat(script.transcript()).containsExactly("sign up elon", "admitted elon", "attach",
                "open lobby, latest 20", "open @private, latest 0",
                "> 12:00 -- welcome elon, on ms-1 by lb-2.  #commands lists everything;"
                        + " plain text goes to everybody in the room.",
                "> last 1 of 1,204 messages",
                "> 12:00 tony  earlier");
    }

    @Test
    void aPostIsPendingUntilItsReceiptAndTheAuthorSeesItOnceDelivered() {
        var script = Script.attached();
        script.says("hello");
        assertThat(script.transcript()).containsExactly("post 1 hello");
        assertThat(script.core().bar(script.now()).unsent()).isEqualTo(1);
        script.stores(1);
        assertThat(script.core().bar(script.now()).unsent()).isZero();
        script.delivers(1, 1, new MessageId(Script.SELF, 1), "elon", new Payload.Text("hello"));
        assertThat(script.transcript()).containsExactly("> 12:00 elon  hello");
    }

    @Test
    void theCausalLogIsKeptOrNotAsThePersonSays() {
        var script = Script.attached();
        for (var line : List.of("#trace off", "#trace", "#trace on")) {
            assertThat(CommandLine.parse(line)).isInstanceOfSatisfying(CommandLine.Parsed.Asked.class,
                    asked -> script.hear(new Event.Asked(asked.input())));
        }
        assertThat(script.transcript()).containsExactly("keep no trace", "tell where the trace is", "keep the trace");
    }

    @Test
    void nothingIsShownTwice() {
        var script = Script.attached();
        var id = new MessageId(Script.OTHER, 1);
        script.delivers(1, 1, id, "tony", new Payload.Text("once"));
        script.delivers(1, 1, id, "tony", new Payload.Text("once"));
        script.delivers(2, 9, id, "tony", new Payload.Text("once"));
        assertThat(script.transcript()).containsExactly("> 12:00 tony  once");
    }

    @Test
    void aFailoverResendsWithTheSameIdsAndReportsWhatItMeasured() {
        var script = Script.attached();
        script.delivers(1, 5, new MessageId(Script.OTHER, 1), "tony", new Payload.Text("seen"));
        script.says("one").stores(1).says("two");
        script.transcript();
        script.hear(new Event.Detached("ms-1", "the connection broke", 10));
        script.says("three").says("four");
        script.passes(400).hear(Script.attachedTo("ms-3", "lb-2")).opens("lobby", 1).opens("@private", 0);
        script.delivers(1, 6, new MessageId(Script.OTHER, 2), "tony", new Payload.Text("missed"));
        script.stores(3).stores(2);
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- lost ms-1: the connection broke; looking for another server, what you write is queued",
                "attach", //
                "> 12:00 -- you are offline: queued, it goes out by itself", //
                "open lobby having seen [1:5]", "open @private having seen []", //
                "post 2 two", "post 3 three", "post 4 four", //
                "> 12:00 tony  missed",
                "> 12:00 -- ms-1 stopped answering; lb-2 moved you to ms-3 in 0.4 s; 0 messages lost, 1 resent,"
                        + " 2 queued and sent; 1 message came meanwhile, none is missing");
        assertThat(script.core().bar(script.now()).unsent()).isEqualTo(1);
    }

    @Test
    void itIsSaidThatNoneIsMissingOnlyWhenAllThatIsOwedHasCome() {
        var script = Script.attached("dev");
        script.hear(new Event.Detached("ms-1", "gone", 0)).passes(400);
        script.hear(Script.attachedTo("ms-2", "lb-1", Script.room("lobby"), Script.room("dev")));
        script.opens("lobby", 1).opens("dev", 2).opens("@private", 0).transcript();
        script.delivers("lobby", 1, "tony", "a").delivers("dev", 1, "tony", "b");
        assertThat(script.transcript()).containsExactly("> 12:00 tony  a");
        script.delivers("dev", 2, "elon'", "c");
        assertThat(script.transcript()).containsExactly("> 12:00 -- ms-1 stopped answering; lb-1 moved you to ms-2 in"
                + " 0.4 s; 0 messages lost, 0 resent; 2 messages came meanwhile, none is missing");
        script.types("#status");
        assertThat(script.transcript()).anyMatch(line -> line.contains("elon on ms-2 since 12:00") && line.endsWith(
                "1 failover, the last in 0.4 s"));
        script.hear(new Event.Detached("ms-2", "gone", 0)).passes(100).hear(Script.attachedTo("ms-1", "lb-1"));
        script.opens("lobby", 5).opens("dev", 0).opens("@private", 0).transcript();
        script.passes(10_001);
        assertThat(script.transcript()).contains("> 12:00 -- ms-2 stopped answering; lb-1 moved you to ms-1 in 0.1 s;"
                + " 0 messages lost, 0 resent; 0 messages came so far, more are on their way");
    }

    @Test
    void twoFailuresInARowAreOneReport() {
        var script = Script.attached();
        script.says("one").hear(new Event.Detached("ms-1", "silence", 750));
        script.passes(300).hear(Script.attachedTo("ms-2", "lb-1"));
        script.hear(new Event.Detached("ms-2", "closed", 0));
        script.passes(300).hear(Script.attachedTo("ms-3", "")).opens("lobby", 0).opens("@private", 0);
        script.transcript();
        script.stores(1);
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- ms-1 stopped answering; no balancer answered, so you went to ms-3 in 0.6 s;"
                        + " 0 messages lost, 2 resent; 0 messages came meanwhile, none is missing");
    }

    @Test
    void aBusyServerIsAskedAgainWithTheSameId() {
        var script = Script.attached();
        script.says("one").transcript();
        script.hear(new Event.PostRefused("lobby", new MessageId(Script.SELF, 1), Refusal.BUSY, "full", 200));
        assertThat(script.transcript()).isEmpty();
        assertThat(script.core().wakeAt()).isEqualTo(script.now().nanos() + 200 * Now.NANOS_PER_MILLI);
        script.passes(199);
        assertThat(script.transcript()).isEmpty();
        script.passes(1);
        assertThat(script.transcript()).containsExactly("post 1 one");
    }

    @Test
    void aRefusedPostIsToldAndLeavesNoGap() {
        var script = Script.attached();
        script.says("bad")
                .hear(new Event.PostRefused("lobby", new MessageId(Script.SELF, 1), Refusal.INVALID, "not that", 0));
        script.says("good");
        assertThat(script.transcript()).containsExactly("post 1 bad", "> 12:00 -- not sent: not that (\"bad\")",
                "post 1 good");
        script.says("bad again").says("follows").transcript();
        script.hear(new Event.PostRefused("lobby", new MessageId(Script.SELF, 2), Refusal.INVALID, "no", 0));
        assertThat(script.transcript()).containsExactly("> 12:00 -- not sent: no (\"bad again\")",
                "post 2 [a message that was refused]");
    }

    @Test
    void aFullOutboxIsTold() {
        var script = Script.attached();
        script.hear(new Event.Detached("ms-1", "gone", 0));
        for (int i = 0; i < Limits.OUTBOX; i++) {
            script.says("m" + i);
        }
        script.transcript();
        script.says("one too many");
        assertThat(script.transcript())
                .containsExactly("> 12:00 -- 1000 messages wait for a server already; this one is not sent");
    }

    @Test
    void aPublicFileIsOfferedAndFetchedOnlyOnceAccepted() {
        var script = Script.attached();
        script.delivers(1, 1, new MessageId(Script.OTHER, 1), "tony", new Payload.Shared(Script.PICTURE));
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- tony shares SELDOM_2016.png (1.2 MB)  [f1]  #accept f1 or #decline f1  (within 10 min)");
        script.types("#accept f1");
        script.passes(100);
        script.hear(new Event.Progress(new TransferId(1), 500_000, 1_234_567, "ms-1"));
        script.hear(new Event.TransferDone(new TransferId(1), Path.of("/downloads/SELDOM_2016.png"), 1_234_567, 400,
                "ms-1", Script.PICTURE.hash(), Script.CLOCK));
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- f1 accepted, saving to /downloads/SELDOM_2016.png",
                "download f1 into /downloads/SELDOM_2016.png from Servers[]",
                "> 12:00 -- f1 SELDOM_2016.png done: 1.2 MB in 0.4 s, via ms-1, hash 9c1e... ok");
    }

    @Test
    void anAcceptedNameCannotLeaveTheDownloads() {
        var script = Script.attached();
        script.delivers(1, 1, new MessageId(Script.OTHER, 1), "tony", new Payload.Shared(new FileInfo(
                "../../.ssh/authorized_keys", 3, new ContentHash("00".repeat(32)))));
        script.types("#accept").transcript();
        script.delivers(1, 2, new MessageId(Script.OTHER, 2), "tony", new Payload.Shared(Script.PICTURE));
        script.types("#accept f2 as ../evil");
        assertThat(script.transcript()).contains("download f2 into /downloads/evil from Servers[]");
    }

    @Test
    void aPrivateOfferCanBeDeclined() {
        var script = Script.attached();
        script.hear(new Event.OfferReceived(new Source.Person("tony", "0f"), Script.OTHER, Script.PICTURE,
                script.now().millis() + 60_000, Script.CLOCK));
        script.types("#decline");
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- tony offers you SELDOM_2016.png (1.2 MB)  [f1]  #accept f1 or #decline f1  (within 60 s)",
                "> 12:00 -- f1 SELDOM_2016.png declined", "decline offer of tony");
    }

    @Test
    void anOfferThatNobodyAnswersIsOverInTime() {
        var script = Script.attached();
        script.hear(new Event.OfferReceived(new Source.Person("tony", "0f"), Script.OTHER, Script.PICTURE,
                script.now().millis() + 60_000, Script.CLOCK));
        script.transcript();
        script.passes(59_999);
        assertThat(script.transcript()).isEmpty();
        script.passes(1);
        assertThat(script.transcript()).containsExactly(
                "> 12:01 -- f1 SELDOM_2016.png: nobody answered, the offer is over", "decline offer of tony");
        script.types("#accept f1");
        assertThat(script.transcript()).containsExactly("> 12:01 -- there is no offer f1");
    }

    @Test
    void ourPublicFileIsPostedOnceItIsStored() {
        var script = Script.attached();
        script.types("#share #/home/elon/SELDOM_2016.png");
        script.hear(new Event.Uploaded(new TransferId(1), Script.PICTURE, false, Script.CLOCK));
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- f1 SELDOM_2016.png: preparing it for everybody",
                "upload f1 to lobby: /home/elon/SELDOM_2016.png",
                "> 12:00 -- f1 SELDOM_2016.png (1.2 MB) is available to everybody", "post 1 file SELDOM_2016.png");
        script.delivers(1, 1, new MessageId(Script.SELF, 1), "elon", new Payload.Shared(Script.PICTURE));
        assertThat(script.transcript()).isEmpty();
    }

    private static PublicFile shared(FileInfo file, String owner, long at, String room) {
        return new PublicFile(file, owner, at, room, new MessageId(Script.SELF, at));
    }

    @Test
    void getTakesTheOnlyFileOfThatNameHoweverManyMessagesTellOfIt() {
        var script = Script.attached();
        script.types("#get SELDOM_2016.png");
        script.hear(new Event.Files(1, List.of(shared(Script.PICTURE, "tony", 20, "lobby"), shared(Script.PICTURE,
                "elon", 10, "lobby")), Script.CLOCK));
        assertThat(script.transcript()).containsExactly("ask for files 1",
                "> 12:00 -- f1 accepted, saving to /downloads/SELDOM_2016.png",
                "download f1 into /downloads/SELDOM_2016.png from Servers[]");
        script.types("#get nothing").hear(new Event.Files(2, List.of(), Script.CLOCK));
        assertThat(script.transcript()).containsExactly("ask for files 2",
                "> 12:00 -- there is no file nothing (any more) in your rooms; #available files lists those that there "
                        + "are");
    }

    @Test
    void getTakesWhatIsOfferedThoughTheListHasNotHeardOfItYet() {
        var script = Script.attached();
        script.delivers(1, 1, new MessageId(Script.OTHER, 1), "tony", new Payload.Shared(Script.PICTURE)).transcript();
        script.types("#get SELDOM_2016.png").hear(new Event.Files(1, List.of(), Script.CLOCK));
        assertThat(script.transcript()).containsExactly("ask for files 1",
                "> 12:00 -- f1 accepted, saving to /downloads/SELDOM_2016.png",
                "download f1 into /downloads/SELDOM_2016.png from Servers[]");
    }

    @Test
    void getOfWhatIsOfferedAnswersTheOffer() {
        var script = Script.attached();
        script.delivers(1, 1, new MessageId(Script.OTHER, 1), "tony", new Payload.Shared(Script.PICTURE)).transcript();
        script.types("#get SELDOM_2016.png").hear(new Event.Files(1, List.of(shared(Script.PICTURE, "tony", 20,
                "lobby")), Script.CLOCK));
        assertThat(script.transcript()).containsExactly("ask for files 1",
                "> 12:00 -- f1 accepted, saving to /downloads/SELDOM_2016.png",
                "download f1 into /downloads/SELDOM_2016.png from Servers[]");
        script.types("#accept");
        assertThat(script.transcript()).containsExactly("> 12:00 -- there is no offer to accept");
    }

    @Test
    void getAsksWhichOfTwoFilesOfOneNameAndTakesANumberOrTheOwner() {
        var other = new FileInfo("SELDOM_2016.png", 7, new ContentHash("11".repeat(32)));
        var files = List.of(shared(other, "tony", 20, "lobby"), shared(Script.PICTURE, "elon", 10, "lobby"));
        var script = Script.attached();
        script.types("#get SELDOM_2016.png").hear(new Event.Files(1, files, Script.CLOCK));
        assertThat(script.transcript().get(1)).startsWith(
                "> 12:00 -- 2 different files are called SELDOM_2016.png; #get #1 gets the first of them, "
                        + "#get #tony/SELDOM_2016.png");
        script.types("#get #2").hear(new Event.Files(2, files, Script.CLOCK));
        assertThat(script.transcript().getLast()).startsWith("download f1");
        script.types("#get #tony/SELDOM_2016.png").hear(new Event.Files(3, files, Script.CLOCK));
        assertThat(script.transcript().getLast()).startsWith("download f2");
    }

    @Test
    void filesOfRoomsThatThePersonIsNotInAreNotOffered() {
        var files = List.of(shared(Script.PICTURE, "elon", 10, "elsewhere"));
        var script = Script.attached();
        script.types("#get SELDOM_2016.png").hear(new Event.Files(1, files, Script.CLOCK));
        assertThat(script.transcript().getLast()).contains("there is no file SELDOM_2016.png");
        script.types("#available files").hear(new Event.Files(2, files, Script.CLOCK));
        assertThat(script.transcript().getLast()).contains("no files yet");
    }

    @Test
    void aPrivateMessageIsShownWhenTheOtherHasIt() {
        var script = Script.attached();
        script.types("#message #tony #psst");
        script.hear(new Event.Whispered(1, Script.MAIL, "tony", "psst", "direct", Script.CLOCK));
        script.hear(new Event.Whispered(1, Script.MAIL, "tony", "psst", "direct", Script.CLOCK));
        script.types("#message #nobody #psst");
        script.hear(new Event.WhisperFailed(3, "nobody", "there is no such user"));
        script.hear(new Event.WhisperReceived(Script.MAIL, "tony", "hush", "direct", Script.CLOCK));
        assertThat(script.transcript()).containsExactly("whisper to tony: psst",
                "> 12:00 you -> tony (private, direct)  psst", "ask who is away 2: [tony]", "whisper to nobody: psst",
                "> 12:00 -- not sent to nobody: there is no such user",
                "> 12:00 tony -> you (private, direct)  hush");
    }

    @Test
    void aWrongPasswordIsDeniedAtOnceAndSilenceIsTriedAgain() {
        var script = new Script(15_000);
        script.hear(new Event.LogInAsked(new Login("elon", "wrong", false)));
        script.hear(new Event.LoginRefused(Refusal.WRONG_CREDENTIALS, "wrong name or password", 0));
        script.hear(new Event.LogInAsked(new Login("elon", "right", false)));
        script.hear(new Event.LoginRefused(Refusal.UNAVAILABLE, "lb-1 does not answer", 0));
        script.passes(999).passes(1);
        script.hear(new Event.LoginRefused(Refusal.UNAVAILABLE, "lb-1 does not answer", 0));
        script.passes(14_000);
        script.hear(new Event.LoginRefused(Refusal.UNAVAILABLE, "lb-1 does not answer", 0));
        assertThat(script.transcript()).containsExactly("log in elon",
                "denied WRONG_CREDENTIALS: wrong name or password", "log in elon",
                "> 12:00 -- waits: lb-1 does not answer; tries again by itself", "log in elon", "log in elon",
                "denied UNAVAILABLE: lb-1 does not answer");
    }

    @Test
    void theEndWaitsForReceiptsButNotForEver() {
        var script = Script.attached();
        script.says("last").hear(new Event.InputEnded()).transcript();
        script.passes(5_000);
        assertThat(script.transcript()).isEmpty();
        script.stores(1);
        assertThat(script.transcript()).containsExactly("stop OK");

        var unlucky = Script.attached();
        unlucky.hear(new Event.Detached("ms-1", "gone", 0)).says("never").hear(new Event.InputEnded()).transcript();
        unlucky.passes(10_000);
        assertThat(unlucky.transcript()).containsExactly(
                "stop UNSENT: 1 message was not sent: offline, looking for another server");
    }

    @Test
    void aProgramSaysHowLongTheEndMayWait() {
        var patient = new Script(60_000);
        patient.hear(new Event.LogInAsked(new Login("elon", "secret", false)));
        patient.says("hello?").hear(new Event.InputEnded()).transcript();
        patient.passes(59_000);
        assertThat(patient.transcript()).isEmpty();
        patient.passes(1_000);
        assertThat(patient.transcript()).containsExactly("stop UNAVAILABLE: 1 message was not sent: logging in");
    }

    @Test
    void aClientThatNeverGotInSaysSo() {
        var script = new Script(0);
        script.hear(new Event.LogInAsked(new Login("elon", "secret", false)));
        script.says("hello?").hear(new Event.InputEnded()).passes(10_000);
        assertThat(script.transcript()).last()
                .isEqualTo("stop UNAVAILABLE: 1 message was not sent: logging in");
    }
}
