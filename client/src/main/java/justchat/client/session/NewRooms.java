// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

import org.apache.thrift.TException;

import justchat.client.codec.ClockCodec;
import justchat.client.codec.SummaryCodec;
import justchat.client.core.Event;
import justchat.client.model.Order;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Deadline;
import justchat.wire.CreateRoom;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// Creates rooms. An attempt whose answer was lost is repeated under its own
/// number, so that the room is created once and is not found taken by ourselves.
/// Thread-safe; waits.
final class NewRooms {
    /// For a majority of the balancers.
    private static final Deadline DECISION = Deadline.ofMillis(10_000);
    private static final Deadline QUESTION = Deadline.ofMillis(1_000);
    private static final Duration PAUSE = Duration.ofMillis(40);
    /// How often our server is asked whether it has heard of the room.
    private static final int LOOKS = 50;
    private static final int COMMAND_BYTES = 16;

    private final Tickets tickets;
    private final Links links;
    private final SecureRandom random;
    /// Guarded by `this`: the last one that has no answer.
    private Optional<Attempt> attempt = Optional.empty();

    NewRooms(Tickets tickets, Links links, SecureRandom random) {
        this.tickets = tickets;
        this.links = links;
        this.random = random;
    }

    private record Attempt(String room, Order order, byte[] command) {}

    /// Returns when our own server knows the room, so that it can be opened at once; or
    /// that it cannot be made just now.
    Event create(long request, String room, Order order, VectorClock trace)
            throws Refused, InterruptedException {
        var ours = attempt(room, order);
        try {
            var created = tickets.ask(DECISION, (balancer, ticket) -> SummaryCodec.room(balancer.createRoom(
                    new CreateRoom(ticket, room, SummaryCodec.order(order), ByteBuffer.wrap(ours.command()))
                            .setClock(ClockCodec.toWire(trace)))));
            over(ours);
            awaitAtServer(room);
            return new Event.RoomCreated(request, created, VectorClock.empty());
        } catch (Refused refused) {
            if (refused.getReason() == Reason.UNAVAILABLE) {
                return new Event.AskPostponed(request, refused.getMessage());
            }
            over(ours);
            throw refused;
        } catch (NobodyAnswers e) {
            return new Event.AskPostponed(request, e.getMessage());
        }
    }

    private synchronized Attempt attempt(String room, Order order) {
        var again = attempt.filter(before -> before.room().equals(room) && before.order() == order);
        if (again.isEmpty()) {
            var command = new byte[COMMAND_BYTES];
            random.nextBytes(command);
            attempt = Optional.of(new Attempt(room, order, command));
        }
        return attempt.orElseThrow();
    }

    private synchronized void over(Attempt ours) {
        attempt = attempt.filter(other -> other != ours);
    }

    private void awaitAtServer(String room) throws InterruptedException {
        for (var look = 0; look < LOOKS && isUnknownAtServer(room); look++) {
            links.pause(PAUSE);
        }
    }

    private boolean isUnknownAtServer(String room) {
        var link = links.current();
        try {
            return link.isPresent() && link.get().stub(QUESTION).members(room) == null;
        } catch (Refused refused) {
            return refused.getReason() == Reason.NOT_FOUND;
        } catch (TException _) {
            return false;
        }
    }
}
