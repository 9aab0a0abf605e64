// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.nio.ByteBuffer;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.thrift.TException;

import justchat.client.codec.ClockCodec;
import justchat.client.codec.Directory;
import justchat.client.codec.SummaryCodec;
import justchat.client.core.Event;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Deadline;
import justchat.rpc.client.RpcClient;
import justchat.wire.Address;
import justchat.wire.Attach;
import justchat.wire.Attached;
import justchat.wire.chatConstants;

/// Opens sessions with message servers, and makes one the session of the moment:
/// the first one, or the next after a loss ([#begin]), or one that takes over
/// from another that still is ([#takeOver]). Thread-safe; opening waits.
final class Attaching {
    private static final Deadline ATTACH = Deadline.ofMillis(2_000);
    private static final int MIN_PING_MILLIS = 50;
    private static final int MAX_SILENCE_MILLIS = 60_000;

    private final ClusterOptions options;
    private final RpcClient rpc;
    private final ScheduledExecutorService clock;
    private final Consumer<Event> loop;
    private final Links links;
    private final Supplier<DirectPort> directPort;
    private final ServerLink.Wishes wishes;
    /// Took over, and the loop has not heard of it; null: none did.
    private final AtomicReference<ServerLink> next = new AtomicReference<>();

    /// @param wishes
    ///            takes what servers want of us
    Attaching(ClusterOptions options, RpcClient rpc, ScheduledExecutorService clock, Consumer<Event> loop, Links links,
            Supplier<DirectPort> directPort, ServerLink.Wishes wishes) {
        this.options = options;
        this.rpc = rpc;
        this.clock = clock;
        this.loop = loop;
        this.links = links;
        this.directPort = directPort;
        this.wishes = wishes;
    }

    /// A session that the loop has not heard of.
    record Session(ServerLink link, Attached attached) {}

    Session open(Account account, Directory.Server server, VectorClock trace) throws TException {
        var direct = directPort.get();
        var request = new Attach(chatConstants.PROTOCOL_VERSION, ByteBuffer.wrap(account.ticket()),
                ByteBuffer.wrap(options.instance().bytes()), direct.port()).setDevice(Device.name());
        request.setInterfaces(direct.interfaces().stream().map(one -> new Address(one.getHostString(), one.getPort()))
                .toList());
        request.setClock(ClockCodec.toWire(trace));
        var link = new ServerLink(server, account, wishes, loop, clock);
        return new Session(link, link.attach(rpc, options.toServers(), request, ATTACH));
    }

    /// Makes it the session of the moment.
    ///
    /// @param balancer
    ///            who named the server; empty: nobody
    ServerLink begin(Session session, String balancer) {
        links.set(session.link());
        announce(session, event(session.attached(), balancer));
        return session.link();
    }

    /// Tells of it in place of another one, which says goodbye. Nothing of the old one is
    /// told after that; what the loop asks before it has heard of it goes nowhere, for
    /// it asks again then, in order: only by [#follow] it is the session of the moment.
    ///
    /// @return false if the old one is lost already; then nothing was told
    boolean takeOver(ServerLink old, Session session) {
        return old.handOver(() -> replace(session));
    }

    /// Tells of it in place of one that is over, which was not told.
    void replace(Session session) {
        next.set(session.link());
        announce(session, new Event.Moved(event(session.attached(), "")));
    }

    /// The loop has heard of the session that took over.
    void follow() {
        var link = next.getAndSet(null);
        if (link != null) {
            links.set(link);
        }
    }

    private static void announce(Session session, Event event) {
        session.link().announce(event, pingMillis(session.attached()), silenceMillis(session.attached()));
    }

    private static Event.Attached event(Attached attached, String balancer) {
        return new Event.Attached(attached.getServerName(), balancer, SummaryCodec.summaries(attached.getRooms()),
                SummaryCodec.settings(attached.getSettings()), Math.max(0, attached.getLetters()),
                ClockCodec.fromWire(attached.getClock()));
    }

    private static int pingMillis(Attached attached) {
        return Math.clamp(attached.getPingMillis(), MIN_PING_MILLIS, MAX_SILENCE_MILLIS / 3);
    }

    private static int silenceMillis(Attached attached) {
        return Math.clamp(attached.getSilenceMillis(), 2 * pingMillis(attached), MAX_SILENCE_MILLIS);
    }
}
