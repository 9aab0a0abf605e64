// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.thrift.TException;

import justchat.client.codec.ClockCodec;
import justchat.client.codec.Malformed;
import justchat.client.codec.RefusalCodec;
import justchat.client.codec.RoomCodec;
import justchat.client.codec.SummaryCodec;
import justchat.client.core.Event;
import justchat.client.model.Refusal;
import justchat.rpc.Deadline;
import justchat.rpc.RpcFailure;
import justchat.rpc.strand.Strand;
import justchat.wire.Open;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// The rooms that one session reads. A room is opened and closed by a strand of
/// its own, which waits; deliveries wait until the loop has heard that their
/// room is open. A room that was opened again in the meantime is open when the
/// last of these requests is answered.
///
/// ```
/// SHUT --open--> OPENING --opened--> OPEN --close--> SHUT
///                   \------refused------------------/
/// ```
///
/// Thread-safe.
final class Readings {
    private static final Deadline OPEN = Deadline.ofMillis(10_000);
    private static final Deadline CLOSE = Deadline.ofMillis(2_000);
    private static final int WAITING = 16;
    private static final int MAX_ROOMS = 1_024;

    private final ServerLink link;
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();

    Readings(ServerLink link) {
        this.link = link;
    }

    /// Where a room stands: completes with whether it is open.
    private static final class Room {
        private final Strand strand = new Strand("room", WAITING);
        private volatile CompletableFuture<Boolean> open = CompletableFuture.completedFuture(false);
        /// What arrives was sent before the room was closed. Such entries are beyond those
        /// that a later opening begins with, which must not be left out for them.
        private volatile boolean stale;
    }

    /// Answered by one event, unless the session ends or the room is opened or closed
    /// again before. Does not wait.
    void open(Open request) {
        var name = request.getRoom();
        if (rooms.size() >= MAX_ROOMS && !rooms.containsKey(name)) {
            refuseSoon(name, Refusal.TOO_LARGE, "no more than " + MAX_ROOMS + " rooms can be read at once", 0);
            return;
        }
        var room = rooms.computeIfAbsent(name, _ -> new Room());
        var opening = new CompletableFuture<Boolean>();
        shut(room, opening);
        if (!room.strand.tell(() -> attempt(request, room, opening))) {
            opening.complete(false);
            refuseSoon(name, Refusal.BUSY, name + " is being opened and closed already",
                    (int) ServerLink.MAX_RETRY_MILLIS);
        }
    }

    /// What waits for the opening before gives up.
    private static void shut(Room room, CompletableFuture<Boolean> next) {
        var before = room.open;
        room.open = next;
        before.complete(false);
    }

    /// Does not wait. A delivery that is on its way is dropped, also if the room is
    /// opened again before it arrives.
    void close(String name) {
        var room = rooms.get(name);
        if (room != null) {
            room.stale = true;
            shut(room, CompletableFuture.completedFuture(false));
            if (!room.strand.tell(() -> close(name, room))) {
                link.start("close", () -> link.lost("is asked to open and close " + name + " too often"));
            }
        }
    }

    /// Until the server has said that it delivers no more, and what it sent before
    /// that is gone.
    private void close(String name, Room room) {
        while (link.isAnnounced()) {
            try {
                link.stub(CLOSE).close(name);
                link.awaitTurn(() -> room.stale = false);
                return;
            } catch (RpcFailure failure) {
                switch (failure.kind()) {
                    case TIMED_OUT, OVERLOADED -> link.rest(ServerLink.RETRY_MILLIS);
                    default -> {
                        room.stale = false;
                        return;
                    }
                }
            } catch (Refused refused) {
                if (!ServerLink.passes(refused)) {
                    room.stale = false;
                    return;
                }
                link.rest(ServerLink.retryMillis(refused));
            } catch (TException _) {
                room.stale = false;
                return;
            }
        }
    }

    /// Whether a delivery of this room is wanted; waits while the room is being
    /// opened.
    boolean reads(String name) {
        var wanted = false;
        for (var room = rooms.get(name); room != null && !room.stale && !wanted;) {
            var opening = room.open;
            wanted = opening.join();
            if (opening == room.open) {
                break;
            }
        }
        return wanted;
    }

    /// The session is gone; nobody waits any longer.
    void end() {
        rooms.values().forEach(room -> shut(room, CompletableFuture.completedFuture(false)));
    }

    private void attempt(Open request, Room room, CompletableFuture<Boolean> opening) {
        while (link.isAnnounced() && room.open == opening && !opening.isDone()) {
            try {
                var opened = link.stub(OPEN).open(request);
                link.heard();
                var event = new Event.Opened(SummaryCodec.summary(opened.getRoom()), Math.max(0, opened.getMissed()),
                        RoomCodec.seen(opened.getBase()), ClockCodec.fromWire(opened.getClock()));
                if (room.open == opening) {
                    link.tell(event);
                    opening.complete(true);
                }
                return;
            } catch (Refused refused) {
                if (!ServerLink.passes(refused)) {
                    refused(request.getRoom(), opening, refused);
                    return;
                }
                link.rest(ServerLink.retryMillis(refused));
            } catch (RpcFailure failure) {
                switch (failure.kind()) {
                    case UNREACHABLE, CLOSED -> {
                        return;
                    }
                    case TIMED_OUT, OVERLOADED -> link.rest(ServerLink.RETRY_MILLIS);
                    default -> {
                        failed(request.getRoom(), opening, failure.getMessage());
                        return;
                    }
                }
            } catch (TException | Malformed e) {
                failed(request.getRoom(), opening, e.getMessage());
                return;
            }
        }
    }

    private void refused(String room, CompletableFuture<Boolean> opening, Refused refused) {
        if (refused.getReason() == Reason.NOT_AUTHENTICATED) {
            link.lost("no longer knows this session");
            return;
        }
        if (refused.getReason() == Reason.ENDED) {
            link.ended(refused.getMessage());
            return;
        }
        opening.complete(false);
        link.tell(new Event.OpenRefused(room, RefusalCodec.fromWire(refused), refused.getMessage(),
                refused.getRetryAfterMillis()));
    }

    private void failed(String room, CompletableFuture<Boolean> opening, String why) {
        opening.complete(false);
        link.tell(new Event.OpenRefused(room, Refusal.UNAVAILABLE, link.server().name() + " failed: " + why, 0));
    }

    private void refuseSoon(String room, Refusal reason, String sentence, int retryAfterMillis) {
        link.start("refuse", () -> link.tell(new Event.OpenRefused(room, reason, sentence, retryAfterMillis)));
    }
}
