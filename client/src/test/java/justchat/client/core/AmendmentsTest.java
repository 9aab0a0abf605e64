// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import justchat.client.model.Measure;
import justchat.client.model.Payload;
import justchat.client.model.Refusal;

import static org.assertj.core.api.Assertions.assertThat;

/// What is said about earlier messages and about people, by us and by others.
class AmendmentsTest {

    @Test
    void editMeansTheLastMessageEvenIfItIsStillOnItsWay() {
        var script = Script.attached();
        script.says("frist").delivers("lobby", 1, "elon", "frist").delivers("lobby", 2, "tony", "hm");
        script.says("secnod").types("#edit second");
        assertThat(script.transcript()).endsWith("post 2 secnod", "post 3 edit aa2 second");
        script.delivers("lobby", 3, "elon", new Payload.Edit(Script.id("elon", 2), "second"));
        assertThat(script.transcript()).containsExactly("> 12:00 elon  edited: second");
    }

    @Test
    void whoHasSaidNothingHasNothingToChange() {
        var script = Script.attached();
        script.types("#edit x").types("#delete").types("#delete #tony").types("#reply 1 x").types("#react tony +1");
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- you have said nothing in lobby that was shown here",
                "> 12:00 -- nothing of yours in lobby was shown here; #history shows older messages",
                "> 12:00 -- nothing of tony in lobby was shown here; #history shows older messages",
                "> 12:00 -- no such message was shown here in lobby; #history numbers them: m1, m2, ...",
                "> 12:00 -- no such message was shown here in lobby; #history numbers them: m1, m2, ...");
    }

    @Test
    void deleteTakesTheLastOnesOrAllThatWereShown() {
        var script = Script.attached();
        for (int i = 1; i <= 5; i++) {
            script.delivers("lobby", i, i == 3 ? "tony" : "elon", "text " + i);
        }
        script.transcript();
        script.types("#delete").types("#delete 2").types("#delete all").types("#delete all");
        assertThat(script.transcript()).containsExactly("post 1 erase [aa5]", "post 2 erase [aa4, aa2]",
                "post 3 erase [aa1]",
                "> 12:00 -- nothing of yours in lobby was shown here; #history shows older messages");
        script.types("#delete #tony 3");
        assertThat(script.transcript()).containsExactly("post 4 erase [bb3]");
    }

    @Test
    void moreThanOneEntryHoldsAreTakenBackByMany() {
        var script = Script.attached();
        for (int i = 1; i <= 300; i++) {
            script.delivers("lobby", i, "elon", "text " + i);
        }
        script.transcript();
        script.types("#delete all");
        assertThat(script.transcript()).hasSize(2).allMatch(post -> post.contains("erase"));
    }

    @Test
    void olderMessagesOfAPageAreOlderThanWhatIsKnown() {
        var script = Script.attached();
        script.delivers("lobby", 9, "elon", "new");
        script.types("#history").reads(1, 0, script.shown(3, "elon", "older"), script.shown(5, "elon", "old"), script
                .shown(9, "elon", "new"));
        script.transcript();
        script.types("#delete 2").types("#edit x");
        assertThat(script.transcript()).containsExactly("post 1 erase [aa9, aa5]", "post 2 edit aa3 x");
    }

    @Test
    void aMessageIsNamedByItsPlaceOnTheScreenItsNumberOrItsAuthor() {
        var script = Script.attached();
        script.delivers("lobby", 1, "tony", "one").delivers("lobby", 2, "natasha", "two").transcript();
        script.types("#reply 2 to one").types("#reply natasha to two").types("#react m1 +1");
        assertThat(script.transcript()).containsExactly("post 1 reply to bb1 to one", "post 2 reply to bb2 to two",
                "post 3 put +1 to bb1");
    }

    @Test
    void aSignIsPutAndTakenAwayAgain() {
        var script = Script.attached();
        script.delivers("lobby", 1, "tony", "here is the plan");
        script.types("#react tony +1");
        script.delivers("lobby", 2, "elon", new Payload.Reaction(Script.id("tony", 1), "+1", false));
        script.types("#react tony +1");
        script.delivers("lobby", 3, "elon", new Payload.Reaction(Script.id("tony", 1), "+1", true));
        script.types("#react tony +1");
        assertThat(script.transcript()).containsExactly("> 12:00 tony  here is the plan", "post 1 put +1 to bb1",
                "> 12:00 elon  +1 tony \"here is the plan\"", "post 2 withdraw +1 to bb1",
                "> 12:00 elon  takes back +1 tony \"here is the plan\"", "post 3 put +1 to bb1");
    }

    @Test
    void whatOthersDoIsOneLine() {
        var script = Script.attached();
        script.delivers("lobby", 1, "tony", "one").delivers("lobby", 2, "natasha", "two").transcript();
        script.delivers("lobby", 3, "tony", new Payload.Reply(Script.id("natasha", 2), "three"));
        script.delivers("lobby", 4, "tony", new Payload.Edit(Script.id("tony", 1), "uno"));
        script.delivers("lobby", 5, "tony", new Payload.Erase(List.of(Script.id("tony", 1))));
        script.delivers("lobby", 6, "tony", new Payload.Erase(List.of(Script.id("natasha", 2), Script.id("x", 77))));
        script.delivers("lobby", 7, "tony", new Payload.Topic("plans")).delivers("lobby", 8, "tony", new Payload.Topic(
                ""));
        script.delivers("lobby", 9, "tony", new Payload.Membership(true)).delivers("lobby", 10, "tony",
                new Payload.Membership(false));
        script.delivers("lobby", 11, "tony", new Payload.Reaction(Script.id("x", 78), ":)", false));
        script.delivers("lobby", 12, "tony", new Payload.Reply(Script.id("x", 78), "yes"));
        assertThat(script.transcript()).containsExactly("> 12:00 tony  to natasha \"two\": three",
                "> 12:00 tony  edited: uno", "> 12:00 -- tony took a message back",
                "> 12:00 -- tony took back 2 messages of natasha", "> 12:00 -- tony set the topic: plans",
                "> 12:00 -- tony took the topic away", "> 12:00 -- tony joined", "> 12:00 -- tony left",
                "> 12:00 tony  :) an earlier message", "> 12:00 tony  to an earlier message: yes");
    }

    @Test
    void everyMeasureIsPostedAndToldInWords() {
        var script = Script.attached();
        script.types("#mute #tony 10m").types("#unmute tony").types("#kick tony").types("#ban tony 2h")
                .types("#unban tony").types("#promote tony").types("#demote tony");
        assertThat(script.transcript()).containsExactly("post 1 MUTE tony until minute 730", "post 2 UNMUTE tony",
                "post 3 KICK tony", "post 4 BAN tony until minute 840", "post 5 UNBAN tony", "post 6 PROMOTE tony",
                "post 7 DEMOTE tony");
        for (var measure : Measure.values()) {
            script.delivers("lobby", measure.ordinal() + 1, "elon", new Payload.Sanction("tony", measure,
                    measure == Measure.MUTE ? OptionalLong.of(43_800_000) : OptionalLong.empty()));
        }
        assertThat(script.transcript()).containsExactly("> 12:00 -- elon muted tony until Jan 1 12:10",
                "> 12:00 -- elon lets tony write again", "> 12:00 -- elon put tony out of the room",
                "> 12:00 -- elon banned tony", "> 12:00 -- elon lets tony join again",
                "> 12:00 -- elon made tony a moderator", "> 12:00 -- elon made tony a moderator no more");
    }

    @Test
    void theTopicIsAskedForAndSet() {
        var script = Script.attached();
        script.types("#topic").types("#topic plans, #1");
        script.delivers("lobby", 1, "elon", new Payload.Topic("plans, #1")).types("#topic");
        assertThat(script.transcript()).containsExactly("> 12:00 -- lobby has no topic; #topic text gives it one",
                "post 1 topic plans, #1", "> 12:00 -- elon set the topic: plans, #1",
                "> 12:00 -- the topic of lobby is: plans, #1");
    }

    @Test
    void aRefusalKeepsAllThatWasTyped() {
        var script = Script.attached();
        var text = "a text that is longer than the forty characters of a quotation";
        script.says(text).refuses("lobby", 1, Refusal.NOT_PERMITTED, "you are muted in lobby until 12:30");
        script.delivers("lobby", 1, "tony", "hm").types("#reply tony " + text);
        script.refuses("lobby", 1, Refusal.NOT_PERMITTED, "you are muted");
        script.types("##channel").refuses("lobby", 1, Refusal.NOT_PERMITTED, "you are muted");
        script.types("#react tony +1").refuses("lobby", 1, Refusal.NOT_PERMITTED, "you are muted");
        assertThat(script.transcript()).filteredOn(line -> line.contains("not sent")).containsExactly(
                "> 12:00 -- not sent: you are muted in lobby until 12:30 (\"" + text + "\")",
                "> 12:00 -- not sent: you are muted (\"#reply m2 " + text + "\")",
                "> 12:00 -- not sent: you are muted (\"##channel\")", "> 12:00 -- not sent: you are muted");
    }

    @Test
    void whoMayNotSpeakIsToldAtOnceWhilePostsWaitBehindTheRefusedOne() {
        var script = Script.attached();
        script.says("one").says("two").transcript();
        script.refuses("lobby", 1, Refusal.NOT_PERMITTED, "you are muted");
        script.refuses("lobby", 1, Refusal.NOT_PERMITTED, "you are muted");
        script.says("three");
        assertThat(script.transcript()).containsExactly("> 12:00 -- not sent: you are muted (\"one\")",
                "post 1 [a message that was refused]", "> 12:00 -- not sent: you are muted (\"three\")");
        assertThat(script.core().unsent()).isEqualTo(1);
        script.passes(2_000);
        assertThat(script.transcript()).containsExactly("post 1 [a message that was refused]");
        script.stores(1).stores(2).says("four");
        assertThat(script.transcript()).containsExactly("post 3 four");
        script.stores(3);
        assertThat(script.core().unsent()).isZero();
    }

    @Test
    void sequencesOfRefusedPostsAreUsedAgainOnceNothingOfThemIsOnItsWay() {
        var script = Script.attached();
        script.says("one").says("two");
        script.refuses("lobby", 1, Refusal.NOT_PERMITTED, "you are muted");
        script.refuses("lobby", 2, Refusal.NOT_PERMITTED, "you are muted").transcript();
        script.says("three");
        assertThat(script.transcript()).isEmpty();
        script.refuses("lobby", 1, Refusal.NOT_PERMITTED, "you are muted");
        assertThat(script.transcript()).containsExactly("> 12:00 -- not sent: you are muted (\"three\")");
        assertThat(script.core().unsent()).isZero();
        script.says("four");
        assertThat(script.transcript()).containsExactly("post 1 four");
    }

    @Test
    void whatWasRefusedIsNotTheLastMessage() {
        var script = Script.attached();
        script.delivers("lobby", 1, "elon'", "said").says("refused");
        script.refuses("lobby", 1, Refusal.NOT_PERMITTED, "you are muted");
        script.types("#edit better");
        assertThat(script.transcript()).endsWith("post 1 edit cc1 better");
    }
}
