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
import justchat.client.codec.EnvelopeCodec;
import justchat.client.codec.Malformed;
import justchat.client.codec.PrivateCodec;
import justchat.client.codec.PrivateMessage;
import justchat.client.codec.RefusalCodec;
import justchat.client.crypto.CannotOpen;
import justchat.client.crypto.Envelopes;
import justchat.client.model.Instance;
import justchat.client.model.SealedLetter;
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
/// What can wait becomes a letter when there is no direct way: the same envelope
/// under the same id, so that a copy that got through after all is shown once.
///
/// Thread-safe; delivering waits, some seconds at most.
final class Courier {
    /// For offers, and what is of use directly only: answers of who fetches.
    private static final long PATIENCE_MILLIS = 7_500;
    /// For what may become a letter.
    private static final long LETTER_MILLIS = 1_500;
    private static final int ATTEMPTS = 2;

    private final Instance instance;
    private final Whereabouts whereabouts;
    private final PeerLinks links;
    private final OutOfReach outOfReach = new OutOfReach();
    private final AtomicLong sequence = new AtomicLong();

    Courier(Instance instance, Whereabouts whereabouts, PeerLinks links) {
        this.instance = instance;
        this.whereabouts = whereabouts;
        this.links = links;
    }

    /// What became of something that may go as a letter; with the envelope's id, and
    /// the user's name as the account has it.
    sealed interface Way {
        record Direct(justchat.client.model.MessageId id, String user) implements Way {}

        record Letter(justchat.client.model.MessageId id, String user, SealedLetter letter, boolean online)
                implements
                    Way {}
    }

    /// What came of one session, or of all.
    private sealed interface Outcome {
        record Taken() implements Outcome {}

        /// It will not be taken, by whatever road.
        record No(String sentence) implements Outcome {}

        record NoWay(String sentence) implements Outcome {}
    }

    /// One message on its way, sealed when it is first known to whom.
    private final class Journey {
        private final Account from;
        private final PrivateMessage message;
        private final VectorClock clock;
        private Optional<Envelope> envelope = Optional.empty();

        private Journey(Account from, PrivateMessage message, VectorClock clock) {
            this.from = from;
            this.message = message;
            this.clock = clock;
        }

        private Envelope envelope(Directory.Location to) throws Undelivered {
            if (envelope.isEmpty()) {
                envelope = Optional.of(seal(from, to, message, clock));
            }
            return envelope.get();
        }

        private justchat.client.model.MessageId id(Directory.Location to) throws Undelivered {
            return new justchat.client.model.MessageId(instance, envelope(to).getId().getSequence());
        }
    }

    /// To this one session of the user.
    void deliver(Account from, String user, Instance to, PrivateMessage message, VectorClock clock)
            throws Undelivered {
        deliver(new Journey(from, message, clock), user, session -> session.instance().equals(to));
    }

    /// To all sessions of the user.
    void deliver(Account from, String user, PrivateMessage message, VectorClock clock) throws Undelivered {
        deliver(new Journey(from, message, clock), user, session -> !session.instance().equals(instance));
    }

    private void deliver(Journey journey, String user, Predicate<Directory.PeerSession> whom) throws Undelivered {
        var location = locate(user, false, journey.clock);
        var outcome = attempts(journey, location, whom, endAfter(PATIENCE_MILLIS));
        switch (outcome) {
            case Outcome.Taken() -> {
                // It has arrived.
            }
            case Outcome.No(var sentence) -> throw Undelivered.forGood(sentence);
            case Outcome.NoWay(var sentence) -> throw Undelivered.forNow(sentence);
        }
    }

    /// To all sessions of the user if there is a way within 1.5 seconds, else as a
    /// letter. Who could not be reached a moment ago is not tried again at once. An offer
    /// can wait longer for a direct way, which is the better one for its file, too.
    Way bring(Account from, String user, PrivateMessage message, VectorClock clock) throws Undelivered {
        var journey = new Journey(from, message, clock);
        var location = locateOrPin(user, clock);
        var online = location.sessions().stream().anyMatch(this::isOther);
        if (location.user().equals(from.name()) && !online) {
            throw Undelivered.forGood("you have no other session to send that to");
        }
        var isOffer = message instanceof PrivateMessage.Offer;
        if (isOffer || !outOfReach.holds(location.user(), System.nanoTime())) {
            switch (attempts(journey, location, this::isOther, endAfter(isOffer ? PATIENCE_MILLIS : LETTER_MILLIS))) {
                case Outcome.Taken() -> {
                    return new Way.Direct(journey.id(location), location.user());
                }
                case Outcome.No(var sentence) -> throw Undelivered.forGood(sentence);
                case Outcome.NoWay _ -> {
                    if (online) {
                        outOfReach.add(location.user(), System.nanoTime());
                    }
                }
            }
        } else {
            // The keys may have changed since they were asked for, and a letter has nobody to say so.
            location = locateAgain(location, clock);
        }
        return letter(journey, location, online);
    }

    /// As a letter, whether or not there is a direct way.
    Way.Letter letter(Account from, String user, PrivateMessage message, VectorClock clock) throws Undelivered {
        var location = locateOrPin(user, clock);
        return letter(new Journey(from, message, clock), location, location.sessions().stream().anyMatch(
                this::isOther));
    }

    private static Way.Letter letter(Journey journey, Directory.Location to, boolean online) throws Undelivered {
        try {
            return new Way.Letter(journey.id(to), to.user(), EnvelopeCodec.letter(journey.envelope(to)), online);
        } catch (Malformed e) {
            throw Undelivered.forGood("it is too long for a letter: " + e.getMessage());
        }
    }

    private boolean isOther(Directory.PeerSession session) {
        return !session.instance().equals(instance);
    }

    private static long endAfter(long millis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /// The user's name as the account has it.
    String nameOf(String user, VectorClock clock) throws Undelivered {
        return locate(user, false, clock).user();
    }

    private Outcome attempts(Journey journey, Directory.Location first, Predicate<Directory.PeerSession> whom,
            long endNanos) throws Undelivered {
        var location = first;
        Outcome outcome = new Outcome.NoWay("");
        for (var attempt = 0; attempt < ATTEMPTS && System.nanoTime() - endNanos < 0; attempt++) {
            if (attempt > 0) {
                Whereabouts.pause();
                location = locateAgain(location, journey.clock);
            }
            var sessions = location.sessions().stream().filter(whom).toList();
            if (sessions.isEmpty()) {
                outcome = new Outcome.NoWay(location.user().equals(journey.from.name())
                        ? "you have no other session to send that to"
                        : location.user() + " is not online");
                continue;
            }
            outcome = send(journey.envelope(location), location, sessions, endNanos);
            if (!(outcome instanceof Outcome.NoWay)) {
                return outcome;
            }
        }
        return outcome;
    }

    private Directory.Location locate(String user, boolean again, VectorClock clock) throws Undelivered {
        try {
            return whereabouts.of(user, again, clock);
        } catch (Refused refused) {
            throw refused.getReason() == Reason.NOT_FOUND
                    ? Undelivered.forGood("there is no user " + user)
                    : Undelivered.forNow(refused.getMessage());
        } catch (NobodyAnswers e) {
            throw Undelivered.forNow(e.getMessage());
        } catch (KeyChanged e) {
            throw Undelivered.forGood(e.getMessage());
        }
    }

    private Directory.Location locateAgain(Directory.Location before, VectorClock clock) throws Undelivered {
        try {
            return whereabouts.of(before.user(), true, clock);
        } catch (Refused | NobodyAnswers _) {
            return before;
        } catch (KeyChanged e) {
            throw Undelivered.forGood(e.getMessage());
        }
    }

    /// A letter needs no more than the key.
    private Directory.Location locateOrPin(String user, VectorClock clock) throws Undelivered {
        try {
            return locate(user, false, clock);
        } catch (Undelivered e) {
            if (e.isForGood()) {
                throw e;
            }
            return whereabouts.pinned(user).orElseThrow(() -> e);
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
            throw Undelivered.forGood(e.getMessage());
        }
    }

    /// Returns as soon as one took it; else, at the end at the latest, why none did:
    /// a refusal only if all refuse.
    private Outcome send(Envelope envelope, Directory.Location to, List<Directory.PeerSession> sessions,
            long endNanos) {
        var outcomes = new LinkedBlockingQueue<Outcome>();
        sessions.forEach(session -> Thread.ofVirtual().name("to " + envelope.getRecipient())
                .start(() -> outcomes.add(send(envelope, to, session, endNanos))));
        var failures = new ArrayList<Outcome>();
        while (failures.size() < sessions.size()) {
            var outcome = next(outcomes, endNanos);
            if (outcome instanceof Outcome.Taken) {
                return outcome;
            }
            failures.add(outcome);
        }
        return failures.stream().filter(Outcome.NoWay.class::isInstance).findFirst().orElse(failures.getFirst());
    }

    private static Outcome next(LinkedBlockingQueue<Outcome> outcomes, long endNanos) {
        try {
            var outcome = outcomes.poll(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            return outcome == null ? new Outcome.NoWay("no answer in time") : outcome;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Outcome.NoWay("interrupted");
        }
    }

    private Outcome send(Envelope envelope, Directory.Location to, Directory.PeerSession session, long endNanos) {
        var user = envelope.getRecipient();
        try {
            var link = links.to(to, session);
            var left = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
            if (left <= 0) {
                return new Outcome.NoWay("no direct link to " + user + " in time");
            }
            link.stub(Peer.Client::new, Deadline.ofMillis(left)).receive(envelope);
            return new Outcome.Taken();
        } catch (Refused refused) {
            return refusal(user, refused);
        } catch (RpcFailure failure) {
            return new Outcome.NoWay(failure.kind() == RpcFailure.Kind.UNREACHABLE
                    ? user + " is online, but no direct link to " + session.direct().getHostString() + ":"
                            + session.direct().getPort() + " could be made: " + failure.getMessage()
                    : "no answer from " + user + "'s client: " + failure.getMessage());
        } catch (TException | RuntimeException e) {
            return new Outcome.NoWay(user + "'s client failed: " + e.getMessage());
        }
    }

    private static Outcome refusal(String user, Refused refused) {
        var sentence = user + "'s client refused it: " + refused.getMessage();
        var passes = switch (RefusalCodec.fromWire(refused)) {
            case BUSY, UNAVAILABLE -> true;
            case INVALID, WRONG_CREDENTIALS, NAME_TAKEN, NOT_FOUND, NOT_AUTHENTICATED, NOT_PERMITTED, TOO_LARGE,
                    EQUIVOCATION, ELSEWHERE, ENDED ->
                false;
        };
        return passes ? new Outcome.NoWay(sentence) : new Outcome.No(sentence);
    }
}
