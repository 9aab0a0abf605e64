// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Objects;

import justchat.logs.clock.VectorClock;

/// What became of a post, with the trace clock to answer with.
public record Answered(Outcome outcome, VectorClock clock) {
    public Answered {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(clock, "clock");
    }
}
