// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

import justchat.loadbalancer.account.Accounts;
import justchat.loadbalancer.codec.Wire;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.UserName;
import justchat.ticket.LoginId;
import justchat.ticket.Ticket;
import justchat.ticket.TicketSigner;
import justchat.ticket.TicketVerifier;
import justchat.ticket.Verdict;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// Signs tickets with this balancer's own key, and believes those of every balancer in the book. Thread-safe.
public final class Tickets {
    /// How long a ticket opens sessions.
    public static final Duration LIFE = Duration.ofHours(12);

    private final ProcessName self;
    private final TicketSigner signer;
    private final Accounts accounts;
    private final InstantSource time;
    private final SecureRandom random = new SecureRandom();

    public Tickets(ProcessName self, TicketSigner signer, Accounts accounts, InstantSource time) {
        this.self = Objects.requireNonNull(self, "self");
        this.signer = Objects.requireNonNull(signer, "signer");
        this.accounts = Objects.requireNonNull(accounts, "accounts");
        this.time = Objects.requireNonNull(time, "time");
    }

    /// A signed ticket and the moment it ends.
    record Issued(byte[] ticket, long expiresAtMillis) {}

    Issued issue(UserName name) {
        long now = time.millis();
        long end = now + LIFE.toMillis();
        return new Issued(signer.sign(new Ticket(name.display(), 1, LoginId.random(random), self.value(), now, end)),
                end);
    }

    /// Whose ticket this is.
    ///
    /// @throws Refused
    ///             if it is forged or expired
    UserName holder(ByteBuffer ticket) throws Refused {
        var bytes = Wire.array(ticket).orElse(new byte[0]);
        return switch (TicketVerifier.verify(bytes, this::keyOf, time.millis())) {
            case Verdict.Valid(Ticket valid) -> UserName.of(valid.name());
            case Verdict.Expired() ->
                throw Refusals.of(Reason.NOT_AUTHENTICATED, "your login has expired; log in again");
            case Verdict.Forged() -> throw Refusals.of(Reason.NOT_AUTHENTICATED, "not logged in; log in first");
        };
    }

    private Optional<byte[]> keyOf(String balancer) {
        return balancer.equals(self.value())
                ? Optional.of(signer.publicKey())
                : accounts.view().ticketKey(balancer, time.millis()).map(Bytes::toArray);
    }
}
