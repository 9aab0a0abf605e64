// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Manifest;
import justchat.messageserver.model.Payload;

import static org.assertj.core.api.Assertions.assertThat;

class FileStoreTest {
    private static final FileLimits LIMITS = new FileLimits(4L << 20, 4L << 20, 4L << 20, 2L << 20, 0, 3, 0);

    @TempDir
    Path directory;

    private FileStore store;

    @BeforeEach
    void open() throws IOException {
        store = FileStore.open(directory, LIMITS);
    }

    private static byte[] random(int length, int seed) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static Manifest manifest(byte[] content) {
        var chunks = new ArrayList<ContentHash>();
        for (int index = 0; index * Manifest.CHUNK_BYTES < content.length; index++) {
            chunks.add(Digest.of(part(content, index)));
        }
        return new Manifest(new Payload.FileNotice("a.bin", content.length, Digest.of(content)), chunks);
    }

    private static byte[] part(byte[] content, int index) {
        int from = index * Manifest.CHUNK_BYTES;
        return Arrays.copyOfRange(content, from, Math.min(content.length, from + Manifest.CHUNK_BYTES));
    }

    private Upload begin(Manifest manifest) {
        return ((Begun.Open) store.begin(manifest)).upload();
    }

    private Seal upload(byte[] content) throws IOException {
        var manifest = manifest(content);
        try (var upload = begin(manifest)) {
            var order = new ArrayList<>(java.util.stream.IntStream.range(0, manifest.chunks().size()).boxed().toList());
            Collections.shuffle(order, new Random(1));
            for (int index : order) {
                assertThat(upload.put(index, ByteBuffer.wrap(part(content, index)))).isEqualTo(new Put.Stored());
            }
            return upload.seal();
        }
    }

    private byte[] read(ContentHash file) throws IOException {
        var out = new ByteArrayOutputStream();
        var manifest = store.manifest(file).orElseThrow();
        for (int index = 0; index < manifest.chunks().size(); index++) {
            out.write(store.chunk(file, index).orElseThrow());
        }
        return out.toByteArray();
    }

    @Test
    void givesBackWhatItTookInAnyOrderOverARestart() throws IOException {
        for (int length : new int[]{0, 1, Manifest.CHUNK_BYTES, Manifest.CHUNK_BYTES + 1, 700_000}) {
            var content = random(length, length);
            assertThat(upload(content)).isEqualTo(new Seal.Whole());
            open();
            assertThat(read(Digest.of(content))).isEqualTo(content);
        }
    }

    @Test
    void storesRepeatedContentOnce() throws IOException {
        assertThat(upload(new byte[4 * Manifest.CHUNK_BYTES])).isEqualTo(new Seal.Whole());
        assertThat(store.usedBytes()).isEqualTo(Manifest.CHUNK_BYTES);
    }

    @Test
    void resumesAnUploadOverARestart() throws IOException {
        var content = random(700_000, 1);
        begin(manifest(content)).put(1, ByteBuffer.wrap(part(content, 1)));
        open();
        assertThat(begin(manifest(content)).present()).containsExactly(1);
        assertThat(upload(content)).isEqualTo(new Seal.Whole());
    }

    @Test
    void isNotWholeBeforeItIsSealed() throws IOException {
        var content = random(300_000, 2);
        var upload = begin(manifest(content));
        upload.put(0, ByteBuffer.wrap(part(content, 0)));
        assertThat(upload.seal()).isEqualTo(new Seal.Missing(List.of(1)));
        upload.put(1, ByteBuffer.wrap(part(content, 1)));
        assertThat(store.manifest(Digest.of(content))).isEmpty();
        assertThat(store.chunk(Digest.of(content), 0)).isEmpty();
        assertThat(upload.seal()).isEqualTo(new Seal.Whole());
    }

    @Test
    void exposesATotalHashThatIsALie() throws IOException {
        var content = random(300_000, 3);
        var honest = manifest(content);
        var lie = new Manifest(new Payload.FileNotice("a", content.length, Digest.of(new byte[1])), honest.chunks());
        var upload = begin(lie);
        upload.put(0, ByteBuffer.wrap(part(content, 0)));
        upload.put(1, ByteBuffer.wrap(part(content, 1)));
        assertThat(upload.seal()).isEqualTo(new Seal.WrongHash());
        assertThat(store.manifest(lie.hash())).isEmpty();
    }

    /// A liar who announces somebody's file first does not keep it out.
    @Test
    void takesTheHonestUploadBesideALyingOneOfTheSameHash() throws IOException {
        var content = random(300_000, 4);
        var honest = manifest(content);
        begin(new Manifest(honest.file(), List.of(Digest.of(new byte[1]), Digest.of(new byte[2]))));
        begin(new Manifest(new Payload.FileNotice("a", 1, honest.hash()), List.of(honest.chunks().getFirst())));
        assertThat(upload(content)).isEqualTo(new Seal.Whole());
    }

    @Test
    void refusesBytesThatAreNotTheChunk() throws IOException {
        var content = random(300_000, 5);
        var upload = begin(manifest(content));
        assertThat(upload.put(0, ByteBuffer.wrap(part(content, 1)))).isInstanceOf(Put.Wrong.class);
        assertThat(upload.put(1, ByteBuffer.wrap(new byte[0]))).isInstanceOf(Put.Wrong.class);
        assertThat(upload.put(2, ByteBuffer.wrap(part(content, 1)))).isInstanceOf(Put.Wrong.class);
        assertThat(upload.put(-1, ByteBuffer.wrap(part(content, 1)))).isInstanceOf(Put.Wrong.class);
        assertThat(upload.present()).isEmpty();
    }

    @Test
    void refusesBeforeTheFirstByteWhatIsOverALimit() throws IOException {
        assertThat(store.begin(manifest(random((2 << 20) + 1, 6)))).isInstanceOf(Begun.TooLarge.class);
        assertThat(upload(random(2 << 20, 7))).isEqualTo(new Seal.Whole());
        assertThat(upload(random(2 << 20, 8))).isEqualTo(new Seal.Whole());
        assertThat(store.begin(manifest(random(1, 9)))).isInstanceOf(Begun.TooLarge.class);
        assertThat(store.begin(manifest(random(2 << 20, 8)))).isInstanceOf(Begun.Open.class);
    }

    @Test
    void boundsTheUploadsThatAreOpen() {
        var first = begin(manifest(random(10, 10)));
        begin(manifest(random(10, 11)));
        begin(manifest(random(10, 12)));
        assertThat(store.begin(manifest(random(10, 13)))).isInstanceOf(Begun.Busy.class);
        first.close();
        first.close();
        assertThat(store.begin(manifest(random(10, 13)))).isInstanceOf(Begun.Open.class);
        assertThat(store.begin(manifest(random(10, 14)))).isInstanceOf(Begun.Busy.class);
    }

    @Test
    void givesNoDamagedBytesAndForgetsThatTheFileWasWhole() throws IOException {
        var content = random(300_000, 15);
        upload(content);
        var manifest = manifest(content);
        Files.write(directory.resolve("chunks").resolve(manifest.chunks().getFirst().hex()), new byte[5]);
        assertThat(store.chunk(manifest.hash(), 0)).isEmpty();
        assertThat(store.manifest(manifest.hash())).isEmpty();
        assertThat(upload(content)).isEqualTo(new Seal.Whole());
        assertThat(read(manifest.hash())).isEqualTo(content);
    }

    @Test
    void leavesOutWhatACrashOrADiskDamaged() throws IOException {
        var content = random(300_000, 16);
        upload(content);
        var whole = directory.resolve("whole").resolve(Digest.of(content).hex());
        var bytes = Files.readAllBytes(whole);
        bytes[20]++;
        Files.write(whole, bytes);
        Files.write(directory.resolve("chunks").resolve("17.tmp"), new byte[99]);
        Files.write(directory.resolve("chunks").resolve("f".repeat(64)), new byte[0]);
        open();
        assertThat(store.manifest(Digest.of(content))).isEmpty();
        assertThat(directory.resolve("chunks").resolve("17.tmp")).doesNotExist();
        assertThat(upload(content)).isEqualTo(new Seal.Whole());
    }

    @Test
    void serialisesManyWritersOfTheSameFile() throws Exception {
        var content = random(1_000_000, 17);
        var writers = new ArrayList<Thread>();
        var whole = new java.util.concurrent.atomic.AtomicInteger();
        for (int writer = 0; writer < 3; writer++) {
            writers.add(Thread.ofVirtual().start(() -> {
                try {
                    if (upload(content) instanceof Seal.Whole) {
                        whole.incrementAndGet();
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        for (var writer : writers) {
            writer.join();
        }
        assertThat(whole).hasValue(3);
        assertThat(read(Digest.of(content))).isEqualTo(content);
    }

    @Test
    void removesAFileAndOfItsChunksThoseThatNoOtherFileHas() throws IOException {
        var shared = random(Manifest.CHUNK_BYTES, 1);
        var one = Arrays.copyOf(shared, 2 * Manifest.CHUNK_BYTES);
        var other = Arrays.copyOf(shared, Manifest.CHUNK_BYTES + 7);
        upload(one);
        upload(other);
        store.remove(Digest.of(one));
        assertThat(store.manifest(Digest.of(one))).isEmpty();
        assertThat(read(Digest.of(other))).isEqualTo(other);
        assertThat(store.usedBytes()).isEqualTo(other.length);
        assertThat(FileStore.open(directory, LIMITS).all()).extracting(Manifest::hash).containsExactly(Digest.of(
                other));
        store.remove(Digest.of(other));
        store.remove(Digest.of(other));
        assertThat(store.usedBytes()).isZero();
        assertThat(directory.resolve("chunks")).isEmptyDirectory();
    }

    @Test
    void refusesInWordsWhatTheDiskHasNoRoomFor() throws IOException {
        var content = random(3 * Manifest.CHUNK_BYTES, 2);
        var limits = new FileLimits(4L << 20, 4L << 20, 4L << 20, 2L << 20, 1000, 3, 0);
        var exact = FileStore.open(directory.resolve("exact"), limits, () -> content.length + 1000L);
        var small = FileStore.open(directory.resolve("small"), limits, () -> content.length + 999L);
        assertThat(exact.begin(manifest(content))).isInstanceOf(Begun.Open.class);
        assertThat(exact.begin(manifest(random(1, 3)))).as("promised to the other").isInstanceOf(Begun.TooLarge.class);
        assertThat(small.begin(manifest(content))).isInstanceOfSatisfying(Begun.TooLarge.class, no -> assertThat(no
                .message()).contains("disk is too full"));
        assertThat(small.usedBytes()).isZero();
    }
}
