// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import justchat.client.model.Code;
import justchat.client.model.Instance;
import justchat.client.model.MessageId;
import justchat.client.model.Order;
import justchat.client.model.Payload;
import justchat.client.model.Payload.Unreadable.Why;
import justchat.client.model.Refusal;
import justchat.client.model.RoomInfo;
import justchat.client.model.RoomLock;
import justchat.client.model.RoomSummary;
import justchat.client.model.Seen;

import static org.assertj.core.api.Assertions.assertThat;

/// Codes of closed rooms: made, asked for, changed.
class CodeDeskTest {
    private static final String SHOWN_ONCE = "> 12:00 -- it is shown this once: tell it to whom you want there, in person"
            + " or with #message, and not in a room; #join #vault asks for it, and whoever has it can read along";

    private static RoomLock lock(int number) {
        return RoomLock.of(number, new byte[16], new byte[32], 65_536, 3, 1);
    }

    private static RoomSummary vault() {
        return new RoomSummary(new RoomInfo("vault", Order.CAUSAL, "elon", 0, Optional.of(lock(1))), "", 1, true, 0,
                Seen.nothing(), 0);
    }

    private static Script inVault() {
        var script = Script.attached();
        script.types("#create #vault closed")
                .hear(new Event.RoomCreated(1, vault().info(), Optional.of(new Code("A-B")),
                        Script.CLOCK))
                .opens(vault(), 0).transcript();
        return script;
    }

    @Test
    void aCodeIsShownOnceTheRoomIsMade() {
        var script = Script.attached();
        script.types("#create #vault total closed");
        script.hear(new Event.RoomCreated(1, vault().info(), Optional.of(new Code("AAAA-BBBB")), Script.CLOCK));
        assertThat(script.transcript()).contains("create vault TOTAL 1 closed",
                "> 12:00 -- the code of vault: AAAA-BBBB", SHOWN_ONCE);
    }

    @Test
    void aCodeOfOnesOwnIsAskedForTwiceAndNeverShown() {
        var script = Script.attached();
        script.types("#create #vault --closed own-code");
        assertThat(script.question()).isEqualTo("A code of your own for vault: *");
        script.answers("quite a long one");
        assertThat(script.question()).isEqualTo("The code of vault again: *");
        script.answers("another one");
        script.types("#create #vault closed own-code").answers("quite a long one").answers("quite a long one");
        assertThat(script.transcript()).containsExactly("> 12:00 -- the two codes differ; nothing was done",
                "create vault CAUSAL 1 own code quite a long one");
        script.hear(new Event.AskFailed(1, "that is too weak; vault was not made"));
        assertThat(script.transcript()).containsExactly("> 12:00 -- that is too weak; vault was not made");
    }

    @Test
    void joiningAsksForTheCodeAndGoesOn() {
        var script = Script.attached();
        script.types("#join #vault");
        script.hear(new Event.CodeWanted(new Event.PostRefused("vault", new MessageId(Script.SELF, 1),
                Refusal.NOT_PERMITTED, "vault is closed: joining takes its code", 0)));
        assertThat(script.question()).isEqualTo("Code of vault: *");
        script.answers("aaaa-bbbb").hear(new Event.AskFailed(1, "that is not the code of vault"));
        assertThat(script.transcript()).containsExactly("post vault 1 join",
                "> 12:00 -- vault is closed: joining takes its code", "enter code of vault 1: aaaa-bbbb",
                "> 12:00 -- that is not the code of vault");

        script.types("#join #vault");
        script.hear(new Event.CodeWanted(new Event.PostRefused("vault", new MessageId(Script.SELF, 1),
                Refusal.NOT_PERMITTED, "vault is closed: joining takes its code", 0)));
        script.answers("cccc-dddd").hear(new Event.CodeTaken(2, 1));
        assertThat(script.transcript()).contains("enter code of vault 2: cccc-dddd").endsWith("post vault 1 join");
    }

    @Test
    void whoDoesNotAnswerIsNotThere() {
        var script = Script.attached();
        script.types("#join #vault").hear(new Event.CodeWanted(new Event.PostRefused("vault", new MessageId(Script.SELF,
                1), Refusal.NOT_PERMITTED, "closed", 0)));
        script.answers(Optional.empty());
        assertThat(script.question()).isEmpty();
        assertThat(script.transcript()).endsWith("> 12:00 -- nothing was done");
    }

    @Test
    void aNewCodeIsShownWhenTheRoomHasIt() {
        var script = inVault();
        script.types("#code new").hear(new Event.CodeMade(2, lock(2), Optional.of(new Code("C-D"))));
        assertThat(script.transcript()).containsExactly("make code of vault 2", "post vault 1 lock 2");
        script.stores("vault", 1);
        assertThat(script.transcript()).containsExactly("> 12:00 -- the code of vault: C-D", SHOWN_ONCE);

        script.types("#code new").hear(new Event.CodeMade(3, lock(3), Optional.of(new Code("E-F"))));
        script.refuses("vault", 2, Refusal.NOT_PERMITTED, "only moderators may change the code of vault");
        assertThat(script.transcript()).endsWith(
                "> 12:00 -- the code of vault is as it was: only moderators may change the code of vault");
    }

    @Test
    void whatCannotBeReadIsToldInOneLineAndShownWhenTheCodeIsEntered() {
        var script = inVault();
        var bob = new MessageId(Instance.of(new byte[16]), 1);
        script.delivers("vault", 1, 5, bob, "bob", new Payload.NewLock(lock(2)));
        for (int i = 6; i < 9; i++) {
            script.delivers("vault", 1, i, new MessageId(bob.instance(), i), "bob", new Payload.Unreadable(2,
                    Why.NO_CODE));
        }
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- bob gave the room a new code; who lacks it enters it with #code",
                "> 12:00 -- what is said here is sealed with a code that this client lacks; #code asks for it and then"
                        + " shows what you missed");
        script.types("#code").answers("C-D").hear(new Event.CodeTaken(2, 2));
        assertThat(script.transcript()).containsExactly("enter code of vault 2: C-D",
                "> 12:00 -- that is a code of vault; it is kept here", "ask for history of vault 3: 20");
    }

    @Test
    void whatIsForgedOrBrokenIsNeverText() {
        var script = inVault();
        long sequence = 5;
        for (var why : Why.values()) {
            script.delivers("vault", 1, ++sequence, new MessageId(Instance.of(new byte[16]), sequence), "bob",
                    new Payload.Unreadable(1, why));
        }
        assertThat(script.transcript()).hasSize(4).anyMatch(line -> line.contains("WARNING: something came in the"
                + " name of bob that is not signed") && line.endsWith("(2 so far)"))
                .anyMatch(line -> line.contains("does not open")).anyMatch(
                        line -> line.contains("no balancer could say whether it is from bob"));
    }

    @Test
    void aSearchThatServersCannotMakeIsSaidToBeMadeHere() {
        var script = inVault();
        script.types("#search moon");
        assertThat(script.transcript()).containsExactly("> 12:00 -- vault is closed: no server can search it, so this"
                + " client looks through what it can open, page by page", "search 2: [moon] in vault");
    }

    @Test
    void theBarSaysThatTheRoomIsClosed() {
        var script = inVault();
        assertThat(script.core().bar(script.now()).closed()).isTrue();
        script.types("#join #lobby");
        assertThat(script.core().bar(script.now()).closed()).isFalse();
    }

    @Test
    void aFileIsSharedInAClosedRoomLikeElsewhere() {
        var script = inVault();
        script.types("#share /tmp/plan.pdf");
        assertThat(script.transcript()).contains("upload f1 to vault: /tmp/plan.pdf");
    }

    @Test
    void anOpenRoomHasNoCode() {
        var script = Script.attached();
        script.types("#code");
        assertThat(script.transcript()).containsExactly("> 12:00 -- lobby is an open room and has no code; #create"
                + " #room closed makes a closed one");
    }
}
