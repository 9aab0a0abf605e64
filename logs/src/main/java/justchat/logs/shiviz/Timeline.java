// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.RandomAccess;

/// The events of one process, held small: of each clock only what changed since the event before, and all texts in one
/// array of bytes. A whole clock is kept of every 128th event, so that any can be made from at most 127 steps.
///
/// Immutable, but for the [Names] that it shares.
final class Timeline extends AbstractList<Event> implements RandomAccess {
    private static final int INTERVAL = 128;

    private final Names names;
    private final int process;
    private final int size;
    /// Of event n (from 0), the changes from `starts[n]` to before `starts[n + 1]`.
    private final int[] starts;
    private final int[] who;
    private final long[] times;
    private final int[] textStarts;
    private final byte[] texts;
    /// Before event 0, 128, 256, ...: what is not 0.
    private final int[][] knownWho;
    private final long[][] knownTimes;

    private Timeline(Names names, int process, int size, int[] starts, int[] who, long[] times, int[] textStarts,
            byte[] texts, int[][] knownWho, long[][] knownTimes) {
        this.names = names;
        this.process = process;
        this.size = size;
        this.starts = starts;
        this.who = who;
        this.times = times;
        this.textStarts = textStarts;
        this.texts = texts;
        this.knownWho = knownWho;
        this.knownTimes = knownTimes;
    }

    /// These events, all of one process; the same object if it has these names already.
    static Timeline of(Names names, List<Event> events) {
        if (events instanceof Timeline timeline) {
            return timeline.names == names ? timeline : timeline.renamed(names);
        }
        var builder = new Builder(names);
        for (var event : events) {
            builder.begin();
            event.clock().entries().forEach((name, time) -> builder.entry(names.index(name), time));
            builder.end(event.process(), event.text());
        }
        return builder.build();
    }

    private Timeline renamed(Names others) {
        var map = new int[names.size()];
        for (int index = 0; index < map.length; index++) {
            map[index] = others.index(names.name(index));
        }
        var knownToOthers = new int[knownWho.length][];
        Arrays.setAll(knownToOthers, index -> mapped(knownWho[index], map));
        return new Timeline(others, size == 0 ? 0 : map[process], size, starts, mapped(who, map), times, textStarts,
                texts,
                knownToOthers, knownTimes);
    }

    private static int[] mapped(int[] indices, int[] map) {
        var mapped = new int[indices.length];
        Arrays.setAll(mapped, index -> map[indices[index]]);
        return mapped;
    }

    int process() {
        return process;
    }

    @Override
    public int size() {
        return size;
    }

    /// Where the changes of this event begin, from 0; those of the next begin where they end.
    int changesFrom(int event) {
        return starts[event];
    }

    /// Whose entry changed.
    int who(int change) {
        return who[change];
    }

    /// To what; 0: it is not named any more.
    long time(int change) {
        return times[change];
    }

    /// The times of all processes at this event, from 0, into an array that is 0 before.
    void timesAt(int event, long[] into) {
        int block = event / INTERVAL;
        for (int index = 0; index < knownWho[block].length; index++) {
            into[knownWho[block][index]] = knownTimes[block][index];
        }
        for (int change = starts[block * INTERVAL]; change < starts[event + 1]; change++) {
            into[who[change]] = times[change];
        }
    }

    String text(int event) {
        return new String(texts, textStarts[event], textStarts[event + 1] - textStarts[event], StandardCharsets.UTF_8);
    }

    @Override
    public Event get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        var at = new long[names.size()];
        timesAt(index, at);
        return new Event(names.name(process), names.clock(at), text(index));
    }

    @Override
    public List<Event> subList(int from, int to) {
        if (from != 0 || to > size) {
            return super.subList(from, to);
        }
        return new Timeline(names, process, to, starts, who, times, textStarts, texts, knownWho, knownTimes);
    }

    /// In turn each clock takes one step from the one before.
    @Override
    public Iterator<Event> iterator() {
        return new Walk();
    }

    private final class Walk implements Iterator<Event> {
        private final long[] at = new long[names.size()];
        private int next;

        @Override
        public boolean hasNext() {
            return next < size;
        }

        @Override
        public Event next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            for (int change = starts[next]; change < starts[next + 1]; change++) {
                at[who[change]] = times[change];
            }
            return new Event(names.name(process), names.clock(at), text(next++));
        }
    }

    /// Takes events one after another.
    static final class Builder {
        private final Names names;
        private String process = "";
        private int size;
        private int[] starts = new int[64];
        private int[] who = new int[128];
        private long[] times = new long[128];
        private int changes;
        private int[] textStarts = new int[64];
        private byte[] texts = new byte[2048];
        private int[][] knownWho = new int[4][];
        private long[][] knownTimes = new long[4][];
        /// By process: its time in the latest event, and in which event, from 1, it was named last.
        private long[] now = new long[16];
        private int[] named = new int[16];
        private int live;
        private int seen;

        Builder(Names names) {
            this.names = names;
        }

        int size() {
            return size;
        }

        String process() {
            return process;
        }

        void begin() {
            if (size % INTERVAL == 0) {
                remember();
            }
            if (size + 2 > starts.length) {
                starts = Arrays.copyOf(starts, 2 * starts.length);
                textStarts = Arrays.copyOf(textStarts, 2 * textStarts.length);
            }
            seen = 0;
        }

        private void remember() {
            int block = size / INTERVAL;
            if (block == knownWho.length) {
                knownWho = Arrays.copyOf(knownWho, 2 * block);
                knownTimes = Arrays.copyOf(knownTimes, 2 * block);
            }
            knownWho[block] = new int[live];
            knownTimes[block] = new long[live];
            int count = 0;
            for (int index = 0; index < now.length; index++) {
                if (now[index] > 0) {
                    knownWho[block][count] = index;
                    knownTimes[block][count++] = now[index];
                }
            }
        }

        /// One entry of the clock; the last of the same process counts.
        void entry(int index, long time) {
            if (time == 0) {
                return;
            }
            if (index >= now.length) {
                int length = Math.max(index + 1, 2 * now.length);
                now = Arrays.copyOf(now, length);
                named = Arrays.copyOf(named, length);
            }
            if (named[index] != size + 1) {
                named[index] = size + 1;
                seen++;
            }
            if (now[index] != time) {
                live += now[index] == 0 ? 1 : 0;
                change(index, time);
            }
        }

        private void change(int index, long time) {
            if (changes == who.length) {
                who = Arrays.copyOf(who, 2 * changes);
                times = Arrays.copyOf(times, 2 * changes);
            }
            now[index] = time;
            who[changes] = index;
            times[changes++] = time;
        }

        void end(String name, String text) {
            if (seen < live) {
                for (int index = 0; index < now.length; index++) {
                    if (now[index] > 0 && named[index] != size + 1) {
                        live--;
                        change(index, 0);
                    }
                }
            }
            process = name;
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            int end = textStarts[size] + bytes.length;
            if (end > texts.length) {
                texts = Arrays.copyOf(texts, Math.max(end, (int) Math.min(Integer.MAX_VALUE - 8, 2L * texts.length)));
            }
            System.arraycopy(bytes, 0, texts, textStarts[size], bytes.length);
            size++;
            starts[size] = changes;
            textStarts[size] = end;
        }

        Timeline build() {
            int blocks = (size + INTERVAL - 1) / INTERVAL;
            return new Timeline(names, size == 0 ? 0 : names.index(process), size, Arrays.copyOf(starts, size + 1),
                    Arrays.copyOf(who, changes), Arrays.copyOf(times, changes), Arrays.copyOf(textStarts, size + 1),
                    Arrays.copyOf(texts, textStarts[size]), Arrays.copyOf(knownWho, blocks),
                    Arrays.copyOf(knownTimes, blocks));
        }
    }
}
