// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import justchat.client.model.Away;
import justchat.client.model.Limits;
import justchat.client.model.Order;
import justchat.client.model.Payload;
import justchat.client.model.RoomInfo;
import justchat.client.model.RoomMember;
import justchat.client.model.RoomSummary;

/// What rooms there are, and who is in them.
public final class SummaryCodec {
    private static final int MAX_NAME = 32;
    private static final int MAX_SETTINGS = 256;
    private static final int MAX_SETTING_BYTES = 256;

    private SummaryCodec() {}

    public static RoomInfo room(justchat.wire.RoomInfo wire) throws Malformed {
        try {
            return new RoomInfo(name(wire.getName()), order(wire.getOrder()),
                    wire.getOwner().isEmpty() ? "" : PayloadCodec.user(wire.getOwner()), wire.getCreatedAtMillis(), wire
                            .isSetLock() ? Optional.of(SealedCodec.lock(wire.getLock())) : Optional.empty());
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new Malformed("room", e);
        }
    }

    public static RoomSummary summary(justchat.wire.RoomSummary wire) throws Malformed {
        try {
            return new RoomSummary(room(wire.getRoom()), PayloadCodec.text(wire.getTopic(), Payload.Topic.MAX_BYTES),
                    wire.getMembers(), wire.isJoined(), wire.getEntries(), RoomCodec.seen(wire.getRead()),
                    wire.getUnread());
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new Malformed("room", e);
        }
    }

    /// Those that make sense.
    public static List<RoomSummary> summaries(List<justchat.wire.RoomSummary> wire) {
        var rooms = new ArrayList<RoomSummary>(wire.size());
        for (var room : wire) {
            try {
                rooms.add(summary(room));
            } catch (Malformed _) {
                // The others are as good without it.
            }
        }
        return rooms;
    }

    public static List<RoomMember> members(List<justchat.wire.RoomMember> wire) throws Malformed {
        var members = new ArrayList<RoomMember>(wire.size());
        for (var member : wire) {
            members.add(new RoomMember(PayloadCodec.user(member.getUser()), member.isOwner(), member.isModerator(),
                    member.isMuted()));
        }
        return members;
    }

    /// What users said about being away; what makes no sense counts as not said.
    public static Map<String, Away> away(Map<String, String> wire) {
        var away = new TreeMap<String, Away>();
        wire.forEach((user, value) -> {
            if (bytes(value) <= MAX_SETTING_BYTES && away.size() < Limits.AWAY) {
                Away.parse(value).ifPresent(said -> away.put(user, said));
            }
        });
        return away;
    }

    /// Those that make sense, as many as there may be.
    public static Map<String, String> settings(Map<String, String> wire) {
        var settings = new TreeMap<String, String>();
        wire.forEach((name, value) -> {
            if (bytes(name) <= MAX_NAME && bytes(value) <= MAX_SETTING_BYTES && settings.size() < MAX_SETTINGS) {
                settings.put(name, value);
            }
        });
        return settings;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// A room's name; that of private entries begins with `@`.
    static String name(String name) throws Malformed {
        if (!name.matches("@?[a-z0-9][a-z0-9._-]{0," + (MAX_NAME - 1) + "}")) {
            throw new Malformed("room name of " + name.length() + " characters");
        }
        return name;
    }

    public static justchat.wire.Order order(Order order) {
        return switch (order) {
            case UNORDERED -> justchat.wire.Order.UNORDERED;
            case FIFO -> justchat.wire.Order.FIFO;
            case CAUSAL -> justchat.wire.Order.CAUSAL;
            case TOTAL -> justchat.wire.Order.TOTAL;
        };
    }

    private static Order order(justchat.wire.Order wire) {
        return switch (wire) {
            case UNORDERED -> Order.UNORDERED;
            case FIFO -> Order.FIFO;
            case CAUSAL -> Order.CAUSAL;
            case TOTAL -> Order.TOTAL;
        };
    }
}
