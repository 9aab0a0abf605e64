// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Remembers a process over the life of the program that started it: its id
/// and when it started, so that another process that was given the same id
/// later is never taken for it.
record PidFile(Path file) {
    /// The system tells start times in steps, and its own start only roughly.
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    void write(ProcessHandle process) throws IOException {
        var started = process.info().startInstant().orElseGet(Instant::now);
        Files.writeString(file, process.pid() + " " + started.toEpochMilli() + "\n");
    }

    /// The process, if it still runs.
    Optional<ProcessHandle> read() {
        try {
            var parts = Files.readString(file).strip().split(" ");
            var started = Instant.ofEpochMilli(Long.parseLong(parts[1]));
            return ProcessHandle.of(Long.parseLong(parts[0])).filter(PidFile::runs)
                    .filter(process -> process.info().startInstant()
                            .map(instant -> Duration.between(instant, started).abs().compareTo(TOLERANCE) < 0)
                            .orElse(true));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }

    /// Whether it still does anything: an ended process that nobody has waited for,
    /// as in a container without an init, does not.
    static boolean runs(ProcessHandle process) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return process.isAlive() && !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException _) {
            return process.isAlive();
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
