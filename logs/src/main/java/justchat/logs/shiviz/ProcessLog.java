// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// One process's causal log as it was read.
///
/// Invariant: all events are of `process`, and their numbers are 1, 2, 3, ... in
/// this order.
///
/// @param source
///            where it was read, for messages
/// @param process
///            absent if there is no event
/// @param torn
///            whether the last record was cut off, as when the process was
///            killed in the middle of it, and left out
/// @param damage
///            where and why reading stopped before the end; nothing behind
///            is believed
public record ProcessLog(String source, Optional<String> process, List<Event> events, boolean torn,
        Optional<String> damage) {
    public ProcessLog {
        Objects.requireNonNull(source, "source");
        events = events instanceof Timeline ? events : List.copyOf(events);
    }

    /// Reads GoVector's format: a line with the process and its clock, then a line
    /// with the event.
    public static ProcessLog parse(String source, String text) {
        var names = new Names();
        var builder = new Timeline.Builder(names);
        var reader = new RecordReader(text, names, builder);
        int from = 0;
        for (int line = 1;; line += 2) {
            int middle = text.indexOf('\n', from);
            int end = middle < 0 ? -1 : text.indexOf('\n', middle + 1);
            if (end < 0) {
                return of(source, builder, from < text.length(), Optional.empty());
            }
            if (!reader.next(from, middle, end)) {
                return of(source, builder, false, Optional.of(source + " line " + line
                        + ": no record that could follow here; it and what stands behind it are left out"));
            }
            from = end + 1;
        }
    }

    private static ProcessLog of(String source, Timeline.Builder builder, boolean torn, Optional<String> damage) {
        return new ProcessLog(source, Optional.of(builder.process()).filter(name -> !name.isEmpty()), builder.build(),
                torn, damage);
    }
}
