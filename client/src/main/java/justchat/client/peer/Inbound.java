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
import justchat.client.model.Limits;
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
        switch (offers.add(new WaitingOffers.Offer(source, session, offer, Optional.empty()))) {
            case TAKEN ->
                loop.accept(new Event.OfferReceived(source, session, FileCodec.info(offer.manifest()), Math.min(offer
                        .expiresAtMillis(), System.currentTimeMillis() + Limits.OFFER_MILLIS), clock));
            case KNOWN -> {
            }
            case NAME_TAKEN -> throw RefusalCodec.toWire(Refusal.INVALID, "another offer has this name");
            case FULL -> throw RefusalCodec.toWire(Refusal.BUSY, "too many offers wait here");
        }
    }

    /// An offer that is a letter; the letter stays until there is an answer.
    ///
    /// @param isNew
    ///            it did not come before by another road
    /// @return whether the letter is settled already
    boolean mailed(LetterBox.Letter letter, PrivateMessage.Offer offer, boolean isNew) {
        var now = System.currentTimeMillis();
        var source = new Source.Person(letter.key().sender(), offer.offer());
        var session = letter.key().id().instance();
        if (offer.expiresAtMillis() <= now || accepted.contains(source) || !isNew && offers.get(source).isEmpty()) {
            return true;
        }
        return switch (offers.add(new WaitingOffers.Offer(source, session, offer, Optional.of(letter)))) {
            case TAKEN -> {
                loop.accept(new Event.OfferReceived(source, session, FileCodec.info(offer.manifest()), Math.min(offer
                        .expiresAtMillis(), now + Limits.MAILED_OFFER_MILLIS), VectorClock.empty()));
                yield false;
            }
            // It comes again with the next client, if there is no place now.
            case KNOWN, FULL -> false;
            case NAME_TAKEN -> true;
        };
    }

    /// Its sender's word. One that is being fetched directly ends when the sender refuses it.
    ///
    /// @return whether a letter that says so is settled
    boolean withdrawn(String user, PrivateMessage.Answer answer, Optional<LetterBox.Letter> letter) {
        var source = new Source.Person(user, answer.offer());
        if (!accepted.contains(source) && forget(source)) {
            loop.accept(new Event.OfferWithdrawn(source, false));
            return true;
        }
        return noted(source, new Notices.Notice(Optional.empty(), letter));
    }

    /// The file of an offer is at the servers.
    ///
    /// @return as above
    boolean left(String user, PrivateMessage.Left left, Optional<LetterBox.Letter> letter) {
        return noted(new Source.Person(user, left.offer()), new Notices.Notice(Optional.of(left.parcel()), letter));
    }

    /// Whoever fetches the file, now or later, here or elsewhere, is to know.
    private boolean noted(Source.Person source, Notices.Notice notice) {
        if (roads.notices().isOver(source)) {
            return true;
        }
        roads.notices().put(source, notice).flatMap(Notices.Notice::letter).ifPresent(roads.settle());
        return false;
    }

    /// @return false if there was none
    private boolean forget(Source.Person source) {
        var offer = offers.remove(source);
        offer.flatMap(WaitingOffers.Offer::letter).ifPresent(roads.settle());
        return offer.isPresent();
    }

    void decline(Source.Person source, VectorClock clock) {
        var byLetter = offers.get(source).flatMap(WaitingOffers.Offer::letter).isPresent();
        forget(source);
        tell(source, byLetter, Outcome.DECLINED, clock);
    }

    /// How many chunks were not what was offered.
    long refused() {
        return roads.refused().count();
    }

    void download(Account account, TransferId transfer, Source.Person source, FileInfo file, Path directory,
            String name, VectorClock clock) {
        transfers.start(transfer, running -> {
            var what = find(source, file, directory, name).orElseThrow(() -> TransferFailure.forGood(
                    "this offer is gone"));
            accepted.add(source);
            var fetching = new Fetching(roads, account, what, transfer, directory, running, () -> forget(source), loop);
            try {
                var done = fetching.run(clock);
                end(source, fetching.what(), Outcome.RECEIVED);
                return Optional.of(done);
            } catch (TransferFailure | IOException e) {
                if (isOver(e)) {
                    drop(source, fetching.what(), directory);
                }
                throw e;
            } finally {
                accepted.remove(source);
                forget(source);
            }
        });
    }

    /// Nothing of it is needed any more, here or at the servers.
    private void end(Source.Person source, Unfinished what, Outcome outcome) {
        roads.notices().end(source);
        tell(source, what.way().isRelayed(), outcome, VectorClock.empty());
        what.way().parcel().ifPresent(parcel -> Thread.ofVirtual().start(() -> roads.relay().drop(parcel, VectorClock
                .empty())));
    }

    /// A disk that fails keeps what it has.
    private static boolean isOver(Exception failure) {
        return failure instanceof TransferFailure transfer && switch (transfer.kind()) {
            case STOPPED, PAUSED -> false;
            case FOR_GOOD, PASSING -> true;
        };
    }

    private void drop(Source.Person source, Unfinished what, Path directory) throws IOException {
        if (Unfinished.load(directory, what.name(), what.file().hash()).filter(one -> one.source().equals(source))
                .isPresent()) {
            Unfinished.discard(directory, what.name(), what.file().hash());
        }
        end(source, what, Outcome.FAILED);
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

    /// Removes what there is of it; its sender need not keep it.
    void discard(Source.Person source, FileInfo file, Path directory, String name) throws IOException {
        var what = Unfinished.load(directory, name, file.hash());
        Unfinished.discard(directory, name, file.hash());
        forget(source);
        what.ifPresentOrElse(known -> end(source, known, Outcome.FAILED), () -> tell(source, false, Outcome.FAILED,
                VectorClock.empty()));
    }

    private void tell(Source.Person source, boolean byLetter, Outcome outcome, VectorClock clock) {
        var answer = new PrivateMessage.Answer(source.offer(), outcome);
        if (byLetter) {
            teller.write(source.user(), answer, clock);
        } else {
            teller.tell(source.user(), answer, clock);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
