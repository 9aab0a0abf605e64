// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.Objects;

/// What became of a command that was handed in.
///
/// @param <O>
///            what the command can come to
public sealed interface Answer<O extends Outcome> {
    /// A majority has it, and so has this balancer's own copy of the book.
    record Decided<O extends Outcome>(O outcome) implements Answer<O> {
        public Decided {
            Objects.requireNonNull(outcome, "outcome");
        }
    }

    /// Nothing was decided in time; whether it will have its effect later is
    /// unknown. Handing in the same command again is safe.
    ///
    /// @param words
    ///            for the person who waits: `no majority of balancers (1 of 3)`
    record NoMajority<O extends Outcome>(String words) implements Answer<O> {
        public NoMajority {
            Objects.requireNonNull(words, "words");
        }
    }

    /// Too many commands wait already; this one was not handed in.
    record Busy<O extends Outcome>() implements Answer<O> {}
}
