// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import justchat.logs.vocabulary.Entries;

/// What one process has shown of one room so far, in its order, and whether what comes next may come next.
///
/// That an entry was covered when it came (it, or a later one of the same log) is wrong on a server. A client may be
/// sent it again by the next server, and does not show it again.
final class Reading {
    private final boolean dropsRepeated;
    /// Of each log, the last that was shown.
    private final Map<String, Long> covered = new HashMap<>();
    /// Of each log, up to where something that was shown comes after it, and what.
    private final Map<String, Cause> needed = new HashMap<>();
    /// Of each author, the last that was shown.
    private final Map<String, Stamp> latest = new HashMap<>();
    private Stamp last;

    private record Cause(long sequence, Stamp effect) {}

    Reading(boolean dropsRepeated) {
        this.dropsRepeated = dropsRepeated;
    }

    /// This is known before the first delivery.
    void startsAfter(List<Entries.At> base) {
        base.forEach(at -> covered.merge(at.origin(), at.sequence(), Math::max));
    }

    /// @param stamp
    ///            null if nobody wrote it down
    /// @return why it may not come now, in words that follow "shows 9f86d081/3 at 2.7:31"
    Optional<String> next(Entries.At at, Stamp stamp) {
        if (covered.getOrDefault(at.origin(), 0L) >= at.sequence()) {
            return dropsRepeated
                    ? Optional.empty()
                    : Optional.of("again, or after a later one of the same log");
        }
        covered.put(at.origin(), at.sequence());
        if (stamp == null) {
            return Optional.empty();
        }
        var before = stamp.author().isEmpty() ? null : latest.get(stamp.author());
        if (before != null && before.sequence() == stamp.sequence()) {
            return dropsRepeated ? Optional.empty() : Optional.of("though it was shown as " + before.name());
        }
        var wrong = wrong(stamp, before);
        stamp.after().forEach(cause -> needed.merge(cause.origin(), new Cause(cause.sequence(), stamp),
                (old, fresh) -> old.sequence >= fresh.sequence ? old : fresh));
        latest.merge(stamp.author(), stamp, (old, fresh) -> old.sequence() > fresh.sequence() ? old : fresh);
        last = stamp;
        return wrong;
    }

    private Optional<String> wrong(Stamp stamp, Stamp before) {
        if (stamp.promise().compareTo(Stamp.Promise.FIFO) >= 0 && before != null
                && before.sequence() > stamp.sequence()) {
            return Optional.of("after " + before.name() + ", which its author said later: FIFO order is broken");
        }
        var cause = needed.get(stamp.at().origin());
        if (stamp.promise().compareTo(Stamp.Promise.CAUSAL) >= 0 && cause != null
                && cause.sequence() >= stamp.at().sequence()) {
            return Optional.of("after " + cause.effect().name()
                    + ", whose author had been shown it: causal order is broken");
        }
        if (stamp.promise() == Stamp.Promise.TOTAL && last != null && !stamp.isAfter(last)) {
            return Optional.of("after " + last.name() + ", which comes later in the room: total order is broken");
        }
        return Optional.empty();
    }
}
