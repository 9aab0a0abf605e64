// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import justchat.loadbalancer.account.Answer;
import justchat.loadbalancer.account.Outcome;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// From the book's answers to refusals.
final class Answers {
    private static final int BUSY_MILLIS = 200;

    private Answers() {}

    /// What was decided.
    ///
    /// @throws Refused
    ///             UNAVAILABLE or BUSY if nothing was
    static <O extends Outcome> O decided(Answer<O> answer, Counters counters) throws Refused {
        return switch (answer) {
            case Answer.Decided<O>(O outcome) -> outcome;
            case Answer.NoMajority<O>(String words) -> {
                counters.count(Counter.NO_MAJORITY);
                throw Refusals.unavailable(words);
            }
            case Answer.Busy<O>() ->
                throw Refusals.later(Reason.BUSY, "too many requests at once; try again", BUSY_MILLIS);
        };
    }
}
