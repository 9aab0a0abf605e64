// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
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
/// read, sealed and given out only after the other has accepted, a few at a time,
/// first come first served. What was accepted is kept over restarts.
/// Thread-safe.
final class Outbound implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbound.class);
    private static final int SERVED_AT_ONCE = 8;
    private static final long TICK_MILLIS = 500;
    private static final String PATH = "direct";

    private final SecureRandom random;
    private final KeptOffers kept;
    private final Supplier<String> owner;
    private final Consumer<Event> loop;
    /// Tells the other side; may wait.
    private final BiConsumer<String, PrivateMessage.Answer> teller;
    private final Map<String, OutgoingOffer> offers = new ConcurrentHashMap<>();
    /// Of earlier runs, until they have a number.
    private final Map<String, Found> found = new ConcurrentHashMap<>();
    /// Of earlier runs, whose file is another one now: to whom, and a sentence.
    private final Map<String, Changed> changed = new ConcurrentHashMap<>();
    private final Map<TransferId, Progress> progress = new ConcurrentHashMap<>();
    private final Semaphore serving = new Semaphore(SERVED_AT_ONCE, true);
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("offers").factory());

    private record Found(KeptOffers.Kept kept, LocalFile file) {}

    private record Changed(String user, String sentence) {}

    Outbound(SecureRandom random, KeptOffers kept, Supplier<String> owner,
            BiConsumer<String, PrivateMessage.Answer> teller, Consumer<Event> loop) {
        this.random = random;
        this.kept = kept;
        this.owner = owner;
        this.teller = teller;
        this.loop = loop;
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
                        left.add(new Event.Unfinished.Kept(one.offer(), FileCodec.info(one.manifest()), one.user()));
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
        Optional.ofNullable(found.remove(id)).ifPresent(one -> add(OutgoingOffer.again(one.kept, transfer, one.file,
                System.nanoTime())));
    }

    /// @return false if there is no such offer, or it is over
    boolean withdraw(TransferId transfer) {
        var offer = of(transfer);
        offer.ifPresent(one -> {
            remove(one);
            teller.accept(one.user, new PrivateMessage.Answer(one.id, Outcome.WITHDRAWN));
        });
        return offer.map(OutgoingOffer::withdraw).orElse(false);
    }

    /// @return false if there is no such offer
    boolean pause(TransferId transfer, boolean hold) {
        var offer = of(transfer);
        offer.ifPresent(one -> one.pause(hold));
        return offer.isPresent();
    }

    private Optional<OutgoingOffer> of(TransferId transfer) {
        return offers.values().stream().filter(one -> one.transfer.equals(transfer)).findFirst();
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
                            offer.millis(now), PATH, ContentHash.of(manifest.hash()), clock));
                }
            }
            case FAILED -> {
                if (news) {
                    remove(offer);
                    loop.accept(new Event.TransferFailed(transfer, user + " could not fetch it"));
                }
            }
            case WITHDRAWN -> throw RefusalCodec.toWire(Refusal.INVALID, "this offer is not yours");
        }
    }

    /// One sealed chunk.
    byte[] chunk(String user, String id, int index) throws Refused {
        var offer = offer(user, id);
        if (index < 0 || index >= offer.file.manifest().chunks()) {
            throw RefusalCodec.toWire(Refusal.INVALID, "no chunk " + index);
        }
        switch (offer.serves(System.nanoTime())) {
            case YES -> {
            }
            case NOT_NOW -> throw RefusalCodec.toWire(Refusal.BUSY, "the sender has paused it");
            case NOT_ACCEPTED -> throw RefusalCodec.toWire(Refusal.NOT_PERMITTED, "this offer is not accepted");
            case TOO_OFTEN -> {
                if (offer.withdraw()) {
                    remove(offer);
                    loop.accept(new Event.TransferFailed(offer.transfer, user + " asked for it again and again"));
                }
                throw RefusalCodec.toWire(Refusal.NOT_PERMITTED, "asked for too often; the offer is over");
            }
        }
        var sealed = sealed(offer, index);
        var bytes = offer.served(index);
        Optional.ofNullable(progress.get(offer.transfer)).ifPresent(bar -> bar.at(bytes, PATH));
        return sealed;
    }

    private byte[] sealed(OutgoingOffer offer, int index) throws Refused {
        serving.acquireUninterruptibly();
        try {
            return ChunkSeal.seal(offer.key(), OfferIds.bytes(offer.id), index, offer.file.chunk(index));
        } catch (IOException e) {
            LOG.warn("cannot give out a chunk: {}", e.toString());
            throw RefusalCodec.toWire(Refusal.INVALID, offer.file.manifest().name()
                    + " has changed since it was offered, or cannot be read any more");
        } finally {
            serving.release();
        }
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

    /// What the other is told of it.
    static PrivateMessage.Offer message(OutgoingOffer offer, long expiresAtMillis) {
        return new PrivateMessage.Offer(offer.id, offer.file.manifest(), offer.key(), expiresAtMillis);
    }

    static Event.OfferSent sent(OutgoingOffer offer) {
        return new Event.OfferSent(offer.transfer, FileCodec.info(offer.file.manifest()));
    }

    /// Offers that nobody has answered end with us; who was offered them is told.
    @Override
    public void close() {
        timer.shutdownNow();
        offers.values().stream().filter(OutgoingOffer::isWaiting).forEach(offer -> teller.accept(offer.user,
                new PrivateMessage.Answer(offer.id, Outcome.WITHDRAWN)));
    }
}
