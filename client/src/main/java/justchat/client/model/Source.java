// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;

/// Where the bytes of a file come from.
public sealed interface Source {

    /// The message servers.
    record Servers() implements Source {}

    /// The person who offered it, directly.
    ///
    /// @param offer
    ///            the offer's 16 bytes in hex, as its sender named it
    record Person(String user, String offer) implements Source {
        public Person {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(offer, "offer");
        }
    }
}
