// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import justchat.client.model.Order;
import justchat.client.model.Page;
import justchat.client.model.Payload;
import justchat.client.model.RoomSummary;
import justchat.client.model.Seen;
import justchat.client.model.ShownEntry;

import static org.assertj.core.api.Assertions.assertThat;

/// What there is to read: on coming in, by `#inbox`, `#history` and `#search`,
/// and what other devices hear of it.
class PagesTest {

    private static RoomSummary lobby(long entries, Seen read, long unread) {
        return Script.room("lobby", Order.CAUSAL, entries, read, unread);
    }

    private static Script comesIn(RoomSummary... rooms) {
        var script = new Script(0).logsIn();
        script.transcript();
        return script.hear(Script.attachedTo("ms-1", "lb-1", rooms));
    }

    @Test
    void whoHasReadEverythingBeginsWithTheLatestMessages() {
        var lobby = lobby(500, Script.seen(500), 0);
        var script = comesIn(lobby, Script.room("dev"));
        script.opens(lobby, 20, Script.seen(480));
        assertThat(script.transcript()).contains("open lobby, latest 20", "open dev, latest 0",
                "open @private, latest 0", "> last 20 of 500 messages");
    }

    @Test
    void aLittleThatIsUnreadIsShownAtOnceAndIsRead() {
        var lobby = lobby(500, Script.seen(497), 2);
        var script = comesIn(lobby);
        script.opens(lobby, 3, Script.seen(497)).opens("@private", 0);
        script.delivers("lobby", 498, "tony", "one").delivers("lobby", 499, "elon'", "mine");
        script.delivers("lobby", 500, "tony", "two");
        assertThat(script.transcript()).endsWith("open lobby having seen [1:497]", "open @private, latest 0",
                Script.WELCOME, "> new since you were here: 3", "> 12:00 tony  one", "> 12:00 elon  mine",
                "> 12:00 tony  two");
        script.passes(5_000);
        assertThat(script.transcript()).containsExactly("post @private 1 read lobby [1:500]");
    }

    @Test
    void aLotThatIsUnreadWaitsForTheInbox() {
        var lobby = lobby(2_000, Script.seen(700), 1_204);
        var script = comesIn(lobby);
        script.opens(lobby, 0, Script.seen(2_000)).opens("@private", 0);
        assertThat(script.transcript()).endsWith("open lobby, latest 0", "open @private, latest 0",
                Script.WELCOME, "> 12:00 -- 1,204 unread; #inbox shows them 20 at a time");
        script.delivers("lobby", 2_001, "tony", "live");
        script.types("#inbox 2");
        script.reads(1, 1_203, script.shown(701, "tony", "first"), script.shown(705, "tony", "second"));
        assertThat(script.transcript()).containsExactly("> 12:00 tony  live",
                "ask for unread of lobby 1: 2 beyond [1:700]", "> 12:00 -- unread in lobby: 2 messages",
                "> 12:00 tony  first  [m2]", "> 12:00 tony  second  [m3]",
                "> 12:00 -- 1,203 unread left; #inbox goes on");
        script.passes(5_000);
        assertThat(script.transcript()).containsExactly("post @private 1 read lobby [1:705]");
        script.types("#inbox").reads(2, 0, script.shown(1_999, "tony", "last"), script.shown(2_001, "tony", "live"));
        assertThat(script.transcript()).containsExactly("ask for unread of lobby 2: 20 beyond [1:705]",
                "> 12:00 -- unread in lobby: 1 message", "> 12:00 tony  last  [m4]",
                "> 12:00 -- nothing unread is left");
        script.delivers("lobby", 2_002, "tony", "more").transcript();
        script.passes(5_000);
        assertThat(script.transcript()).containsExactly("post @private 2 read lobby [1:2002]");
    }

    @Test
    void theSettingSaysHowMuchIsALittle() {
        var lobby = lobby(2_000, Script.seen(700), 30);
        var script = new Script(0).logsIn();
        script.hear(new Event.Attached("ms-1", "lb-1", List.of(lobby), Map.of("inbox", "50"), 0, Script.CLOCK));
        assertThat(script.transcript()).contains("open lobby having seen [1:700]");

        var chooses = Script.attached();
        chooses.types("#set inbox 7").types("#inbox");
        assertThat(chooses.transcript()).containsExactly("post @private 1 inbox=7",
                "> 12:00 -- inbox is 7 from now on, on all your devices", "> 12:00 -- nothing is unread");
        chooses.delivers("@private", 1, "elon'", new Payload.Setting("inbox", "3"));
        chooses.opens("lobby", 0).delivers("lobby", 1, "tony", "x").transcript();
        assertThat(chooses.core().bar(chooses.now()).unsent()).isEqualTo(1);
    }

    @Test
    void whoComesForTheFirstTimeHasNothingUnread() {
        var lobby = lobby(2_000, Seen.nothing(), 1_204);
        var script = comesIn(lobby);
        script.opens(lobby, 20, Script.seen(1_980)).opens("@private", 0);
        assertThat(script.transcript()).contains("open lobby, latest 20", "> last 20 of 2,000 messages");
        script.delivers("lobby", 1_981, "tony", "x").transcript();
        script.passes(5_000);
        assertThat(script.transcript()).containsExactly("post @private 1 read lobby [1:1981]");
    }

    @Test
    void theInboxGoesRoomByRoom() {
        var script = Script.attached("dev", "ops");
        script.delivers("ops", 1, "tony", "a").delivers("dev", 1, "tony", "b").delivers("dev", 2, "tony", "c");
        script.delivers("ops", 2, "tony", "d").types("#inbox 3").types("#inbox");
        assertThat(script.transcript()).containsExactly("> 12:00 -- unread in dev: 2 messages",
                "> 12:00 tony  b  [m1]", "> 12:00 tony  c  [m2]", "> 12:00 -- unread in ops: 1 message",
                "> 12:00 tony  a  [m3]", "> 12:00 -- 1 unread left; #inbox goes on",
                "> 12:00 -- unread in ops: 1 message", "> 12:00 tony  d  [m4]",
                "> 12:00 -- nothing unread is left");
        assertThat(script.core().bar(script.now()).rooms()).allMatch(room -> room.count() == 0);
        script.passes(5_000);
        assertThat(script.transcript()).containsExactly("post @private 1 read dev [1:2]",
                "post @private 2 read ops [1:2]");
    }

    @Test
    void theInboxAsksForWhatCameBeforeAndGoesOnWithTheNextRoom() {
        var script = Script.behind("dev", 1);
        script.types("#join dev").reads(1, 0, script.shown(1, "tony", "a")).transcript();
        script.delivers("lobby", 1, "tony", "b").types("#inbox");
        assertThat(script.transcript()).containsExactly("> 12:00 -- unread in lobby: 1 message",
                "> 12:00 tony  b  [m2]", "> 12:00 -- nothing unread is left");

        var both = Script.behind("dev", 1);
        both.types("#history").delivers("dev", 2, "tony", "live").transcript();
        both.types("#inbox").reads(2, 0, both.shown(1, "tony", "a"), both.shown(2, "tony", "live"));
        assertThat(both.transcript()).containsExactly("ask for unread of dev 2: 20 beyond []",
                "> 12:00 -- unread in dev: 2 messages", "> 12:00 tony  a  [m1]", "> 12:00 tony  live  [m2]",
                "> 12:00 -- nothing unread is left");
    }

    @Test
    void tooMuchToBeKeptIsAskedFor() {
        var script = Script.attached("dev");
        for (int i = 1; i <= 201; i++) {
            script.delivers("dev", i, "tony", "text " + i);
        }
        assertThat(script.core().bar(script.now()).rooms()).contains(new Bar.Unread("dev", 201, false));
        script.types("#join dev").types("#inbox 1").reads(1, 200, script.shown(1, "tony", "text 1"));
        assertThat(script.transcript()).containsExactly("> 12:00 -- dev, causal order, 3 members",
                "> 12:00 -- 201 unread; #inbox shows them 20 at a time", "ask for unread of dev 1: 1 beyond []",
                "> 12:00 -- unread in dev: 1 message", "> 12:00 tony  text 1  [m1]",
                "> 12:00 -- 200 unread left; #inbox goes on");
    }

    @Test
    void whatComesWhileAPageOfAnotherRoomIsAwaitedStaysUnread() {
        var script = Script.behind("dev", 1);
        script.types("#inbox");
        script.delivers("dev", 2, "tony", "on the page").delivers("dev", 3, "tony", "after it");
        script.reads(1, 0, script.shown(1, "tony", "a"), script.shown(2, "tony", "on the page")).transcript();
        assertThat(script.core().bar(script.now()).rooms()).contains(new Bar.Unread("dev", 1, false));
        script.types("#inbox");
        assertThat(script.transcript()).containsExactly("ask for unread of dev 2: 20 beyond [1:2]");
    }

    @Test
    void whatAPageShowsBeforeItIsDeliveredIsNotShownAgain() {
        var script = Script.behind("dev", 1);
        script.types("#join dev");
        script.hear(new Event.PageRead(1, new Page(List.of(script.shown(1, "tony", "a"), new ShownEntry(script.entry(2,
                1, Script.id("tony", 2), "tony", new Payload.Text("of a new server")), Script.place(2), false,
                Map
                        .of())),
                Optional.empty(), 0))).transcript();
        script.delivers("dev", 2, 1, Script.id("tony", 2), "tony", new Payload.Text("of a new server"));
        assertThat(script.transcript()).isEmpty();
    }

    @Test
    void markersAreSaidFiveSecondsAfterTheReadingAndOnLeaving() {
        var script = Script.attached("dev");
        script.delivers("lobby", 1, "tony", "a").passes(3_000).delivers("lobby", 2, "tony", "b").transcript();
        script.passes(1_999);
        assertThat(script.transcript()).isEmpty();
        script.passes(1);
        assertThat(script.transcript()).containsExactly("post @private 1 read lobby [1:2]");
        script.says("mine").delivers("lobby", 3, "elon", "mine").passes(60_000);
        assertThat(script.transcript()).doesNotContain("post @private 2 read lobby [1:3]");
        script.delivers("lobby", 4, "tony", "c").types("#join dev");
        assertThat(script.transcript()).contains("post @private 2 read lobby [1:4]");
        script.reads(1, 0).stores(1).stores("@private", 1).stores("@private", 2);
        script.delivers("dev", 1, "tony", "d").transcript();
        script.hear(new Event.InputEnded());
        assertThat(script.transcript()).containsExactly("post @private 3 read dev [1:1]");
        script.stores("@private", 3);
        assertThat(script.transcript()).containsExactly("stop OK");
    }

    @Test
    void nobodyWaitsLongForAMarker() {
        var script = Script.attached();
        script.delivers("lobby", 1, "tony", "a").hear(new Event.InputEnded()).transcript();
        script.passes(999);
        assertThat(script.transcript()).isEmpty();
        script.passes(1);
        assertThat(script.transcript()).containsExactly("stop OK");
    }

    @Test
    void whatAnotherDeviceHasReadIsReadHere() {
        var script = Script.attached("dev");
        script.delivers("dev", 1, "tony", "a").delivers("dev", 2, "tony", "b").delivers("dev", 3, "tony", "c");
        script.delivers("@private", 1, "elon'", new Payload.Marker("dev", Script.seen(2)));
        assertThat(script.core().bar(script.now()).rooms()).contains(new Bar.Unread("dev", 1, false));
        script.delivers("@private", 2, "elon'", new Payload.Marker("dev", Script.seen(3)));
        assertThat(script.core().bar(script.now()).rooms()).contains(new Bar.Unread("dev", 0, false));
        script.delivers("dev", 4, "tony", "d");
        script.delivers("@private", 3, "tony", new Payload.Marker("dev", Script.seen(9)));
        script.delivers("@private", 4, "elon", new Payload.Marker("dev", Script.seen(9)));
        assertThat(script.core().bar(script.now()).rooms()).contains(new Bar.Unread("dev", 1, false));
        assertThat(script.transcript()).isEmpty();
    }

    @Test
    void howMuchAnotherDeviceHasLeftOfWhatCameBeforeIsAsked() {
        var script = Script.behind("dev", 3);
        script.delivers("@private", 1, "elon'", new Payload.Marker("dev", Script.seen(2)));
        script.reads(1, 0, script.shown(3, "tony", "c"));
        assertThat(script.transcript()).containsExactly("ask for unread of dev 1: 1 beyond [1:2]");
        assertThat(script.core().bar(script.now()).rooms()).contains(new Bar.Unread("dev", 1, false));
        script.delivers("@private", 2, "elon'", new Payload.Marker("dev", Script.seen(3))).reads(2, 0).transcript();
        assertThat(script.core().bar(script.now()).rooms()).contains(new Bar.Unread("dev", 0, false));
    }

    @Test
    void historyGoesFurtherBackUntilThereIsNothingOlder() {
        var script = Script.attached();
        script.types("#history 2");
        script.hear(new Event.PageRead(1, new Page(List.of(script.shown(8, "tony", "y"), script.shown(9, "tony", "z")),
                Optional.of(Script.place(8)), 0)));
        script.types("#history");
        script.hear(new Event.PageRead(2, new Page(List.of(new ShownEntry(script.entry(1, 7, Script.id("tony", 7),
                "tony", new Payload.Text("x")), Script.place(7), true, Map.of("+1", List.of("elon", "natasha")))),
                Optional.empty(), 0)));
        script.types("#history").types("#history");
        assertThat(script.transcript()).containsExactly("ask for history of lobby 1: 2",
                "> 12:00 -- history of lobby: 2 messages", "> 12:00 tony  y  [m1]", "> 12:00 tony  z  [m2]",
                "> 12:00 -- #history goes further back", "ask for history of lobby 2: 20 before 8",
                "> 12:00 -- history of lobby: 1 message", "> 12:00 tony  x (edited)  +1 elon, natasha  [m3]",
                "> 12:00 -- there is nothing older in lobby; #history begins with the newest again",
                "ask for history of lobby 3: 20");
    }

    @Test
    void historyTakesAMomentToBeginWith() {
        var script = Script.attached();
        script.types("#history 2h").types("#history 11:30").types("#history 13:00");
        assertThat(script.transcript()).containsExactly("ask for history of lobby 1: 200 since 600",
                "ask for history of lobby 2: 200 since 690", "ask for history of lobby 3: 200 since -660");
    }

    @Test
    void aPageShowsFilesRepliesAndWhatIsGone() {
        var script = Script.attached();
        script.types("#history").transcript();
        script.reads(1, 0, script.shown(1, "tony", "question"), script.shown(2, "natasha", new Payload.Reply(Script.id(
                "tony", 1), "answer")), script.shown(3, "tony", new Payload.Shared(Script.PICTURE)), script.shown(4,
                        "tony", new Payload.Erased("natasha")));
        assertThat(script.transcript()).containsExactly("> 12:00 -- history of lobby: 4 messages",
                "> 12:00 tony  question  [m1]", "> 12:00 natasha  to tony \"question\": answer  [m2]",
                "> 12:00 tony  shares SELDOM_2016.png (1.2 MB); #get SELDOM_2016.png gets it  [m3]",
                "> 12:00 tony  (taken back by natasha)");
    }

    @Test
    void aSearchLooksOnWhilePagesAreEmptyAndGoesFurtherBackWhenAsked() {
        var script = Script.attached();
        script.types("#search plan from:#tony has:file");
        script.hear(new Event.PageRead(1, new Page(List.of(), Optional.of(Script.place(50)), 0)));
        script.hear(new Event.PageRead(2, new Page(List.of(script.shown(40, "tony", "the plan")), Optional.of(Script
                .place(40)), 0)));
        script.types("#search");
        script.hear(new Event.PageRead(3, new Page(List.of(), Optional.empty(), 0)));
        script.types("#search");
        assertThat(script.transcript()).containsExactly("search 1: [plan] in lobby from tony files",
                "search 2: [plan] in lobby from tony files before 50", "> 12:00 -- found in lobby: 1 message",
                "> 12:00 tony  the plan  [m1]", "> 12:00 -- #search goes further back",
                "search 3: [plan] in lobby from tony files before 40", "> 12:00 -- found in lobby: 0 messages",
                "> 12:00 -- there is no search to go on with; #search words begins one");
    }

    @Test
    void aSearchEverywhereTakesOneRoomAfterTheOther() {
        var script = Script.attached("dev", "ops");
        script.types("#search plan in:*").reads(1, 0).reads(2, 0, script.shown(1, "tony", "a plan")).reads(3, 0);
        assertThat(script.transcript()).containsExactly("search 1: [plan] in lobby", "search 2: [plan] in dev",
                "> 12:00 -- found in dev: 1 message", "> 12:00 tony  a plan  [m1]", "search 3: [plan] in ops",
                "> 12:00 -- found in ops: 0 messages");
    }

    @Test
    void aQuestionThatFailsIsTold() {
        var script = Script.attached();
        script.types("#search plan in:ops").hear(new Event.AskFailed(1, "you are not in ops"));
        assertThat(script.transcript()).endsWith("> 12:00 -- you are not in ops");
    }
}
