// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import justchat.client.model.Entry;
import justchat.client.model.Instance;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.Origin;
import justchat.client.model.Payload;
import justchat.client.model.Seen;
import justchat.wire.Position;

/// What is said in a room.
public final class RoomCodec {
    private static final int MAX_NAME = 64;

    private RoomCodec() {}

    public static List<Entry> entries(List<justchat.wire.Entry> wire) throws Malformed {
        var entries = new ArrayList<Entry>(wire.size());
        for (var entry : wire) {
            entries.add(entry(entry));
        }
        return entries;
    }

    static Entry entry(justchat.wire.Entry wire) throws Malformed {
        if (wire.getAuthor().isEmpty() || wire.getAuthor().length() > MAX_NAME) {
            throw new Malformed("author of " + wire.getAuthor().length() + " characters");
        }
        try {
            return new Entry(origin(wire.getOrigin()), wire.getSequence(), id(wire.getId()), wire.getAuthor(),
                    wire.getStampedAtMillis(), payload(wire.getPayload()));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new Malformed("entry", e);
        }
    }

    public static Origin origin(justchat.wire.Origin wire) {
        return new Origin(wire.getServer(), wire.getIncarnation());
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

    /// A payload that a newer client would understand is shown as such.
    static Payload payload(justchat.wire.Payload wire) throws Malformed {
        if (wire.isSetText()) {
            if (wire.getText().getBytes(StandardCharsets.UTF_8).length > Limits.TEXT_BYTES) {
                throw new Malformed("text of " + wire.getText().length() + " characters");
            }
            return new Payload.Text(wire.getText());
        }
        return wire.isSetFile() ? new Payload.Shared(FileCodec.file(wire.getFile())) : new Payload.Unknown();
    }

    public static justchat.wire.Payload payload(Payload payload) {
        return switch (payload) {
            case Payload.Text(var text) -> justchat.wire.Payload.text(text);
            case Payload.Shared(var file) -> justchat.wire.Payload.file(FileCodec.notice(file));
            case Payload.Unknown() -> throw new IllegalArgumentException("nobody can post an unknown payload");
        };
    }

    public static Seen seen(List<Position> wire) throws Malformed {
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
        return seen.positions().entrySet().stream().map(
                entry -> new Position(new justchat.wire.Origin(entry.getKey().server(), entry.getKey().incarnation()),
                        entry.getValue()))
                .toList();
    }
}
