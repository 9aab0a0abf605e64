// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.model.Address;
import justchat.messageserver.model.Bytes;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.Lock;
import justchat.messageserver.model.Manifest;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Parcel;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Place;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;
import justchat.wire.Refused;

/// The parts that several requests are made of, from wire to model. Every byte
/// is hostile: what is missing or out of bounds is refused as INVALID, before it
/// is copied where the size is known.
final class Parts {
    private static final int MAX_CLOCK_ENTRIES = 1024;

    private Parts() {}

    /// A field that must be there.
    static <T> T required(T value, String what) throws Refused {
        if (value == null) {
            throw Refusals.invalid(what + " is missing");
        }
        return value;
    }

    /// What the model's own checks refuse is the caller's fault.
    static <T> T checked(Supplier<T> made) throws Refused {
        try {
            return made.get();
        } catch (IllegalArgumentException | NullPointerException e) {
            throw Refusals.invalid("wrong in itself: " + e.getMessage());
        }
    }

    static byte[] bytes(ByteBuffer buffer, int limit, String what) throws Refused {
        required(buffer, what);
        if (buffer.remaining() > limit) {
            throw Refusals.tooLarge(what + " of " + buffer.remaining() + " bytes, at most " + limit);
        }
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    static ContentHash hash(ByteBuffer buffer, String what) throws Refused {
        var bytes = bytes(buffer, ContentHash.BYTES, what);
        return checked(() -> ContentHash.of(bytes));
    }

    static Instance instance(ByteBuffer buffer) throws Refused {
        var bytes = bytes(buffer, Instance.BYTES, "instance");
        return checked(() -> Instance.of(bytes));
    }

    static Origin origin(justchat.wire.Origin wire) throws Refused {
        required(wire, "origin");
        return checked(() -> new Origin(wire.getServer(), wire.getIncarnation()));
    }

    static Place place(justchat.wire.Place wire) throws Refused {
        var origin = origin(required(wire, "place").getOrigin());
        return checked(() -> new Place(wire.getEpoch(), wire.getTime(), new Position(origin, wire.getSequence())));
    }

    static Position position(justchat.wire.Position wire) throws Refused {
        var origin = origin(required(wire, "position").getOrigin());
        return checked(() -> new Position(origin, wire.getSequence()));
    }

    static VersionVector vector(List<justchat.wire.Position> wire) throws Refused {
        required(wire, "version vector");
        if (wire.size() > VersionVector.MAX_ENTRIES) {
            throw Refusals.tooLarge("version vector of " + wire.size() + " entries");
        }
        Map<Origin, Long> entries = new HashMap<>();
        for (var position : wire) {
            var origin = origin(required(position, "position").getOrigin());
            if (entries.put(origin, position.getSequence()) != null) {
                throw Refusals.invalid("version vector names " + origin + " twice");
            }
        }
        return checked(() -> VersionVector.of(entries));
    }

    static MessageId messageId(justchat.wire.MessageId wire) throws Refused {
        var instance = instance(required(wire, "message id").bufferForInstance());
        return checked(() -> new MessageId(instance, wire.getSequence()));
    }

    static Address address(justchat.wire.Address wire) throws Refused {
        required(wire, "address");
        return checked(() -> new Address(wire.getHost(), wire.getPort()));
    }

    static Payload.FileNotice notice(justchat.wire.FileNotice wire) throws Refused {
        var hash = hash(required(wire, "file").bufferForHash(), "hash");
        return checked(() -> new Payload.FileNotice(wire.getName(), wire.getSize(), hash));
    }

    static Manifest manifest(justchat.wire.Manifest wire) throws Refused {
        var file = notice(required(wire, "manifest").getFile());
        var hashes = required(wire.getChunkHashes(), "chunk hashes");
        if (hashes.size() > Manifest.MAX_CHUNKS) {
            throw Refusals.tooLarge(hashes.size() + " chunks, at most " + Manifest.MAX_CHUNKS);
        }
        var chunks = new ArrayList<ContentHash>(hashes.size());
        for (var hash : hashes) {
            chunks.add(hash(hash, "chunk hash"));
        }
        return checked(() -> new Manifest(file, chunks, Optional.ofNullable(wire.getParcel()).map(parcel -> new Parcel(
                parcel.getSender(), parcel.getRecipient(), parcel.getKeptSinceMillis())), Optional.ofNullable(wire
                        .getRoom())));
    }

    static Lock lock(justchat.wire.Lock wire) throws Refused {
        var salt = Bytes.of(bytes(required(wire, "lock").bufferForSalt(), Lock.SALT_BYTES, "salt"));
        var key = Bytes.of(bytes(wire.bufferForAdmissionKey(), Lock.KEY_BYTES, "admission key"));
        return checked(() -> new Lock(wire.getNumber(), salt, key, wire.getArgonMemoryKiB(), wire.getArgonPasses(), wire
                .getArgonLanes()));
    }

    static Entry entry(justchat.wire.Entry wire) throws Refused {
        var origin = origin(required(wire, "entry").getOrigin());
        var id = messageId(wire.getId());
        var dependencies = vector(wire.getDependencies());
        var payload = Payloads.fromWire(wire.getPayload());
        return checked(() -> new Entry(new Position(origin, wire.getSequence()), id, wire.getAuthor(), dependencies,
                wire.getStampedAtMillis(), payload, wire.getTime(), wire.getEpoch()));
    }

    /// A trace clock that no honest process could have sent is as good as none: the
    /// request is served, only the trace is poorer.
    static VectorClock clock(Map<String, Long> wire) {
        if (wire == null || wire.isEmpty() || wire.size() > MAX_CLOCK_ENTRIES) {
            return VectorClock.empty();
        }
        boolean whole = wire.entrySet().stream().allMatch(entry -> entry.getKey() != null && entry.getValue() != null);
        return Optional.of(wire).filter(_ -> whole).flatMap(Parts::clockOf).orElse(VectorClock.empty());
    }

    private static Optional<VectorClock> clockOf(Map<String, Long> wire) {
        try {
            return Optional.of(VectorClock.of(wire));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
