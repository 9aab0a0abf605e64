// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.codec;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

import org.apache.thrift.TBaseHelper;

import justchat.loadbalancer.model.BalancerMember;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.ClientSession;
import justchat.loadbalancer.model.ClusterView;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.PastView;
import justchat.loadbalancer.model.Revocation;
import justchat.loadbalancer.model.Room;
import justchat.loadbalancer.model.RoomLock;
import justchat.loadbalancer.model.RoomOrder;
import justchat.loadbalancer.model.ServerId;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.model.SharedFile;
import justchat.loadbalancer.model.UserName;
import justchat.wire.Address;
import justchat.wire.Balancer;
import justchat.wire.FileNotice;
import justchat.wire.Lock;
import justchat.wire.Member;
import justchat.wire.MessageId;
import justchat.wire.Order;
import justchat.wire.Origin;
import justchat.wire.PublicFile;
import justchat.wire.RoomInfo;
import justchat.wire.Session;
import justchat.wire.View;

/// From model to wire. Stateless.
public final class Wire {
    private Wire() {}

    public static View view(ClusterView view) {
        var wire = new View(view.number(), members(view.members()), balancers(view.balancers()),
                view.past().stream().map(Wire::past).toList());
        if (!view.retired().isEmpty()) {
            wire.setRetired(view.retired().stream()
                    .map(gone -> balancer(gone.balancer()).setUntilMillis(gone.untilMillis())).toList());
        }
        return wire;
    }

    public static List<justchat.wire.Revocation> revocations(List<Revocation> revocations) {
        return revocations.stream().map(Wire::revocation).toList();
    }

    private static justchat.wire.Revocation revocation(Revocation revocation) {
        var wire = new justchat.wire.Revocation(revocation.user().display(), revocation.untilMillis(),
                revocation.sentence());
        return switch (revocation) {
            case Revocation.OfLogin(_, Bytes login, _, _) -> wire.setLogin(login.toArray());
            case Revocation.OlderThan(_, int generation, Optional<Bytes> but, _, _) -> {
                but.ifPresent(login -> wire.setLogin(login.toArray()));
                yield wire.setGeneration(generation);
            }
        };
    }

    private static justchat.wire.PastView past(PastView past) {
        return new justchat.wire.PastView(past.number(), past.servers().stream().map(ServerId::number).toList());
    }

    public static List<RoomInfo> rooms(List<Room> rooms) {
        return rooms.stream().map(Wire::room).toList();
    }

    public static RoomInfo room(Room room) {
        var wire = new RoomInfo(room.name().value(), order(room.order()),
                room.owner().map(UserName::display).orElse(""), room.createdInView(), room.createdAtMillis());
        room.lock().map(Wire::lock).ifPresent(wire::setLock);
        return wire;
    }

    /// The first one of a room has the number 1.
    private static Lock lock(RoomLock lock) {
        return new Lock(1, ByteBuffer.wrap(lock.salt().toArray()), ByteBuffer.wrap(lock.admissionKey().toArray()),
                lock.memoryKiB(), lock.passes(), lock.lanes());
    }

    private static Order order(RoomOrder order) {
        return switch (order) {
            case UNORDERED -> Order.UNORDERED;
            case FIFO -> Order.FIFO;
            case CAUSAL -> Order.CAUSAL;
            case TOTAL -> Order.TOTAL;
        };
    }

    public static List<Member> members(List<ServerMember> members) {
        return members.stream().map(Wire::member).toList();
    }

    public static Member member(ServerMember member) {
        var wire = new Member(origin(member.origin()), member.name().value(), address(member.address()),
                address(member.heartbeats()), member.blankSince());
        return member.draining() ? wire.setDraining(true) : wire;
    }

    public static List<Balancer> balancers(List<BalancerMember> balancers) {
        return balancers.stream().map(Wire::balancer).toList();
    }

    public static Balancer balancer(BalancerMember balancer) {
        return new Balancer(balancer.name().value(), address(balancer.address()), address(balancer.heartbeats()),
                buffer(balancer.ticketKey()));
    }

    public static Origin origin(ServerOrigin origin) {
        return new Origin(origin.server().number(), origin.incarnation());
    }

    public static Session session(ClientSession session, ServerOrigin origin) {
        return new Session(session.user().display(), buffer(session.instance()), origin.server().number(),
                session.direct().map(Wire::address).orElse(new Address("", 0)))
                .setInterfaces(session.interfaces().stream()
                        .map(Wire::address).toList());
    }

    public static PublicFile file(SharedFile file) {
        return new PublicFile(new FileNotice(file.name(), file.size(), buffer(file.hash())), file.owner().display(),
                file.sharedAtMillis()).setRoom(file.told().room().value()).setMessage(new MessageId(
                        buffer(file.told()
                                .instance()),
                        file.told().sequence()));
    }

    /// A binary field as an array; empty if it is absent.
    public static Optional<byte[]> array(ByteBuffer field) {
        return Optional.ofNullable(field).map(TBaseHelper::rightSize).map(ByteBuffer::array);
    }

    static Address address(HostPort address) {
        return new Address(address.host(), address.port());
    }

    static ByteBuffer buffer(Bytes bytes) {
        return ByteBuffer.wrap(bytes.toArray());
    }
}
