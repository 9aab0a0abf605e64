// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.List;

/// What came of an [AccountQuestion].
public sealed interface AccountAnswer {

    record Accounts(List<AccountSummary> accounts, boolean more) implements AccountAnswer {
        public Accounts {
            accounts = List.copyOf(accounts);
        }
    }

    /// Oldest first.
    record Sessions(List<OwnSession> sessions) implements AccountAnswer {
        public Sessions {
            sessions = List.copyOf(sessions);
        }
    }

    /// @param inviteOnly
    ///            an account takes a token besides, which only the operator can give
    record Invitation(String text, boolean inviteOnly) implements AccountAnswer {}

    /// How a user's key stands.
    ///
    /// @param number
    ///            the safety number, with the new key if it has changed
    record Safety(String user, String number, Standing standing) implements AccountAnswer {}

    enum Standing {
        /// As it was when they first met, or as it was taken.
        PINNED,
        /// And compared by the person.
        VERIFIED,
        /// It is another one than the pinned one, and not taken.
        CHANGED,
        /// It was taken just now.
        TAKEN
    }

    /// It is so, or was done.
    record Done() implements AccountAnswer {}
}
