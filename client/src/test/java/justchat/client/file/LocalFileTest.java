// SPDX-License-Identifier: Apache-2.0
package justchat.client.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A mistyped path is a sentence for the one who typed it, and nothing else
/// (W1, client side).
class LocalFileTest {
    @TempDir
    Path folder;

    private static String sentence(String typed) {
        return switch (LocalFile.scan(typed)) {
            case LocalFile.Scan.Unusable(var sentence) -> sentence;
            case LocalFile.Scan.Ready(var file) -> throw new AssertionError("ready: " + file.path());
        };
    }

    static LocalFile ready(Path path) {
        return switch (LocalFile.scan(path.toString())) {
            case LocalFile.Scan.Ready(var file) -> file;
            case LocalFile.Scan.Unusable(var sentence) -> throw new AssertionError(sentence);
        };
    }

    /// W1.
    @Test
    void aPathThatCannotBeSharedIsAnsweredWithASentence() throws IOException {
        assertThat(sentence(folder + "/missing.png")).startsWith("No such file: ").endsWith("missing.png");
        assertThat(sentence(folder.toString())).contains("is a directory");
        assertThat(sentence("")).contains("Which file");
        assertThat(sentence("a\0b")).startsWith("Not a path");
        assertThat(sentence(Files.createFile(folder.resolve("empty")).toString())).contains("is empty");
        assertThat(sentence("/dev/null")).contains("not a regular file");
        var secret = Files.createFile(folder.resolve("secret"), PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("---------")));
        Assumptions.assumeFalse(Files.isReadable(secret), "root may read everything");
        assertThat(sentence(secret.toString())).contains("No permission");
    }

    @Test
    void aFileThatIsTooLargeIsRefusedWithoutReadingIt() throws IOException {
        var path = folder.resolve("huge");
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(Chunks.MAX_FILE_BYTES + 1);
        }
        assertThat(sentence(path.toString())).contains("too large");
    }

    /// The slow way.
    private static byte[] hash(byte[] bytes) throws NoSuchAlgorithmException {
        var whole = MessageDigest.getInstance("SHA-256");
        for (var from = 0; from < bytes.length; from += Chunks.BYTES) {
            whole.update(MessageDigest.getInstance("SHA-256").digest(Arrays.copyOfRange(bytes, from, Math.min(
                    bytes.length, from + Chunks.BYTES))));
        }
        return whole.digest();
    }

    /// W18: read chunk by chunk, never whole.
    @ParameterizedTest
    @ValueSource(ints = {1, Chunks.BYTES - 1, Chunks.BYTES, Chunks.BYTES + 1, 3 * Chunks.BYTES})
    void isCutIntoChunksWithTheirHashes(int size) throws IOException, NoSuchAlgorithmException {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        var file = ready(Files.write(folder.resolve("file.bin"), bytes));
        var manifest = file.manifest();

        assertThat(manifest.name()).isEqualTo("file.bin");
        assertThat(manifest.size()).isEqualTo(size);
        assertThat(manifest.hash()).isEqualTo(hash(bytes));
        assertThat(manifest.chunks()).isEqualTo((size + Chunks.BYTES - 1) / Chunks.BYTES);
        var sum = 0;
        for (var index = 0; index < manifest.chunks(); index++) {
            var chunk = file.chunk(index);
            assertThat(manifest.verifies(index, ByteBuffer.wrap(chunk))).isTrue();
            assertThat(chunk).hasSizeLessThanOrEqualTo(Chunks.BYTES);
            sum += chunk.length;
        }
        assertThat(sum).isEqualTo(size);
    }

    @Test
    void aFileThatChangedSinceItWasSharedIsNotSent() throws IOException {
        var path = Files.write(folder.resolve("file.bin"), new byte[100]);
        var file = ready(path);
        Files.write(path, new byte[99]);
        assertThatThrownBy(() -> file.chunk(0)).isInstanceOf(IOException.class).hasMessageContaining("changed");
        assertThatThrownBy(() -> file.chunk(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
