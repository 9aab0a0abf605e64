// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;

import justchat.messageserver.codec.Refusals;
import justchat.messageserver.codec.ToWire;
import justchat.messageserver.model.Address;
import justchat.messageserver.model.Arrival;
import justchat.messageserver.model.Opening;
import justchat.messageserver.model.Presence;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.room.Room;
import justchat.messageserver.session.Session;
import justchat.messageserver.session.Sessions;
import justchat.rpc.Endpoint;
import justchat.ticket.TicketVerifier;
import justchat.ticket.Verdict;
import justchat.wire.Attached;
import justchat.wire.Opened;
import justchat.wire.Refused;
import justchat.wire.RoomSummary;

/// The one session that a connection may have, from ticket to end. Thread-safe.
///
/// States: none -> attached -> ended; none -> ended. The end comes by `detach`,
/// by the connection's close, or by the same instance on another connection.
final class Attachment {
    /// What a client is asked for. The server itself is more patient, see
    /// [Connections].
    static final int PING_MILLIS = 250;
    static final int SILENCE_MILLIS = 750;

    private final Services services;
    private final Endpoint endpoint;
    private final Broadcast broadcast;
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by `lock`, like `ended`.
    private Optional<Session> session = Optional.empty();
    private boolean ended;

    Attachment(Services services, Endpoint endpoint, Broadcast broadcast) {
        this.services = Objects.requireNonNull(services, "services");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.broadcast = Objects.requireNonNull(broadcast, "broadcast");
    }

    /// The attached session; everything but `attach` and `ping` needs it.
    Session require() throws Refused {
        return session().orElseThrow(() -> Refusals.notAuthenticated("attach first"));
    }

    Optional<Session> session() {
        lock.lock();
        try {
            return session;
        } finally {
            lock.unlock();
        }
    }

    Attached attach(Arrival arrival) throws Refused {
        var user = user(arrival);
        var direct = new Address(endpoint.remoteAddress().getAddress().getHostAddress(), arrival.directPort());
        var admitted = new Session(new Presence(user, arrival.instance(), direct, arrival.certificate()),
                new EndpointChannel(endpoint, broadcast));
        admit(admitted);
        var clock = services.journal().record(user + " attached", arrival.clock());
        var standing = services.standing().get();
        return new Attached(ToWire.origin(standing.self().orElseThrow()), standing.name(), user, PING_MILLIS,
                SILENCE_MILLIS, List.of(), Map.of(), 0).setClock(ToWire.clock(clock));
    }

    Opened open(Opening opening) throws Refused {
        var session = require();
        if (!opening.room().equals(services.roomName())) {
            throw Refusals.notFound("there is no such room; there is " + services.roomName());
        }
        var joined = join(session, opening);
        return new Opened(new RoomSummary(ToWire.room(RoomInfo.LOBBY), "", 0, true, joined.entries(), List.of(), 0),
                joined.missed(), opening.seen().map(ToWire::vector).orElse(List.of()));
    }

    /// Ends the session, if there is one. May be repeated.
    void end() {
        Optional<Session> ending;
        lock.lock();
        try {
            ended = true;
            ending = session;
            session = Optional.empty();
        } finally {
            lock.unlock();
        }
        ending.ifPresent(gone -> {
            services.sessions().detach(gone);
            services.room().detach(gone.outbox());
        });
    }

    private String user(Arrival arrival) throws Refused {
        var standing = services.standing().get();
        if (standing.self().isEmpty() || standing.deployment().balancers().isEmpty()) {
            throw Refusals.unavailable("this server is not registered with the balancers yet", 200);
        }
        return switch (TicketVerifier.verify(arrival.ticket(), standing.deployment()::ticketKey, services.millis()
                .getAsLong())) {
            case Verdict.Valid(var ticket) -> ticket.name();
            case Verdict.Expired() -> throw Refusals.notAuthenticated("the ticket has expired: log in again");
            case Verdict.Forged() -> throw Refusals.notAuthenticated("the ticket is not valid here: log in again");
        };
    }

    private void admit(Session admitted) throws Refused {
        lock.lock();
        try {
            if (ended || session.isPresent()) {
                throw Refusals.invalid("this connection had its session: make another connection");
            }
            switch (services.sessions().attach(admitted)) {
                case Sessions.Admission.Attached(var former) -> former.ifPresent(this::replace);
                case Sessions.Admission.Taken() -> throw Refusals.notPermitted("the instance is another user's");
                case Sessions.Admission.Full() -> throw Refusals.busy("this server is full", 1000);
            }
            session = Optional.of(admitted);
        } finally {
            lock.unlock();
        }
    }

    private void replace(Session former) {
        services.room().detach(former.outbox());
        former.channel().close();
    }

    private Room.Joined join(Session admitted, Opening opening) throws Refused {
        admitted.outbox().open();
        try {
            return services.room().attach(admitted.outbox(), opening.seen(), opening.recent()).toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            end();
            throw Refusals.busy("the room cannot take another reader at the moment", 200);
        }
    }
}
