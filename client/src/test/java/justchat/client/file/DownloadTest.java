// SPDX-License-Identifier: Apache-2.0
package justchat.client.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.client.model.Source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DownloadTest {
    @TempDir
    Path folder;
    private LocalFile source;
    private FileManifest manifest;

    @BeforeEach
    void makeAFileOfThreeChunks() throws IOException {
        var bytes = new byte[2 * Chunks.BYTES + 1000];
        new Random(1).nextBytes(bytes);
        source = LocalFileTest.ready(Files.write(folder.resolve("source.png"), bytes));
        manifest = source.manifest();
    }

    private Path downloads() {
        return folder.resolve("downloads");
    }

    private Path fetch(String name) throws IOException {
        try (var download = Download.open(downloads(), name, manifest)) {
            for (var index : download.missing()) {
                assertThat(download.write(index, ByteBuffer.wrap(source.chunk(index)))).isTrue();
            }
            return download.finish();
        }
    }

    @Test
    void arrivesInAnyOrderAndNeverOverwrites() throws IOException {
        assertThat(fetch("plan.png")).isEqualTo(downloads().toRealPath().resolve("plan.png"));
        assertThat(fetch("plan.png")).hasFileName("plan (2).png").hasSameBinaryContentAs(source.path());
        assertThat(fetch("plan.png")).hasFileName("plan (3).png");
        try (var files = Files.list(downloads())) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void resumesWithWhatIsThereAndRight() throws IOException {
        try (var download = Download.open(downloads(), "plan.png", manifest)) {
            assertThat(download.write(2, ByteBuffer.wrap(source.chunk(2)))).isTrue();
            assertThat(download.write(0, ByteBuffer.wrap(source.chunk(0)))).isTrue();
        }
        try (var download = Download.open(downloads(), "plan.png", manifest)) {
            assertThat(download.missing()).containsExactly(1);
            assertThat(download.presentBytes()).isEqualTo(Chunks.BYTES + 1000);
            download.write(1, ByteBuffer.wrap(source.chunk(1)));
            assertThat(download.finish()).hasSameBinaryContentAs(source.path());
        }
    }

    @Test
    void whatIsNotTheChunkIsNotWritten() throws IOException {
        try (var download = Download.open(downloads(), "plan.png", manifest)) {
            assertThat(download.write(0, ByteBuffer.wrap(source.chunk(1)))).isFalse();
            assertThat(download.write(0, ByteBuffer.wrap(new byte[0]))).isFalse();
            assertThat(download.write(2, ByteBuffer.wrap(new byte[Chunks.BYTES + 1]))).isFalse();
            assertThat(download.missing()).containsExactly(0, 1, 2);
            assertThatThrownBy(download::finish).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void whatIsNotWhatWasAnnouncedLeavesNothingBehind() throws IOException {
        var check = new Download.Check() {
            @Override
            public boolean isRight(int index, ByteBuffer bytes) {
                return manifest.verifies(index, bytes);
            }

            @Override
            public boolean isWhole() {
                return false;
            }
        };
        try (var download = Download.open(downloads(), "plan.png", manifest, check)) {
            for (var index : download.missing()) {
                download.write(index, ByteBuffer.wrap(source.chunk(index)));
            }
            assertThatThrownBy(download::finish).isInstanceOf(IOException.class).hasMessageContaining(
                    "not what was announced");
        }
        try (var files = Files.list(downloads())) {
            assertThat(files).isEmpty();
        }
    }

    /// W13.
    @Test
    void writesThroughNoLinkThatWaitsForIt() throws IOException {
        var victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.createDirectories(downloads());
        Files.createSymbolicLink(downloads().resolve("plan.png"), victim);
        assertThat(fetch("plan.png")).hasFileName("plan (2).png");

        Files.createSymbolicLink(
                downloads().resolve("trap.png." + manifest.hashDigits().substring(0, 12) + ".part"), victim);
        assertThatThrownBy(() -> fetch("trap.png")).isInstanceOf(IOException.class);
        assertThat(victim).hasContent("precious");
    }

    @Test
    void twoDownloadsDoNotWriteTheSamePart() throws IOException {
        try (var first = Download.open(downloads(), "plan.png", manifest)) {
            assertThatThrownBy(() -> Download.open(downloads(), "plan.png", manifest)).isInstanceOf(IOException.class)
                    .hasMessageContaining("another download");
            first.discard();
        }
        assertThat(fetch("plan.png")).exists();
    }

    /// W13.
    @Test
    void aHostileNameStaysInTheFolder() throws IOException {
        for (var name : List.of("../../evil", "/etc/evil", "..", "a\\..\\evil", "\0", "~/evil")) {
            assertThat(fetch(name).getParent()).isEqualTo(downloads().toRealPath());
        }
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @Property(tries = 200)
    void aManifestThatDoesNotFitTogetherIsRefused(@ForAll @IntRange(max = 5) int chunks,
            @ForAll @IntRange(min = -1, max = 4 * Chunks.BYTES) int size) {
        var hashes = Stream.generate(() -> new byte[32]).limit(chunks).toList();
        if (size > 0 && Chunks.count(size) == chunks) {
            assertThat(new FileManifest("x", size, hashes).chunks()).isEqualTo(chunks);
        } else {
            assertThatThrownBy(() -> new FileManifest("x", size, hashes))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    // --- what is beside the part file ---

    private static final Source.Person TONY = new Source.Person("tony", "0f".repeat(16));

    private Unfinished unfinished(String name) {
        return new Unfinished("here elon", TONY, "ab".repeat(16), new byte[32], name, manifest, false);
    }

    private Path resume() {
        return downloads().resolve("plan.png." + manifest.hashDigits().substring(0, 12) + ".part.resume");
    }

    /// With its first chunk.
    private void begin() throws IOException {
        try (var download = Download.open(downloads(), "plan.png", manifest)) {
            unfinished("plan.png").save(downloads());
            download.write(0, ByteBuffer.wrap(source.chunk(0)));
        }
    }

    @Test
    void aLaterRunFindsWhatItTakesToGoOn() throws IOException {
        assertThat(Unfinished.in(downloads(), "here elon")).isEmpty();
        begin();
        assertThat(Unfinished.in(downloads(), "here elon")).singleElement().satisfies(found -> {
            assertThat(found.source()).isEqualTo(TONY);
            assertThat(found.session()).isEqualTo("ab".repeat(16));
            assertThat(found.manifest()).isEqualTo(manifest);
            assertThat(found.name()).isEqualTo("plan.png");
            assertThat(found.done(downloads())).isEqualTo(Chunks.BYTES);
            assertThat(found.paused()).isFalse();
            assertThat(found.toString()).doesNotContain("00000000");
        });
        assertThat(Unfinished.in(downloads(), "here robert")).isEmpty();
        unfinished("plan.png").paused(true).save(downloads());
        assertThat(Unfinished.in(downloads(), "here elon")).singleElement().satisfies(found -> assertThat(found
                .paused()).isTrue());
    }

    @Test
    void whatHoldsAKeyIsReadableByItsOwnerOnly() throws IOException {
        begin();
        Assumptions.assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(resume()))).isEqualTo("rw-------");
    }

    @Test
    void onceAFileIsWholeOrDroppedNothingIsLeftOfItsParts() throws IOException {
        begin();
        fetch("plan.png");
        try (var files = Files.list(downloads())) {
            assertThat(files).singleElement().satisfies(file -> assertThat(file).hasFileName("plan.png"));
        }
        begin();
        Unfinished.discard(downloads(), "plan.png", unfinished("plan.png").file().hash());
        try (var files = Files.list(downloads())) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void whatAnotherProcessFetchesIsLeftToIt() throws IOException {
        begin();
        try (var busy = Download.open(downloads(), "plan.png", manifest)) {
            assertThat(busy.missing()).containsExactly(1, 2);
            assertThat(Unfinished.in(downloads(), "here elon")).isEmpty();
        }
        assertThat(Unfinished.in(downloads(), "here elon")).hasSize(1);
    }

    /// A crash in the middle of writing, a disk that lies, somebody with an editor.
    @Test
    void atWhateverByteItIsTornOrChangedItIsNotBelieved() throws IOException {
        begin();
        var whole = Files.readAllBytes(resume());
        for (var length = 0; length < whole.length; length++) {
            Files.write(resume(), Arrays.copyOf(whole, length));
            assertThat(Unfinished.in(downloads(), "here elon")).as("%d bytes", length).isEmpty();
        }
        for (var at = 0; at < whole.length; at++) {
            var changed = whole.clone();
            changed[at] ^= (byte) (1 << at % 8);
            Files.write(resume(), changed);
            assertThat(Unfinished.in(downloads(), "here elon")).as("byte %d", at).isEmpty();
        }
        Files.write(resume(), whole);
        assertThat(Unfinished.in(downloads(), "here elon")).hasSize(1);
        Files.write(resume(), new byte[CheckedFile.MAX_BYTES + 1]);
        assertThat(Unfinished.in(downloads(), "here elon")).isEmpty();
    }

    @Test
    void hashesOfOtherChunksAreNotBelieved() {
        manifest = new FileManifest("plan.png", manifest.size(), new byte[32], manifest.chunkHashes());
        assertThatThrownBy(() -> unfinished("plan.png")).isInstanceOf(IllegalArgumentException.class);
    }

    /// W13.
    @Test
    void aNameThatDoesNotFitTheContentOrLeavesTheFolderIsNotBelieved() throws IOException {
        begin();
        Files.move(resume(), downloads().resolve("other.png.part.resume"));
        assertThat(Unfinished.in(downloads(), "here elon")).isEmpty();
        assertThat(unfinished("../../evil").name()).isEqualTo("evil");
        unfinished("../../evil").save(downloads());
        assertThat(Unfinished.in(downloads(), "here elon")).singleElement().satisfies(found -> assertThat(found.name())
                .isEqualTo("evil"));
        var victim = Files.move(downloads().resolve("other.png.part.resume"), folder.resolve("victim"));
        Files.createSymbolicLink(resume(), victim);
        assertThat(Unfinished.load(downloads(), "plan.png", unfinished("plan.png").file().hash())).isEmpty();
    }

    @Test
    void ofAPartThatWasTruncatedOrChangedOnlyWhatIsRightIsKept() throws IOException {
        try (var download = Download.open(downloads(), "plan.png", manifest)) {
            for (var index : download.missing()) {
                download.write(index, ByteBuffer.wrap(source.chunk(index)));
            }
        }
        var part = downloads().resolve("plan.png." + manifest.hashDigits().substring(0, 12) + ".part");
        try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.truncate(2 * Chunks.BYTES - 1L);
            channel.write(ByteBuffer.wrap(new byte[]{1, 2, 3}), 5);
        }
        try (var download = Download.open(downloads(), "plan.png", manifest)) {
            assertThat(download.missing()).containsExactly(0, 1, 2);
            assertThat(download.presentBytes()).isZero();
        }
        Files.delete(part);
        assertThat(fetch("plan.png")).hasSameBinaryContentAs(source.path());
    }

    /// On the side of the one who sends.
    @Test
    void aFileThatChangedSinceIsNotServedAgain() throws IOException {
        var modified = source.modifiedMillis();
        assertThat(LocalFile.again(source.path(), modified, manifest)).isInstanceOf(LocalFile.Scan.Ready.class);
        Files.setLastModifiedTime(source.path(), FileTime.fromMillis(modified + 2_000));
        assertThat(LocalFile.again(source.path(), modified, manifest)).isInstanceOfSatisfying(
                LocalFile.Scan.Unusable.class, scan -> assertThat(scan.sentence()).contains("has changed"));
        Files.write(source.path(), new byte[1]);
        Files.setLastModifiedTime(source.path(), FileTime.fromMillis(modified));
        assertThat(LocalFile.again(source.path(), modified, manifest)).isInstanceOf(LocalFile.Scan.Unusable.class);
        Files.delete(source.path());
        assertThat(LocalFile.again(source.path(), modified, manifest)).isInstanceOf(LocalFile.Scan.Unusable.class);
    }
}
