// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.List;
import java.util.Optional;

import justchat.client.model.AccountAnswer;
import justchat.client.model.AccountQuestion;
import justchat.client.model.Figures;
import justchat.client.model.Input;
import justchat.client.model.Limits;
import justchat.client.model.Login;
import justchat.client.model.MessageId;
import justchat.client.model.Notice;
import justchat.client.model.OwnSession;
import justchat.client.model.Page;
import justchat.client.model.Refusal;

/// All that has to do with the person's account: who else has one, sessions,
/// password, deletion, invitations, and the questions that this takes. Pure;
/// owned by [ClientCore].
final class AccountDesk {
    private final ClientCore.Settings settings;
    private final Requests requests;
    private final Connection connection;
    private final Erasing erasing;
    private final Ending ending;
    private final Dialogue dialogue = new Dialogue();
    /// The last page of accounts, if there is a next one.
    private Optional<AccountQuestion.Accounts> next = Optional.empty();
    /// As they were listed last.
    private List<OwnSession> sessions = List.of();
    /// The account's deletion waits for the balancers.
    private boolean deleting;
    private Optional<Login> asked = Optional.empty();

    AccountDesk(ClientCore.Settings settings, Requests requests, Connection connection, Erasing erasing,
            Ending ending) {
        this.settings = settings;
        this.requests = requests;
        this.connection = connection;
        this.erasing = erasing;
        this.ending = ending;
    }

    /// @param room
    ///            the one before the eyes
    void ask(Input.OfAccount input, String room, Now now, Effects effects) {
        switch (input) {
            case Input.Accounts accounts -> accounts(accounts.pattern(), now, effects);
            case Input.Sessions _ -> question(new AccountQuestion.Sessions(), now, effects);
            case Input.EndSession end -> end(end.number(), now, effects);
            case Input.Invite invite -> question(new AccountQuestion.Invite(invite.room().orElse(room)), now, effects);
            case Input.ChangePassword _ -> dialogue(new Dialogue.Step.OldPassword(), now, effects);
            case Input.NewIdentity _ -> {
                if (dialogue(new Dialogue.Step.IdentityPassword(), now, effects)) {
                    effects.info(now, "new keys end your other sessions; everybody who wrote with you is warned and has"
                            + " to take them; private messages that still wait for you under the old ones stay closed"
                            + " for ever");
                }
            }
            case Input.Verify verify -> question(new AccountQuestion.Verify(verify.user(), verify.verdict()), now,
                    effects);
            case Input.DeleteAccount _ -> dialogue(new Dialogue.Step.Erase(connection.name()), now, effects);
            case Input.LogIn _ -> {
                if (connection.isEnded()) {
                    dialogue(new Dialogue.Step.Password(connection.name()), now, effects);
                } else {
                    effects.info(now, "you are logged in as " + connection.name());
                }
            }
        }
    }

    Dialogue dialogue() {
        return dialogue;
    }

    private void question(AccountQuestion question, Now now, Effects effects) {
        requests.ask(new Requests.Kind.Account(question), now, effects);
    }

    /// @return whether it is asked
    private boolean dialogue(Dialogue.Step step, Now now, Effects effects) {
        if (!settings.attended()) {
            effects.problem(now, "this asks for a password, which takes a terminal");
        } else if (isDeleting()) {
            effects.problem(now, "your account is being deleted");
        } else {
            dialogue.ask(step);
            return true;
        }
        return false;
    }

    private void accounts(String pattern, Now now, Effects effects) {
        var goesOn = next.filter(page -> pattern.isEmpty() || page.pattern().equals(pattern));
        next = Optional.empty();
        question(goesOn.orElseGet(() -> new AccountQuestion.Accounts(pattern, Optional.empty())), now, effects);
    }

    private void end(int number, Now now, Effects effects) {
        if (number > sessions.size()) {
            effects.problem(now, sessions.isEmpty()
                    ? "#sessions numbers your sessions; then #end 2 ends the second"
                    : "the list has " + Figures.count(sessions.size(), "session") + "; #sessions makes it anew");
        } else if (isOwn(sessions.get(number - 1))) {
            effects.problem(now, "that is this one; #quit leaves");
        } else {
            question(new AccountQuestion.End(sessions.get(number - 1).login()), now, effects);
        }
    }

    /// Of one login there may be two sessions for a moment, while a client moves.
    private boolean isOwn(OwnSession session) {
        return sessions.stream().anyMatch(own -> own.instance().equals(settings.instance()) && own.login().equals(
                session.login()));
    }

    /// The person answered what it was asked.
    void answered(Event.Answered answer, Now now, Effects effects) {
        dialogue.answered(answer.question()).ifPresent(step -> answer.text().ifPresentOrElse(
                text -> next(step, text, now, effects), () -> effects.info(now, "nothing was done")));
    }

    private void next(Dialogue.Step step, String text, Now now, Effects effects) {
        switch (step) {
            case Dialogue.Step.Password password -> logIn(new Login(password.name(), text, false), now, effects);
            case Dialogue.Step.TakeOver takeOver -> {
                if (isYes(text)) {
                    logIn(takeOver.login().takingOver(), now, effects);
                } else {
                    effects.info(now, "the other session goes on; Enter asks again");
                }
            }
            case Dialogue.Step.OldPassword _ -> dialogue.ask(new Dialogue.Step.NewPassword(new Dialogue.Secret(text)));
            case Dialogue.Step.IdentityPassword _ -> question(new AccountQuestion.NewIdentity(text), now, effects);
            case Dialogue.Step.NewPassword _ when text.codePointCount(0, text.length()) < Limits.PASSWORD ->
                effects.problem(now, "a password has at least " + Limits.PASSWORD + " characters; nothing was changed");
            case Dialogue.Step.NewPassword fresh -> dialogue.ask(new Dialogue.Step.NewAgain(fresh.old(),
                    new Dialogue.Secret(text)));
            case Dialogue.Step.NewAgain again when !again.fresh().text().equals(text) -> effects.problem(now,
                    "the two new passwords differ; nothing was changed");
            case Dialogue.Step.NewAgain again -> question(new AccountQuestion.ChangePassword(again.old().text(), text),
                    now, effects);
            case Dialogue.Step.Erase erase when isYes(text) || isNo(text) -> dialogue.ask(
                    new Dialogue.Step.DeletePassword(erase.name(), isYes(text)));
            case Dialogue.Step.Erase _ -> effects.info(now, "nothing was done; y or n, please");
            case Dialogue.Step.OfCode _ -> throw new IllegalArgumentException("is answered to the desk of codes");
            case Dialogue.Step.DeletePassword delete -> requests.ask(new Requests.Kind.Deletion(
                    new Dialogue.Secret(text), delete.erase()), now, effects);
        }
    }

    private static boolean isYes(String text) {
        return text.strip().equalsIgnoreCase("y") || text.strip().equalsIgnoreCase("yes");
    }

    private static boolean isNo(String text) {
        return text.strip().equalsIgnoreCase("n") || text.strip().equalsIgnoreCase("no");
    }

    private void logIn(Login login, Now now, Effects effects) {
        if (connection.isEnded()) {
            asked = Optional.of(login);
            connection.entering(login, now, effects);
        }
    }

    /// Where one session is allowed, the person decides which one it is.
    ///
    /// @return whether it was asked
    boolean asksWhetherToTakeOver(Event.LoginRefused refused) {
        if (refused.reason() != Refusal.ELSEWHERE || asked.isEmpty() || !connection.everEnded()) {
            return false;
        }
        connection.out();
        dialogue.ask(new Dialogue.Step.TakeOver(asked.get(), refused.sentence()));
        asked = Optional.empty();
        return true;
    }

    /// The login was ended.
    void ended() {
        dialogue.forget();
    }

    /// Whether the end of all sessions is what the person wanted.
    boolean isDeleting() {
        return deleting || erasing.isBusy();
    }

    void answer(Requests.Kind kind, AccountAnswer answer, Now now, Effects effects) {
        switch (answer) {
            case AccountAnswer.Accounts accounts when asked(kind) instanceof AccountQuestion.Accounts question -> {
                next = accounts.more() && !accounts.accounts().isEmpty()
                        ? Optional.of(new AccountQuestion.Accounts(question.pattern(), Optional.of(accounts.accounts()
                                .getLast().name())))
                        : Optional.empty();
                effects.show(new Notice.AccountList(now.millis(), accounts.accounts(), question.pattern(), next
                        .isPresent()));
            }
            case AccountAnswer.Sessions list -> {
                sessions = list.sessions();
                effects.show(new Notice.SessionList(now.millis(), sessions, settings.instance()));
            }
            case AccountAnswer.Invitation invitation -> {
                effects.info(now, invitation.text());
                if (invitation.inviteOnly()) {
                    effects.info(now, "a new account takes an invitation with a token here, which the operator makes:"
                            + " ./justchat invite");
                }
            }
            case AccountAnswer.Safety safety -> safety(safety, now, effects);
            case AccountAnswer.Done _ -> done(kind, now, effects);
            case AccountAnswer.Accounts _ -> throw new IllegalArgumentException("no accounts were asked for: " + kind);
        }
    }

    private static void safety(AccountAnswer.Safety safety, Now now, Effects effects) {
        var user = safety.user();
        effects.info(now, "safety number of you and " + user + ": " + safety.number());
        effects.info(now, switch (safety.standing()) {
            case PINNED -> "#verify there shows " + user + " the same one, if nobody is between you; compare them in"
                    + " person or by phone, then #verify #" + user + " ok";
            case VERIFIED -> user + " is verified; you are told if the key ever changes";
            case CHANGED -> "this is with the NEW key of " + user + ", which nothing is sent to; if " + user
                    + " sees the same number, #verify #" + user + " accept takes the key";
            case TAKEN -> "the new key of " + user + " is taken and not verified; if you compared the number, #verify #"
                    + user + " ok";
        });
    }

    private static AccountQuestion asked(Requests.Kind kind) {
        return switch (kind) {
            case Requests.Kind.Account account -> account.question();
            case Requests.Kind.Deletion deletion -> new AccountQuestion.Check(deletion.password().text());
            default -> throw new IllegalArgumentException("no question about accounts: " + kind);
        };
    }

    private void done(Requests.Kind kind, Now now, Effects effects) {
        if (kind instanceof Requests.Kind.Deletion deletion) {
            if (deletion.erase()) {
                erasing.begin(deletion.password().text(), now, effects);
            } else {
                delete(deletion.password().text(), now, effects);
            }
            return;
        }
        switch (asked(kind)) {
            case AccountQuestion.End _ -> effects.info(now, "that session was ended");
            case AccountQuestion.ChangePassword _ -> effects.info(now,
                    "your password is changed; all your other sessions were ended");
            case AccountQuestion.NewIdentity _ -> effects.info(now,
                    "you have new identity keys; all your other sessions were ended");
            case AccountQuestion.Delete _ -> ending.stop(Exit.OK, "the account " + connection.name()
                    + " is deleted; nobody will have the name again", effects);
            case AccountQuestion.Accounts _,AccountQuestion.Sessions _,AccountQuestion.Check _,AccountQuestion.Invite _,AccountQuestion.Verify _ ->
                throw new IllegalArgumentException("is answered otherwise: " + kind);
        }
    }

    private void delete(String password, Now now, Effects effects) {
        deleting = requests.ask(new Requests.Kind.Account(new AccountQuestion.Delete(password)), now, effects);
    }

    /// It was refused.
    void failed(Requests.Kind kind) {
        switch (kind) {
            case Requests.Kind.Mine _ -> erasing.stop();
            case Requests.Kind.Account(AccountQuestion.Delete _) -> deleting = false;
            default -> {
                // Nothing was begun.
            }
        }
    }

    /// A page of what the person said, to be erased; if it was the last, the account
    /// follows.
    void page(Requests.Kind.Mine mine, Page page, Now now, Effects effects) {
        erasing.page(mine, page, now, effects).ifPresent(password -> delete(password, now, effects));
    }

    void stored(String room, MessageId id, Now now, Effects effects) {
        erasing.stored(room, id, now, effects).ifPresent(password -> delete(password, now, effects));
    }

    /// What was to be erased is not: then the account stays as well.
    ///
    /// @return whether it was that post
    boolean refused(String room, MessageId id, String sentence, Now now, Effects effects) {
        boolean ours = erasing.isOurs(room, id);
        if (ours) {
            erasing.stop();
            effects.problem(now, "your messages could not be taken back (" + sentence
                    + "), so your account is not deleted");
        }
        return ours;
    }
}
