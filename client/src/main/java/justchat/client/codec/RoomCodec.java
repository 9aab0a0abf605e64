// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import justchat.client.model.Entry;
import justchat.client.model.Instance;
import justchat.client.model.MessageId;
import justchat.client.model.Origin;
import justchat.client.model.Payload;
import justchat.client.model.Place;
import justchat.client.model.Seen;
import justchat.wire.Position;

/// Entries of rooms, and where they stand.
public final class RoomCodec {
    /// Of a vector: more origins than any cluster had lives.
    static final int MAX_POSITIONS = 4_096;
    private static final int MAX_AUTHOR = 64;

    private RoomCodec() {}

    /// Those that make sense. An entry that does not is left out: every server has
    /// it, so leaving this one would help nobody.
    public static List<Entry> entries(List<justchat.wire.Entry> wire) {
        var entries = new ArrayList<Entry>(wire.size());
        for (var entry : wire) {
            try {
                entries.add(entry(entry));
            } catch (Malformed _) {
                // See above.
            }
        }
        return entries;
    }

    /// Only servers say something without an author.
    static Entry entry(justchat.wire.Entry wire) throws Malformed {
        var author = wire.getAuthor();
        var payload = PayloadCodec.payload(wire.getPayload());
        var byServer = payload instanceof Payload.Fold || payload instanceof Payload.Control;
        if (author.length() > MAX_AUTHOR || author.isEmpty() && !byServer) {
            throw new Malformed("author of " + author.length() + " characters");
        }
        try {
            return new Entry(origin(wire.getOrigin()), wire.getSequence(), id(wire.getId()), author,
                    wire.getStampedAtMillis(), payload, seen(wire.getDependencies()));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new Malformed("entry", e);
        }
    }

    public static Origin origin(justchat.wire.Origin wire) {
        return new Origin(wire.getServer(), wire.getIncarnation());
    }

    static justchat.wire.Origin origin(Origin origin) {
        return new justchat.wire.Origin(origin.server(), origin.incarnation());
    }

    public static MessageId id(justchat.wire.MessageId wire) throws Malformed {
        try {
            return new MessageId(Instance.of(wire.getInstance()), wire.getSequence());
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new Malformed("message id", e);
        }
    }

    public static justchat.wire.MessageId id(MessageId id) {
        return new justchat.wire.MessageId(ByteBuffer.wrap(id.instance().bytes()), id.sequence());
    }

    public static Place place(justchat.wire.Place wire) {
        return new Place(wire.getEpoch(), wire.getTime(), origin(wire.getOrigin()), wire.getSequence());
    }

    public static justchat.wire.Place place(Place place) {
        return new justchat.wire.Place(place.epoch(), place.time(), origin(place.origin()), place.sequence());
    }

    public static Seen seen(List<Position> wire) throws Malformed {
        if (wire.size() > MAX_POSITIONS) {
            throw new Malformed("vector of " + wire.size() + " positions");
        }
        var positions = new TreeMap<Origin, Long>();
        for (var position : wire) {
            if (position.getSequence() < 0) {
                throw new Malformed("sequence: " + position.getSequence());
            }
            positions.merge(origin(position.getOrigin()), position.getSequence(), Math::max);
        }
        return new Seen(positions);
    }

    public static List<Position> seen(Seen seen) {
        return seen.positions().entrySet().stream()
                .map(entry -> new Position(origin(entry.getKey()), entry.getValue())).toList();
    }
}
