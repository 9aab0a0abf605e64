// SPDX-License-Identifier: Apache-2.0
package justchat.client.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                assertThat(download.write(index, source.chunk(index))).isTrue();
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
            assertThat(download.write(2, source.chunk(2))).isTrue();
            assertThat(download.write(0, source.chunk(0))).isTrue();
        }
        try (var download = Download.open(downloads(), "plan.png", manifest)) {
            assertThat(download.missing()).containsExactly(1);
            assertThat(download.presentBytes()).isEqualTo(Chunks.BYTES + 1000);
            download.write(1, source.chunk(1));
            assertThat(download.finish()).hasSameBinaryContentAs(source.path());
        }
    }

    @Test
    void whatIsNotTheChunkIsNotWritten() throws IOException {
        try (var download = Download.open(downloads(), "plan.png", manifest)) {
            assertThat(download.write(0, source.chunk(1))).isFalse();
            assertThat(download.write(0, new byte[0])).isFalse();
            assertThat(download.write(2, new byte[Chunks.BYTES + 1])).isFalse();
            assertThat(download.missing()).containsExactly(0, 1, 2);
            assertThatThrownBy(download::finish).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aManifestWhoseWholeLiesLeavesNothingBehind() throws IOException {
        manifest = new FileManifest("x", manifest.size(), new byte[32], manifest.chunkHashes());

        assertThatThrownBy(() -> fetch("plan.png")).isInstanceOf(IOException.class).hasMessageContaining("SHA-256");
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
            assertThat(new FileManifest("x", size, new byte[32], hashes).chunks()).isEqualTo(chunks);
        } else {
            assertThatThrownBy(() -> new FileManifest("x", size, new byte[32], hashes))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
