// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.util.Locale;
import java.util.Objects;

/// What whoever runs this deployment allows; the same at all its balancers.
public record Policy(SignUps signUps, Sessions sessions) {
    public static final Policy DEFAULT = new Policy(SignUps.OPEN, Sessions.MANY);

    public Policy {
        Objects.requireNonNull(signUps, "signUps");
        Objects.requireNonNull(sessions, "sessions");
    }

    /// Who may make an account.
    public enum SignUps {
        /// Everybody.
        OPEN,
        /// Who has an invitation.
        INVITE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How many logins of a user may have sessions at once.
    public enum Sessions {
        /// As many as there are devices.
        MANY,
        /// One; who logs in elsewhere is asked whether to end it.
        ONE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
