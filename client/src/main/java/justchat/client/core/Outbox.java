// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import justchat.client.model.Instance;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.Payload;
import justchat.client.model.Refusal;
import justchat.client.model.Seen;

/// What this client has said and has no receipt for, by sequence. Pure; owned
/// by [ClientCore].
///
/// A post keeps its id and its bytes over all retries: `waiting` (no session) ->
/// `sent` -> gone, by a receipt. Invariant: the sequences in it are distinct,
/// and below `next`; all below `next` that are not in it have a receipt or were
/// given up.
final class Outbox {
    private static final int RETRY_MILLIS = 500;
    private static final Payload FILLER = new Payload.Text("[a message that was refused]");

    private final String room;
    private final Instance instance;
    private final SequencedMap<Long, Pending> posts = new LinkedHashMap<>();
    private long next = 1;
    private long stored;
    private String lastReceipt = "";

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

        /// It will be tried again.
        record Later() implements Refused {}

        /// It is given up.
        record GivenUp(Payload payload) implements Refused {}
    }

    Outbox(String room, Instance instance) {
        this.room = room;
        this.instance = instance;
    }

    boolean isFull() {
        return posts.size() >= Limits.OUTBOX;
    }

    int unsent() {
        return posts.size();
    }

    long stored() {
        return stored;
    }

    /// `on 2 of 3 servers`, or empty before the first one.
    String lastReceipt() {
        return lastReceipt;
    }

    /// Takes a post, and sends it if there is a session.
    MessageId add(Seen seen, Payload payload, boolean attached, Effects effects) {
        long sequence = next++;
        posts.put(sequence, new Pending(seen, payload, State.QUEUED, Long.MAX_VALUE));
        if (attached) {
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
    /// @return those that were sent before, in a session that is gone
    List<MessageId> attached(Effects effects) {
        var resent = posts.entrySet().stream().filter(post -> post.getValue().state == State.LOST)
                .map(post -> id(post.getKey())).toList();
        List.copyOf(posts.keySet()).forEach(sequence -> send(sequence, effects));
        return resent;
    }

    /// Receipts may come in any order, and twice.
    void stored(MessageId id, int copies, int servers) {
        if (id.instance().equals(instance) && posts.remove(id.sequence()) != null) {
            stored++;
            lastReceipt = "on " + copies + " of " + servers + (servers == 1 ? " server" : " servers");
        }
    }

    /// Whether what came back is ours and was refused for good. A refused sequence
    /// must not leave a gap, for servers take posts in sequence: if nothing came
    /// after it, the next post gets it; else its text is replaced.
    Refused refused(MessageId id, Refusal reason, int retryAfterMillis, Now now) {
        var post = posts.get(id.sequence());
        if (!id.instance().equals(instance) || post == null) {
            return new Refused.Later();
        }
        if (isPassing(reason)) {
            int patience = retryAfterMillis > 0 ? retryAfterMillis : RETRY_MILLIS;
            posts.put(id.sequence(), new Pending(post.seen, post.payload, post.state,
                    now.nanos() + patience * Now.NANOS_PER_MILLI));
            return new Refused.Later();
        }
        if (id.sequence() == next - 1) {
            posts.remove(id.sequence());
            next = reason == Refusal.EQUIVOCATION ? next : next - 1;
        } else if (reason == Refusal.EQUIVOCATION || isFiller(post.payload)) {
            posts.remove(id.sequence());
        } else {
            posts.put(id.sequence(), new Pending(post.seen, FILLER, post.state, now.nanos()));
        }
        return new Refused.GivenUp(post.payload);
    }

    /// Sends again what was refused for a while.
    void tick(Now now, Effects effects) {
        for (var post : List.copyOf(posts.entrySet())) {
            if (post.getValue().state == State.SENT && post.getValue().retryAt - now.nanos() <= 0) {
                send(post.getKey(), effects);
            }
        }
    }

    /// When the next retry is due, in nanoseconds; `Long.MAX_VALUE`: never.
    long wakeAt() {
        return posts.values().stream().filter(post -> post.state == State.SENT).mapToLong(Pending::retryAt).min()
                .orElse(Long.MAX_VALUE);
    }

    private static boolean isFiller(Payload payload) {
        return payload.equals(FILLER);
    }

    private static boolean isPassing(Refusal reason) {
        return switch (reason) {
            case BUSY, UNAVAILABLE, NOT_AUTHENTICATED -> true;
            case INVALID, WRONG_CREDENTIALS, NAME_TAKEN, NOT_FOUND, NOT_PERMITTED, TOO_LARGE, EQUIVOCATION -> false;
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
