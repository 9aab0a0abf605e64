// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import justchat.client.codec.FileCodec;
import justchat.client.codec.PrivateMessage;
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
/// read, sealed and given out only after the other has accepted, a few at a
/// time. Thread-safe.
final class Outbound implements AutoCloseable {
    private static final int SERVED_AT_ONCE = 8;
    private static final long EXPIRY_TICK_MILLIS = 500;

    private final SecureRandom random;
    private final Consumer<Event> loop;
    private final Map<String, OutgoingOffer> offers = new ConcurrentHashMap<>();
    private final Map<TransferId, Progress> progress = new ConcurrentHashMap<>();
    private final Semaphore serving = new Semaphore(SERVED_AT_ONCE);
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("offers").factory());

    Outbound(SecureRandom random, Consumer<Event> loop) {
        this.random = random;
        this.loop = loop;
        timer.scheduleWithFixedDelay(this::expire, EXPIRY_TICK_MILLIS, EXPIRY_TICK_MILLIS, TimeUnit.MILLISECONDS);
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
        offers.put(offer.id, offer);
        progress.put(transfer, new Progress(transfer, file.manifest().size(), loop));
        return Optional.of(offer);
    }

    /// It is over; nothing is told.
    void remove(OutgoingOffer offer) {
        offers.remove(offer.id);
        progress.remove(offer.transfer);
    }

    /// @return false if there is no such offer, or it is over
    boolean withdraw(TransferId transfer) {
        for (var offer : offers.values()) {
            if (offer.transfer.equals(transfer)) {
                remove(offer);
                return offer.withdraw();
            }
        }
        return false;
    }

    /// The other's word on an offer.
    void answered(String user, PrivateMessage.Answer answer, VectorClock clock) throws Refused {
        var offer = offer(user, answer.offer());
        if (!offer.answer(answer.outcome(), System.nanoTime())) {
            return;
        }
        var transfer = offer.transfer;
        switch (answer.outcome()) {
            case ACCEPTED -> loop.accept(new Event.OfferAnswered(transfer, true, clock));
            case DECLINED -> {
                remove(offer);
                loop.accept(new Event.OfferAnswered(transfer, false, clock));
            }
            case RECEIVED -> {
                remove(offer);
                var manifest = offer.file.manifest();
                loop.accept(new Event.TransferDone(transfer, offer.file.path(), manifest.size(),
                        offer.millis(System.nanoTime()), "direct", ContentHash.of(manifest.hash()), clock));
            }
            case FAILED -> {
                remove(offer);
                loop.accept(new Event.TransferFailed(transfer, user + " could not fetch it"));
            }
        }
    }

    /// One sealed chunk.
    byte[] chunk(String user, String id, int index) throws Refused {
        var offer = offer(user, id);
        if (index < 0 || index >= offer.file.manifest().chunks()) {
            throw RefusalCodec.toWire(Refusal.INVALID, "no chunk " + index);
        }
        if (!offer.serves(System.nanoTime())) {
            throw RefusalCodec.toWire(Refusal.NOT_PERMITTED, "this offer is not accepted");
        }
        serving.acquireUninterruptibly();
        byte[] sealed;
        try {
            sealed = ChunkSeal.seal(offer.key(), OfferIds.bytes(id), index, offer.file.chunk(index));
        } catch (IOException e) {
            throw RefusalCodec.toWire(Refusal.NOT_FOUND, e.getMessage());
        } finally {
            serving.release();
        }
        var bytes = offer.served(index);
        Optional.ofNullable(progress.get(offer.transfer)).ifPresent(bar -> bar.at(bytes));
        return sealed;
    }

    private OutgoingOffer offer(String user, String id) throws Refused {
        return Optional.ofNullable(offers.get(id)).filter(offer -> offer.user.equals(user))
                .orElseThrow(() -> RefusalCodec.toWire(Refusal.NOT_FOUND, "there is no such offer any more"));
    }

    private void expire() {
        offers.values().stream().filter(offer -> offer.expire(System.nanoTime())).forEach(offer -> {
            remove(offer);
            Thread.ofVirtual().start(() -> loop.accept(new Event.TransferFailed(offer.transfer,
                    offer.user + " did not take it in time")));
        });
    }

    /// What the other is told of it.
    static PrivateMessage.Offer message(OutgoingOffer offer, long expiresAtMillis) {
        return new PrivateMessage.Offer(offer.id, offer.file.manifest(), offer.key(), expiresAtMillis);
    }

    static Event.OfferSent sent(OutgoingOffer offer) {
        return new Event.OfferSent(offer.transfer, FileCodec.info(offer.file.manifest()));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
