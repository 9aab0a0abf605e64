// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;

/// What the person is asked, in place of the room's prompt, until it is answered.
///
/// @param number
///            tells it from those before
/// @param masked
///            the answer is secret
public record Question(int number, String text, boolean masked) {
    public Question {
        Objects.requireNonNull(text, "text");
    }
}
