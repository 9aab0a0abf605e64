// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.List;
import java.util.TreeMap;

/// A consistent cut (Mattern 1989) of a run that goes on while its logs are read.
///
/// The logs are read one after another, so the last read may name events that the first read did not have yet. Read
/// twice, and everything that the first reading names is in the second: an event is written before its clock is sent.
/// The cut is the first reading and what it names.
public final class Cut {
    private Cut() {}

    /// @param earlier
    ///            the first reading, complete before the second began
    /// @param later
    ///            the second, of the same logs
    public static MergedLog of(MergedLog earlier, MergedLog later) {
        var ends = new TreeMap<String, Long>();
        earlier.events().values().stream().map(List::getLast)
                .forEach(last -> last.clock().entries()
                        .forEach((process, time) -> ends.merge(process, time, Math::max)));
        var cut = new TreeMap<String, List<Event>>();
        later.events().forEach((process, events) -> {
            long end = Math.min(events.size(), ends.getOrDefault(process, 0L));
            if (end > 0) {
                cut.put(process, events.subList(0, (int) end));
            }
        });
        return later.with(cut);
    }
}
