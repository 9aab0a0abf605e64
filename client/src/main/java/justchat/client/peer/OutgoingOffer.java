// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.util.BitSet;
import java.util.concurrent.TimeUnit;

import justchat.client.codec.PrivateMessage;
import justchat.client.file.LocalFile;
import justchat.client.model.TransferId;

/// One file that we offer to one user.
///
/// ```
/// WAITING --accepted--> SENDING --received, failed, or no chunk for a minute--> over
///    \----declined, or not answered in time--> over
/// ```
///
/// Pure but for the file: time is an argument, in nanoseconds. Thread-safe.
final class OutgoingOffer {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

    final String id;
    final TransferId transfer;
    final String user;
    final LocalFile file;
    private final byte[] key;
    private final long answerByNanos;
    /// Guarded by `this`, like what follows.
    private State state = State.WAITING;
    private long startedNanos;
    private long lastNanos;
    private final BitSet served = new BitSet();

    enum State {
        WAITING, SENDING, OVER
    }

    OutgoingOffer(String id, TransferId transfer, String user, LocalFile file, byte[] key, long answerByNanos) {
        this.id = id;
        this.transfer = transfer;
        this.user = user;
        this.file = file;
        this.key = key.clone();
        this.answerByNanos = answerByNanos;
    }

    byte[] key() {
        return key.clone();
    }

    /// @return whether this changed anything: an answer that comes twice, late or out
    ///         of turn does not
    synchronized boolean answer(PrivateMessage.Outcome outcome, long nowNanos) {
        var before = state;
        state = switch (outcome) {
            case ACCEPTED -> state == State.WAITING && nowNanos < answerByNanos ? State.SENDING : state;
            case DECLINED -> state == State.WAITING ? State.OVER : state;
            case RECEIVED, FAILED -> state == State.SENDING ? State.OVER : state;
        };
        if (before == State.WAITING && state == State.SENDING) {
            startedNanos = nowNanos;
            lastNanos = nowNanos;
        }
        return state != before;
    }

    /// Whether chunks may be asked for now; not before it is accepted, not after it
    /// is over.
    synchronized boolean serves(long nowNanos) {
        lastNanos = nowNanos;
        return state == State.SENDING;
    }

    /// @return bytes served so far, each chunk counted once
    synchronized long served(int index) {
        served.set(index);
        return served.stream().mapToLong(file.manifest()::length).sum();
    }

    /// @return true if nobody answered in time, or fetches any more; it is over then
    synchronized boolean expire(long nowNanos) {
        var expired = switch (state) {
            case WAITING -> nowNanos >= answerByNanos;
            case SENDING -> nowNanos - lastNanos >= IDLE_NANOS;
            case OVER -> false;
        };
        if (expired) {
            state = State.OVER;
        }
        return expired;
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
