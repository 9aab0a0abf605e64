// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import justchat.client.model.Login;
import justchat.client.model.MessageId;
import justchat.client.model.Payload;
import justchat.client.model.Refusal;

import static org.assertj.core.api.Assertions.assertThat;

/// Moved, logged out, waiting: transcripts of what the person sees.
class PresenceTest {

    @Test
    void aMoveIsOneQuietLineAndNothingIsLostOrShownTwice() {
        var script = Script.attached("dev");
        var first = new MessageId(Script.OTHER, 1);
        script.delivers(1, 5, first, "tony", new Payload.Text("seen"));
        script.says("one").stores(1).says("two").transcript();
        script.hear(new Event.Moved(Script.attachedTo("ms-3", "", Script.room("lobby"), Script.room("dev"))));
        script.opens("lobby", 1).opens("dev", 0).opens("@private", 0);
        script.delivers(1, 5, first, "tony", new Payload.Text("seen"));
        script.delivers(1, 6, new MessageId(Script.OTHER, 2), "tony", new Payload.Text("next"));
        script.stores(2).passes(20_000);
        assertThat(script.transcript()).containsExactly("follow", "> 12:00 -- moved to ms-3",
                "open lobby having seen [1:5]",
                "open @private having seen []", "open dev having seen []", "post 2 two", "> 12:00 tony  next",
                "post @private 1 read lobby [1:6]");
        assertThat(script.core().bar(script.now()).server()).isEqualTo("ms-3");
        assertThat(script.core().bar(script.now()).unsent()).isZero();
    }

    @Test
    void aQuestionThatWaitsSurvivesAMove() {
        var script = Script.attached();
        script.types("#rooms").hear(new Event.Moved(Script.attachedTo("ms-3", ""))).transcript();
        script.hear(new Event.Rooms(1, java.util.List.of(Script.room("lobby"))));
        assertThat(script.transcript()).hasSize(2).last().asString().contains("lobby");
    }

    @Test
    void whoWasLoggedOutComesBackWithThePasswordAndSendsWhatWasKept() {
        var script = Script.attached();
        script.says("one").transcript();
        script.hear(new Event.Ended("you logged out here from 10.0.0.5"));
        script.says("two").passes(60_000);
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- your session was ended: you logged out here from 10.0.0.5; Enter (or #login) asks for your"
                        + " password, to go on here; 1 message is kept",
                "> 12:00 -- you are offline: queued, it goes out by itself");
        assertThat(script.core().bar(script.now()).attention().ended()).isTrue();
        assertThat(script.core().bar(script.now()).state()).contains("Enter logs in again");

        script.types("#login");
        assertThat(script.question()).isEqualTo("Password of elon: *");
        script.answers("wrong");
        assertThat(script.question()).isEmpty();
        script.hear(new Event.LoginRefused(Refusal.WRONG_CREDENTIALS, "wrong name or password", 0));
        assertThat(script.transcript()).containsExactly("log in elon",
                "> 12:01 -- wrong name or password; Enter asks again");
        script.types("#login").answers("right").hear(new Event.LoggedIn("elon", "lb-1", Script.CLOCK));
        script.hear(Script.attachedTo("ms-2", "lb-1"));
        assertThat(script.transcript()).containsExactly("log in elon", "admitted elon", "attach",
                "> 12:01 -- welcome back, on ms-2", "open lobby having seen []", "open @private having seen []",
                "post 1 one", "post 2 two");
        assertThat(script.core().bar(script.now()).attention().ended()).isFalse();
    }

    @Test
    void whereOneSessionIsAllowedThePersonDecidesWhich() {
        var script = Script.attached();
        script.hear(new Event.Ended("you logged in elsewhere")).types("#login").answers("secret").transcript();
        script.hear(new Event.LoginRefused(Refusal.ELSEWHERE, "elon is logged in at ms-2 from 10.0.0.5 since 10:20",
                0));
        assertThat(script.question()).isEqualTo(
                "elon is logged in at ms-2 from 10.0.0.5 since 10:20. End that session and go on here? [y/N] ");
        script.answers("");
        assertThat(script.transcript()).containsExactly("> 12:00 -- the other session goes on; Enter asks again");
        script.types("#login").answers("secret").hear(new Event.LoginRefused(Refusal.ELSEWHERE, "elsewhere", 0));
        script.answers("y");
        assertThat(script.transcript()).containsExactly("log in elon", "log in elon taking over");
    }

    @Test
    void aProgramThatIsLoggedOutEnds() {
        var script = new Script(15_000).logsIn();
        script.hear(Script.attachedTo("ms-1", "lb-1")).opens("lobby", 0).says("one").transcript();
        script.hear(new Event.Ended("your password was changed"));
        assertThat(script.transcript()).containsExactly(
                "stop NOT_PERMITTED: your session was ended: your password was changed; 1 message was not sent");
    }

    @Test
    void allServersGoneIsSaidOnceWithWhatIsKept() {
        var script = Script.attached();
        script.hear(new Event.Detached("ms-1", "ms-1 closed the connection", 0)).says("one").says("two").transcript();
        for (int round = 0; round < 5; round++) {
            script.hear(new Event.Searching("no message server lives at the moment"));
        }
        assertThat(script.transcript()).containsExactly("> 12:00 -- no message server lives at the moment;"
                + " your 2 messages are kept and go out when one comes");
        assertThat(script.core().bar(script.now()).state()).isEqualTo(
                "no message server lives at the moment, trying again");
        script.hear(Script.attachedTo("ms-2", "lb-1")).hear(new Event.Detached("ms-2", "gone", 0)).transcript();
        script.hear(new Event.Searching("no message server lives at the moment"));
        assertThat(script.transcript()).as("of the next search").hasSize(1);
    }

    @Test
    void allBalancersGoneIsInTheBarAndTheChatGoesOn() {
        var script = Script.attached();
        script.hear(new Event.Balancers(false)).says("one");
        assertThat(script.transcript())
                .containsExactly("> 12:00 -- no balancer answers at the moment; the chat goes on,"
                        + " but nobody can sign up, log in or be looked up", "post 1 one");
        assertThat(script.core().bar(script.now()).attention().trouble()).isEqualTo("no balancer answers");
        script.hear(new Event.Balancers(true));
        assertThat(script.transcript()).containsExactly("> 12:00 -- a balancer answers again");
        assertThat(script.core().bar(script.now()).attention().trouble()).isEmpty();
    }

    @Test
    void aSignUpWaitsAtTheDoorUntilAMajorityReturns() {
        var script = new Script(0);
        script.hear(new Event.LogInAsked(new Login("elon", "secret", true)));
        var refused = new Event.LoginRefused(Refusal.UNAVAILABLE, "no majority of balancers (1 of 3)", 0);
        script.hear(refused).passes(999).passes(1).hear(refused).passes(1_999).passes(1).hear(refused);
        script.passes(3_000);
        script.hear(new Event.LoggedIn("elon", "lb-2", Script.CLOCK));
        assertThat(script.transcript()).containsExactly("sign up elon",
                "delayed: waits: no majority of balancers (1 of 3); tries again by itself, Ctrl-C to stop",
                "sign up elon", "sign up elon", "sign up elon", "admitted elon", "attach");
    }

    @Test
    void aNewRoomWaitsForAMajorityAndSoDoesWhatIsTypedForIt() {
        var script = Script.attached();
        script.types("#create dev").says("hello dev");
        script.hear(new Event.AskPostponed(1, "no majority of balancers (1 of 3)"));
        assertThat(script.core().bar(script.now()).attention().waits()).isTrue();
        script.passes(1_000).hear(new Event.AskPostponed(1, "no majority of balancers (1 of 3)")).passes(1_999);
        assertThat(script.transcript()).containsExactly("create dev CAUSAL 1",
                "> 12:00 -- waits: no majority of balancers (1 of 3); tries again by itself, Ctrl-C to stop",
                "create dev CAUSAL 1");
        script.passes(1).hear(new Event.RoomCreated(1, Script.room("dev").info(), Script.CLOCK)).opens("dev", 0);
        assertThat(script.transcript()).first().isEqualTo("create dev CAUSAL 1");
        assertThat(script.core().bar(script.now()).attention().waits()).isFalse();
        assertThat(script.core().bar(script.now()).room()).isEqualTo("dev");
    }

    @Test
    void whoEndsWhileSomethingWaitsIsToldThatItIsNotDone() {
        var script = Script.attached();
        script.types("#create dev").hear(new Event.AskPostponed(1, "no majority of balancers (1 of 3)"));
        script.hear(new Event.InputEnded()).transcript();
        script.passes(10_001);
        assertThat(script.transcript()).last().isEqualTo(
                "stop UNSENT: what was asked for still waits for the balancers, and is not done");
    }

    @Test
    void whatWaitsCanBeStopped() {
        var script = Script.attached();
        script.types("#create dev").says("for dev only");
        script.hear(new Event.AskPostponed(1, "no majority of balancers (1 of 3)")).transcript();
        script.hear(new Event.Asked(new justchat.client.model.Input.StopWaiting()));
        assertThat(script.transcript()).containsExactly("> 12:00 -- stopped; nothing was done",
                "> 12:00 -- not sent: you are not in dev (\"for dev only\")");
        script.passes(60_000).hear(new Event.RoomCreated(1, Script.room("dev").info(), Script.CLOCK));
        assertThat(script.transcript()).isEmpty();
        assertThat(script.core().bar(script.now()).attention().waits()).isFalse();
    }

    @Test
    void anAnswerToAQuestionThatIsNotAskedAnyMoreIsDropped() {
        var script = Script.attached();
        script.types("#password");
        int number = script.core().bar(script.now()).attention().question().orElseThrow().number();
        script.answers(Optional.empty());
        script.hear(new Event.Answered(number, Optional.of("secret")));
        assertThat(script.transcript()).containsExactly("> 12:00 -- nothing was done");
        assertThat(script.question()).isEmpty();
    }
}
