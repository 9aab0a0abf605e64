// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.Objects;
import java.util.SortedMap;

import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;

/// The port to the set of balancers that decide by majority what stands in the book. Thread-safe.
///
/// The set is part of what is replicated: it outlives restarts, and who was told another one at its start follows this one.
public interface Voters {
    /// Those that vote, by where they take Raft's messages, as far as this balancer knows.
    SortedMap<ProcessName, HostPort> voters();

    /// Whether this balancer votes; false while it waits to be added, and after it was removed.
    boolean votes();

    /// One voter more, which has been started and waits; it has all of the book before it votes. Blocks for up to half a
    /// minute. May be repeated.
    Change add(ProcessName name, HostPort raft);

    /// One voter less; if it led, another leads first. Blocks for some seconds. May be repeated.
    Change remove(ProcessName name);

    /// What became of a change of the voters.
    sealed interface Change {
        /// The voters are as they were asked to be.
        record Made() implements Change {}

        /// Nothing was changed.
        ///
        /// @param words
        ///            why, for the operator
        record Refused(String words) implements Change {
            public Refused {
                Objects.requireNonNull(words, "words");
            }
        }

        /// Nothing was decided in time; asking again is safe.
        ///
        /// @param words
        ///            what was waited for, for the operator
        record Undecided(String words) implements Change {
            public Undecided {
                Objects.requireNonNull(words, "words");
            }
        }
    }
}
