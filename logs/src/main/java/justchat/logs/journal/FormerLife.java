// SPDX-License-Identifier: Apache-2.0
package justchat.logs.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The last that an earlier life of a process wrote down. What it kept on disk, the next life knows: that is causality,
/// too, though no message brought it.
///
/// @param process
///            the life's name
/// @param clock
///            of its last whole record
record FormerLife(String process, Map<String, Long> clock) {
    /// Longer than any two records.
    private static final int TAIL_BYTES = 512 * 1024;
    private static final Pattern RECORD = Pattern.compile("(\\S+) \\{(.*)}");
    private static final Pattern ENTRY = Pattern.compile("\"([^\"]+)\":([1-9][0-9]{0,15})(?:, |$)");

    /// @return empty if the file cannot be read, or holds no whole record
    static Optional<FormerLife> read(Path file) {
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            var tail = new byte[(int) Math.min(log.length(), TAIL_BYTES)];
            log.seek(log.length() - tail.length);
            log.readFully(tail);
            return last(new String(tail, StandardCharsets.UTF_8));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// A record is two lines; what comes after the last line break was cut off.
    private static Optional<FormerLife> last(String text) {
        var lines = text.substring(0, text.lastIndexOf('\n') + 1).split("\n");
        for (int line = lines.length - 2; line >= Math.max(0, lines.length - 3); line--) {
            var record = RECORD.matcher(lines[line]);
            if (record.matches()) {
                return Optional.of(new FormerLife(record.group(1), clock(record.group(2))));
            }
        }
        return Optional.empty();
    }

    private static Map<String, Long> clock(String entries) {
        var clock = new HashMap<String, Long>();
        var entry = ENTRY.matcher(entries);
        while (entry.find()) {
            clock.put(entry.group(1), Long.parseLong(entry.group(2)));
        }
        return clock;
    }
}
