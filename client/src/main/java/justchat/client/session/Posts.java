// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.thrift.TException;

import justchat.client.codec.ClockCodec;
import justchat.client.codec.Malformed;
import justchat.client.codec.RefusalCodec;
import justchat.client.codec.RoomCodec;
import justchat.client.core.Event;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.Refusal;
import justchat.rpc.Deadline;
import justchat.rpc.RpcFailure;
import justchat.wire.Post;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// The posts of one session that have no receipt yet: a room's leave in order,
/// a few at once, and again until they have their receipt, are refused or the
/// session is gone. Thread-safe.
final class Posts {
    /// Of one room.
    static final int IN_FLIGHT = 64;
    /// Of all rooms: less than a server serves of one connection before it stops
    /// reading from it.
    private static final int ALL_IN_FLIGHT = 192;
    private static final Deadline POST = Deadline.ofMillis(10_000);

    private final ServerLink link;
    /// Guarded by itself.
    private final Window<Post> window = new Window<>(IN_FLIGHT, ALL_IN_FLIGHT, 2 * Limits.OUTBOX);
    /// Guarded by `window`.
    private boolean landing;

    Posts(ServerLink link) {
        this.link = link;
    }

    /// Does not wait.
    void send(Post post) {
        boolean taken;
        synchronized (window) {
            taken = window.add(post.getRoom(), post);
        }
        if (taken) {
            takeOff();
        } else {
            link.start("refuse", () -> refuse(post, Refusal.BUSY, "too many messages wait to be sent",
                    (int) ServerLink.MAX_RETRY_MILLIS));
        }
    }

    /// Nothing takes off any more; waits until all that was on its way has landed, or
    /// for that time.
    void awaitLanding(long millis) {
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        synchronized (window) {
            landing = true;
            try {
                for (var left = millis; window.isFlying() && left > 0;) {
                    window.wait(left);
                    left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void takeOff() {
        List<Post> now;
        synchronized (window) {
            now = landing ? List.of() : window.takeOff();
        }
        now.forEach(post -> link.start("post", () -> attempt(post)));
    }

    private void attempt(Post post) {
        if (!link.isAnnounced()) {
            return;
        }
        try {
            var receipt = link.stub(POST).post(post);
            link.heard();
            link.tell(new Event.Stored(post.getRoom(), id(post), receipt.getCopies(), receipt.getServers(),
                    ClockCodec.fromWire(receipt.getClock())));
            landed(post);
        } catch (Refused refused) {
            refused(post, refused);
        } catch (RpcFailure failure) {
            switch (failure.kind()) {
                case UNREACHABLE, CLOSED -> {
                    // The loop hears that the session is gone, and posts again.
                }
                case TIMED_OUT, OVERLOADED -> later(post, ServerLink.RETRY_MILLIS);
                default -> failed(post, failure);
            }
        } catch (TException e) {
            failed(post, e);
        }
    }

    private void later(Post post, long millis) {
        link.later("post", millis, () -> attempt(post));
    }

    private void refused(Post post, Refused refused) {
        if (ServerLink.passes(refused)) {
            later(post, ServerLink.retryMillis(refused));
        } else if (refused.getReason() == Reason.NOT_AUTHENTICATED) {
            link.lost("no longer knows this session");
        } else if (refused.getReason() == Reason.ENDED) {
            link.ended(refused.getMessage());
        } else {
            refuse(post, RefusalCodec.fromWire(refused), refused.getMessage(), refused.getRetryAfterMillis());
            landed(post);
        }
    }

    private void failed(Post post, TException e) {
        refuse(post, Refusal.UNAVAILABLE, link.server().name() + " failed: " + e.getMessage(), 0);
        landed(post);
    }

    private void refuse(Post post, Refusal reason, String sentence, int retryAfterMillis) {
        link.tell(new Event.PostRefused(post.getRoom(), id(post), reason, sentence, retryAfterMillis));
    }

    private void landed(Post post) {
        synchronized (window) {
            window.landed(post.getRoom());
            window.notifyAll();
        }
        takeOff();
    }

    private static MessageId id(Post post) {
        try {
            return RoomCodec.id(post.getId());
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }
}
