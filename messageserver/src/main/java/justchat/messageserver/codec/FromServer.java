// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

import justchat.messageserver.model.Balancer;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Deployment;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Lock;
import justchat.messageserver.model.Login;
import justchat.messageserver.model.Manifest;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Order;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Promise;
import justchat.messageserver.model.Revocation;
import justchat.messageserver.model.Revocations;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.View;
import justchat.messageserver.model.Vitals;
import justchat.wire.Heartbeat;
import justchat.wire.PastView;
import justchat.wire.Refused;

/// What other servers and the balancers say, from wire to model. They are ours,
/// so names are taken as they are: one odd entry must not stop replication. The
/// bounds are checked all the same.
public final class FromServer {
    /// Hashes of files in one question.
    public static final int MAX_FILES = 1_000;

    private FromServer() {}

    public static Exchange exchange(justchat.wire.Exchange wire) throws Refused {
        Parts.required(wire, "exchange");
        var from = Parts.origin(wire.getOrigin());
        var room = FromClient.room(wire.getRoom());
        var entries = Parts.required(wire.getEntries(), "entries");
        if (entries.size() > Exchange.MAX_ENTRIES) {
            throw Refusals.tooLarge("exchange of " + entries.size() + " entries");
        }
        var taken = new ArrayList<Entry>(entries.size());
        for (var entry : entries) {
            taken.add(Parts.entry(entry));
        }
        var have = Parts.vector(wire.getHave());
        var promise = promise(wire.getPromise());
        return Parts.checked(() -> new Exchange(from, room, taken, have, promise, Parts.clock(wire.getClock())));
    }

    private static Optional<Promise> promise(justchat.wire.Promise wire) throws Refused {
        return wire == null
                ? Optional.empty()
                : Optional.of(Parts.checked(() -> new Promise(wire.getView(), wire.getEpoch(), wire.getTime(), wire
                        .getStamped(), wire.isWhole())));
    }

    /// Tickets that are not good any more.
    public static List<Revocation> revocations(List<justchat.wire.Revocation> wire) throws Refused {
        if (Parts.required(wire, "revocations").size() > Revocations.MAX) {
            throw Refusals.tooLarge(wire.size() + " revocations");
        }
        var revocations = new ArrayList<Revocation>(wire.size());
        for (var one : wire) {
            var login = Parts.required(one, "revocation").isSetLogin()
                    ? Optional.of(login(one.bufferForLogin()))
                    : Optional.<Login>empty();
            var generation = one.isSetGeneration() ? OptionalInt.of(one.getGeneration()) : OptionalInt.empty();
            revocations.add(Parts.checked(() -> new Revocation(one.getUser(), login, generation, one.getUntilMillis(),
                    one.getSentence())));
        }
        return revocations;
    }

    private static Login login(ByteBuffer wire) throws Refused {
        var bytes = Parts.bytes(wire, Login.BYTES, "login");
        return Parts.checked(() -> Login.of(bytes));
    }

    /// The rooms of the book.
    public static List<RoomInfo> rooms(List<justchat.wire.RoomInfo> wire) throws Refused {
        var rooms = new ArrayList<RoomInfo>(Parts.required(wire, "rooms").size());
        for (var room : wire) {
            var order = Parts.required(Parts.required(room, "room").getOrder(), "order known here");
            var lock = room.isSetLock() ? Optional.of(Parts.lock(room.getLock())) : Optional.<Lock>empty();
            rooms.add(Parts.checked(() -> new RoomInfo(room.getName(), Order.valueOf(order.name()), room.getOwner(),
                    room.getCreatedInView(), room.getCreatedAtMillis(), lock)));
        }
        return rooms;
    }

    public static Origin origin(justchat.wire.Origin wire) throws Refused {
        return Parts.origin(wire);
    }

    public static Manifest manifest(justchat.wire.Manifest wire) throws Refused {
        return Parts.manifest(wire);
    }

    /// Hashes of files, at most [#MAX_FILES].
    public static List<ContentHash> files(List<ByteBuffer> wire) throws Refused {
        if (Parts.required(wire, "files").size() > MAX_FILES) {
            throw Refusals.tooLarge(wire.size() + " files, at most " + MAX_FILES);
        }
        var files = new ArrayList<ContentHash>(wire.size());
        for (var file : wire) {
            files.add(Parts.hash(file, "file"));
        }
        return files;
    }

    /// Chunks that the other side holds already. What is no chunk of this file is
    /// left out.
    public static List<Integer> present(justchat.wire.UploadState wire, Manifest manifest) throws Refused {
        var present = Parts.required(Parts.required(wire, "upload state").getPresent(), "present chunks");
        return present.stream().filter(index -> index != null && 0 <= index && index < manifest.chunks().size())
                .distinct().toList();
    }

    public static Deployment view(justchat.wire.View wire) throws Refused {
        Parts.required(wire, "view");
        var members = Parts.required(wire.getMembers(), "members");
        var balancers = Parts.required(wire.getBalancers(), "balancers");
        if (members.size() > View.MAX_MEMBERS || balancers.size() > Deployment.MAX_BALANCERS) {
            throw Refusals.tooLarge("view of " + members.size() + " servers, " + balancers.size() + " balancers");
        }
        var servers = new ArrayList<Member>(members.size());
        for (var member : members) {
            servers.add(member(member));
        }
        var known = balancers(balancers);
        var retired = wire.isSetRetired() ? retired(wire.getRetired()) : List.<Deployment.Retired>of();
        var past = past(Parts.required(wire.getPast(), "past views"));
        return Parts.checked(() -> new Deployment(new View(wire.getNumber(), servers, past), known, retired));
    }

    private static List<Balancer> balancers(List<justchat.wire.Balancer> wire) throws Refused {
        if (wire.size() > Deployment.MAX_BALANCERS) {
            throw Refusals.tooLarge(wire.size() + " balancers");
        }
        var known = new ArrayList<Balancer>(wire.size());
        for (var balancer : wire) {
            known.add(balancer(balancer));
        }
        return known;
    }

    private static List<Deployment.Retired> retired(List<justchat.wire.Balancer> wire) throws Refused {
        var balancers = balancers(wire);
        return IntStream.range(0, balancers.size())
                .mapToObj(i -> new Deployment.Retired(balancers.get(i), wire.get(i).getUntilMillis())).toList();
    }

    private static List<View.Past> past(List<PastView> wire) throws Refused {
        if (wire.size() > View.MAX_PAST) {
            throw Refusals.tooLarge(wire.size() + " past views");
        }
        var past = new ArrayList<View.Past>(wire.size());
        for (var view : wire) {
            var servers = Parts.required(Parts.required(view, "past view").getServers(), "servers");
            past.add(Parts.checked(() -> new View.Past(view.getNumber(), Set.copyOf(servers))));
        }
        return past;
    }

    /// What a heartbeat says; empty if it is none that a server of ours could send.
    public static Optional<Vitals> vitals(Heartbeat wire) {
        try {
            var origin = Parts.origin(wire.getOrigin());
            var hears = wire.isSetHears() ? wire.getHears() : List.<Integer>of();
            return Optional.of(Parts.checked(() -> new Vitals(origin, wire.getView(), Math.max(0, wire.getSessions()),
                    Math.max(0, wire.getOutboundKiB()), Math.max(0, wire.getLatenessMillis()), Math.clamp(wire
                            .getCpuPermille(), 0, 1_000),
                    hears)));
        } catch (Refused _) {
            return Optional.empty();
        }
    }

    /// Where sessions are to go.
    public static Member member(justchat.wire.Member wire) throws Refused {
        var origin = Parts.origin(Parts.required(wire, "member").getOrigin());
        var address = Parts.address(wire.getAddress());
        var heartbeats = Parts.address(wire.getHeartbeats());
        return Parts.checked(() -> new Member(origin, wire.getName(), address, heartbeats, wire.getBlankSince(),
                wire.isDraining()));
    }

    private static Balancer balancer(justchat.wire.Balancer wire) throws Refused {
        var address = Parts.address(Parts.required(wire, "balancer").getAddress());
        var heartbeats = Parts.address(wire.getHeartbeats());
        var key = Parts.bytes(wire.bufferForTicketKey(), Balancer.KEY_BYTES, "ticket key");
        return Parts.checked(() -> new Balancer(wire.getName(), address, heartbeats, key));
    }
}
