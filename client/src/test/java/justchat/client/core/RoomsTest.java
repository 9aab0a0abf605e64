// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import justchat.client.model.Away;
import justchat.client.model.Input;
import justchat.client.model.Limits;
import justchat.client.model.Measure;
import justchat.client.model.MessageId;
import justchat.client.model.Order;
import justchat.client.model.Payload;
import justchat.client.model.Refusal;
import justchat.client.model.RoomInfo;
import justchat.client.model.RoomMember;
import justchat.client.model.Seen;

import static org.assertj.core.api.Assertions.assertThat;

/// Being in rooms: making, joining, leaving, switching, and what is shown where.
class RoomsTest {

    @Test
    void aNewRoomIsOpenedAndSwitchedTo() {
        var script = Script.attached();
        script.types("#create #dev total");
        script.hear(new Event.RoomCreated(1, new RoomInfo("dev", Order.TOTAL, "elon", 0), Script.CLOCK));
        script.opens(Script.room("dev", Order.TOTAL, 0, Seen.nothing(), 0), 0);
        script.says("first");
        assertThat(script.transcript()).containsExactly("create dev TOTAL 1", "open dev, latest 20",
                "> 12:00 -- dev, total order, 3 members", "post dev 1 first");
        script.types("#status");
        assertThat(script.transcript().getFirst()).contains("order: total");
    }

    @Test
    void aServerThatHasNotHeardOfTheNewRoomIsAskedAgain() {
        var script = Script.attached();
        script.types("#create dev");
        script.hear(new Event.RoomCreated(1, new RoomInfo("dev", Order.CAUSAL, "elon", 0), Script.CLOCK));
        script.hear(new Event.OpenRefused("dev", Refusal.NOT_FOUND, "no such room", 0)).transcript();
        script.passes(499);
        assertThat(script.transcript()).isEmpty();
        script.passes(1);
        assertThat(script.transcript()).containsExactly("open dev, latest 20");
        script.passes(10_000).hear(new Event.OpenRefused("dev", Refusal.NOT_FOUND, "no such room", 0));
        assertThat(script.transcript()).contains("> 12:00 -- you are not in dev: no such room");
    }

    @Test
    void whatIsTypedBeforeTheFirstSessionWaitsForItInOrder() {
        var script = new Script(0).logsIn();
        script.transcript();
        script.says("early").types("#join #dev").says("for dev");
        assertThat(script.transcript()).isEmpty();
        assertThat(script.core().unsent()).isEqualTo(3);
        script.hear(Script.attachedTo("ms-1", "lb-1"));
        assertThat(script.transcript()).contains("post 1 early", "post dev 1 join").doesNotContain(
                "post dev 2 for dev");
        script.stores("dev", 1).opens("dev", 0);
        assertThat(script.transcript()).contains("post dev 2 for dev");
    }

    @Test
    void whatIsTypedForOthersBeforeTheFirstSessionWaitsForItToo() {
        var script = new Script(0).logsIn();
        script.transcript();
        script.says("early").types("#message #elon #are you there?").types("#share #elon #plan.txt")
                .types("#get #notes.txt").types("#available files");
        assertThat(script.transcript()).isEmpty();
        assertThat(script.core().unsent()).isEqualTo(5);
        script.hear(Script.attachedTo("ms-1", "lb-1"));
        assertThat(script.transcript()).containsSubsequence("post 1 early", "whisper to elon: are you there?",
                "offer f1 to elon: plan.txt", "ask for files 2", "ask for files 3");
    }

    @Test
    void whatIsTypedWhileTheRoomChangesWaitsForTheRoom() {
        var script = Script.attached();
        script.types("#join #dev").says("for dev").types("#topic plans");
        assertThat(script.transcript()).containsExactly("post dev 1 join");
        assertThat(script.core().unsent()).isEqualTo(3);
        script.stores("dev", 1);
        assertThat(script.transcript()).containsExactly("open dev, latest 20");
        script.opens("dev", 2);
        assertThat(script.transcript()).containsExactly("> 12:00 -- dev, causal order, 3 members",
                "> last 2 of 2 messages", "post dev 2 for dev", "post dev 3 topic plans");
    }

    @Test
    void aJoinThatIsRefusedIsTriedByOpeningAndThenToldAndTheTextGoesWhereThePersonIs() {
        var script = Script.attached();
        script.types("#join dev").says("hm").transcript();
        script.refuses("dev", 1, Refusal.NOT_PERMITTED, "you are banned from dev");
        assertThat(script.transcript()).containsExactly("open dev, latest 20");
        script.hear(new Event.OpenRefused("dev", Refusal.NOT_PERMITTED, "members only", 0));
        assertThat(script.transcript()).containsExactly("> 12:00 -- you did not join dev: you are banned from dev",
                "> 12:00 -- not sent: you are not in dev (\"hm\")");
    }

    @Test
    void aRoomThatDoesNotExistIsNotJoined() {
        var script = Script.attached();
        script.types("#join dev").transcript();
        script.refuses("dev", 1, Refusal.NOT_FOUND, "there is no room dev");
        script.says("here");
        assertThat(script.transcript()).containsExactly("> 12:00 -- you did not join dev: there is no room dev",
                "post 1 here");
    }

    @Test
    void aRoomThatCannotBeMadeIsTold() {
        var script = Script.attached();
        script.types("#create dev").says("hm").hear(new Event.AskFailed(1, "dev is taken"));
        assertThat(script.transcript()).containsExactly("create dev CAUSAL 1", "> 12:00 -- dev is taken",
                "> 12:00 -- not sent: you are not in dev (\"hm\")");
    }

    @Test
    void aJoinSurvivesTheLossOfTheServer() {
        var script = Script.attached();
        script.types("#join dev").hear(new Event.Detached("ms-1", "gone", 0)).transcript();
        script.hear(Script.attachedTo("ms-2", "lb-1"));
        assertThat(script.transcript()).containsExactly("open lobby having seen []", "open @private having seen []",
                "post dev 1 join");
        script.stores("dev", 1).hear(new Event.Detached("ms-2", "gone", 0)).transcript();
        script.hear(Script.attachedTo("ms-3", "lb-1"));
        assertThat(script.transcript()).contains("open dev, latest 20");
    }

    @Test
    void deliveriesElsewhereAreCountedAndShownNowhere() {
        var script = Script.attached("dev");
        script.delivers("dev", 1, "tony", "one").delivers("dev", 2, "tony", "two").delivers("dev", 3, "elon'", "mine");
        script.delivers("dev", 4, "tony", new Payload.Membership(true));
        assertThat(script.transcript()).isEmpty();
        assertThat(script.core().bar(script.now()).rooms()).containsExactly(new Bar.Unread("lobby", 0, false),
                new Bar.Unread("dev", 2, false));
    }

    @Test
    void whoIsNamedElsewhereIsToldAtOnce() {
        var script = Script.attached("dev");
        script.delivers("dev", 1, "tony", "hello @Elon, look").delivers("dev", 2, "tony", "elongated is no name");
        assertThat(script.transcript()).containsExactly("> 12:00 [dev] tony  hello @Elon, look");
        assertThat(script.core().bar(script.now()).rooms()).contains(new Bar.Unread("dev", 2, true));
    }

    @Test
    void switchingShowsTheLittleThatIsUnreadAsItReadsByNow() {
        var script = Script.attached("dev");
        for (int i = 1; i <= 4; i++) {
            script.delivers("dev", i, "tony", "text " + i);
        }
        script.delivers("dev", 5, "tony", new Payload.Edit(Script.id("tony", 2), "better"));
        script.delivers("dev", 6, "tony", new Payload.Erase(List.of(Script.id("tony", 3))));
        assertThat(script.core().bar(script.now()).rooms()).contains(new Bar.Unread("dev", 3, false));
        script.hear(new Event.Asked(new Input.Switch(2)));
        script.delivers("dev", 7, "tony", "live");
        assertThat(script.transcript()).containsExactly("> 12:00 -- dev, causal order, 3 members",
                "> 12:00 -- unread in dev: 3 messages", "> 12:00 tony  text 1  [m1]", "> 12:00 tony  better  [m2]",
                "> 12:00 tony  text 4  [m3]", "> 12:00 tony  live");
        assertThat(script.core().bar(script.now()).rooms()).contains(new Bar.Unread("dev", 0, false));
    }

    @Test
    void whatWasUnreadBeforeIsAskedForAndWhatComesMeanwhileIsHeld() {
        var script = Script.behind("dev", 2);
        script.hear(new Event.Asked(new Input.Switch(2)));
        script.delivers("dev", 3, "tony", "three").delivers("dev", 4, "tony", "four");
        assertThat(script.transcript()).containsExactly("> 12:00 -- dev, causal order, 3 members",
                "ask for unread of dev 1: 20 beyond []");
        script.reads(1, 0, script.shown(1, "tony", "one"), script.shown(2, "tony", "two"), script.shown(3, "tony",
                "three"));
        assertThat(script.transcript()).containsExactly("> 12:00 -- unread in dev: 3 messages",
                "> 12:00 tony  one  [m1]", "> 12:00 tony  two  [m2]", "> 12:00 tony  three  [m3]",
                "> 12:00 -- nothing unread is left", "> 12:00 tony  four");
        assertThat(script.core().bar(script.now()).rooms()).contains(new Bar.Unread("dev", 0, false));
    }

    @Test
    void aPageThatDoesNotComeHoldsNothingBack() {
        var script = Script.behind("dev", 1);
        script.types("#join dev").delivers("dev", 2, "tony", "two").transcript();
        script.hear(new Event.AskFailed(1, "ms-1 does not answer"));
        assertThat(script.transcript()).containsExactly("> 12:00 tony  two", "> 12:00 -- ms-1 does not answer");
        assertThat(script.core().bar(script.now()).rooms()).contains(new Bar.Unread("dev", 1, false));
    }

    @Test
    void whatALateServerDoesNotKnowOfStaysUnread() {
        var script = Script.behind("dev", 1);
        script.delivers("dev", 2, "tony", "two").types("#join dev").transcript();
        script.reads(1, 0, script.shown(1, "tony", "one"));
        assertThat(script.transcript()).containsExactly("> 12:00 -- unread in dev: 1 message",
                "> 12:00 tony  one  [m1]", "> 12:00 -- 1 unread left; #inbox goes on");
        script.types("#inbox").reads(2, 0, script.shown(2, "tony", "two"));
        assertThat(script.transcript()).containsExactly("ask for unread of dev 2: 20 beyond [1:1]",
                "> 12:00 -- unread in dev: 1 message", "> 12:00 tony  two  [m2]",
                "> 12:00 -- nothing unread is left");
    }

    @Test
    void aRoomThatWasNeverReadHereBeginsWithItsLatestMessages() {
        var script = Script.attached("dev");
        script.types("#join dev");
        assertThat(script.transcript()).containsExactly("> 12:00 -- dev, causal order, 3 members",
                "ask for history of dev 1: 20");
        script.reads(1, 0, script.shown(1, "tony", "old"));
        script.delivers("dev", 2, "tony", "new");
        assertThat(script.transcript()).containsExactly("> 12:00 -- history of dev: 1 message",
                "> 12:00 tony  old  [m1]", "> 12:00 tony  new");
        script.hear(new Event.Asked(new Input.Switch(1)));
        script.hear(new Event.Asked(new Input.Switch(2)));
        assertThat(script.transcript()).doesNotContain("ask for history of dev 2: 20");
    }

    @Test
    void altAGoesRoundTheRoomsWithSomethingUnread() {
        var script = Script.attached("dev", "ops");
        script.delivers("ops", 1, "tony", "x").transcript();
        var nextUnread = new Event.Asked(new Input.NextUnread());
        script.hear(nextUnread);
        assertThat(script.transcript()).containsExactly("> 12:00 -- ops, causal order, 3 members",
                "> 12:00 -- unread in ops: 1 message", "> 12:00 tony  x  [m1]");
        script.hear(nextUnread);
        assertThat(script.transcript()).containsExactly("> 12:00 -- nothing is unread");
        script.hear(new Event.Asked(new Input.Switch(4)));
        assertThat(script.transcript()).containsExactly("> 12:00 -- you are in 3 rooms only; #rooms lists them");
    }

    @Test
    void leavingClosesTheRoomAndReturnsToTheLobby() {
        var script = Script.attached("dev");
        script.types("#leave").types("#leave ops");
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- everybody is in the lobby; #quit leaves JustChat", "> 12:00 -- you are not in ops");
        script.types("#join dev").transcript();
        script.types("#leave").delivers("dev", 1, "tony", "too late");
        assertThat(script.transcript()).containsExactly("post dev 1 leave", "close dev",
                "> 12:00 -- you are not in dev any more");
        assertThat(script.core().bar(script.now()).room()).isEqualTo("lobby");
        script.types("#join dev");
        assertThat(script.transcript()).containsExactly("post dev 2 join");
    }

    @Test
    void whoIsPutOutIsToldAndGoesToTheLobby() {
        var script = Script.attached("dev");
        script.types("#join dev").reads(1, 0).transcript();
        script.delivers("dev", 1, "tony", new Payload.Sanction("natasha", Measure.KICK, OptionalLong.empty()));
        script.delivers("dev", 2, "tony", new Payload.Sanction("elon", Measure.BAN, OptionalLong.of(script.now()
                .millis() + 3_600_000)));
        assertThat(script.transcript()).startsWith("> 12:00 -- tony put natasha out of the room",
                "> 12:00 -- tony banned elon until Jan 1 13:00", "close dev",
                "> 12:00 -- you are not in dev any more");
        assertThat(script.core().bar(script.now()).room()).isEqualTo("lobby");
    }

    @Test
    void whoWasInARoomBeforeIsNotPutOutByItsHistory() {
        var script = Script.attached("dev");
        script.types("#join dev").types("#leave").types("#join dev").stores("dev", 2).opens("dev", 4).transcript();
        script.delivers("dev", 1, "elon", new Payload.Membership(true));
        script.delivers("dev", 2, "elon", new Payload.Membership(false));
        script.delivers("dev", 3, "tony", new Payload.Sanction("elon", Measure.KICK, OptionalLong.empty()));
        script.delivers("dev", 4, "elon", new Payload.Membership(true));
        assertThat(script.core().bar(script.now()).room()).isEqualTo("dev");
        script.delivers("dev", 5, "tony", new Payload.Sanction("elon", Measure.KICK, OptionalLong.empty()));
        assertThat(script.core().bar(script.now()).room()).isEqualTo("lobby");
    }

    @Test
    void aRoomThatWillNotHaveUsAfterAFailoverIsLeft() {
        var script = Script.attached("dev");
        script.hear(new Event.Detached("ms-1", "gone", 0)).hear(Script.attachedTo("ms-2", "lb-1")).transcript();
        script.opens("lobby", 0).opens("@private", 0);
        script.hear(new Event.OpenRefused("dev", Refusal.NOT_PERMITTED, "you are not a member", 0));
        assertThat(script.transcript()).containsExactly("> 12:00 -- you are not in dev: you are not a member",
                "> 12:00 -- ms-1 stopped answering; lb-1 moved you to ms-2 in 0 ms; 0 messages lost, 0 resent;"
                        + " 0 messages came meanwhile, none is missing");
    }

    @Test
    void aFailoverOpensEveryRoomWithWhatItHasSeenAndSendsWhatIsUnansweredInEach() {
        var script = Script.attached("dev");
        script.delivers("lobby", 4, "tony", "a").delivers("dev", 7, "tony", "b");
        script.says("one").types("#join dev").says("two").transcript();
        script.hear(new Event.Detached("ms-1", "gone", 0)).transcript();
        script.passes(300).hear(Script.attachedTo("ms-2", "lb-1", Script.room("lobby"), Script.room("dev")));
        assertThat(script.transcript()).containsExactly("open dev having seen [1:7]", "open lobby having seen [1:4]",
                "open @private having seen []", "post 1 one", "post @private 1 read lobby [1:4]", "post dev 1 two");
        script.stores(1).stores("dev", 1).stores("@private", 1).opens("dev", 0).opens("@private", 0);
        assertThat(script.transcript()).isEmpty();
        script.opens("lobby", 0);
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- ms-1 stopped answering; lb-1 moved you to ms-2 in 0.3 s; 0 messages lost, 2 resent;"
                        + " 0 messages came meanwhile, none is missing");
    }

    @Test
    void aFoldTakesItsLogsOutOfTheVector() {
        var script = Script.attached();
        script.delivers(1, 9, new MessageId(Script.OTHER, 1), "tony", new Payload.Text("old life"));
        script.delivers(2, 1, new MessageId(Script.OTHER, 2), "tony", new Payload.Text("new life"));
        script.delivers(3, 1, new MessageId(Script.TWIN, 1), "", new Payload.Fold(Script.seen(9)));
        script.delivers(1, 9, new MessageId(Script.OTHER, 1), "tony", new Payload.Text("old life"));
        script.transcript();
        script.hear(new Event.Detached("ms-1", "gone", 0)).hear(Script.attachedTo("ms-2", "lb-1"));
        assertThat(script.transcript()).contains("open lobby having seen [2:1, 3:1]")
                .doesNotContain("> 12:00 tony  old life");
    }

    @Test
    void inARoomWithoutOrderEachMessageIsShownOnceInWhateverOrder() {
        var script = Script.attached("soup");
        script.hear(new Event.Detached("ms-1", "gone", 0));
        script.hear(Script.attachedTo("ms-2", "lb-1", Script.room("lobby")));
        script.opens(Script.room("soup", Order.UNORDERED, 0, Seen.nothing(), 0), 0);
        script.types("#join soup").reads(1, 0).transcript();
        script.delivers("soup", 1, 1, new MessageId(Script.OTHER, 2), "tony", new Payload.Text("second"));
        script.delivers("soup", 2, 1, new MessageId(Script.OTHER, 1), "tony", new Payload.Text("first"));
        script.delivers("soup", 2, 2, new MessageId(Script.OTHER, 2), "tony", new Payload.Text("second"));
        assertThat(script.transcript()).containsExactly("> 12:00 tony  second", "> 12:00 tony  first");
    }

    @Test
    void roomsAreListedByPattern() {
        var script = Script.attached("dev");
        script.types("#rooms d*").hear(new Event.Rooms(1, List.of(Script.room("dev"), Script.room("lobby"),
                Script.room("wild"))));
        assertThat(script.transcript()).containsExactly("ask for rooms 1", "> 12:00 -- 1 room; #join #room joins one",
                "> 12:00 --   dev (causal, 3 members, 0 so far) joined, Alt-2");
        script.types("#rooms").hear(new Event.Rooms(2, List.of(Script.room("dev"), Script.room("lobby"))));
        assertThat(script.transcript()).contains("> 12:00 -- 2 rooms; #join #room joins one");
        script.types("#rooms ?").hear(new Event.Rooms(3, List.of(Script.room("dev"))));
        assertThat(script.transcript()).contains("> 12:00 -- there is no such room; #create #room makes one");
    }

    @Test
    void whoNamesTheMembersAndTheirRolesAndWhoIsOnline() {
        var script = Script.attached("dev");
        script.types("#who").hear(new Event.Online(1, List.of("elon", "tony")));
        script.hear(new Event.WhoIsAway(2, Map.of()));
        assertThat(script.transcript()).containsExactly("ask who is online 1", "ask who is away 2: [elon, tony]",
                "> 12:00 -- 2 online: elon, tony");
        script.types("#join dev").reads(3, 0).transcript();
        script.types("#who").hear(new Event.Online(4, List.of("elon", "tony")));
        script.hear(new Event.Members(5, List.of(new RoomMember("elon", true, true, false), new RoomMember("natasha",
                false, false, true), new RoomMember("tony", false, true, false))));
        script.hear(new Event.WhoIsAway(6, Map.of("natasha", new Away(11 * 3_600_000L, "lunch"))));
        assertThat(script.transcript()).containsExactly("ask who is online 4", "ask for members of dev 5",
                "ask who is away 6: [elon, natasha, tony]",
                "> 12:00 -- 3 members in dev: elon (owner, online), natasha (muted, offline, away since 11:00: lunch),"
                        + " tony (moderator, online)");
    }

    @Test
    void aRoomToBeginWithIsJoinedIfNeedBe() {
        var script = new Script("dev", 0).logsIn();
        script.says("early").transcript();
        script.hear(Script.attachedTo("ms-1", "lb-1"));
        assertThat(script.transcript()).contains("post dev 1 join").doesNotContain("post 1 early");
        script.stores("dev", 1).opens("dev", 0);
        assertThat(script.transcript()).containsExactly("open dev, latest 20", Script.WELCOME,
                "> 12:00 -- dev, causal order, 3 members", "post dev 2 early");

        var member = new Script("dev", 0).logsIn();
        member.says("early").transcript();
        member.hear(Script.attachedTo("ms-1", "lb-1", Script.room("dev"), Script.room("lobby"))).opens("dev", 0);
        assertThat(member.transcript()).contains("open dev, latest 20", "post dev 1 early")
                .doesNotContain("post dev 1 join");
    }

    @Test
    void whoCannotHaveTheRoomToBeginWithSaysNothingInAnotherOne() {
        var script = new Script("dev", 0).logsIn();
        script.says("secret").hear(Script.attachedTo("ms-1", "lb-1")).transcript();
        script.refuses("dev", 1, Refusal.NOT_FOUND, "there is no room dev");
        script.says("more");
        assertThat(script.transcript())
                .containsExactly("stop NOT_PERMITTED: you did not join dev: there is no room dev");
    }

    @Test
    void thereIsALimitToRooms() {
        var names = new String[Limits.ROOMS - 1];
        for (int i = 0; i < names.length; i++) {
            names[i] = "room-" + i;
        }
        var script = Script.attached(names);
        script.types("#join one-more");
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- you are in 100 rooms already; #leave one first");
    }
}
