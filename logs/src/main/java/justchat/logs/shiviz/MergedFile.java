// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A file that [ShiViz] wrote, read again: the logs of its processes as they were, each record with its line.
///
/// @param logs
///            of all processes; where reading stopped before the end, the last is of none, and says why
/// @param repairs
///            what was changed or left out when it was written, in words
/// @param lines
///            of each process, by event, from 1
public record MergedFile(List<ProcessLog> logs, List<String> repairs, Map<String, int[]> lines) {
    private static final String DELIMITED = "=== ";

    public MergedFile {
        logs = List.copyOf(logs);
        repairs = List.copyOf(repairs);
        lines = Map.copyOf(lines);
    }

    /// Whether a text can be such a file at all.
    public static boolean isOne(String text) {
        return text.startsWith(ShiViz.HEADER + "\n");
    }

    /// Reads a file of one execution. What stands behind the first line that cannot stand where it does is not believed.
    ///
    /// @param source
    ///            where it was read, for messages
    public static MergedFile parse(String source, String text) {
        return new Reader(source, text).read();
    }

    /// The line of an event, from 1; empty if it is not there.
    public Optional<Integer> line(Event event) {
        var known = lines.getOrDefault(event.process(), new int[0]);
        return event.number() < 1 || event.number() > known.length
                ? Optional.empty()
                : Optional.of(known[(int) event.number() - 1]);
    }

    private static final class Reader {
        private final String source;
        private final String text;
        private final Names names = new Names();
        private final Map<String, Part> parts = new TreeMap<>();
        private final List<String> repairs = new ArrayList<>();

        Reader(String source, String text) {
            this.source = source;
            this.text = text;
        }

        private static final class Part {
            final Timeline.Builder builder;
            final RecordReader reader;
            private int[] lines = new int[16];

            Part(String text, Names names) {
                this.builder = new Timeline.Builder(names);
                this.reader = new RecordReader(text, names, builder);
            }

            void at(int line) {
                lines = builder.size() > lines.length ? Arrays.copyOf(lines, 2 * lines.length) : lines;
                lines[builder.size() - 1] = line;
            }
        }

        MergedFile read() {
            if (!isOne(text)) {
                return made(Optional.of("line 1 is not the one by which merged logs begin"));
            }
            int from = after(after(0));
            if (!text.substring(after(0), from).isBlank()) {
                return made(Optional.of(
                        "line 2 says that there are several executions; only a file with one can be read"));
            }
            for (int line = 3; from < text.length(); line += 2) {
                if (text.startsWith(ShiViz.REPAIRED, from)) {
                    return readRepairs(from, line);
                }
                int middle = text.indexOf('\n', from);
                int end = middle < 0 ? -1 : text.indexOf('\n', middle + 1);
                if (end < 0) {
                    return made(Optional.of("line " + line + ": the file ends in the middle of a record"));
                }
                if (!isNext(from, middle, end, line)) {
                    return made(Optional.of("line " + line
                            + ": no record that could follow here; it and what stands behind it are left out"));
                }
                from = end + 1;
            }
            return made(Optional.empty());
        }

        /// Behind them nothing else may stand.
        private MergedFile readRepairs(int first, int firstLine) {
            int line = firstLine;
            for (int from = first; from < text.length(); from = after(from), line++) {
                if (!text.startsWith(ShiViz.REPAIRED, from)) {
                    return made(Optional.of("line " + line + ": something stands behind what was repaired"));
                }
                repairs.add(text.substring(from + ShiViz.REPAIRED.length(), after(from)).stripTrailing());
            }
            return made(Optional.empty());
        }

        /// Where the next line begins.
        private int after(int from) {
            int end = text.indexOf('\n', from);
            return end < 0 ? text.length() : end + 1;
        }

        private boolean isNext(int from, int middle, int end, int line) {
            int space = text.indexOf(' ', from);
            if (space < 0 || space > middle || text.startsWith(DELIMITED, from)) {
                return false;
            }
            var part = parts.computeIfAbsent(text.substring(from, space), _ -> new Part(text, names));
            if (!part.reader.next(from, middle, end)) {
                return false;
            }
            part.at(line);
            return true;
        }

        private MergedFile made(Optional<String> damage) {
            var logs = new ArrayList<ProcessLog>();
            var lines = new TreeMap<String, int[]>();
            parts.forEach((process, part) -> {
                if (part.builder.size() > 0) {
                    logs.add(new ProcessLog(source, Optional.of(process), part.builder.build(), false, Optional
                            .empty()));
                    lines.put(process, Arrays.copyOf(part.lines, part.builder.size()));
                }
            });
            damage.ifPresent(why -> logs.add(new ProcessLog(source, Optional.empty(), List.of(), false, Optional.of(
                    source + " " + why))));
            return new MergedFile(logs, repairs, lines);
        }
    }
}
