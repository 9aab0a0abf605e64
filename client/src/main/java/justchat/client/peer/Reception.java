// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;

import justchat.client.codec.ClockCodec;
import justchat.client.codec.Malformed;
import justchat.client.codec.PrivateCodec;
import justchat.client.codec.PrivateMessage;
import justchat.client.codec.RefusalCodec;
import justchat.client.codec.RoomCodec;
import justchat.client.crypto.CannotOpen;
import justchat.client.crypto.Envelopes;
import justchat.client.model.MessageId;
import justchat.client.model.Refusal;
import justchat.client.session.Account;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Endpoint;
import justchat.wire.Envelope;
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
    private final Duplicates duplicates;
    private final Mail mail;

    Reception(Endpoint endpoint, Supplier<Optional<Account>> account, Callers callers, Duplicates duplicates,
            Mail mail) {
        this.endpoint = endpoint;
        this.account = account;
        this.callers = callers;
        this.duplicates = duplicates;
        this.mail = mail;
    }

    /// Where what came goes.
    interface Mail {
        void take(Callers.Caller from, PrivateMessage message, VectorClock clock) throws Refused;

        /// A sealed chunk of an offer of ours.
        byte[] chunk(String user, String offer, int index) throws Refused;
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
        var id = id(envelope);
        if (!caller.session().instance().equals(id.instance())) {
            throw RefusalCodec.toWire(Refusal.NOT_PERMITTED, "the message id is another session's");
        }
        var message = open(us, caller, envelope, id);
        if (!duplicates.take(id)) {
            return;
        }
        try {
            mail.take(caller, message, clock);
        } catch (Refused refused) {
            duplicates.release(id);
            throw refused;
        }
    }

    private static MessageId id(Envelope envelope) throws Refused {
        try {
            return RoomCodec.id(envelope.getId());
        } catch (Malformed e) {
            throw RefusalCodec.toWire(Refusal.INVALID, e.getMessage());
        }
    }

    private static PrivateMessage open(Account us, Callers.Caller caller, Envelope envelope, MessageId id)
            throws Refused {
        var header = new Envelopes.Header(envelope.getSender(), envelope.getRecipient(), id.instance().bytes(),
                id.sequence());
        try {
            return PrivateCodec.decode(Envelopes.open(us.identity(), caller.user().identityKey(), header,
                    new Envelopes.Sealed(envelope.getEncapsulated(), envelope.getSealed())));
        } catch (CannotOpen | Malformed e) {
            throw RefusalCodec.toWire(Refusal.INVALID, e.getMessage());
        }
    }

    @Override
    public ByteBuffer chunk(String sender, ByteBuffer offer, int index) throws Refused {
        callers.verify(sender, endpoint.remoteCertificate(), VectorClock.empty());
        return ByteBuffer.wrap(mail.chunk(sender, OfferIds.digits(offer), index));
    }
}
