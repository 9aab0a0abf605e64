// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.Optional;

import justchat.client.model.Login;
import justchat.client.model.Order;
import justchat.client.model.Question;

/// The one question that the person is asked in place of the prompt, if any. Pure;
/// owned by [AccountDesk].
final class Dialogue {
    private int number;
    private Optional<Step> step = Optional.empty();

    /// What is asked, and what was answered before. Passwords are in no `toString`.
    sealed interface Step {

        record Password(String name) implements Step {}

        record TakeOver(Login login, String where) implements Step {}

        record OldPassword() implements Step {}

        record IdentityPassword() implements Step {}

        record NewPassword(Secret old) implements Step {}

        record NewAgain(Secret old, Secret fresh) implements Step {}

        record Erase(String name) implements Step {}

        record DeletePassword(String name, boolean erase) implements Step {}

        /// It has to do with the code of a room, and is answered to [CodeDesk].
        sealed interface OfCode extends Step {}

        record EnterCode(String room, boolean joins) implements OfCode {}

        /// @param order
        ///            of a room that is to be made; empty: the room is there
        record OwnCode(String room, Optional<Order> order) implements OfCode {}

        record OwnCodeAgain(OwnCode step, Secret code) implements OfCode {}
    }

    /// A password that was typed.
    record Secret(String text) {
        @Override
        public String toString() {
            return "Secret[]";
        }
    }

    /// Asks this, instead of what is asked now.
    void ask(Step next) {
        number++;
        step = Optional.of(next);
    }

    void forget() {
        step = Optional.empty();
    }

    Optional<Question> question() {
        return step.map(asked -> new Question(number, text(asked), isMasked(asked)));
    }

    /// Whether this question has to do with a code.
    boolean isOfCode(int question) {
        return question == number && step.filter(Step.OfCode.class::isInstance).isPresent();
    }

    /// What was answered, if it is still asked; it is asked no more.
    Optional<Step> answered(int question) {
        var asked = question == number ? step : Optional.<Step>empty();
        if (asked.isPresent()) {
            step = Optional.empty();
        }
        return asked;
    }

    private static String text(Step asked) {
        return switch (asked) {
            case Step.Password password -> "Password of " + password.name() + ": ";
            case Step.TakeOver takeOver -> takeOver.where() + ". End that session and go on here? [y/N] ";
            case Step.OldPassword _ -> "Your password: ";
            case Step.IdentityPassword _ -> "Your password, to make new identity keys: ";
            case Step.NewPassword _ -> "The new password: ";
            case Step.NewAgain _ -> "The new password again: ";
            case Step.Erase erase -> "Delete the account " + erase.name()
                    + " for ever. Take back all you said, in every room, first? [y/n] ";
            case Step.EnterCode code -> "Code of " + code.room() + ": ";
            case Step.OwnCode code -> "A code of your own for " + code.room() + ": ";
            case Step.OwnCodeAgain again -> "The code of " + again.step().room() + " again: ";
            case Step.DeletePassword delete -> "Password of " + delete.name() + ", to delete the account: ";
        };
    }

    private static boolean isMasked(Step asked) {
        return switch (asked) {
            case Step.TakeOver _,Step.Erase _ -> false;
            case Step.OfCode _,Step.Password _,Step.OldPassword _,Step.IdentityPassword _,Step.NewPassword _,Step.NewAgain _,Step.DeletePassword _ ->
                true;
        };
    }
}
