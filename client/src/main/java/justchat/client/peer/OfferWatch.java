// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

import justchat.client.codec.Directory;
import justchat.client.core.Event;
import justchat.client.model.Source;
import justchat.client.session.NobodyAnswers;
import justchat.logs.clock.VectorClock;
import justchat.wire.Refused;

/// Finds out that the sender of an offer has left without a word: its session is
/// in the directory no more, at two looks in a row (one that changes its server is
/// away for a moment). Looks are made by one thread at a time.
final class OfferWatch {
    static final long PERIOD_MILLIS = 5_000;
    private static final int LOOKS = 2;

    private final WaitingOffers offers;
    private final Whereabouts whereabouts;
    private final Consumer<Event> loop;
    private final Map<Source.Person, Integer> missed = new HashMap<>();

    OfferWatch(WaitingOffers offers, Whereabouts whereabouts, Consumer<Event> loop) {
        this.offers = offers;
        this.whereabouts = whereabouts;
        this.loop = loop;
    }

    /// Asks the directory; waits.
    ///
    /// @param fetched
    ///            whether an offer was accepted: then it is not to be watched
    void look(Predicate<Source.Person> fetched) {
        var all = offers.all();
        missed.keySet().removeIf(source -> offers.get(source).isEmpty());
        for (var offer : all) {
            if (fetched.test(offer.source()) || offer.letter().isPresent() || isThere(offer)) {
                missed.remove(offer.source());
            } else if (missed.merge(offer.source(), 1, Integer::sum) >= LOOKS) {
                missed.remove(offer.source());
                offers.remove(offer.source());
                loop.accept(new Event.OfferWithdrawn(offer.source(), true));
            }
        }
    }

    /// If nobody can tell, it is.
    private boolean isThere(WaitingOffers.Offer offer) {
        try {
            Directory.Location location = whereabouts.of(offer.source().user(), false, VectorClock.empty());
            return location.sessions().stream().anyMatch(session -> session.instance().equals(offer.session()));
        } catch (Refused | NobodyAnswers | KeyChanged _) {
            return true;
        }
    }
}
