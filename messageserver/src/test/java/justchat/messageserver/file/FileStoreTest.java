// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Manifest;
import justchat.messageserver.model.Payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
            chunks.add(ContentHash.sha256(part(content, index)));
        }
        return new Manifest(new Payload.FileNotice("a.bin", content.length, ContentHash.ofFile(chunks)), chunks);
    }

    private static ContentHash hash(byte[] content) {
        return manifest(content).hash();
    }

    private static byte[] part(byte[] content, int index) {
        int from = index * Manifest.CHUNK_BYTES;
        return Arrays.copyOfRange(content, from, Math.min(content.length, from + Manifest.CHUNK_BYTES));
    }

    private Upload begin(Manifest manifest) throws IOException {
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
            assertThat(read(hash(content))).isEqualTo(content);
        }
    }

    @Test
    void storesAContentOnceWhoeverSendsIt() throws IOException {
        var content = random(300_000, 18);
        assertThat(upload(content)).isEqualTo(new Seal.Whole());
        var other = new Manifest(new Payload.FileNotice("b.bin", content.length, hash(content)), manifest(content)
                .chunks());
        try (var again = begin(other)) {
            assertThat(again.present()).containsExactly(0, 1);
            assertThat(again.seal()).isEqualTo(new Seal.Whole());
        }
        assertThat(store.usedBytes()).isEqualTo(content.length);
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
        assertThat(store.manifest(hash(content))).isEmpty();
        assertThat(store.chunk(hash(content), 0)).isEmpty();
        assertThat(upload.seal()).isEqualTo(new Seal.Whole());
    }

    /// A liar who announces somebody's file first does not keep it out.
    @Test
    void takesTheHonestUploadBesideALyingOneOfTheSameHash() throws IOException {
        var content = random(300_000, 4);
        var honest = manifest(content);
        var shorter = begin(new Manifest(new Payload.FileNotice("a", content.length - 1, honest.hash()), honest
                .chunks()));
        var sealed = begin(new Manifest(new Payload.FileNotice(Manifest.NAMELESS, content.length, honest.hash()), honest
                .chunks(), Optional.empty(), Optional.of("#closed")));
        assertThat(upload(content)).isEqualTo(new Seal.Whole());
        assertThat(shorter.present()).isEmpty();
        assertThat(sealed.present()).isEmpty();
        assertThat(shorter.put(1, ByteBuffer.wrap(part(content, 1)))).isInstanceOf(Put.Wrong.class);
        assertThat(read(honest.hash())).isEqualTo(content);
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
    void boundsTheUploadsThatAreOpen() throws IOException {
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
        damage(content, 5);
        assertThat(store.chunk(hash(content), 1)).hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(part(content,
                1)));
        assertThat(store.chunk(hash(content), 0)).isEmpty();
        assertThat(store.manifest(hash(content))).isEmpty();
        assertThat(store.usedBytes()).isZero();
        assertThat(upload(content)).isEqualTo(new Seal.Whole());
        assertThat(read(hash(content))).isEqualTo(content);
    }

    /// Who reads many checks them, too; whoever doubts asks for one.
    @Test
    void checksAChunkOnceInALifeOrWheneverItIsDoubted() throws IOException {
        var content = random(300_000, 26);
        upload(content);
        damage(content, 5);
        var bytes = ByteBuffer.allocate(Manifest.CHUNK_BYTES);
        assertThat(store.read(hash(content), 0, bytes)).as("it was right when it came").isTrue();
        assertThat(store.chunk(hash(content), 0)).isEmpty();
        assertThat(store.manifest(hash(content))).isEmpty();

        upload(content);
        damage(content, 5);
        open();
        assertThat(store.read(hash(content), 0, bytes.clear())).as("nobody saw it in this life").isFalse();
    }

    private Path bytes(byte[] content) {
        return directory.resolve("contents").resolve(Content.of(manifest(content)).name());
    }

    private Path numbers(byte[] content) {
        return directory.resolve("contents").resolve(Content.of(manifest(content)).name() + ".arrived");
    }

    private void damage(byte[] content, int at) throws IOException {
        var bytes = Files.readAllBytes(bytes(content));
        bytes[at]++;
        Files.write(bytes(content), bytes);
    }

    @Test
    void leavesOutWhatACrashOrADiskDamaged() throws IOException {
        var content = random(300_000, 16);
        upload(content);
        var whole = directory.resolve("whole").resolve(hash(content).hex());
        var manifest = Files.readAllBytes(whole);
        manifest[20]++;
        Files.write(whole, manifest);
        Files.write(directory.resolve("whole").resolve("17.tmp"), new byte[99]);
        Files.write(directory.resolve("contents").resolve("a stranger's"), new byte[3]);
        open();
        assertThat(store.manifest(hash(content))).isEmpty();
        assertThat(directory.resolve("whole").resolve("17.tmp")).doesNotExist();
        assertThat(bytes(content)).doesNotExist();
        assertThat(directory.resolve("contents").resolve("a stranger's")).exists();
        assertThat(store.usedBytes()).isZero();
        assertThat(upload(content)).isEqualTo(new Seal.Whole());
    }

    @Test
    void forgetsAFileWhoseBytesAreNotAllThere() throws IOException {
        var content = random(300_000, 19);
        upload(content);
        Files.write(bytes(content), part(content, 0));
        open();
        assertThat(store.manifest(hash(content))).isEmpty();
        assertThat(store.usedBytes()).isZero();
    }

    /// The machine died, and the disk has not all that the numbers claim.
    @Test
    void asksAgainForWhatWasDamagedWhileItWasDown() throws IOException {
        var content = random(700_000, 20);
        var upload = begin(manifest(content));
        upload.put(2, ByteBuffer.wrap(part(content, 2)));
        upload.put(0, ByteBuffer.wrap(part(content, 0)));
        upload.close();
        damage(content, 5);
        Files.write(numbers(content), new byte[]{0, 0, 9, 9, 0}, StandardOpenOption.APPEND);
        open();
        assertThat(store.usedBytes()).isEqualTo(part(content, 0).length + part(content, 2).length);
        try (var again = begin(manifest(content))) {
            assertThat(again.present()).containsExactly(0, 2);
            again.put(1, ByteBuffer.wrap(part(content, 1)));
            assertThat(again.seal()).isEqualTo(new Seal.Damaged(List.of(0)));
            assertThat(again.present()).containsExactly(1, 2);
            again.put(0, ByteBuffer.wrap(part(content, 0)));
            assertThat(again.seal()).isEqualTo(new Seal.Whole());
        }
        assertThat(read(hash(content))).isEqualTo(content);
        assertThat(numbers(content)).doesNotExist();
        assertThat(store.usedBytes()).isEqualTo(content.length);
    }

    @Test
    void keepsWhatIsBeingUploadedWhenTheFileIsRemoved() throws IOException {
        var content = random(300_000, 21);
        var slow = begin(manifest(content));
        slow.put(0, ByteBuffer.wrap(part(content, 0)));
        upload(content);
        store.remove(hash(content));
        assertThat(store.manifest(hash(content))).isEmpty();
        assertThat(slow.seal()).isEqualTo(new Seal.Whole());
        slow.close();
        assertThat(read(hash(content))).isEqualTo(content);
        store.remove(hash(content));
        assertThat(directory.resolve("contents")).isEmptyDirectory();
        assertThat(store.usedBytes()).isZero();
    }

    @Test
    void leavesNothingOfAnUploadThatSentNothing() throws IOException {
        begin(manifest(random(300_000, 22))).close();
        assertThat(directory.resolve("contents")).isEmptyDirectory();
    }

    @Test
    void tellsWhoIsStillSendingThatTheUploadHasEnded() throws IOException {
        var content = random(300_000, 23);
        var upload = begin(manifest(content));
        upload.close();
        assertThatThrownBy(() -> upload.put(0, ByteBuffer.wrap(part(content, 0)))).isInstanceOf(
                ClosedChannelException.class);
        assertThat(store.usedBytes()).isZero();
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
        assertThat(read(hash(content))).isEqualTo(content);
    }

    @Test
    void removesAFileOverARestart() throws IOException {
        var one = random(300_000, 24);
        var other = random(400_000, 25);
        upload(one);
        upload(other);
        store.remove(hash(one));
        open();
        assertThat(store.all()).extracting(Manifest::hash).containsExactly(hash(other));
        assertThat(store.usedBytes()).isEqualTo(other.length);
        store.remove(hash(other));
        store.remove(hash(other));
        assertThat(store.usedBytes()).isZero();
        assertThat(directory.resolve("contents")).isEmptyDirectory();
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
