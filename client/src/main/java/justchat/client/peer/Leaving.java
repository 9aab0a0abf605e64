// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import justchat.client.codec.PrivateMessage;
import justchat.client.core.Event;
import justchat.client.model.ContentHash;
import justchat.client.session.Progress;
import justchat.client.session.Relay;
import justchat.client.session.TransferFailure;
import justchat.client.session.Transfers;
import justchat.logs.clock.VectorClock;

/// Brings accepted files to the servers as parcels, for those who cannot fetch them
/// from here: each on a virtual thread of its own, then the other is told. What is
/// there already is not sent again, whatever happened before. Thread-safe.
final class Leaving {
    private final Relay relay;
    private final Transfers transfers;
    private final Teller teller;
    private final KeptOffers kept;
    private final Supplier<String> owner;
    private final Consumer<Event> loop;

    Leaving(Relay relay, Transfers transfers, Teller teller, KeptOffers kept, Supplier<String> owner,
            Consumer<Event> loop) {
        this.relay = relay;
        this.transfers = transfers;
        this.teller = teller;
        this.kept = kept;
        this.owner = owner;
        this.loop = loop;
    }

    /// If it is to be brought there and is not under way already.
    ///
    /// @param over
    ///            takes it if it cannot be, for good
    void begin(OutgoingOffer offer, Consumer<OutgoingOffer> over, VectorClock clock) {
        if (offer.beginsLeaving()) {
            transfers.start(offer.transfer, running -> {
                try {
                    leave(offer, running, clock);
                    return Optional.empty();
                } catch (TransferFailure e) {
                    offer.left(offer.parcel());
                    if (offer.isOver()) {
                        return Optional.empty();
                    }
                    if (e.kind() == TransferFailure.Kind.FOR_GOOD) {
                        over.accept(offer);
                    }
                    throw e;
                } catch (IOException e) {
                    offer.left(offer.parcel());
                    over.accept(offer);
                    throw e;
                }
            });
        }
    }

    private void leave(OutgoingOffer offer, Transfers.Running running, VectorClock clock)
            throws TransferFailure, IOException, InterruptedException {
        var size = offer.file.manifest().size();
        var progress = new Progress(offer.transfer, size, loop);
        progress.surely(0, Relay.PATH);
        var chest = new SealedFile(offer.file, offer.key(), offer.id);
        var contents = chest.contents(running::check);
        var parcel = ContentHash.of(contents.hash());
        relay.leave(chest, contents, offer.user, size, running, progress, clock);
        offer.left(Optional.of(parcel));
        if (offer.isOver()) {
            relay.drop(parcel, VectorClock.empty());
            return;
        }
        kept.save(offer, owner.get(), System.currentTimeMillis());
        teller.write(offer.user, new PrivateMessage.Left(offer.id, parcel), clock);
        progress.held(offer.user + " has not fetched it yet; it is sealed at the servers, for 7 days");
    }

    /// It is over: what there is of it at the servers is not needed any more.
    void end(OutgoingOffer offer) {
        transfers.cancel(offer.transfer);
        offer.parcel().ifPresent(parcel -> Thread.ofVirtual().start(() -> relay.drop(parcel, VectorClock.empty())));
    }
}
