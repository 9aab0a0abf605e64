// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import justchat.client.codec.PrivateMessage;
import justchat.client.file.Chunks;
import justchat.client.model.Instance;
import justchat.client.model.Source;

/// The offers of others that wait here, or are being fetched. Eight of one user,
/// and as many as have the chunks of four of the largest files: so much memory,
/// whatever is offered. Thread-safe; pure.
final class WaitingOffers {
    static final int PER_USER = 8;
    static final int CHUNKS = 4 * Chunks.count(Chunks.MAX_FILE_BYTES);

    /// Guarded by `this`, like the next one; oldest first.
    private final Map<Source.Person, Offer> offers = new LinkedHashMap<>();
    private int chunks;

    /// @param session
    ///            which of the user's sessions made it
    /// @param letter
    ///            that it came by, so it outlives that session
    record Offer(Source.Person source, Instance session, PrivateMessage.Offer offer,
            Optional<LetterBox.Letter> letter) {
        /// Without the key.
        @Override
        public String toString() {
            return "Offer[" + offer.offer() + "]";
        }
    }

    /// What came of an offer.
    enum Reception {
        /// It waits.
        TAKEN,
        /// It did already.
        KNOWN,
        /// Another offer had its name.
        NAME_TAKEN, FULL
    }

    synchronized Reception add(Offer offer) {
        var known = offers.get(offer.source);
        if (known != null) {
            if (!known.offer.manifest().equals(offer.offer.manifest())) {
                return Reception.NAME_TAKEN;
            }
            if (offer.letter.isPresent()) {
                offers.put(offer.source, offer);
            }
            return Reception.KNOWN;
        }
        var size = offer.offer.manifest().chunks();
        var ofUser = offers.keySet().stream().filter(one -> one.user().equals(offer.source.user())).count();
        if (ofUser >= PER_USER || chunks + size > CHUNKS) {
            return Reception.FULL;
        }
        offers.put(offer.source, offer);
        chunks += size;
        return Reception.TAKEN;
    }

    synchronized Optional<Offer> get(Source.Person source) {
        return Optional.ofNullable(offers.get(source));
    }

    synchronized Optional<Offer> remove(Source.Person source) {
        var offer = Optional.ofNullable(offers.remove(source));
        offer.ifPresent(gone -> chunks -= gone.offer.manifest().chunks());
        return offer;
    }

    synchronized List<Offer> all() {
        return new ArrayList<>(offers.values());
    }
}
