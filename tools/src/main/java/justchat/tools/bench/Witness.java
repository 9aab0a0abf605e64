// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import org.apache.thrift.TException;

import justchat.wire.Entry;
import justchat.wire.MessageId;
import justchat.wire.MessageServer;
import justchat.wire.Opened;
import justchat.wire.Order;
import justchat.wire.Payload;
import justchat.wire.Position;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// A client that reads a room with open eyes and posts with what it was shown as its dependencies. Its state is owned by
/// the event loop of its link; others read it under the lock.
final class Witness implements Link.Ear {
    private static final int TEXT_BYTES = 100;
    private static final int PATIENCE_MILLIS = 100;
    /// A server hears of a new room a little later than who created it.
    private static final int TRIES_TO_JOIN = 100;

    private final String room;
    private final Order order;
    private final Latencies acknowledged;
    private final Latencies shown;
    private final CompletableFuture<Witness> joined = new CompletableFuture<>();
    /// Set before anything is posted.
    private Guest guest;
    /// Guarded by `this`, like the next.
    private OrderCheck check;
    private Optional<String> complaint = Optional.empty();
    /// Owned by the event loop: what arrived before the answer that says where the room begins; empty: it has.
    private Optional<List<Entry>> early = Optional.of(new ArrayList<>());
    private int sequence;
    private int left;
    private int tries;
    private byte[] pending = new byte[0];
    private long postedNanos;

    Witness(String room, Order order, Latencies acknowledged, Latencies shown) {
        this.room = Objects.requireNonNull(room, "room");
        this.order = Objects.requireNonNull(order, "order");
        this.acknowledged = Objects.requireNonNull(acknowledged, "acknowledged");
        this.shown = Objects.requireNonNull(shown, "shown");
        this.check = new OrderCheck(order, List.of());
    }

    /// Joins the room, and reads it from then on.
    CompletableFuture<Witness> enter(Guest attached) {
        guest = attached;
        post(Payload.membership(true), List.of());
        return joined.thenCompose(_ -> guest.open(room, this::opened)).thenApply(_ -> this);
    }

    /// Deliveries may overtake this answer.
    private void opened(Opened opened) {
        synchronized (this) {
            check = new OrderCheck(order, opened.getBase());
        }
        var waiting = early.orElseThrow();
        early = Optional.empty();
        long now = System.nanoTime();
        waiting.forEach(entry -> shown(entry, now));
    }

    /// Posts so many texts, each when the one before it has its receipt.
    void talk(int texts) {
        guest.link().execute(() -> {
            left = texts;
            next();
        });
    }

    private void next() {
        if (left > 0) {
            left--;
            postedNanos = System.nanoTime();
            List<Position> seen;
            synchronized (this) {
                seen = check.covered();
            }
            post(Payload.text(Probe.text(postedNanos, TEXT_BYTES)), seen);
        }
    }

    private void post(Payload payload, List<Position> seen) {
        pending = guest.post(room, ++sequence, seen, payload);
        guest.link().send(pending);
    }

    @Override
    public void answer(Link link, int id, byte[] message) throws TException {
        var result = Frames.answer(message, new MessageServer.post_result());
        if (result.isSetRefused()) {
            refused(link, result.getRefused());
        } else if (!joined.isDone()) {
            joined.complete(this);
        } else {
            acknowledged.add(System.nanoTime() - postedNanos);
            next();
        }
    }

    private void refused(Link link, Refused why) {
        boolean tooEarly = why.getReason() == Reason.NOT_FOUND && !joined.isDone() && ++tries < TRIES_TO_JOIN;
        if (tooEarly || why.getReason() == Reason.BUSY || why.getReason() == Reason.UNAVAILABLE) {
            int millis = why.isSetRetryAfterMillis() ? why.getRetryAfterMillis() : PATIENCE_MILLIS;
            link.later(TimeUnit.MILLISECONDS.toNanos(millis), () -> link.send(pending));
        } else {
            joined.completeExceptionally(new CompletionException(why));
            complain("refused: " + why.getMessage());
        }
    }

    @Override
    public void delivery(Link link, byte[] message) throws TException {
        long now = System.nanoTime();
        var delivery = Frames.delivery(message);
        if (early.isPresent()) {
            early.get().addAll(delivery.getEntries());
        } else {
            delivery.getEntries().forEach(entry -> shown(entry, now));
        }
    }

    private void shown(Entry entry, long now) {
        synchronized (this) {
            check.shown(entry).ifPresent(this::complain);
        }
        if (entry.getPayload().getSetField() == Payload._Fields.TEXT) {
            var text = entry.getPayload().getText();
            shown.add(now - Long.parseLong(text.substring(0, text.indexOf(' '))));
        }
    }

    @Override
    public void closed(Link link) {
        joined.completeExceptionally(new CompletionException(new IOException("the server hung up")));
        complain("the server hung up");
    }

    /// The first one is kept.
    private synchronized void complain(String what) {
        complaint = complaint.or(() -> Optional.of(what));
    }

    synchronized Optional<String> complaint() {
        return complaint;
    }

    synchronized int texts() {
        return check.textCount();
    }

    synchronized List<MessageId> order() {
        return check.texts();
    }

    void leave() {
        guest.link().close();
    }
}
