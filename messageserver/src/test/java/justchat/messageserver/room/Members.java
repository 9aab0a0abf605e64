// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import justchat.messageserver.model.Address;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;

/// Members of a view that are nowhere.
final class Members {
    private Members() {}

    static Member member(Origin origin) {
        return member(origin, 0);
    }

    static Member member(Origin origin, long blankSince) {
        var nowhere = new Address("nowhere", 1);
        return new Member(origin, "ms-" + origin.server(), nowhere, nowhere, blankSince);
    }
}
