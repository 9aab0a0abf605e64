// SPDX-License-Identifier: Apache-2.0
package justchat.logs.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

import justchat.logs.clock.ClockLine;

/// The last that an earlier life of a process wrote down. What it kept on disk, the next life knows: that is causality,
/// too, though no message brought it.
final class FormerLife {
    /// Longer than any two records.
    private static final int TAIL_BYTES = 512 * 1024;

    private FormerLife() {}

    /// @return its name and clock; empty if the file cannot be read, or holds no whole record
    static Optional<ClockLine> read(Path file) {
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
    private static Optional<ClockLine> last(String text) {
        var lines = text.substring(0, text.lastIndexOf('\n') + 1).split("\n");
        for (int line = lines.length - 2; line >= Math.max(0, lines.length - 3); line--) {
            var record = ClockLine.parse(lines[line]);
            if (record.isPresent()) {
                return record;
            }
        }
        return Optional.empty();
    }
}
