// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;
import java.util.Optional;

/// What the person asked for.
public sealed interface Input {

    /// A message for everybody in the room.
    record Say(String text) implements Input {
        public Say {
            Objects.requireNonNull(text, "text");
        }
    }

    /// A private message.
    record Whisper(String user, String text) implements Input {}

    /// A file for one user. The path as typed.
    record Offer(String user, String path) implements Input {}

    /// A file for everybody. The path as typed.
    record Share(String path) implements Input {}

    /// Which public files there are.
    record ListFiles() implements Input {}

    /// Fetch a public file by its name.
    record Get(String name) implements Input {}

    /// Take an offer: this one, or the oldest; under its own name, or another.
    record Accept(Optional<TransferId> offer, Optional<String> name) implements Input {}

    record Decline(Optional<TransferId> offer) implements Input {}

    record Transfers() implements Input {}

    record Cancel(TransferId transfer) implements Input {}

    record Who() implements Input {}

    /// Server, delay, order, what is unsent.
    record Status() implements Input {}

    /// The list of commands.
    record Commands() implements Input {}

    record Quit() implements Input {}
}
