// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import justchat.client.model.Instance;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.Payload;
import justchat.client.model.Seen;

/// What this client has said and has no receipt for: a [Lane] per room, each
/// with its own sequence, which it keeps for ever. Pure; owned by [ClientCore].
final class Outbox {
    private final Instance instance;
    private final Connection connection;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private long stored;
    private String lastReceipt = "";

    Outbox(Instance instance, Connection connection) {
        this.instance = instance;
        this.connection = connection;
    }

    /// Says something for the person, and tells if it only waits.
    ///
    /// @return its id; empty: there is no space, which was told
    Optional<MessageId> say(String room, Seen seen, Payload payload, Now now, Effects effects) {
        if (isFull()) {
            effects.problem(now, Limits.OUTBOX + " messages wait for a server already; this one is not sent");
            return Optional.empty();
        }
        var id = add(room, seen, payload, effects);
        if (connection.tellsOffline()) {
            effects.info(now, "you are offline: queued, it goes out by itself");
        }
        return Optional.of(id);
    }

    /// Posts what nobody waits for.
    ///
    /// @return false: there is no space
    boolean note(String room, Seen seen, Payload payload, Effects effects) {
        if (isFull()) {
            return false;
        }
        add(room, seen, payload, effects);
        return true;
    }

    private MessageId add(String room, Seen seen, Payload payload, Effects effects) {
        return lane(room).add(seen, payload, connection.attached(), effects);
    }

    /// Why nothing more can be said there at the moment; empty: it can.
    Optional<String> blocked(String room) {
        return lane(room).blocked();
    }

    private boolean isFull() {
        return unsent() >= Limits.OUTBOX;
    }

    /// Posts of the person's without a receipt.
    int unsent() {
        return lanes.values().stream().mapToInt(Lane::said).sum();
    }

    /// Nothing at all waits for a receipt.
    boolean isEmpty() {
        return lanes.values().stream().allMatch(Lane::isEmpty);
    }

    long stored() {
        return stored;
    }

    /// `on 2 of 3 servers`, or empty before the first one.
    String lastReceipt() {
        return lastReceipt;
    }

    /// The session is gone: nothing counts as sent.
    void detached() {
        lanes.values().forEach(Lane::detached);
    }

    /// A new session: everything goes out again, with the ids it had.
    ///
    /// @return what was sent before, in a session that is gone
    List<Posted> attached(Effects effects) {
        var resent = new ArrayList<Posted>();
        lanes.values().forEach(lane -> resent.addAll(lane.attached(effects)));
        return resent;
    }

    /// @return whether a person waited for it
    boolean stored(Event.Stored event) {
        boolean waited = lane(event.room()).stored(event.id());
        if (waited) {
            stored++;
            lastReceipt = "on " + event.copies() + " of " + event.servers()
                    + (event.servers() == 1 ? " server" : " servers");
        }
        return waited;
    }

    /// As [Lane#refused].
    Lane.Refused refused(Event.PostRefused refused, Now now) {
        return lane(refused.room()).refused(refused, now);
    }

    void tick(Now now, Effects effects) {
        lanes.values().forEach(lane -> lane.tick(connection.attached(), now, effects));
    }

    /// When the next retry is due, in nanoseconds; `Long.MAX_VALUE`: never.
    long wakeAt() {
        return lanes.values().stream().mapToLong(Lane::wakeAt).min().orElse(Long.MAX_VALUE);
    }

    private Lane lane(String room) {
        return lanes.computeIfAbsent(room, name -> new Lane(name, instance));
    }
}
