// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.Objects;

import justchat.logs.clock.VectorClock;

/// One record of a causal log: what happened (one line), where, and the clock
/// after it.
public record Event(String process, VectorClock clock, String text) {
    public Event {
        Objects.requireNonNull(process, "process");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(text, "text");
    }

    /// The how-manieth event of its process this is, from 1.
    public long number() {
        return clock.at(process);
    }

    /// This event with another clock.
    Event with(VectorClock other) {
        return new Event(process, other, text);
    }

    /// As a person would name it: `ms-1 event 7`.
    public String name() {
        return process + " event " + number();
    }
}
