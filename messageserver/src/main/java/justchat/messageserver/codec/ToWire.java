// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.codec;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.archive.Page;
import justchat.messageserver.archive.Shown;
import justchat.messageserver.conduct.RoomMember;
import justchat.messageserver.model.Address;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Delivery;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Exchange;
import justchat.messageserver.model.Lock;
import justchat.messageserver.model.Manifest;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Place;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.Presence;
import justchat.messageserver.model.PublicFile;
import justchat.messageserver.model.Receipt;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.Vitals;
import justchat.wire.Heartbeat;
import justchat.wire.ServerReport;
import justchat.wire.Session;
import justchat.wire.UploadState;

/// From model to wire. Total: whatever the model can say, the wire can.
public final class ToWire {
    private ToWire() {}

    public static justchat.wire.Origin origin(Origin origin) {
        return new justchat.wire.Origin(origin.server(), origin.incarnation());
    }

    public static justchat.wire.Position position(Position position) {
        return new justchat.wire.Position(origin(position.origin()), position.sequence());
    }

    public static List<justchat.wire.Position> vector(VersionVector vector) {
        return vector.entries().entrySet().stream().map(entry -> new justchat.wire.Position(origin(entry.getKey()),
                entry.getValue())).toList();
    }

    public static justchat.wire.MessageId messageId(MessageId id) {
        return new justchat.wire.MessageId(ByteBuffer.wrap(id.instance().bytes()), id.sequence());
    }

    public static justchat.wire.FileNotice notice(Payload.FileNotice file) {
        return new justchat.wire.FileNotice(file.name(), file.size(), hash(file.hash()));
    }

    public static ByteBuffer hash(ContentHash hash) {
        return ByteBuffer.wrap(hash.bytes());
    }

    public static justchat.wire.Manifest manifest(Manifest manifest) {
        return new justchat.wire.Manifest(notice(manifest.file()), manifest.chunks().stream().map(ToWire::hash)
                .toList()).setParcel(manifest.parcel()
                        .map(parcel -> new justchat.wire.Parcel(parcel.sender(), parcel
                                .recipient(), parcel.keptSinceMillis()))
                        .orElse(null))
                .setRoom(manifest.room().orElse(null));
    }

    public static justchat.wire.Entry entry(Entry entry) {
        return new justchat.wire.Entry(origin(entry.position().origin()), entry.position().sequence(), messageId(entry
                .id()), entry.author(), vector(entry.dependencies()), entry.stampedAtMillis(),
                Payloads.toWire(entry.payload()), entry.time(), entry.epoch());
    }

    public static justchat.wire.Delivery delivery(Delivery delivery) {
        return new justchat.wire.Delivery(delivery.room(), delivery.entries().stream().map(entry -> asNow(entry,
                Optional.ofNullable(delivery.erased().get(entry.position())))).toList()).setClock(clock(delivery
                        .clock()));
    }

    private static justchat.wire.Entry asNow(Entry entry, Optional<String> erasedBy) {
        var wire = entry(entry);
        erasedBy.ifPresent(by -> wire.setPayload(Payloads.erased(by)));
        return wire;
    }

    public static justchat.wire.Place place(Place place) {
        return new justchat.wire.Place(place.epoch(), place.time(), origin(place.position().origin()), place.position()
                .sequence());
    }

    public static justchat.wire.Page page(Page page) {
        var wire = new justchat.wire.Page(page.messages().stream().map(ToWire::shown).toList(), page.left());
        page.before().map(ToWire::place).ifPresent(wire::setBefore);
        return wire;
    }

    private static justchat.wire.Shown shown(Shown shown) {
        return new justchat.wire.Shown(asNow(shown.entry(), shown.erasedBy()), place(shown.place()), shown.edited(),
                shown.reactions());
    }

    public static justchat.wire.RoomMember member(RoomMember member) {
        return new justchat.wire.RoomMember(member.user(), member.owner(), member.moderator(), member.muted());
    }

    public static justchat.wire.Exchange exchange(Exchange exchange) {
        var wire = new justchat.wire.Exchange(origin(exchange.from()), exchange.room(), exchange.entries().stream()
                .map(ToWire::entry).toList(), vector(exchange.have())).setClock(clock(exchange.clock()));
        exchange.promise().ifPresent(promise -> wire.setPromise(new justchat.wire.Promise(promise.view(), promise
                .epoch(), promise.time(), promise.stamped(), promise.whole())));
        return wire;
    }

    public static justchat.wire.Receipt receipt(Receipt receipt, VectorClock clock) {
        return new justchat.wire.Receipt(messageId(receipt.id()), receipt.copies(), receipt.servers(), position(receipt
                .position())).setClock(clock(clock));
    }

    public static justchat.wire.RoomInfo room(RoomInfo room) {
        var wire = new justchat.wire.RoomInfo(room.name(), justchat.wire.Order.valueOf(room.order().name()), room
                .owner(), room.createdInView(), room.createdAtMillis());
        room.lock().map(ToWire::lock).ifPresent(wire::setLock);
        return wire;
    }

    public static justchat.wire.Lock lock(Lock lock) {
        return new justchat.wire.Lock(lock.number(), ByteBuffer.wrap(lock.salt().toArray()), ByteBuffer.wrap(lock
                .admissionKey().toArray()), lock.memoryKiB(), lock.passes(), lock.lanes());
    }

    public static UploadState present(List<Integer> chunks) {
        return new UploadState(chunks);
    }

    public static justchat.wire.Member member(Member member) {
        return new justchat.wire.Member(origin(member.origin()), member.name(), address(member.address()), address(
                member.heartbeats()), member.blankSince()).setDraining(member.draining());
    }

    public static justchat.wire.Address address(Address address) {
        return new justchat.wire.Address(address.host(), address.port());
    }

    public static Session session(Presence presence, int server) {
        return new Session(presence.user(), ByteBuffer.wrap(presence.instance().bytes()), server, address(presence
                .direct())).setLogin(presence
                        .login().bytes())
                .setDevice(presence.device()).setSinceMillis(presence.sinceMillis()).setInterfaces(presence
                        .interfaces().stream().map(ToWire::address).toList());
    }

    public static ServerReport report(Origin self, boolean complete, List<Presence> attached,
            List<justchat.messageserver.model.Instance> detached, List<PublicFile> files,
            List<PublicFile> erased) {
        return new ServerReport(origin(self), complete, attached.stream().map(presence -> session(presence, self
                .server())).toList(), detached.stream().map(instance -> ByteBuffer.wrap(instance.bytes())).toList(),
                files.stream().map(ToWire::publicFile).toList()).setErased(
                        erased.isEmpty()
                                ? null
                                : erased.stream().map(ToWire::publicFile).toList());
    }

    public static justchat.wire.PublicFile publicFile(PublicFile file) {
        return new justchat.wire.PublicFile(notice(file.file()), file.owner(), file.sharedAtMillis()).setRoom(file
                .room()).setMessage(messageId(file.message()));
    }

    public static Heartbeat heartbeat(Vitals vitals, long sequence) {
        return new Heartbeat(origin(vitals.origin()), sequence, vitals.view(), vitals.sessions(), vitals.outboundKiB(),
                vitals.latenessMillis()).setCpuPermille(vitals.cpuPermille()).setHears(vitals.hears());
    }

    /// Null, which the wire leaves out, for the empty clock.
    public static Map<String, Long> clock(VectorClock clock) {
        return clock.entries().isEmpty() ? null : new HashMap<>(clock.entries());
    }
}
