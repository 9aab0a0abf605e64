// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.codec;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.apache.thrift.TBaseHelper;

import justchat.loadbalancer.model.Announcement;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.ClientSession;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.RoomLock;
import justchat.loadbalancer.model.RoomName;
import justchat.loadbalancer.model.RoomOrder;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.model.SharedFile;
import justchat.loadbalancer.model.UserName;
import justchat.wire.Address;
import justchat.wire.Lock;
import justchat.wire.Order;
import justchat.wire.Origin;
import justchat.wire.PublicFile;
import justchat.wire.Session;

/// From wire to model. Whatever comes from outside may be wrong; every method throws [IllegalArgumentException] with a
/// sentence then, and nothing else. Stateless.
public final class Unwire {
    private Unwire() {}

    public static ServerOrigin origin(Origin origin) {
        return ServerOrigin.of(origin.getServer(), origin.getIncarnation());
    }

    public static HostPort address(Address address) {
        return new HostPort(address.getHost(), address.getPort());
    }

    public static ClientSession session(Session session) {
        var direct = session.getDirect();
        Optional<HostPort> link = direct.getPort() == 0 ? Optional.empty() : Optional.of(address(direct));
        return new ClientSession(UserName.of(session.getUser()), Bytes.copyOf(session.getInstance()), link,
                session.isSetInterfaces()
                        ? session.getInterfaces().stream().map(Unwire::address).toList()
                        : List.of(),
                login(session), direct.getHost(), session.isSetDevice() ? session.getDevice() : "",
                session.getSinceMillis());
    }

    private static Bytes login(Session session) {
        if (!session.isSetLogin()) {
            throw new IllegalArgumentException("a session without its login");
        }
        return Bytes.copyOf(session.getLogin());
    }

    public static SharedFile file(PublicFile file) {
        var notice = file.getFile();
        return new SharedFile(notice.getName(), notice.getSize(), Bytes.copyOf(notice.getHash()),
                UserName.of(file.getOwner()), file.getSharedAtMillis(), announcement(file));
    }

    /// The message that tells of a file.
    public static Announcement announcement(PublicFile file) {
        if (!file.isSetRoom() || !file.isSetMessage()) {
            throw new IllegalArgumentException("a file without the message that tells of it");
        }
        return new Announcement(new RoomName(file.getRoom()), Bytes.copyOf(file.getMessage().getInstance()), file
                .getMessage().getSequence());
    }

    public static RoomOrder order(Order order) {
        return switch (order) {
            case UNORDERED -> RoomOrder.UNORDERED;
            case FIFO -> RoomOrder.FIFO;
            case CAUSAL -> RoomOrder.CAUSAL;
            case TOTAL -> RoomOrder.TOTAL;
        };
    }

    /// @param lock
    ///            null: the room is open
    public static Optional<RoomLock> firstLock(Lock lock) {
        if (lock == null) {
            return Optional.empty();
        }
        if (lock.getNumber() != 1) {
            throw new IllegalArgumentException("the first lock of a room has the number 1, not " + lock.getNumber());
        }
        return Optional.of(new RoomLock(Bytes.copyOf(lock.getSalt()), Bytes.copyOf(lock.getAdmissionKey()),
                lock.getArgonMemoryKiB(), lock.getArgonPasses(), lock.getArgonLanes()));
    }

    /// A client instance.
    public static Bytes instance(ByteBuffer instance) {
        return Bytes.exactly(ClientSession.INSTANCE_BYTES, TBaseHelper.rightSize(instance).array(), "client instance");
    }

    public static <W, M> List<M> list(List<W> wire, Function<W, M> element) {
        return wire.stream().map(element).toList();
    }
}
