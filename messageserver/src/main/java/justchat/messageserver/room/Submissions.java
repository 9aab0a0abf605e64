// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Post;

/// Clients' posts that are not answered yet. A post is
/// - **held** while an earlier one of its instance is missing, or what its
///   author had seen is not delivered here; not for longer than
///   [#HOLD_MILLIS], then it is answered [Outcome.Busy];
/// - **waiting** once it is stamped, until it is delivered here.
///
/// Exactly one answer per submission. Owned by the core, which decides; this
/// class keeps the books.
final class Submissions {
    static final long HOLD_MILLIS = 2_000;
    static final int RETRY_MILLIS = 200;
    /// How far ahead of the next one a post may be and still be held.
    static final int MAX_AHEAD = 1_024;
    static final int MAX_HELD = 8_192;
    static final long MAX_HELD_WEIGHT = 16 << 20;
    /// Submissions of one message that wait at the same time: a client that
    /// reconnects quickly has a few.
    static final int MAX_SAME = 8;

    private final Map<MessageId, Waiting> waiting = new HashMap<>();
    private final Map<Instance, TreeMap<Long, Held>> held = new HashMap<>();
    private final SequencedSet<Instance> recheck = new LinkedHashSet<>();
    private int heldCount;
    private long heldWeight;

    /// Stamped here and not delivered yet.
    record Waiting(long fingerprint, List<Long> submissions) {}

    /// Not stamped yet.
    record Held(Post post, long atMillis, long fingerprint, long sinceMillis, List<Long> submissions) {
        private int weight() {
            return post.payload().weight() + post.seen().entries().size() * 16;
        }
    }

    /// Adds a submission to an earlier one of the same message, if there is one
    /// that is not answered yet.
    ///
    /// @return whether there was; the answer may have been given already
    boolean join(long submission, MessageId id, long fingerprint, List<Effect> effects) {
        var stamped = waiting.get(id);
        var ofInstance = held.get(id.instance());
        var early = ofInstance == null ? null : ofInstance.get(id.sequence());
        if (stamped == null && early == null) {
            return false;
        }
        long known = stamped != null ? stamped.fingerprint : early.fingerprint;
        var same = stamped != null ? stamped.submissions : early.submissions;
        if (known != fingerprint) {
            effects.add(new Effect.Answer(submission, new Outcome.Equivocation()));
        } else if (same.size() >= MAX_SAME) {
            effects.add(new Effect.Answer(submission,
                    new Outcome.Busy("This message is being stored already.", RETRY_MILLIS)));
        } else {
            same.add(submission);
        }
        return true;
    }

    boolean isQuiet() {
        return heldCount == 0;
    }

    boolean hasRoom(Post post) {
        return heldCount < MAX_HELD && heldWeight + post.payload().weight() < MAX_HELD_WEIGHT;
    }

    void hold(Held post) {
        held.computeIfAbsent(post.post.id().instance(), _ -> new TreeMap<>()).put(post.post.id().sequence(), post);
        heldCount++;
        heldWeight += post.weight();
    }

    void stamped(MessageId id, long fingerprint, List<Long> submissions) {
        waiting.put(id, new Waiting(fingerprint, new ArrayList<>(submissions)));
    }

    /// The first held post of this instance, or null.
    Held firstHeld(Instance instance) {
        var ofInstance = held.get(instance);
        return ofInstance == null ? null : ofInstance.firstEntry().getValue();
    }

    boolean isHeld(MessageId id) {
        var ofInstance = held.get(id.instance());
        return ofInstance != null && ofInstance.containsKey(id.sequence());
    }

    void release(Held post) {
        var instance = post.post.id().instance();
        var ofInstance = held.get(instance);
        ofInstance.remove(post.post.id().sequence());
        if (ofInstance.isEmpty()) {
            held.remove(instance);
        }
        heldCount--;
        heldWeight -= post.weight();
    }

    /// The entry is shown: who waits for its message waits no longer.
    ///
    /// @return null if nobody here stamped it
    Waiting shown(Entry entry) {
        if (held.containsKey(entry.id().instance())) {
            recheck.add(entry.id().instance());
        }
        return waiting.remove(entry.id());
    }

    /// This instance's first held post waits for what it depends on.
    void recheckLater(Instance instance) {
        recheck.add(instance);
    }

    /// Instances whose first held post may be acceptable by now.
    List<Instance> recheckNow() {
        var now = List.copyOf(recheck);
        recheck.clear();
        return now;
    }

    /// Gives up the posts that were held for too long.
    ///
    /// @param why
    ///            if it is no fault of theirs
    /// @return how many
    int expire(long nowMillis, Optional<String> why, List<Effect> effects) {
        if (heldCount == 0) {
            return 0;
        }
        var expired = new ArrayList<Held>();
        held.values().forEach(ofInstance -> ofInstance.values().stream()
                .filter(post -> nowMillis - post.sinceMillis >= HOLD_MILLIS).forEach(expired::add));
        expired.sort((one, other) -> Long.compare(one.submissions.getFirst(), other.submissions.getFirst()));
        var busy = new Outcome.Busy(why.orElse("What this message answers has not arrived here yet."), RETRY_MILLIS);
        for (var post : expired) {
            release(post);
            post.submissions.forEach(submission -> effects.add(new Effect.Answer(submission, busy)));
        }
        return expired.size();
    }
}
