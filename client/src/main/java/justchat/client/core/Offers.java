// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;

import justchat.client.model.Figures;
import justchat.client.model.FileInfo;
import justchat.client.model.Limits;
import justchat.client.model.Notice;
import justchat.client.model.Source;
import justchat.client.model.TransferId;

/// Offers of others that wait for our answer, oldest first: until they are
/// accepted, declined, withdrawn, over in time, or crowded out. Pure; owned by
/// [Transfers].
final class Offers {
    private final SequencedMap<TransferId, Offer> offers = new LinkedHashMap<>();

    /// @param at
    ///            when it came
    record Offer(String from, FileInfo file, Source source, Now at, long waitsMillis) {}

    void add(TransferId id, Offer offer, Now now, Effects effects) {
        if (offers.size() >= Limits.OFFERS) {
            drop(offers.firstEntry().getKey(), true, now, effects);
        }
        offers.put(id, offer);
        effects.show(new Notice.Offered(now.millis(), id, offer.from, offer.file, offer.source instanceof Source.Person,
                offer.waitsMillis));
    }

    Optional<TransferId> oldest() {
        return offers.isEmpty() ? Optional.empty() : Optional.of(offers.firstEntry().getKey());
    }

    /// The oldest one of a public file of this name.
    Optional<TransferId> shared(String name) {
        return shared((FileInfo file) -> file.name().equals(name));
    }

    /// The oldest one of this public file.
    Optional<TransferId> shared(FileInfo wanted) {
        return shared((FileInfo file) -> file.name().equals(wanted.name()) && file.hash().equals(wanted.hash()));
    }

    private Optional<TransferId> shared(Predicate<FileInfo> wanted) {
        return offers.entrySet().stream().filter(offer -> offer.getValue().source instanceof Source.Servers && wanted
                .test(offer.getValue().file)).map(Map.Entry::getKey).findFirst();
    }

    Optional<Offer> get(TransferId id) {
        return Optional.ofNullable(offers.get(id));
    }

    void remove(TransferId id) {
        offers.remove(id);
    }

    /// It is not wanted, or its time is over; its sender is told.
    void drop(TransferId id, boolean expired, Now now, Effects effects) {
        var offer = offers.remove(id);
        effects.show(new Notice.Dropped(now.millis(), id, offer.file.name(), expired));
        if (offer.source instanceof Source.Person person) {
            effects.add(new Effect.Decline(person));
        }
    }

    /// @param left
    ///            its sender is gone
    void withdrawn(Source.Person source, boolean left, Now now, Effects effects) {
        offers.entrySet().stream().filter(one -> one.getValue().source.equals(source)).findFirst().ifPresent(one -> {
            offers.remove(one.getKey());
            effects.info(now, one.getKey() + " " + one.getValue().file.name() + ": " + source.user() + (left
                    ? " left, so the offer is over"
                    : " withdrew the offer"));
        });
    }

    void tick(Now now, Effects effects) {
        offers.entrySet().stream().filter(offer -> now.isAfter(offer.getValue().at, offer.getValue().waitsMillis))
                .map(offer -> offer.getKey()).toList().forEach(id -> drop(id, true, now, effects));
    }

    /// Nanoseconds; `Long.MAX_VALUE`: never.
    long wakeAt() {
        return offers.values().stream().mapToLong(offer -> offer.at.nanos() + offer.waitsMillis * Now.NANOS_PER_MILLI)
                .min().orElse(Long.MAX_VALUE);
    }

    List<Bar.WaitingOffer> waiting() {
        return offers.entrySet().stream().map(offer -> new Bar.WaitingOffer(offer.getKey(), offer.getValue().file
                .name(), offer.getValue().file.size(), offer.getValue().from)).toList();
    }

    List<Notice.TransferLine> list(Now now) {
        return offers.entrySet().stream().map(entry -> {
            var offer = entry.getValue();
            return new Notice.TransferLine(entry.getKey(), true, offer.file.name(), offer.from, 0, offer.file.size(), 0,
                    "", "offered", "waits another " + Figures.duration(Math.max(0, offer.waitsMillis - now.millisSince(
                            offer.at))));
        }).toList();
    }
}
