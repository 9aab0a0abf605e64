// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;

import justchat.client.codec.ClockCodec;
import justchat.client.codec.Directory;
import justchat.client.codec.FileCodec;
import justchat.client.codec.Malformed;
import justchat.client.codec.PrivateMessage;
import justchat.client.codec.RefusalCodec;
import justchat.client.crypto.CannotOpen;
import justchat.client.model.MessageId;
import justchat.client.model.Refusal;
import justchat.client.session.Account;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Endpoint;
import justchat.rpc.lane.ChunkAnswers;
import justchat.wire.Envelope;
import justchat.wire.Lane;
import justchat.wire.Peer;
import justchat.wire.Refused;

/// What other clients may call on us, one per connection. Every call is on its own
/// virtual thread and may wait.
///
/// The road of an envelope: for us? from whom it says? opens? seen before? Then
/// it is shown, and answered.
final class Reception implements Peer.Iface {
    private final Endpoint endpoint;
    private final Supplier<Optional<Account>> account;
    private final Callers callers;
    private final Strangers strangers;
    private final Duplicates duplicates;
    private final Mail mail;
    private final OfferedChunks chunks;

    Reception(Endpoint endpoint, Supplier<Optional<Account>> account, Callers callers, Strangers strangers,
            Duplicates duplicates, Mail mail, OfferedChunks chunks) {
        this.endpoint = endpoint;
        this.account = account;
        this.callers = callers;
        this.strangers = strangers;
        this.duplicates = duplicates;
        this.mail = mail;
        this.chunks = chunks;
    }

    /// Where what came goes.
    @FunctionalInterface
    interface Mail {
        /// @param envelope
        ///            its id; the instance is the session of the sender's
        void take(Directory.Location from, MessageId envelope, PrivateMessage message, VectorClock clock)
                throws Refused;
    }

    @Override
    public void receive(Envelope envelope) throws Refused {
        var us = account.get()
                .orElseThrow(() -> RefusalCodec.toWire(Refusal.UNAVAILABLE, "nobody has logged in here yet"));
        if (!us.name().equals(envelope.getRecipient())) {
            throw RefusalCodec.toWire(Refusal.INVALID, "this is not for " + us.name());
        }
        var clock = ClockCodec.fromWire(envelope.getClock());
        var caller = callers.verify(envelope.getSender(), endpoint.remoteCertificate(), VectorClock.empty());
        take(caller, open(us, caller, envelope), clock);
    }

    private Unsealing.Unsealed open(Account us, Directory.Location caller, Envelope envelope) throws Refused {
        try {
            return Unsealing.open(us, caller.identityKey(), envelope);
        } catch (CannotOpen | Malformed e) {
            strangers.unopened(caller.user(), e.getMessage());
            throw RefusalCodec.toWire(Refusal.INVALID, e.getMessage());
        }
    }

    private void take(Directory.Location caller, Unsealing.Unsealed unsealed, VectorClock clock) throws Refused {
        var key = new Duplicates.Key(caller.user(), unsealed.id());
        if (!duplicates.take(key)) {
            return;
        }
        try {
            mail.take(caller, unsealed.id(), unsealed.message(), clock);
        } catch (Refused refused) {
            duplicates.release(key);
            throw refused;
        }
        // Nothing else can come by another road, or be understood by a later run.
        if (unsealed.message() instanceof PrivateMessage.Text) {
            duplicates.settle(key);
        }
    }

    @Override
    public Lane directLane(String sender) throws Refused {
        callers.verify(sender, endpoint.remoteCertificate(), VectorClock.empty());
        return endpoint.letLane(new ChunkAnswers(new OfferLane(sender))).map(FileCodec::lane).orElseThrow(
                () -> RefusalCodec.toWire(Refusal.BUSY, "too many lanes are being made"));
    }

    /// The offers of ours to one user, over a lane.
    private final class OfferLane implements ChunkAnswers.Chunks {
        private final String user;

        private OfferLane(String user) {
            this.user = user;
        }

        @Override
        public void read(byte[] id, int index, ByteBuffer into) throws Refused {
            chunks.plain(user, OfferIds.digits(ByteBuffer.wrap(id)), index, into);
        }

        @Override
        public void store(byte[] id, int index, ByteBuffer bytes) throws Refused {
            throw RefusalCodec.toWire(Refusal.INVALID, "offer a file, it is fetched then");
        }
    }

    @Override
    public ByteBuffer chunk(String sender, ByteBuffer offer, int index) throws Refused {
        callers.verify(sender, endpoint.remoteCertificate(), VectorClock.empty());
        return ByteBuffer.wrap(chunks.sealed(sender, OfferIds.digits(offer), index));
    }
}
