// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// What a disk does, without us.
final class Disk {
    private static final int BYTES = 256;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);

    private Disk() {}

    /// How often a second one thread can append a few bytes to a file below `parent` and sync them.
    static double syncsPerSecond(Path parent) throws IOException {
        var file = Files.createTempFile(parent, "justchat-bench-", ".disk");
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long begun = System.nanoTime();
            long elapsed = 0;
            int syncs = 0;
            for (; elapsed < LONG_ENOUGH.toNanos(); elapsed = System.nanoTime() - begun) {
                channel.write(ByteBuffer.allocate(BYTES));
                channel.force(false);
                syncs++;
            }
            return syncs * 1e9 / elapsed;
        } finally {
            Files.delete(file);
        }
    }
}
