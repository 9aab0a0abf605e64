// SPDX-License-Identifier: Apache-2.0
package justchat.logs.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

import justchat.logs.clock.ClockLine;
import justchat.logs.clock.ProcessName;

/// The file under a [Journal], which is its only caller and holds its own lock
/// meanwhile. A record is either in it as a whole or, after a failure, not at
/// all.
///
/// A `RandomAccessFile` and not a channel, since a channel is closed for all
/// when one thread is interrupted.
final class JournalFile {
    /// In bytes; what would make the file longer is not written.
    static final long MAX_LENGTH = 256L << 20;
    /// Lives of one process in one directory.
    private static final int MAX_INCARNATIONS = 100_000;

    private final String process;
    private final Optional<Path> path;
    /// Of the life before this one.
    private final Optional<Path> former;
    /// Null when the file could not be made, or was closed.
    private RandomAccessFile file;
    private long length;
    /// Whether half a record lies behind `length`.
    private boolean torn;

    private JournalFile(String process, Optional<Path> path, Optional<Path> former, RandomAccessFile file) {
        this.process = Objects.requireNonNull(process, "process");
        this.path = path;
        this.former = former;
        this.file = file;
    }

    /// Makes the file for the first life of the process that has none yet.
    static JournalFile create(Path directory, String process) {
        try {
            Files.createDirectories(directory);
            var former = Optional.<Path>empty();
            for (int number = 1; number <= MAX_INCARNATIONS; number++) {
                var life = ProcessName.incarnation(process, number);
                var path = directory.resolve(life + "-Log.txt");
                try {
                    Files.createFile(path);
                    return new JournalFile(life, Optional.of(path), former, new RandomAccessFile(path.toFile(), "rw"));
                } catch (FileAlreadyExistsException _) {
                    // An earlier life's, or that of one which runs now.
                    former = Optional.of(path);
                }
            }
        } catch (IOException _) {
            // The journal counts what it could not write; the process goes on.
        }
        return new JournalFile(process, Optional.empty(), Optional.empty(), null);
    }

    String process() {
        return process;
    }

    /// Empty: it could not be made.
    Optional<Path> path() {
        return path;
    }

    /// What the life before this one wrote down last; empty: there was none.
    Optional<ClockLine> former() {
        return former.flatMap(FormerLife::read);
    }

    /// @return whether the record is with the operating system
    boolean append(String record) {
        var bytes = record.getBytes(StandardCharsets.UTF_8);
        if (file == null || length + bytes.length > MAX_LENGTH) {
            return false;
        }
        try {
            if (torn) {
                file.setLength(length);
                file.seek(length);
            }
            torn = true;
            file.write(bytes);
            length += bytes.length;
            torn = false;
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException _) {
            // Every record was written already.
        } finally {
            file = null;
        }
    }
}
