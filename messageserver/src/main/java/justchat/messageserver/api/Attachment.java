// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;
import justchat.messageserver.codec.Refusals;
import justchat.messageserver.codec.ToWire;
import justchat.messageserver.model.Address;
import justchat.messageserver.model.Arrival;
import justchat.messageserver.model.Login;
import justchat.messageserver.model.Opening;
import justchat.messageserver.model.Presence;
import justchat.messageserver.room.Room;
import justchat.messageserver.room.Room.Joining;
import justchat.messageserver.session.CatchUp;
import justchat.messageserver.session.ReaderOutbox;
import justchat.messageserver.session.Session;
import justchat.messageserver.session.Sessions;
import justchat.messageserver.session.Turnstile;
import justchat.rpc.Endpoint;
import justchat.rpc.lane.LaneService;
import justchat.ticket.Ticket;
import justchat.ticket.TicketVerifier;
import justchat.ticket.Verdict;
import justchat.wire.Attached;
import justchat.wire.Lane;
import justchat.wire.Opened;
import justchat.wire.Refused;

/// The one session that a connection may have, from ticket to end. Thread-safe.
///
/// States: none -> attached -> ended; none -> ended. The end comes by `detach`,
/// by the connection's close, or by the same instance on another connection.
final class Attachment {
    /// What a client is asked for. The server itself is more patient, see
    /// [Connections].
    static final int PING_MILLIS = 250;
    static final int SILENCE_MILLIS = 750;

    private static final int BEHIND_MILLIS = 200;
    private static final int RETRY_MILLIS = 200;

    private final Services services;
    private final Lookups lookups;
    private final Endpoint endpoint;
    private final Broadcast broadcast;
    private final Runnable attached;
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by `lock`, like `ended`.
    private Optional<Session> session = Optional.empty();
    private boolean ended;

    /// @param attached
    ///            run once, when there is a session; must not block
    Attachment(Services services, Endpoint endpoint, Broadcast broadcast, Runnable attached) {
        this.services = Objects.requireNonNull(services, "services");
        this.lookups = new Lookups(services);
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.broadcast = Objects.requireNonNull(broadcast, "broadcast");
        this.attached = Objects.requireNonNull(attached, "attached");
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

    /// One more connection for the session.
    Lane letLane(LaneService service) throws Refused {
        return endpoint.letLane(service).map(key -> new Lane(ByteBuffer.wrap(key.ticket()), ByteBuffer.wrap(key.key())))
                .orElseThrow(() -> Refusals.busy("too many lanes are being made", RETRY_MILLIS));
    }

    Attached attach(Arrival arrival) throws Refused {
        var ticket = ticket(arrival);
        int waitMillis = services.turnstile().attach(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        if (waitMillis > 0) {
            throw Refusals.busy("too many clients come at once: try another server, or again", waitMillis);
        }
        var user = ticket.name();
        var direct = new Address(endpoint.remoteAddress().getAddress().getHostAddress(), arrival.directPort());
        var presence = new Presence(user, arrival.instance(), direct, arrival.interfaces(), new Login(ticket.login()
                .high(), ticket.login().low()), arrival.device(), services.millis().getAsLong());
        var admitted = new Session(presence, ticket.generation(), new EndpointChannel(endpoint, broadcast));
        var rooms = services.rooms().of(user);
        var personal = lookups.personal(user, rooms);
        var summaries = lookups.summaries(user, rooms, personal);
        admit(admitted);
        var clock = services.journal().record(() -> Saying.of(Verb.RECEIVES_SESSION).with(Key.USER, user),
                arrival.clock());
        var standing = services.standing().get();
        return new Attached(ToWire.origin(standing.self().orElseThrow()), standing.name(), user, PING_MILLIS,
                SILENCE_MILLIS, summaries, personal.settings(), personal.letters())
                .setClock(ToWire.clock(clock));
    }

    Opened open(Opening opening) throws Refused {
        var session = require();
        var room = lookups.room(opening.room());
        var summary = lookups.summary(session.user(), room);
        var joined = join(session, room, opening);
        return new Opened(summary.setJoined(true), joined.missed(), ToWire.vector(joined.base()));
    }

    /// Deliveries of this room end.
    void close(String room) throws Refused {
        stop(require(), room);
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
            stop(gone);
        });
    }

    private void stop(Session gone) {
        gone.reading().forEach(outbox -> stop(gone, outbox.room()));
    }

    private void stop(Session of, String room) {
        of.stop(room).ifPresent(outbox -> services.rooms().find(room).ifPresent(left -> left.detach(outbox)));
    }

    private Ticket ticket(Arrival arrival) throws Refused {
        services.requireServing();
        var standing = services.standing().get();
        if (standing.self().isEmpty() || standing.deployment().balancers().isEmpty()) {
            throw Refusals.unavailable("this server is not registered with the balancers yet", 200);
        }
        long now = services.millis().getAsLong();
        return switch (TicketVerifier.verify(arrival.ticket(), signer -> standing.deployment().ticketKey(signer, now),
                now)) {
            case Verdict.Valid(var ticket) -> ticket;
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
                case Sessions.Admission.Ended(String sentence) -> throw Refusals.ended(sentence);
                case Sessions.Admission.Full() -> throw Refusals.busy("this server is full", 1000);
            }
            admitted.open();
            session = Optional.of(admitted);
            attached.run();
        } finally {
            lock.unlock();
        }
    }

    private void replace(Session former) {
        stop(former);
        former.channel().close();
    }

    private CatchUp catchUp() throws Refused {
        try {
            return switch (services.turnstile().catchUp()) {
                case Turnstile.Passage.Admitted(CatchUp place) -> place;
                case Turnstile.Passage.Later(int retryAfterMillis) ->
                    throw Refusals.busy("too many are being given what they missed", retryAfterMillis);
            };
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Refusals.unavailable("this server is stopping", BEHIND_MILLIS);
        }
    }

    private Joining.Joined join(Session session, Room room, Opening opening) throws Refused {
        var place = catchUp();
        var outbox = new ReaderOutbox(session, opening.room(), place);
        session.read(outbox).ifPresent(room::detach);
        var joining = room.attach(outbox, new Room.Attendance(session.user(), opening.seen(), opening.recent()));
        joining.thenRun(() -> {
            // Whoever stopped it told the room so, which may have heard of that first.
            if (outbox.isStopped()) {
                room.detach(outbox);
            }
        });
        try {
            var joined = joined(opening.room(), Lookups.await(joining));
            place.missed(joined.missed());
            if (place.isOpen()) {
                CompletableFuture.delayedExecutor(CatchUp.MAX_MILLIS, TimeUnit.MILLISECONDS).execute(place::close);
            }
            if (session().isEmpty()) {
                // It has ended meanwhile, and may have missed this one.
                stop(session);
            }
            return joined;
        } catch (Refused e) {
            session.stop(outbox);
            room.detach(outbox);
            throw e;
        }
    }

    private static Joining.Joined joined(String room, Joining joining) throws Refused {
        return switch (joining) {
            case Joining.Joined joined -> joined;
            case Joining.Outside() -> throw Lookups.outside(room);
            case Joining.Behind() -> throw Refusals.busy("this server has not caught up with what you were shown of "
                    + room, BEHIND_MILLIS);
        };
    }
}
