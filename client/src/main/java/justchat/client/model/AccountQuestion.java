// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Optional;

/// What the balancers are asked, or told, about accounts. Passwords are in no
/// `toString`.
public sealed interface AccountQuestion {

    /// Accounts whose names match, by name.
    ///
    /// @param pattern
    ///            `*` and `?` stand for others; without either, a part of the name;
    ///            empty: all
    /// @param after
    ///            the last name of the page before
    record Accounts(String pattern, Optional<String> after) implements AccountQuestion {}

    /// The sessions of the user's own.
    record Sessions() implements AccountQuestion {}

    /// End a login's sessions.
    record End(LoginId login) implements AccountQuestion {}

    /// Whether this is the password. Nobody else hears of it.
    record Check(String password) implements AccountQuestion {
        @Override
        public String toString() {
            return "Check[]";
        }
    }

    record ChangePassword(String old, String fresh) implements AccountQuestion {
        @Override
        public String toString() {
            return "ChangePassword[]";
        }
    }

    /// New identity keys.
    record NewIdentity(String password) implements AccountQuestion {
        @Override
        public String toString() {
            return "NewIdentity[]";
        }
    }

    /// Whether a user's identity key is the user's. Nobody else hears of it.
    record Verify(String user, Verdict verdict) implements AccountQuestion {}

    /// What the person says to that.
    enum Verdict {
        /// Nothing yet: wants to see the safety number.
        SHOW,
        /// It was the same at both ends.
        SAME,
        /// Takes the new key.
        ACCEPT
    }

    record Delete(String password) implements AccountQuestion {
        @Override
        public String toString() {
            return "Delete[]";
        }
    }

    /// What somebody else needs to come here.
    record Invite(String room) implements AccountQuestion {}
}
