// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.client.codec.FileCodec;
import justchat.client.codec.PrivateMessage;
import justchat.client.codec.PrivateMessage.Outcome;
import justchat.client.codec.RefusalCodec;
import justchat.client.core.Event;
import justchat.client.crypto.ChunkSeal;
import justchat.client.file.LocalFile;
import justchat.client.model.ContentHash;
import justchat.client.model.Limits;
import justchat.client.model.Refusal;
import justchat.client.model.TransferId;
import justchat.client.session.Progress;
import justchat.logs.clock.VectorClock;
import justchat.wire.Refused;

/// The files that we offer, from the offer until the other has them. Chunks are
/// given out only after the other has accepted ([OfferedChunks]), or left at the
/// servers ([Leaving]). What was accepted, or is a letter, is kept over restarts.
/// Thread-safe.
final class Outbound implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbound.class);
    private static final long TICK_MILLIS = 500;
    private static final int MAX_EARLY = 256;
    /// Of one offer.
    private static final int MAX_ANSWERS = 8;

    private final SecureRandom random;
    private final KeptOffers kept;
    private final Supplier<String> owner;
    private final Consumer<Event> loop;
    private final Teller teller;
    private final Leaving leaving;
    private final Consumer<LetterBox.Letter> settle;
    private final Map<String, OutgoingOffer> offers = new ConcurrentHashMap<>();
    /// Of earlier runs, until they have a number.
    private final Map<String, Found> found = new ConcurrentHashMap<>();
    /// Of earlier runs, whose file is another one now: to whom, and a sentence.
    private final Map<String, Changed> changed = new ConcurrentHashMap<>();
    /// Letters about offers that are not known (yet), by offer; guarded by itself.
    private final Map<String, List<Early>> early = new LinkedHashMap<>();
    private final Map<TransferId, Progress> progress = new ConcurrentHashMap<>();
    private final OfferedChunks chunks;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("offers").factory());

    private record Found(KeptOffers.Kept kept, LocalFile file) {}

    private record Changed(String user, String sentence) {}

    private record Early(LetterBox.Letter letter, PrivateMessage.Answer answer) {}

    /// @param settle
    ///            a letter that is not needed any more
    Outbound(SecureRandom random, KeptOffers kept, Supplier<String> owner, Teller teller, Leaving leaving,
            Consumer<LetterBox.Letter> settle, Consumer<Event> loop) {
        this.leaving = leaving;
        this.settle = settle;
        this.random = random;
        this.kept = kept;
        this.owner = owner;
        this.teller = teller;
        this.loop = loop;
        this.chunks = new OfferedChunks(new OfferedChunks.Offers() {
            @Override
            public OutgoingOffer find(String user, String id) throws Refused {
                return offer(user, id);
            }

            @Override
            public void remove(OutgoingOffer offer) {
                Outbound.this.remove(offer);
            }
        }, progress, loop);
        timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// A new offer, not yet told to the other.
    ///
    /// @return empty if there are too many
    Optional<OutgoingOffer> open(TransferId transfer, String user, LocalFile file, long waitsMillis) {
        if (offers.size() >= Limits.OFFERS) {
            return Optional.empty();
        }
        var offer = new OutgoingOffer(OfferIds.fresh(random), transfer, user, file, ChunkSeal.newKey(random),
                System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitsMillis));
        add(offer);
        return Optional.of(offer);
    }

    private void add(OutgoingOffer offer) {
        offers.put(offer.id, offer);
        progress.put(offer.transfer, new Progress(offer.transfer, offer.file.manifest().size(), loop));
    }

    /// It is over; nothing is told.
    void remove(OutgoingOffer offer) {
        offers.remove(offer.id);
        progress.remove(offer.transfer);
        kept.remove(offer.id);
    }

    /// It went as a letter.
    void mailed(OutgoingOffer offer) {
        offer.mailed(System.nanoTime());
        if (!offer.isOver()) {
            kept.save(offer, owner.get(), System.currentTimeMillis());
        }
    }

    /// What earlier runs left and can be served still.
    ///
    /// @param lost
    ///            takes a sentence about each of the others
    List<Event.Unfinished.Kept> unfinished(Consumer<String> lost) {
        var left = new ArrayList<Event.Unfinished.Kept>();
        for (var one : kept.load(owner.get(), System.currentTimeMillis())) {
            switch (KeptOffers.file(one)) {
                case LocalFile.Scan.Ready(var file) -> {
                    if (!offers.containsKey(one.offer())) {
                        found.put(one.offer(), new Found(one, file));
                        left.add(new Event.Unfinished.Kept(one.offer(), FileCodec.info(one.manifest()), one.user(), one
                                .stage() != KeptOffers.Stage.MAILED));
                    }
                }
                case LocalFile.Scan.Unusable(var sentence) -> {
                    changed.put(one.offer(), new Changed(one.user(), one.manifest().name()
                            + " is not any more what was offered"));
                    kept.remove(one.offer());
                    lost.accept(one.user() + " has not fetched all of it, but " + sentence + "; offer it again");
                }
            }
        }
        return left;
    }

    /// One of those has this number now.
    void serve(TransferId transfer, String id) {
        Optional.ofNullable(found.remove(id)).ifPresent(one -> {
            var offer = OutgoingOffer.again(one.kept, transfer, one.file, System.nanoTime());
            add(offer);
            List<Early> waiting;
            synchronized (early) {
                waiting = Optional.ofNullable(early.remove(id)).orElse(List.of());
            }
            waiting.stream().filter(letter -> takes(letter.letter, letter.answer)).forEach(letter -> settle.accept(
                    letter.letter));
            if (offer.parcel().isEmpty()) {
                leaving.begin(offer, this::giveUp, VectorClock.empty());
            }
        });
    }

    /// @return false if there is no such offer, or it is over
    boolean withdraw(TransferId transfer) {
        var offer = of(transfer);
        offer.ifPresent(this::giveUp);
        return offer.isPresent();
    }

    /// It is over; the other is told, and nothing of it stays at the servers.
    private void giveUp(OutgoingOffer offer) {
        if (offer.withdraw()) {
            remove(offer);
            tell(offer.user, offer.usesLetters(), new PrivateMessage.Answer(offer.id, Outcome.WITHDRAWN));
            leaving.end(offer);
        }
    }

    private void tell(String user, boolean byLetter, PrivateMessage.Answer answer) {
        if (byLetter) {
            teller.write(user, answer, VectorClock.empty());
        } else {
            teller.tell(user, answer, VectorClock.empty());
        }
    }

    /// @return false if there is no such offer
    boolean pause(TransferId transfer, boolean hold) {
        var offer = of(transfer);
        offer.ifPresent(one -> {
            one.pause(hold);
            if (!hold && one.parcel().isEmpty()) {
                leaving.begin(one, this::giveUp, VectorClock.empty());
            }
        });
        return offer.isPresent();
    }

    private Optional<OutgoingOffer> of(TransferId transfer) {
        return offers.values().stream().filter(one -> one.transfer.equals(transfer)).findFirst();
    }

    /// The other's word on an offer, by letter: who accepts in this way cannot reach us.
    ///
    /// @return whether the letter is settled; else it may be about an offer that comes
    ///         back, or of another device
    boolean takes(LetterBox.Letter letter, PrivateMessage.Answer answer) {
        var user = letter.key().sender();
        if (changed.containsKey(answer.offer())) {
            tell(user, true, new PrivateMessage.Answer(answer.offer(), Outcome.WITHDRAWN));
            return true;
        }
        var offer = Optional.ofNullable(offers.get(answer.offer())).filter(one -> one.user.equals(user));
        if (offer.isEmpty()) {
            keep(letter, answer);
            return false;
        }
        try {
            answered(user, answer, VectorClock.empty());
        } catch (Refused refused) {
            LOG.info("an answer to an offer that came as a letter is refused: {}", refused.getMessage());
            return true;
        }
        if (answer.outcome() == Outcome.ACCEPTED && offer.get().relays(System.nanoTime())) {
            kept.save(offer.get(), owner.get(), System.currentTimeMillis());
            leaving.begin(offer.get(), this::giveUp, VectorClock.empty());
        }
        return true;
    }

    private void keep(LetterBox.Letter letter, PrivateMessage.Answer answer) {
        synchronized (early) {
            var known = early.computeIfAbsent(answer.offer(), _ -> new ArrayList<>());
            if (known.size() < MAX_ANSWERS) {
                known.add(new Early(letter, answer));
            }
            if (early.size() > MAX_EARLY) {
                early.remove(early.keySet().iterator().next());
            }
        }
    }

    /// The other's word on an offer.
    void answered(String user, PrivateMessage.Answer answer, VectorClock clock) throws Refused {
        var offer = offer(user, answer.offer());
        var now = System.nanoTime();
        var news = offer.answer(answer.outcome(), now);
        var transfer = offer.transfer;
        switch (answer.outcome()) {
            case ACCEPTED -> {
                if (!offer.goesOn(answer.arrived(), now)) {
                    throw RefusalCodec.toWire(Refusal.INVALID, "it cannot go on there");
                }
                if (news) {
                    kept.save(offer, owner.get(), System.currentTimeMillis());
                    loop.accept(new Event.OfferAnswered(transfer, true, clock));
                }
            }
            case DECLINED -> {
                if (news) {
                    remove(offer);
                    loop.accept(new Event.OfferAnswered(transfer, false, clock));
                }
            }
            case RECEIVED -> {
                if (news) {
                    remove(offer);
                    var manifest = offer.file.manifest();
                    loop.accept(new Event.TransferDone(transfer, offer.file.path(), manifest.size(),
                            offer.millis(now), offer.path(), ContentHash.of(manifest.hash()), clock));
                }
            }
            case FAILED -> {
                if (news) {
                    remove(offer);
                    loop.accept(new Event.TransferFailed(transfer, user + " could not fetch it"));
                    leaving.end(offer);
                }
            }
            case WITHDRAWN -> throw RefusalCodec.toWire(Refusal.INVALID, "this offer is not yours");
        }
    }

    /// Gives out the chunks.
    OfferedChunks chunks() {
        return chunks;
    }

    private OutgoingOffer offer(String user, String id) throws Refused {
        var other = changed.get(id);
        if (other != null && other.user.equals(user)) {
            throw RefusalCodec.toWire(Refusal.INVALID, other.sentence);
        }
        return Optional.ofNullable(offers.get(id)).filter(offer -> offer.user.equals(user))
                .orElseThrow(() -> RefusalCodec.toWire(Refusal.NOT_FOUND, "there is no such offer any more"));
    }

    private void tick() {
        var now = System.nanoTime();
        for (var offer : offers.values()) {
            switch (offer.change(now)) {
                case NONE -> {
                }
                case UNANSWERED -> {
                    remove(offer);
                    tell(new Event.TransferFailed(offer.transfer, offer.user
                            + " did not take it in time; the offer is over"));
                }
                case IDLE -> tell(new Event.TransferHeld(offer.transfer, offer.user
                        + " does not fetch it at the moment"));
                case FORGOTTEN -> {
                    remove(offer);
                    tell(new Event.TransferFailed(offer.transfer, offer.user + " did not fetch it for a week"));
                }
            }
        }
    }

    private void tell(Event event) {
        Thread.ofVirtual().start(() -> loop.accept(event));
    }

    /// What the other is told of it: no more than a letter holds.
    static PrivateMessage.Offer message(OutgoingOffer offer, long expiresAtMillis) {
        var manifest = offer.file.manifest();
        return new PrivateMessage.Offer(offer.id, SealedFile.isLarge(manifest) ? manifest.brief() : manifest, offer
                .key(), expiresAtMillis);
    }

    static Event.OfferSent sent(OutgoingOffer offer, boolean mailed) {
        return new Event.OfferSent(offer.transfer, FileCodec.info(offer.file.manifest()), mailed
                ? Limits.MAILED_OFFER_MILLIS
                : Limits.OFFER_MILLIS, mailed);
    }

    /// Offers that nobody has answered end with us; who was offered them is told.
    @Override
    public void close() {
        timer.shutdownNow();
        offers.values().stream().filter(OutgoingOffer::endsWithUs).forEach(offer -> teller.tell(offer.user,
                new PrivateMessage.Answer(offer.id, Outcome.WITHDRAWN), VectorClock.empty()));
    }
}
