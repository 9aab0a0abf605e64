// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

import org.apache.thrift.TException;

import justchat.client.codec.ClockCodec;
import justchat.client.codec.SealedCodec;
import justchat.client.codec.SummaryCodec;
import justchat.client.core.Event;
import justchat.client.model.Code;
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
    private final ClosedRooms closed;
    private final SecureRandom random;
    /// Guarded by `this`: the last one that has no answer.
    private Optional<Attempt> attempt = Optional.empty();

    NewRooms(Tickets tickets, Links links, ClosedRooms closed, SecureRandom random) {
        this.tickets = tickets;
        this.links = links;
        this.closed = closed;
        this.random = random;
    }

    /// @param made
    ///            the lock of a closed room
    private record Attempt(String room, Order order, Optional<Code> code, byte[] command,
            Optional<ClosedRooms.Made> made) {
        CreateRoom request(ByteBuffer ticket) {
            var request = new CreateRoom(ticket, room, SummaryCodec.order(order), ByteBuffer.wrap(command));
            made.map(closed -> SealedCodec.lock(closed.lock())).ifPresent(request::setLock);
            return request;
        }

        /// What the person does not know yet.
        Optional<Code> news() {
            return code.filter(Code::isToBeMade).flatMap(_ -> made).map(ClosedRooms.Made::code);
        }
    }

    /// Returns when our own server knows the room, so that it can be opened at once; or
    /// that it cannot be made just now.
    ///
    /// @param code
    ///            of a closed room
    Event create(long request, String room, Order order, Optional<Code> code, VectorClock trace)
            throws Refused, InterruptedException {
        Attempt ours;
        try {
            ours = attempt(room, order, code);
        } catch (IllegalArgumentException weak) {
            return new Event.AskFailed(request, weak.getMessage() + "; " + room + " was not made");
        }
        try {
            var created = tickets.ask(DECISION, (balancer, ticket) -> SummaryCodec.room(balancer.createRoom(ours
                    .request(ticket).setClock(ClockCodec.toWire(trace)))));
            ours.made().ifPresent(made -> closed.keep(room, made));
            closed.learn(created);
            over(ours);
            awaitAtServer(room);
            return new Event.RoomCreated(request, created, ours.news(), VectorClock.empty());
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

    private synchronized Attempt attempt(String room, Order order, Optional<Code> code) {
        var again = attempt.filter(before -> before.room().equals(room) && before.order() == order && before.code()
                .equals(code));
        if (again.isEmpty()) {
            var command = new byte[COMMAND_BYTES];
            random.nextBytes(command);
            attempt = Optional.of(new Attempt(room, order, code, command, code.map(wish -> closed.make(room, 1,
                    wish))));
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
