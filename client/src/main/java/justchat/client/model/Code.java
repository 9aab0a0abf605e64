// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;

/// The code of a closed room. In no `toString`.
///
/// @param text
///            as it was typed, or made; empty: one is to be made
public record Code(String text) {
    /// For one that is to be made.
    public static final Code TO_BE_MADE = new Code("");

    public Code {
        Objects.requireNonNull(text, "text");
    }

    public boolean isToBeMade() {
        return text.isEmpty();
    }

    @Override
    public String toString() {
        return "Code[]";
    }
}
