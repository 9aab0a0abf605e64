// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import org.apache.thrift.TException;

import justchat.client.codec.ClockCodec;
import justchat.client.codec.Directory;
import justchat.client.codec.PrivateCodec;
import justchat.client.codec.PrivateMessage;
import justchat.client.crypto.CannotOpen;
import justchat.client.crypto.Envelopes;
import justchat.client.model.Instance;
import justchat.client.session.Account;
import justchat.client.session.NobodyAnswers;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Deadline;
import justchat.rpc.RpcFailure;
import justchat.wire.Envelope;
import justchat.wire.MessageId;
import justchat.wire.Peer;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// Brings sealed envelopes to all sessions of a user: asks where they are, seals
/// once, sends to all at the same time, and is content when one has opened it.
/// Thread-safe; delivering waits, some seconds at most.
final class Courier {
    private static final Deadline OPEN = Deadline.ofMillis(6_000);
    private static final int ATTEMPTS = 2;

    private final Instance instance;
    private final Whereabouts whereabouts;
    private final PeerLinks links;
    private final AtomicLong sequence = new AtomicLong();

    Courier(Instance instance, Whereabouts whereabouts, PeerLinks links) {
        this.instance = instance;
        this.whereabouts = whereabouts;
        this.links = links;
    }

    /// To all sessions of the user.
    ///
    /// @return the user's name as the account has it
    String deliver(Account from, String user, PrivateMessage message, VectorClock clock) throws Undelivered {
        return deliver(from, user, message, clock, session -> !session.instance().equals(instance));
    }

    /// To this one session of the user.
    void deliver(Account from, String user, Instance to, PrivateMessage message, VectorClock clock)
            throws Undelivered {
        deliver(from, user, message, clock, session -> session.instance().equals(to));
    }

    /// The user's name as the account has it.
    String nameOf(String user, VectorClock clock) throws Undelivered {
        return locate(user, false, clock).user();
    }

    private String deliver(Account from, String user, PrivateMessage message, VectorClock clock,
            Predicate<Directory.PeerSession> whom) throws Undelivered {
        var envelope = Optional.<Envelope>empty();
        var failure = "";
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt > 0) {
                Whereabouts.pause();
            }
            var location = locate(user, attempt > 0, clock);
            var sessions = location.sessions().stream().filter(whom).toList();
            if (sessions.isEmpty()) {
                failure = location.user().equals(from.name())
                        ? "you have no other session to send that to"
                        : location.user() + " is not online";
                continue;
            }
            if (envelope.isEmpty()) {
                envelope = Optional.of(seal(from, location, message, clock));
            }
            var failures = send(envelope.get(), sessions);
            if (failures.size() < sessions.size()) {
                return location.user();
            }
            failure = failures.getFirst();
        }
        throw new Undelivered(failure);
    }

    private Directory.Location locate(String user, boolean again, VectorClock clock) throws Undelivered {
        try {
            return whereabouts.of(user, again, clock);
        } catch (Refused refused) {
            throw new Undelivered(refused.getReason() == Reason.NOT_FOUND
                    ? "there is no user " + user
                    : refused.getMessage());
        } catch (NobodyAnswers | KeyChanged e) {
            throw new Undelivered(e.getMessage());
        }
    }

    private Envelope seal(Account from, Directory.Location to, PrivateMessage message, VectorClock clock)
            throws Undelivered {
        var number = sequence.incrementAndGet();
        var header = new Envelopes.Header(from.name(), to.user(), instance.bytes(), number);
        try {
            var sealed = Envelopes.seal(from.identity(), to.identityKey(), header, PrivateCodec.encode(message));
            return new Envelope(from.name(), to.user(), new MessageId(ByteBuffer.wrap(instance.bytes()), number),
                    ByteBuffer.wrap(sealed.encapsulated()), ByteBuffer.wrap(sealed.cipherText()))
                    .setClock(ClockCodec.toWire(clock));
        } catch (CannotOpen e) {
            throw new Undelivered(e.getMessage());
        }
    }

    /// @return why not, for each session that did not take it. Returns as soon as one
    ///         took it: fewer failures than sessions
    private List<String> send(Envelope envelope, List<Directory.PeerSession> sessions) {
        var outcomes = new LinkedBlockingQueue<Optional<String>>();
        sessions.forEach(session -> Thread.ofVirtual().name("to " + envelope.getRecipient())
                .start(() -> outcomes.add(send(envelope, session))));
        var failures = new ArrayList<String>();
        while (failures.size() < sessions.size()) {
            var outcome = next(outcomes);
            if (outcome.isEmpty()) {
                return failures;
            }
            failures.add(outcome.get());
        }
        return failures;
    }

    private static Optional<String> next(LinkedBlockingQueue<Optional<String>> outcomes) {
        try {
            var patience = PeerLinks.CONNECT.duration().plus(OPEN.duration()).toMillis() + 500;
            var outcome = outcomes.poll(patience, TimeUnit.MILLISECONDS);
            return outcome == null ? Optional.of("no answer") : outcome;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private Optional<String> send(Envelope envelope, Directory.PeerSession session) {
        var user = envelope.getRecipient();
        try {
            links.to(session).stub(Peer.Client::new, OPEN).receive(envelope);
            return Optional.empty();
        } catch (Refused refused) {
            return Optional.of(user + "'s client refused it: " + refused.getMessage());
        } catch (RpcFailure failure) {
            return Optional.of(failure.kind() == RpcFailure.Kind.UNREACHABLE
                    ? user + " is online, but no direct link to " + session.direct().getHostString() + ":"
                            + session.direct().getPort() + " could be made: " + failure.getMessage()
                    : "no answer from " + user + "'s client: " + failure.getMessage());
        } catch (TException | RuntimeException e) {
            return Optional.of(user + "'s client failed: " + e.getMessage());
        }
    }
}
