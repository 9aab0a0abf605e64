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

    /// It is so, or was done.
    record Done() implements AccountAnswer {}
}
