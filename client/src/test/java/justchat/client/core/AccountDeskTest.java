// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import justchat.client.model.AccountAnswer;
import justchat.client.model.AccountSummary;
import justchat.client.model.LoginId;
import justchat.client.model.OwnSession;
import justchat.client.model.Page;
import justchat.client.model.Refusal;
import justchat.client.model.ShownEntry;
import justchat.logs.clock.VectorClock;

import static org.assertj.core.api.Assertions.assertThat;

/// Accounts, sessions, passwords, deletion, invitations.
class AccountDeskTest {
    private static final LoginId HERE = new LoginId("11".repeat(16));
    private static final LoginId THERE = new LoginId("22".repeat(16));

    private static AccountAnswer.Accounts accounts(boolean more, String... names) {
        return new AccountAnswer.Accounts(java.util.Arrays.stream(names).map(name -> new AccountSummary(name, 0, name
                .equals("bob"))).toList(), more);
    }

    @Test
    void accountsComeInPagesAndAgainShowsMore() {
        var script = Script.attached();
        script.types("#accounts b*").is(1, accounts(true, "bea", "bob"));
        script.types("#accounts").is(2, accounts(false, "bruce"));
        script.types("#accounts").types("#accounts b*");
        assertThat(script.transcript()).containsExactly("ask 1: Accounts[pattern=b*, after=Optional.empty]",
                "> 12:00 -- 2 accounts like b*", "> 12:00 --   bea, since 1970-01-01",
                "> 12:00 --   bob, online, since 1970-01-01", "> 12:00 -- #accounts shows more",
                "ask 2: Accounts[pattern=b*, after=Optional[bob]]", "> 12:00 -- 1 account like b*",
                "> 12:00 --   bruce, since 1970-01-01", "ask 3: Accounts[pattern=, after=Optional.empty]",
                "ask 4: Accounts[pattern=b*, after=Optional.empty]");
    }

    @Test
    void aSessionIsEndedByItsNumberButNotThisOne() {
        var script = Script.attached();
        script.types("#end 1").types("#sessions").is(1, new AccountAnswer.Sessions(List.of(new OwnSession(Script.SELF,
                HERE, "ms-1", "10.0.0.5", "elons-laptop", 10 * 3_600_000),
                new OwnSession(Script.TWIN, THERE, "ms-2",
                        "10.0.0.6", "work", -3_600_000))));
        script.types("#end 1").types("#end 3").types("#end 2").is(2, new AccountAnswer.Done());
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- #sessions numbers your sessions; then #end 2 ends the second", "ask 1: Sessions[]",
                "> 12:00 -- 2 sessions; #end n logs out there",
                "> 12:00 --   1  elons-laptop (10.0.0.5) at ms-1 since 10:00  <- this one",
                "> 12:00 --   2  work (10.0.0.6) at ms-2 since 1969-12-31 23:00",
                "> 12:00 -- that is this one; #quit leaves",
                "> 12:00 -- the list has 2 sessions; #sessions makes it anew",
                "ask 2: End[login=LoginId[hex=" + "22".repeat(16) + "]]", "> 12:00 -- that session was ended");
    }

    @Test
    void aPasswordIsChangedAfterThreeAnswersThatDoNotShow() {
        var script = Script.attached();
        script.types("#password");
        assertThat(script.question()).isEqualTo("Your password: *");
        script.answers("old one");
        assertThat(script.question()).isEqualTo("The new password: *");
        script.answers("new one");
        assertThat(script.question()).isEqualTo("The new password again: *");
        script.answers("new one");
        assertThat(script.question()).isEmpty();
        script.hear(new Event.AskPostponed(1, "no majority of balancers (1 of 3)")).passes(1_000).is(1,
                new AccountAnswer.Done());
        assertThat(script.transcript()).containsExactly("ask 1: ChangePassword[]",
                "> 12:00 -- waits: no majority of balancers (1 of 3); tries again by itself, Ctrl-C to stop",
                "ask 1: ChangePassword[]",
                "> 12:00 -- your password is changed; all your other sessions were ended");
    }

    @Test
    void newIdentityKeysTakeThePasswordAndSayWhatTheyMean() {
        var script = Script.attached();
        script.types("#new-identity");
        assertThat(script.question()).isEqualTo("Your password, to make new identity keys: *");
        script.answers("old one");
        assertThat(script.question()).isEmpty();
        script.is(1, new AccountAnswer.Done());
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- new keys end your other sessions; everybody who wrote with you is warned and has to take"
                        + " them; private messages that still wait for you under the old ones stay closed for ever",
                "ask 1: NewIdentity[]",
                "> 12:00 -- you have new identity keys; all your other sessions were ended");
    }

    @Test
    void aUserIsVerifiedByANumberAndThenMarkedUntilTheKeyChanges() {
        var script = Script.attached();
        script.types("#verify #robert").is(1, new AccountAnswer.Safety("robert", "12345 67890",
                AccountAnswer.Standing.PINNED));
        script.types("#verify robert ok").hear(new Event.Verified(Set.of("robert"))).is(2, new AccountAnswer.Safety(
                "robert", "12345 67890", AccountAnswer.Standing.VERIFIED));
        script.hear(new Event.WhisperReceived(Script.MAIL, "robert", "psst", "direct", VectorClock.empty()));
        script.hear(new Event.Verified(Set.of()))
                .hear(new Event.WhisperReceived(Script.MAIL, "robert", "psst", "direct", VectorClock
                        .empty()));
        script.hear(new Event.LetterHeld(Script.id("robert", 1), "robert"));
        var transcript = String.join("\n", script.transcript());
        assertThat(transcript).containsSubsequence("ask 1: Verify[user=robert, verdict=SHOW]",
                "safety number of you and robert: 12345 67890", "then #verify #robert ok",
                "ask 2: Verify[user=robert, verdict=SAME]", "robert is verified", "(private, direct, verified)",
                "(private, direct)", "a private message of robert waits");
    }

    @Test
    void aShortOrMistypedPasswordChangesNothing() {
        var script = Script.attached();
        script.types("#password").answers("old").answers("abc");
        script.types("#password").answers("old").answers("long enough").answers("long enuogh");
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- a password has at least 4 characters; nothing was changed",
                "> 12:00 -- the two new passwords differ; nothing was changed");
        assertThat(script.question()).isEmpty();
    }

    @Test
    void anAccountIsDeletedWithoutItsMessagesBeingTouched() {
        var script = Script.attached();
        script.types("#account delete");
        assertThat(script.question()).startsWith("Delete the account elon for ever.");
        script.answers("n");
        assertThat(script.question()).isEqualTo("Password of elon, to delete the account: *");
        script.answers("secret").is(1, new AccountAnswer.Done());
        script.hear(new Event.Ended("the account was deleted")).is(2, new AccountAnswer.Done());
        assertThat(script.transcript()).containsExactly("ask 1: Check[]", "ask 2: Delete[]",
                "stop OK: the account elon is deleted; nobody will have the name again");
    }

    @Test
    void aWrongPasswordErasesNothing() {
        var script = Script.attached();
        script.types("#account delete").answers("y").answers("wrong");
        script.hear(new Event.AskFailed(1, "that is not your password; nothing was done"));
        assertThat(script.transcript()).containsExactly("ask 1: Check[]",
                "> 12:00 -- that is not your password; nothing was done");
        script.hear(new Event.Ended("x"));
        assertThat(script.transcript()).as("the person may stay, so this is told").hasSize(1);
    }

    /// 300 messages in the lobby are erased in two posts, one in dev in a third; the
    /// account goes when all of them have their receipts.
    @Test
    void allThatWasSaidIsTakenBackRoomByRoomFirst() {
        var script = Script.attached("dev");
        script.types("#account delete").answers("yes").answers("secret").is(1, new AccountAnswer.Done());
        assertThat(script.transcript()).containsExactly("ask 1: Check[]",
                "> 12:00 -- taking back what you said in 2 rooms ...", "search 2: [] in lobby from elon");
        script.hear(new Event.PageRead(2, page(script, 101, 300, Optional.of(Script.place(101)))));
        assertThat(script.transcript()).containsExactly("search 3: [] in lobby from elon before 101");
        script.hear(new Event.PageRead(3, page(script, 1, 100, Optional.empty())));
        assertThat(script.transcript()).singleElement().asString().startsWith("post 1 erase [aa101, aa102,");
        script.stores(1);
        assertThat(script.transcript()).satisfiesExactly(
                line -> assertThat(line).isEqualTo("> 12:00 -- lobby: took back 256 messages"),
                line -> assertThat(line).startsWith("post 2 erase [").endsWith("aa100]"));
        script.stores(2).hear(new Event.PageRead(4, page(script, 1, 1, Optional.empty())));
        assertThat(script.transcript()).containsExactly("> 12:00 -- lobby: took back 300 messages",
                "search 4: [] in dev from elon", "post dev 1 erase [aa1]");
        script.stores("dev", 1);
        assertThat(script.transcript()).containsExactly("> 12:00 -- dev: took back 1 message", "ask 5: Delete[]");
        script.is(5, new AccountAnswer.Done());
        assertThat(script.transcript()).containsExactly(
                "stop OK: the account elon is deleted; nobody will have the name again");
    }

    private static Page page(Script script, long from, long to, Optional<justchat.client.model.Place> before) {
        List<ShownEntry> entries = new ArrayList<>(LongStream.rangeClosed(from, to).mapToObj(at -> script.shown(at,
                "elon", "said " + at)).toList());
        return new Page(entries, before, 0);
    }

    @Test
    void whoseMessagesCannotBeTakenBackKeepsTheAccount() {
        var script = Script.attached();
        script.types("#account delete").answers("y").answers("secret").is(1, new AccountAnswer.Done());
        script.hear(new Event.PageRead(2, page(script, 1, 2, Optional.empty()))).transcript();
        script.refuses("lobby", 1, Refusal.NOT_PERMITTED, "you are muted");
        assertThat(script.transcript()).containsExactly(
                "> 12:00 -- your messages could not be taken back (you are muted), so your account is not deleted");
        script.types("#password");
        assertThat(script.question()).as("nothing goes on").isEqualTo("Your password: *");
    }

    @Test
    void anInvitationIsPrintedAndSaysWhatElseItTakes() {
        var script = Script.attached();
        script.types("#invite").is(1, new AccountAnswer.Invitation("justchat:lb-1:8400/lobby?pin=x", true));
        script.types("#invite #dev");
        assertThat(script.transcript()).containsExactly("ask 1: Invite[room=lobby]",
                "> 12:00 -- justchat:lb-1:8400/lobby?pin=x",
                "> 12:00 -- a new account takes an invitation with a token here, which the operator makes:"
                        + " ./justchat invite",
                "ask 2: Invite[room=dev]");
    }

    @Test
    void aProgramIsAskedNothing() {
        var script = new Script(15_000).logsIn();
        script.hear(Script.attachedTo("ms-1", "lb-1")).transcript();
        script.types("#password");
        assertThat(script.transcript()).containsExactly("> 12:00 -- this asks for a password, which takes a terminal");
        assertThat(script.question()).isEmpty();
    }
}
