// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import justchat.client.codec.Malformed;
import justchat.client.codec.PrivateCodec;
import justchat.client.codec.PrivateMessage;
import justchat.client.codec.RoomCodec;
import justchat.client.crypto.CannotOpen;
import justchat.client.crypto.Envelopes;
import justchat.client.model.MessageId;
import justchat.client.session.Account;
import justchat.wire.Envelope;

/// The checks that every envelope passes, by whatever road it came. Stateless.
final class Unsealing {
    private Unsealing() {}

    /// What is in the envelope, and its id, which is sealed with it.
    record Unsealed(MessageId id, PrivateMessage message) {}

    /// @param senderKey
    ///            of the user that the envelope names as its sender; pinned
    /// @throws CannotOpen
    ///             if it is not for us, or not, in every bit, what this sender sealed
    static Unsealed open(Account us, byte[] senderKey, Envelope envelope) throws CannotOpen, Malformed {
        if (!us.name().equals(envelope.getRecipient())) {
            throw new CannotOpen("this is not for " + us.name());
        }
        var id = RoomCodec.id(envelope.getId());
        var header = new Envelopes.Header(envelope.getSender(), envelope.getRecipient(), id.instance().bytes(),
                id.sequence());
        var sealed = new Envelopes.Sealed(envelope.getEncapsulated(), envelope.getSealed());
        return new Unsealed(id, PrivateCodec.decode(Envelopes.open(us.identity(), senderKey, header, sealed)));
    }
}
