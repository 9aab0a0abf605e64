// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import justchat.client.file.Unfinished;
import justchat.client.model.ContentHash;
import justchat.client.model.FileInfo;
import justchat.client.model.Instance;
import justchat.client.model.Refusal;
import justchat.client.model.Source;
import justchat.client.model.TransferId;
import justchat.client.session.Account;
import justchat.client.session.TransferFailure;
import justchat.client.session.Transfers;
import justchat.logs.clock.VectorClock;
import justchat.wire.Refused;

/// The files that others offer us: kept until they are fetched, declined,
/// withdrawn, or their sender has left. Each is fetched by a [Fetching] on a
/// virtual thread of its own, at once or, after an interruption, by what is
/// written beside its part file. Thread-safe.
final class Inbound implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);
    private static final long MAX_WAIT_MILLIS = 3_600_000;

    private final Fetching.Roads roads;
    private final Teller teller;
    private final Transfers transfers;
    private final Supplier<String> owner;
    private final Consumer<Event> loop;
    private final WaitingOffers offers = new WaitingOffers();
    private final OfferWatch watch;
    /// Those that are being fetched.
    private final Set<Source.Person> accepted = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofVirtual().name("watch offers").factory());

    /// @param owner
    ///            which account of which cluster we are
    Inbound(Fetching.Roads roads, Teller teller, Transfers transfers, Supplier<String> owner, Consumer<Event> loop) {
        this.roads = roads;
        this.teller = teller;
        this.transfers = transfers;
        this.owner = owner;
        this.loop = loop;
        this.watch = new OfferWatch(offers, roads.whereabouts(), loop);
        timer.scheduleWithFixedDelay(() -> watch.look(accepted::contains), OfferWatch.PERIOD_MILLIS,
                OfferWatch.PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    void offered(String user, Instance session, PrivateMessage.Offer offer, VectorClock clock) throws Refused {
        var source = new Source.Person(user, offer.offer());
        switch (offers.add(new WaitingOffers.Offer(source, session, offer))) {
            case TAKEN -> loop.accept(new Event.OfferReceived(source, FileCodec.info(offer.manifest()), Math.min(offer
                    .expiresAtMillis(), System.currentTimeMillis() + MAX_WAIT_MILLIS), clock));
            case KNOWN -> {
            }
            case NAME_TAKEN -> throw RefusalCodec.toWire(Refusal.INVALID, "another offer has this name");
            case FULL -> throw RefusalCodec.toWire(Refusal.BUSY, "too many offers wait here");
        }
    }

    /// Its sender's word. One that is being fetched ends when the sender refuses it.
    void withdrawn(String user, PrivateMessage.Answer answer) {
        var source = new Source.Person(user, answer.offer());
        if (!accepted.contains(source) && offers.remove(source).isPresent()) {
            loop.accept(new Event.OfferWithdrawn(source, false));
        }
    }

    void decline(Source.Person source, VectorClock clock) {
        offers.remove(source);
        teller.tell(source.user(), new PrivateMessage.Answer(source.offer(), Outcome.DECLINED), clock);
    }

    void download(Account account, TransferId transfer, Source.Person source, FileInfo file, Path directory,
            String name, VectorClock clock) {
        transfers.start(transfer, running -> {
            var what = find(source, file, directory, name).orElseThrow(() -> TransferFailure.forGood(
                    "this offer is gone"));
            accepted.add(source);
            var fetching = new Fetching(roads, account, what, transfer, directory, running, loop);
            try {
                var done = fetching.run(clock);
                tell(source, Outcome.RECEIVED);
                return Optional.of(done);
            } catch (TransferFailure | IOException e) {
                if (isOver(e)) {
                    drop(source, file, directory, name);
                }
                throw e;
            } finally {
                accepted.remove(source);
                offers.remove(source);
            }
        });
    }

    /// A disk that fails keeps what it has.
    private static boolean isOver(Exception failure) {
        return failure instanceof TransferFailure transfer && switch (transfer.kind()) {
            case STOPPED, PAUSED -> false;
            case FOR_GOOD, PASSING -> true;
        };
    }

    private void drop(Source.Person source, FileInfo file, Path directory, String name) throws IOException {
        if (Unfinished.load(directory, name, file.hash()).filter(one -> one.source().equals(source)).isPresent()) {
            Unfinished.discard(directory, name, file.hash());
        }
        tell(source, Outcome.FAILED);
    }

    /// As the sender said it a moment ago, or in an earlier run.
    private Optional<Unfinished> find(Source.Person source, FileInfo file, Path directory, String name) {
        var offered = offers.get(source).map(one -> new Unfinished(owner.get(), source, one.session().hex(), one.offer()
                .key(), name, one.offer().manifest(), false));
        return offered.or(() -> Unfinished.load(directory, name, file.hash()))
                .filter(one -> one.source().equals(source)
                        && ContentHash.of(one.manifest().hash()).equals(file.hash()));
    }

    /// What earlier runs left in this folder, from whomever.
    List<Event.Unfinished.Download> unfinished(Path directory) {
        try {
            return Unfinished.in(directory, owner.get()).stream().map(one -> new Event.Unfinished.Download(one
                    .source(), one.file(), one.name(), one.done(directory), one.paused())).toList();
        } catch (IOException e) {
            LOG.warn("cannot look for unfinished downloads in {}: {}", directory, e.toString());
            return List.of();
        }
    }

    /// What there was of it is gone; its sender need not keep it.
    void discarded(Source.Person source) {
        offers.remove(source);
        tell(source, Outcome.FAILED);
    }

    private void tell(Source.Person source, Outcome outcome) {
        teller.tell(source.user(), new PrivateMessage.Answer(source.offer(), outcome), VectorClock.empty());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
