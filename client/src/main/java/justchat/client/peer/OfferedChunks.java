// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.client.codec.RefusalCodec;
import justchat.client.core.Event;
import justchat.client.file.Chunks;
import justchat.client.model.Refusal;
import justchat.client.model.TransferId;
import justchat.client.session.Progress;
import justchat.wire.Refused;

/// Gives out the chunks of offered files to whom they were offered, once they have
/// accepted: a few at a time, first come first served. Thread-safe; reading waits.
final class OfferedChunks {
    private static final Logger LOG = LoggerFactory.getLogger(OfferedChunks.class);
    private static final int AT_ONCE = 8;

    private final Offers offers;
    private final Map<TransferId, Progress> progress;
    private final Consumer<Event> loop;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    /// Where the offers are.
    interface Offers {
        /// @throws Refused
        ///             if there is none with this id for this user
        OutgoingOffer find(String user, String id) throws Refused;

        /// It is over.
        void remove(OutgoingOffer offer);
    }

    /// @param progress
    ///            of the offers that there are
    OfferedChunks(Offers offers, Map<TransferId, Progress> progress, Consumer<Event> loop) {
        this.offers = offers;
        this.progress = progress;
        this.loop = loop;
    }

    /// One sealed chunk.
    byte[] sealed(String user, String id, int index) throws Refused {
        var offer = asked(user, id, index);
        var bytes = ByteBuffer.allocate(Chunks.BYTES + Chunks.SEAL_BYTES);
        give(offer, index, () -> bytes.put(new SealedFile(offer.file, offer.key(), offer.id).sealed(index)));
        return Chunks.bytes(bytes.flip());
    }

    /// One chunk of the file as it is, for a road that is sealed; the other checks it.
    ///
    /// @param into
    ///            gets it, and has room for it
    void plain(String user, String id, int index, ByteBuffer into) throws Refused {
        var offer = asked(user, id, index);
        if (index >= offer.file.chunks()) {
            throw RefusalCodec.toWire(Refusal.INVALID, "no chunk " + index);
        }
        give(offer, index, () -> offer.file.readUnchecked(index, into));
    }

    private OutgoingOffer asked(String user, String id, int index) throws Refused {
        var offer = offers.find(user, id);
        if (!new SealedFile(offer.file, offer.key(), offer.id).has(index)) {
            throw RefusalCodec.toWire(Refusal.INVALID, "no chunk " + index);
        }
        switch (offer.serves(System.nanoTime())) {
            case YES -> {
            }
            case NOT_NOW -> throw RefusalCodec.toWire(Refusal.BUSY, "the sender has paused it");
            case NOT_ACCEPTED -> throw RefusalCodec.toWire(Refusal.NOT_PERMITTED, "this offer is not accepted");
            case TOO_OFTEN -> {
                if (offer.withdraw()) {
                    offers.remove(offer);
                    loop.accept(new Event.TransferFailed(offer.transfer, user + " asked for it again and again"));
                }
                throw RefusalCodec.toWire(Refusal.NOT_PERMITTED, "asked for too often; the offer is over");
            }
        }
        return offer;
    }

    private interface Reading {
        void run() throws IOException;
    }

    private void give(OutgoingOffer offer, int index, Reading reading) throws Refused {
        turns.acquireUninterruptibly();
        try {
            reading.run();
        } catch (IOException e) {
            LOG.warn("cannot give out a chunk: {}", e.toString());
            throw RefusalCodec.toWire(Refusal.INVALID, offer.file.manifest().name()
                    + " has changed since it was offered, or cannot be read any more");
        } finally {
            turns.release();
        }
        if (index < offer.file.chunks()) {
            var bytes = offer.served(index);
            Optional.ofNullable(progress.get(offer.transfer)).ifPresent(bar -> bar.at(bytes, OutgoingOffer.DIRECT));
        }
    }
}
