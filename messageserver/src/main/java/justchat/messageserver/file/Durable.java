// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/// A folder whose files are whole or absent: written under a temporary name,
/// forced to disk, then renamed. Thread-safe.
///
/// Names are given by this package only, never from outside.
final class Durable {
    private static final String TEMPORARY = ".tmp";

    private final Path folder;
    private final AtomicLong temporaries = new AtomicLong();

    /// Opens the folder, made if needed, and removes what an earlier life did
    /// not finish.
    Durable(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        try (var unfinished = Files.newDirectoryStream(folder, "*" + TEMPORARY)) {
            for (var file : unfinished) {
                Files.delete(file);
            }
        }
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /// The file is whole on disk after this; its name is once [#sync] was called.
    void write(String name, ByteBuffer bytes) throws IOException {
        var temporary = folder.resolve(temporaries.incrementAndGet() + TEMPORARY);
        try {
            try (var channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                var left = bytes.duplicate();
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    /// Makes the names that were written so far survive a crash of the machine.
    /// Windows cannot, and does not need to: it journals names by itself.
    void sync() throws IOException {
        sync(folder);
    }

    /// Likewise, the names in any folder.
    static void sync(Path folder) throws IOException {
        if (File.separatorChar == '/') {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
