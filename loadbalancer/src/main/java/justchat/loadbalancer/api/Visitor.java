// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Objects;

import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.Outcome;
import justchat.loadbalancer.api.Tickets.Holder;
import justchat.loadbalancer.model.NameCheck;
import justchat.loadbalancer.model.UserName;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// A client on its connection, and what all its calls need.
///
/// @param from
///            the address that its connection has
record Visitor(Desk desk, InetAddress from) {
    Visitor {
        Objects.requireNonNull(desk, "desk");
        Objects.requireNonNull(from, "from");
    }

    /// Who comes with this ticket.
    ///
    /// @throws Refused
    ///             as [Tickets#holder]
    Holder holder(ByteBuffer ticket) throws Refused {
        return counted(() -> desk.tickets().holder(ticket));
    }

    @FunctionalInterface
    interface Asking<T> {
        T ask() throws Refused;
    }

    /// Counts the refusals of tickets.
    <T> T counted(Asking<T> asking) throws Refused {
        try {
            return asking.ask();
        } catch (Refused refused) {
            desk.counters().count(Counter.TICKETS_REFUSED);
            throw refused;
        }
    }

    /// A name that somebody typed.
    ///
    /// @throws Refused
    ///             INVALID if it cannot be one
    static UserName name(String typed) throws Refused {
        return switch (UserName.check(typed)) {
            case NameCheck.Good(UserName name) -> name;
            case NameCheck.Bad(String sentence) -> throw Refusals.of(Reason.INVALID, sentence);
        };
    }

    /// What the command came to; waits for a majority, three seconds at most.
    ///
    /// @throws Refused
    ///             UNAVAILABLE or BUSY if nothing was decided
    <O extends Outcome> O decided(Command<O> command) throws Refused {
        return Answers.decided(desk.accounts().submit(command).join(), desk.counters());
    }

    /// Its address, without the interface that an IPv6 address may name.
    String host() {
        var address = from.getHostAddress();
        int scope = address.indexOf('%');
        return scope < 0 ? address : address.substring(0, scope);
    }

    long now() {
        return desk.time().millis();
    }
}
