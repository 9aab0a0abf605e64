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
import justchat.wire.Renewal;

/// Signs tickets with this balancer's own key, and believes those of every balancer in the book that were not revoked.
/// Thread-safe.
public final class Tickets {
    /// How long a ticket opens sessions.
    public static final Duration LIFE = Duration.ofHours(12);
    /// The same of a ticket by a balancer that knows of no leader: it may not have heard that a password was changed.
    public static final Duration LIFE_ALONE = Duration.ofMinutes(10);

    /// A balancer that has known of no leader for so long renews nothing: what it has not heard of was revoked since then,
    /// and whatever it renewed now would live on when servers have forgotten the revocation.
    static final Duration LEASE = LIFE.minus(LIFE_ALONE);

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
    record Issued(byte[] ticket, long expiresAtMillis) {
        Renewal renewal() {
            return new Renewal(ByteBuffer.wrap(ticket), expiresAtMillis);
        }
    }

    /// Who came with a ticket.
    record Holder(UserName name, int generation, LoginId login) {
        Bytes loginBytes() {
            return Bytes.copyOf(login.bytes());
        }
    }

    /// The first ticket of a new login.
    Issued issue(UserName name, int generation) {
        return issue(new Holder(name, generation, LoginId.random(random)));
    }

    /// A further ticket of this login.
    Issued issue(Holder holder) {
        long now = time.millis();
        var life = accounts.standing().leader().isEmpty() ? LIFE_ALONE : LIFE;
        long end = now + life.toMillis();
        return new Issued(signer.sign(new Ticket(holder.name().display(), holder.generation(), holder.login(),
                self.value(), now, end)), end);
    }

    /// Whose ticket this is.
    ///
    /// @throws Refused
    ///             NOT_AUTHENTICATED if it is forged or expired, ENDED if it was revoked
    Holder holder(ByteBuffer ticket) throws Refused {
        var holder = signed(ticket);
        var revocation = accounts.revocation(holder.name(), holder.generation(), holder.loginBytes());
        if (revocation.isPresent()) {
            throw Refusals.of(Reason.ENDED, revocation.get().sentence());
        }
        return holder;
    }

    /// Whose ticket this is, or was before it was revoked.
    ///
    /// @throws Refused
    ///             NOT_AUTHENTICATED if it is forged or expired
    Holder signed(ByteBuffer ticket) throws Refused {
        var bytes = Wire.array(ticket).orElse(new byte[0]);
        return switch (TicketVerifier.verify(bytes, this::keyOf, time.millis())) {
            case Verdict.Valid(Ticket valid) -> new Holder(UserName.of(valid.name()), valid.generation(),
                    valid.login());
            case Verdict.Expired() ->
                throw Refusals.of(Reason.NOT_AUTHENTICATED, "your login has expired; log in again");
            case Verdict.Forged() -> throw Refusals.of(Reason.NOT_AUTHENTICATED, "not logged in; log in first");
        };
    }

    /// A ticket of the same login that lives longer.
    ///
    /// @throws Refused
    ///             as [#holder]; ENDED too if the account has another password or none; UNAVAILABLE if this balancer has
    ///             not heard of the account yet, or of the other balancers for too long
    Renewal renew(ByteBuffer ticket) throws Refused {
        if (accounts.standing().leader().isEmpty()
                && time.millis() - accounts.ledAtMillis() >= LEASE.toMillis()) {
            throw Refusals.unavailable("this balancer has not heard of the others for too long to renew a login");
        }
        var holder = holder(ticket);
        var account = accounts.account(holder.name());
        if (account.isEmpty()) {
            throw accounts.isDeleted(holder.name())
                    ? Refusals.of(Reason.ENDED, "the account was deleted")
                    : Refusals.unavailable("this balancer has not heard of your account yet");
        }
        if (account.get().generation() > holder.generation()) {
            throw Refusals.of(Reason.ENDED, "the password was changed");
        }
        return issue(holder).renewal();
    }

    private Optional<byte[]> keyOf(String balancer) {
        return balancer.equals(self.value())
                ? Optional.of(signer.publicKey())
                : accounts.view().ticketKey(balancer, time.millis()).map(Bytes::toArray);
    }
}
