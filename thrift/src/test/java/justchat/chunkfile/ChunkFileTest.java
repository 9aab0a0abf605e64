// SPDX-License-Identifier: Apache-2.0
package justchat.chunkfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChunkFileTest {
    private static final int CHUNK = 1 << 20;

    @TempDir
    Path folder;
    private Path path;
    private ChunkFile file;

    @BeforeEach
    void open() throws IOException {
        path = folder.resolve("file");
        file = new ChunkFile(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    }

    private static ByteBuffer chunk(int index) {
        var bytes = new byte[CHUNK];
        new Random(index).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /// More than the disk is left alone with.
    @Test
    void givesBackWhatCameInAnyOrderFromSeveralThreads() throws IOException {
        var chunks = 150;
        IntStream.range(0, chunks).map(index -> chunks - 1 - index).parallel().forEach(index -> {
            try {
                file.write((long) index * CHUNK, chunk(index));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        file.force();
        assertThat(Files.size(path)).isEqualTo((long) chunks * CHUNK);
        var back = ByteBuffer.allocate(CHUNK);
        for (var index : new int[]{0, 1, 77, chunks - 1}) {
            file.read((long) index * CHUNK, CHUNK, back.clear());
            assertThat(back.flip()).isEqualTo(chunk(index));
        }
        file.close();
    }

    @Test
    void leavesTheChunkWhereItWasAndReadsAsMuchAsThereIs() throws IOException {
        var whole = ByteBuffer.wrap("prefix and chunk".getBytes());
        file.write(3, whole.position(7));
        assertThat(whole.position()).isEqualTo(7);
        var into = ByteBuffer.allocate(100).position(5);
        file.read(3, 50, into);
        assertThat(into.position()).isEqualTo(5 + "and chunk".length());
        assertThat(Files.readAllBytes(path)).isEqualTo("\0\0\0and chunk".getBytes());
        file.close();
    }

    @Test
    void tellsWhoIsAtWorkThatItIsClosed() throws IOException {
        file.close();
        assertThatThrownBy(() -> file.write(0, chunk(0))).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> file.force()).isInstanceOf(ClosedChannelException.class);
    }
}
