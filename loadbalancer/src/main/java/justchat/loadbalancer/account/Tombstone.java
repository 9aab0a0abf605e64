// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.List;
import java.util.Objects;

import justchat.loadbalancer.model.UserName;

/// Stands where an account was deleted, so that nobody gets its name again.
record Tombstone(UserName name, List<String> looks) {
    Tombstone {
        Objects.requireNonNull(name, "name");
        looks = List.copyOf(looks);
        Account.checkLooks(looks);
    }
}
