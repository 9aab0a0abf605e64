// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.Objects;

import justchat.client.model.MessageId;

/// A letter that nobody can open, for it was sealed with keys of before.
///
/// @param from
///            its author
public record Unopened(String from, MessageId envelope) {
    public Unopened {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(envelope, "envelope");
    }
}
