// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.apache.thrift.TBaseHelper;
import org.apache.thrift.TException;

import justchat.client.codec.Directory;
import justchat.client.codec.FileCodec;
import justchat.client.codec.PrivateMessage;
import justchat.client.codec.PrivateMessage.Outcome;
import justchat.client.core.Event;
import justchat.client.crypto.CannotOpen;
import justchat.client.crypto.ChunkSeal;
import justchat.client.file.Download;
import justchat.client.model.ContentHash;
import justchat.client.model.Instance;
import justchat.client.model.Limits;
import justchat.client.model.Source;
import justchat.client.model.TransferId;
import justchat.client.session.Account;
import justchat.client.session.ChunkPump;
import justchat.client.session.NobodyAnswers;
import justchat.client.session.Progress;
import justchat.client.session.TransferFailure;
import justchat.client.session.Transfers;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Deadline;
import justchat.wire.Peer;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// The files that others offer us: kept until they are fetched, declined or
/// crowded out by newer ones. Fetching tells the sender ACCEPTED, pulls sealed
/// chunks over a direct link, four at once, going on over a new link if one
/// breaks, and tells how it ended. Thread-safe; a download has a virtual thread
/// of its own.
final class Inbound {
    private static final Deadline CHUNK = Deadline.ofMillis(10_000);
    private static final long MAX_WAIT_MILLIS = 3_600_000;
    /// Attempts in a row without a single chunk.
    private static final int MAX_FRUITLESS = 8;

    private final Courier courier;
    private final Whereabouts whereabouts;
    private final PeerLinks links;
    private final Transfers transfers;
    private final Consumer<Event> loop;
    /// Guarded by itself; oldest first.
    private final Map<String, Offer> offers = new LinkedHashMap<>();

    Inbound(Courier courier, Whereabouts whereabouts, PeerLinks links, Transfers transfers, Consumer<Event> loop) {
        this.courier = courier;
        this.whereabouts = whereabouts;
        this.links = links;
        this.transfers = transfers;
        this.loop = loop;
    }

    private record Offer(String user, Instance session, PrivateMessage.Offer offer) {

        /// Without the key.
        @Override
        public String toString() {
            return "Offer[" + offer.offer() + "]";
        }
    }

    void offered(String user, Instance session, PrivateMessage.Offer offer, VectorClock clock) {
        synchronized (offers) {
            offers.put(offer.offer(), new Offer(user, session, offer));
            if (offers.size() > Limits.OFFERS) {
                offers.remove(offers.keySet().iterator().next());
            }
        }
        var expires = Math.min(offer.expiresAtMillis(), System.currentTimeMillis() + MAX_WAIT_MILLIS);
        loop.accept(new Event.OfferReceived(new Source.Person(user, offer.offer()), FileCodec.info(offer.manifest()),
                expires, clock));
    }

    void decline(Account account, Source.Person source, VectorClock clock) {
        take(source).ifPresent(offer -> tell(account, offer, Outcome.DECLINED, clock));
    }

    void download(Account account, TransferId transfer, Source.Person source, Path directory, String name,
            VectorClock clock) {
        transfers.start(transfer, running -> {
            var offer = find(source).orElseThrow(() -> TransferFailure.forGood("this offer is gone"));
            accept(account, offer, clock);
            try {
                var done = fetch(account, offer, transfer, directory, name, running);
                tell(account, offer, Outcome.RECEIVED, VectorClock.empty());
                return Optional.of(done);
            } catch (TransferFailure | IOException e) {
                tell(account, offer, Outcome.FAILED, VectorClock.empty());
                throw e;
            } finally {
                take(source);
            }
        });
    }

    private Optional<Offer> find(Source.Person source) {
        synchronized (offers) {
            return Optional.ofNullable(offers.get(source.offer())).filter(one -> one.user().equals(source.user()));
        }
    }

    private Optional<Offer> take(Source.Person source) {
        synchronized (offers) {
            return find(source).map(_ -> offers.remove(source.offer()));
        }
    }

    private void accept(Account account, Offer offer, VectorClock clock) throws TransferFailure {
        try {
            courier.deliver(account, offer.user(), offer.session(),
                    new PrivateMessage.Answer(offer.offer().offer(), Outcome.ACCEPTED), clock);
        } catch (Undelivered e) {
            throw TransferFailure.forGood(e.getMessage());
        }
    }

    /// The sender forgets an offer by itself, so a word that gets lost does no harm.
    private void tell(Account account, Offer offer, Outcome outcome, VectorClock clock) {
        Thread.ofVirtual().name("answer " + offer.user()).start(() -> {
            try {
                courier.deliver(account, offer.user(), offer.session(),
                        new PrivateMessage.Answer(offer.offer().offer(), outcome), clock);
            } catch (Undelivered _) {
                // See above.
            }
        });
    }

    private Event fetch(Account account, Offer offer, TransferId transfer, Path directory, String name,
            Transfers.Running running) throws TransferFailure, IOException, InterruptedException {
        var begin = System.nanoTime();
        var manifest = offer.offer().manifest();
        try (var download = Download.open(directory, name, manifest)) {
            var progress = new Progress(transfer, manifest.size(), loop);
            pull(account, offer, download, progress, running);
            var saved = download.finish();
            var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            return new Event.TransferDone(transfer, saved, manifest.size(), millis, "direct",
                    ContentHash.of(manifest.hash()), VectorClock.empty());
        } finally {
            if (running.isCancelled()) {
                Download.open(directory, name, manifest).discard();
            }
        }
    }

    private void pull(Account account, Offer offer, Download download, Progress progress, Transfers.Running running)
            throws TransferFailure, IOException, InterruptedException {
        var fruitless = 0;
        var failure = "";
        var moved = new AtomicLong();
        while (fruitless < MAX_FRUITLESS) {
            running.check();
            var before = moved.get();
            try {
                var session = session(offer, fruitless > 0);
                ChunkPump.run(download.missing(), index -> {
                    running.check();
                    chunk(account, offer, session, index, download);
                    moved.incrementAndGet();
                    progress.at(download.presentBytes());
                });
                return;
            } catch (Refused refused) {
                if (refused.getReason() != Reason.BUSY && refused.getReason() != Reason.UNAVAILABLE) {
                    throw TransferFailure.forGood(offer.user() + ": " + refused.getMessage());
                }
                failure = refused.getMessage();
            } catch (TransferFailure e) {
                if (!e.isPassing()) {
                    throw e;
                }
                failure = e.getMessage();
            } catch (TException e) {
                failure = "no direct link to " + offer.user() + ": " + e.getMessage();
            }
            fruitless = moved.get() > before ? 0 : fruitless + 1;
            Whereabouts.pause();
        }
        throw TransferFailure.forGood(failure);
    }

    /// The session that made the offer, wherever it is now.
    private Directory.PeerSession session(Offer offer, boolean again) throws TException, TransferFailure {
        try {
            return whereabouts.of(offer.user(), again, VectorClock.empty()).sessions().stream()
                    .filter(session -> session.instance().equals(offer.session())).findFirst()
                    .orElseThrow(() -> TransferFailure.passing(offer.user() + " is not online"));
        } catch (NobodyAnswers e) {
            throw TransferFailure.passing(e.getMessage());
        } catch (KeyChanged e) {
            throw TransferFailure.forGood(e.getMessage());
        }
    }

    private void chunk(Account account, Offer offer, Directory.PeerSession session, int index, Download download)
            throws TException, TransferFailure, IOException {
        var id = OfferIds.bytes(offer.offer().offer());
        var sealed = links.to(session).stub(Peer.Client::new, CHUNK).chunk(account.name(), ByteBuffer.wrap(id), index);
        try {
            var plain = ChunkSeal.open(offer.offer().key(), id, index, TBaseHelper.byteBufferToByteArray(sealed));
            if (!download.write(index, plain)) {
                throw TransferFailure.forGood("chunk " + index + " is not what was offered");
            }
        } catch (CannotOpen e) {
            throw TransferFailure.passing(e.getMessage());
        }
    }
}
