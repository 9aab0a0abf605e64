// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import justchat.client.codec.PrivateMessage;
import justchat.client.file.LocalFile;
import justchat.client.model.ContentHash;
import justchat.client.model.TransferId;
import justchat.client.session.Relay;

/// One file that we offer to one user.
///
/// ```
/// WAITING --accepted--> SENDING --received, failed, asked for too often, or no chunk for a week--> over
///    \----declined, or not answered in time--> over
/// ```
///
/// An offer that is a letter waits for a week, not for minutes, and outlives this
/// process. Accepted by a letter, its chunks are left at the servers (relayed).
///
/// Pure but for the file: time is an argument, in nanoseconds. Thread-safe.
final class OutgoingOffer {
    static final String DIRECT = "direct";
    static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(20);
    static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(KeptOffers.KEPT_MILLIS);
    /// Whoever goes on after an interruption asks for some chunks twice, not for all of
    /// them again and again.
    private static final int TIMES = 4;
    private static final int SPARE = 256;

    final String id;
    final TransferId transfer;
    final String user;
    final LocalFile file;
    private final byte[] key;
    /// Guarded by `this`, like what follows.
    private long answerByNanos;
    private boolean mailed;
    private boolean relayed;
    private boolean leaving;
    private Optional<ContentHash> parcel = Optional.empty();
    private State state = State.WAITING;
    private boolean paused;
    private boolean idle;
    private long startedNanos;
    private long lastNanos;
    private long arrived;
    private long servedBytes;
    private long asked;
    private final BitSet served = new BitSet();

    enum State {
        WAITING, SENDING, OVER
    }

    /// Whether a chunk may be given out.
    enum Service {
        YES, NOT_NOW, NOT_ACCEPTED, TOO_OFTEN
    }

    /// What time does to it.
    enum Change {
        NONE, UNANSWERED, IDLE, FORGOTTEN
    }

    OutgoingOffer(String id, TransferId transfer, String user, LocalFile file, byte[] key, long answerByNanos) {
        this.id = id;
        this.transfer = transfer;
        this.user = user;
        this.file = file;
        this.key = key.clone();
        this.answerByNanos = answerByNanos;
    }

    /// One of an earlier run.
    static OutgoingOffer again(KeptOffers.Kept kept, TransferId transfer, LocalFile file, long nowNanos) {
        var offer = new OutgoingOffer(kept.offer(), transfer, kept.user(), file, kept.key(), nowNanos);
        switch (kept.stage()) {
            case MAILED -> offer.mailed(nowNanos);
            case ACCEPTED -> offer.state = State.SENDING;
            case RELAYED -> {
                offer.state = State.SENDING;
                offer.relayed = true;
                offer.parcel = kept.parcel();
            }
        }
        offer.idle = true;
        offer.startedNanos = nowNanos;
        offer.lastNanos = nowNanos;
        return offer;
    }

    byte[] key() {
        return key.clone();
    }

    /// It went as a letter.
    synchronized void mailed(long nowNanos) {
        mailed = true;
        answerByNanos = nowNanos + KEPT_NANOS;
    }

    /// Whether the other may hear of it by letters.
    synchronized boolean usesLetters() {
        return mailed || relayed;
    }

    /// The other asks for it by way of the servers.
    ///
    /// @return false if it is not accepted, or over
    synchronized boolean relays(long nowNanos) {
        relayed |= state == State.SENDING;
        lastNanos = nowNanos;
        return state == State.SENDING;
    }

    /// @return whether it is to be brought to the servers now, by the caller, who says
    ///         `left` at the end
    synchronized boolean beginsLeaving() {
        var begins = relayed && !leaving && !paused && state == State.SENDING;
        leaving |= begins;
        return begins;
    }

    /// @param found
    ///            where it is at the servers; empty: it is not all there
    synchronized void left(Optional<ContentHash> found) {
        leaving = false;
        parcel = found;
    }

    synchronized Optional<ContentHash> parcel() {
        return parcel;
    }

    /// How it goes, for people.
    synchronized String path() {
        return relayed ? Relay.PATH : DIRECT;
    }

    synchronized KeptOffers.Stage stage() {
        if (relayed) {
            return KeptOffers.Stage.RELAYED;
        }
        return state == State.WAITING ? KeptOffers.Stage.MAILED : KeptOffers.Stage.ACCEPTED;
    }

    /// @return whether this changed anything: an answer that comes twice, late or out
    ///         of turn does not
    synchronized boolean answer(PrivateMessage.Outcome outcome, long nowNanos) {
        var before = state;
        state = switch (outcome) {
            case ACCEPTED -> state == State.WAITING && nowNanos < answerByNanos ? State.SENDING : state;
            case DECLINED -> state == State.WAITING ? State.OVER : state;
            case RECEIVED, FAILED -> state == State.SENDING ? State.OVER : state;
            case WITHDRAWN -> state;
        };
        if (before == State.WAITING && state == State.SENDING) {
            startedNanos = nowNanos;
            lastNanos = nowNanos;
        }
        return state != before;
    }

    /// The other begins, or goes on, with so many bytes that it has already.
    ///
    /// @return false if that cannot be, or it is not accepted
    synchronized boolean goesOn(long bytes, long nowNanos) {
        if (state != State.SENDING || bytes > file.manifest().size()) {
            return false;
        }
        arrived = bytes;
        servedBytes = 0;
        served.clear();
        lastNanos = nowNanos;
        return true;
    }

    /// Whether a chunk may be asked for now; not before it is accepted, not after it is
    /// over.
    synchronized Service serves(long nowNanos) {
        if (state != State.SENDING) {
            return Service.NOT_ACCEPTED;
        }
        lastNanos = nowNanos;
        if (paused) {
            return Service.NOT_NOW;
        }
        idle = false;
        return ++asked > (long) TIMES * file.manifest().chunks() + SPARE ? Service.TOO_OFTEN : Service.YES;
    }

    /// @return bytes the other has, as far as we know
    synchronized long served(int index) {
        if (!served.get(index)) {
            served.set(index);
            servedBytes += file.manifest().length(index);
        }
        return Math.min(file.manifest().size(), arrived + servedBytes);
    }

    synchronized void pause(boolean hold) {
        paused = hold;
    }

    /// What has become of it by now; UNANSWERED and FORGOTTEN end it, and IDLE is said
    /// once until it moves again.
    synchronized Change change(long nowNanos) {
        return switch (state) {
            case WAITING -> nowNanos < answerByNanos ? Change.NONE : over(Change.UNANSWERED);
            case SENDING -> {
                if (nowNanos - lastNanos >= KEPT_NANOS) {
                    yield over(Change.FORGOTTEN);
                }
                var told = idle || paused || relayed || nowNanos - lastNanos < IDLE_NANOS;
                idle |= !told;
                yield told ? Change.NONE : Change.IDLE;
            }
            case OVER -> Change.NONE;
        };
    }

    private Change over(Change how) {
        state = State.OVER;
        return how;
    }

    /// Nobody has answered it, and nobody can when we are gone.
    synchronized boolean endsWithUs() {
        return state == State.WAITING && !mailed;
    }

    synchronized boolean isOver() {
        return state == State.OVER;
    }

    /// @return false if it was over already
    synchronized boolean withdraw() {
        var before = state;
        state = State.OVER;
        return before != State.OVER;
    }

    /// From the acceptance until now.
    synchronized long millis(long nowNanos) {
        return TimeUnit.NANOSECONDS.toMillis(nowNanos - startedNanos);
    }

    /// Without the key.
    @Override
    public String toString() {
        return "OutgoingOffer[" + id + "]";
    }
}
