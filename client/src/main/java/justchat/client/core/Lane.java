// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import justchat.client.model.Instance;
import justchat.client.model.MessageId;
import justchat.client.model.Payload;
import justchat.client.model.Refusal;
import justchat.client.model.RoomName;
import justchat.client.model.Seen;

/// What this client has said in one room and has no receipt for, by sequence.
/// Pure; owned by [Outbox].
///
/// A post keeps its id and its bytes over all retries: `waiting` (no session) ->
/// `sent` -> gone, by a receipt. Invariant: the sequences in it are distinct,
/// and below `next`; all below `next` that are not in it have a receipt or were
/// given up.
final class Lane {
    private static final int RETRY_MILLIS = 500;
    private static final long BLOCKED_MILLIS = 2_000;

    private final String room;
    private final Instance instance;
    private final SequencedMap<Long, Pending> posts = new LinkedHashMap<>();
    private long next = 1;
    /// The highest sequence that somebody's log holds.
    private long taken;
    /// Why not even the filler of a gap is taken, while posts wait behind it.
    private Optional<String> blocked = Optional.empty();

    /// Not sent yet; sent in the session of the moment; sent in a session that
    /// is gone.
    private enum State {
        QUEUED, SENT, LOST
    }

    /// @param retryAt
    ///            nanoseconds; `Long.MAX_VALUE`: not by time
    private record Pending(Seen seen, Payload payload, State state, long retryAt) {}

    /// What came of a refusal.
    sealed interface Refused {

        /// It will be tried again, or was none of ours.
        record Later() implements Refused {}

        /// It is given up, and perhaps others with it.
        record GivenUp(Map<MessageId, Payload> posts) implements Refused {}
    }

    Lane(String room, Instance instance) {
        this.room = room;
        this.instance = instance;
    }

    /// Posts without a receipt that a person made.
    int said() {
        return (int) posts.values().stream().filter(post -> !isQuiet(post.payload) && !post.payload.equals(filler()))
                .count();
    }

    /// Why nothing more can be said here at the moment; empty: it can.
    Optional<String> blocked() {
        return blocked;
    }

    boolean isEmpty() {
        return posts.isEmpty();
    }

    /// Takes a post, and sends it if there is a session.
    MessageId add(Seen seen, Payload payload, boolean attached, Effects effects) {
        long sequence = next++;
        posts.put(sequence, new Pending(seen, payload, State.QUEUED, Long.MAX_VALUE));
        if (attached && !hasFiller()) {
            send(sequence, effects);
        }
        return id(sequence);
    }

    /// The session is gone: nothing counts as sent.
    void detached() {
        posts.replaceAll((_, post) -> new Pending(post.seen, post.payload,
                post.state == State.QUEUED ? State.QUEUED : State.LOST, Long.MAX_VALUE));
    }

    /// A new session: everything goes out again, with the ids it had.
    ///
    /// @return what a person had said and was sent before, in a session that is gone
    List<Posted> attached(Effects effects) {
        var resent = posts.entrySet().stream()
                .filter(post -> post.getValue().state == State.LOST && !isQuiet(post.getValue().payload))
                .map(post -> new Posted(room, id(post.getKey()))).toList();
        posts.entrySet().stream().filter(post -> post.getValue().state != State.SENT).map(Map.Entry::getKey).toList()
                .forEach(sequence -> send(sequence, effects));
        return resent;
    }

    /// Receipts may come in any order, and twice.
    ///
    /// @return whether it was open, and a person's
    boolean stored(MessageId id) {
        if (!id.instance().equals(instance)) {
            return false;
        }
        taken = Math.max(taken, id.sequence());
        var post = posts.remove(id.sequence());
        if (post != null && post.payload.equals(filler())) {
            blocked = Optional.empty();
            return false;
        }
        return post != null && !isQuiet(post.payload);
    }

    /// Whether what came back is ours and was refused for good. A refused sequence
    /// must not leave a gap, for servers take posts in sequence: if nothing came
    /// after it, the next post gets it; else something harmless takes its place, and
    /// is tried again for as long as posts wait behind it.
    Refused refused(Event.PostRefused refused, Now now) {
        var id = refused.id();
        var post = posts.get(id.sequence());
        if (!id.instance().equals(instance) || post == null) {
            return new Refused.Later();
        }
        if (isPassing(refused.reason())) {
            int patience = refused.retryAfterMillis() > 0 ? refused.retryAfterMillis() : RETRY_MILLIS;
            posts.put(id.sequence(), new Pending(post.seen, post.payload, post.state,
                    now.nanos() + patience * Now.NANOS_PER_MILLI));
            return new Refused.Later();
        }
        boolean equivocation = refused.reason() == Refusal.EQUIVOCATION;
        if (equivocation) {
            taken = Math.max(taken, id.sequence());
        }
        if (post.payload.equals(filler())) {
            return fillerRefused(refused, post, now);
        }
        if (id.sequence() == next - 1 || equivocation) {
            posts.remove(id.sequence());
            giveBackSequences();
        } else {
            posts.put(id.sequence(), new Pending(post.seen, filler(), post.state, now.nanos()));
        }
        return new Refused.GivenUp(Map.of(id, post.payload));
    }

    /// With it goes what was never sent; what was sent may be held by a server, so
    /// the gap before it must be filled one day.
    private Refused fillerRefused(Event.PostRefused refused, Pending post, Now now) {
        long sequence = refused.id().sequence();
        var unsent = new LinkedHashMap<MessageId, Payload>();
        posts.entrySet().stream().filter(later -> later.getValue().state == State.QUEUED)
                .forEach(later -> unsent.put(id(later.getKey()), later.getValue().payload));
        unsent.keySet().forEach(later -> posts.remove(later.sequence()));
        giveBackSequences();
        if (sequence == next - 1 || refused.reason() == Refusal.EQUIVOCATION) {
            posts.remove(sequence);
            giveBackSequences();
        } else {
            blocked = Optional.of(refused.sentence());
            posts.put(sequence, new Pending(post.seen, post.payload, post.state, now.nanos() + BLOCKED_MILLIS
                    * Now.NANOS_PER_MILLI));
        }
        return unsent.isEmpty() ? new Refused.Later() : new Refused.GivenUp(unsent);
    }

    private void giveBackSequences() {
        while (next - 1 > taken && !posts.containsKey(next - 1)) {
            next--;
        }
        if (!hasFiller()) {
            blocked = Optional.empty();
        }
    }

    private boolean hasFiller() {
        return posts.values().stream().anyMatch(post -> post.payload.equals(filler()));
    }

    /// Sends again what was refused for a while.
    ///
    /// @param attached
    ///            there is a session, so nothing need be queued, but behind a filler
    void tick(boolean attached, Now now, Effects effects) {
        boolean sends = attached && !hasFiller();
        for (var post : List.copyOf(posts.entrySet())) {
            var state = post.getValue().state;
            if (state == State.SENT && post.getValue().retryAt - now.nanos() <= 0 || state == State.QUEUED && sends) {
                send(post.getKey(), effects);
            }
        }
    }

    /// When the next retry is due, in nanoseconds; `Long.MAX_VALUE`: never.
    long wakeAt() {
        return posts.values().stream().filter(post -> post.state == State.SENT).mapToLong(Pending::retryAt).min()
                .orElse(Long.MAX_VALUE);
    }

    /// What this client posts by itself; nobody waits for its receipt.
    static boolean isQuiet(Payload payload) {
        return payload instanceof Payload.Marker || payload instanceof Payload.Collected
                || payload instanceof Payload.Letter letter && letter.quiet();
    }

    private Payload filler() {
        return room.equals(RoomName.PRIVATE)
                ? new Payload.Marker(RoomName.LOBBY, Seen.nothing())
                : new Payload.Text("[a message that was refused]");
    }

    private static boolean isPassing(Refusal reason) {
        return switch (reason) {
            case BUSY, UNAVAILABLE, NOT_AUTHENTICATED, ENDED -> true;
            case INVALID, WRONG_CREDENTIALS, NAME_TAKEN, NOT_FOUND, NOT_PERMITTED, TOO_LARGE, EQUIVOCATION, ELSEWHERE ->
                false;
        };
    }

    private void send(long sequence, Effects effects) {
        var post = posts.get(sequence);
        posts.put(sequence, new Pending(post.seen, post.payload, State.SENT, Long.MAX_VALUE));
        effects.add(new Effect.Post(room, id(sequence), post.seen, post.payload));
    }

    private MessageId id(long sequence) {
        return new MessageId(instance, sequence);
    }
}
