// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;
import java.util.Optional;

/// Which message is meant, as it is typed.
public sealed interface Ref {

    /// `1` is the message shown last, `2` the one before it.
    record Last(int number) implements Ref {}

    /// `m12`: as `#history` and `#search` number them.
    record Numbered(int number) implements Ref {}

    /// `bob`: the message of this user's that was shown last.
    record By(String user) implements Ref {
        public By {
            Objects.requireNonNull(user, "user");
        }
    }

    /// With a sign before it, it is a user in any case.
    static Optional<Ref> parse(String typed) {
        if (typed.matches("[1-9][0-9]{0,3}")) {
            return Optional.of(new Last(Integer.parseInt(typed)));
        }
        if (typed.matches("[mM][1-9][0-9]{0,8}")) {
            return Optional.of(new Numbered(Integer.parseInt(typed.substring(1))));
        }
        var user = typed.startsWith("#") || typed.startsWith("@") ? typed.substring(1) : typed;
        return user.isEmpty() ? Optional.empty() : Optional.of(new By(user));
    }
}
