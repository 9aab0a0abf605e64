// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Predicate;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.VersionVector;

/// What the core knows of one origin's log: how far it is appended, durable
/// here and committed, and the weight of each entry. The entries themselves are
/// on disk; in memory are only those that are not committed yet.
///
/// Invariant: committed <= appended, synced <= written <= appended. A fold, and what
/// follows it, counts as synced only once all that it folds is.
final class OriginLog {
    /// Entries and bytes of one origin that may wait to be delivered. Beyond that
    /// its stream stops until some are.
    static final int MAX_UNDELIVERED = 4_096;
    static final long MAX_UNDELIVERED_WEIGHT = 8 << 20;

    /// The same where nothing is delivered before an epoch's cut is here: how much a
    /// room of total order may hold for a server that comes without its disk to be
    /// taken in.
    static final int MAX_CATCHING_UP = 1 << 20;
    static final long MAX_CATCHING_UP_WEIGHT = 256 << 20;

    final Origin origin;
    private final ArrayDeque<Entry> uncommitted = new ArrayDeque<>();
    private int[] weights = new int[16];
    private long appended;
    private long undeliveredWeight;
    long synced;
    private long written;
    private final ArrayDeque<Entry> folds = new ArrayDeque<>();
    long committed;
    private long syncedAtTick;
    /// What was durable here already at the tick before the last one, and is due at
    /// every peer by now.
    long overdue;

    OriginLog(Origin origin) {
        this.origin = origin;
    }

    long appended() {
        return appended;
    }

    /// Whether one more entry fits in memory.
    boolean hasRoom(long delivered) {
        return appended - delivered < MAX_UNDELIVERED && undeliveredWeight < MAX_UNDELIVERED_WEIGHT;
    }

    boolean hasRoomToCatchUp(long delivered) {
        return appended - delivered < MAX_CATCHING_UP && undeliveredWeight < MAX_CATCHING_UP_WEIGHT;
    }

    void append(Entry entry) {
        if (entry.position().sequence() != appended + 1) {
            throw new IllegalStateException(entry + " appended after " + appended);
        }
        if (appended + 1 >= weights.length) {
            weights = Arrays.copyOf(weights, Math.multiplyExact(weights.length, 2));
        }
        appended++;
        weights[(int) appended] = entry.weight();
        undeliveredWeight += entry.weight();
        uncommitted.add(entry);
        if (entry.payload() instanceof Payload.Fold) {
            folds.add(entry);
        }
    }

    /// What is on disk for good, up to this sequence.
    void written(long upTo) {
        written = upTo;
    }

    /// Whether something written does not count as synced.
    boolean isWaiting() {
        return synced < written;
    }

    /// Goes as far as the folds in it allow.
    ///
    /// @return whether more counts as synced than before
    boolean sync(Predicate<VersionVector> isDurable) {
        long before = synced;
        var fold = folds.peek();
        while (fold != null && fold.position().sequence() <= written
                && isDurable.test(((Payload.Fold) fold.payload()).complete())) {
            folds.remove();
            fold = folds.peek();
        }
        synced = fold == null ? written : Math.min(written, fold.position().sequence() - 1);
        return synced > before;
    }

    /// The next entry, if it is committed now that everything up to `upTo` is;
    /// else null.
    Entry commitNext(long upTo) {
        if (committed >= Math.min(upTo, appended)) {
            return null;
        }
        committed++;
        return uncommitted.remove();
    }

    void tick() {
        overdue = syncedAtTick;
        syncedAtTick = synced;
    }

    void delivered(Entry entry) {
        undeliveredWeight -= entry.weight();
    }

    int weight(long sequence) {
        return weights[(int) sequence];
    }
}
