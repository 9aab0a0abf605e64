// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.StringLength;

import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Manifest;
import justchat.messageserver.model.Parcel;
import justchat.messageserver.model.Payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ManifestFormatTest {
    private static Manifest manifest(String name, int chunks, int less) {
        long size = Math.max(0, (long) chunks * Manifest.CHUNK_BYTES - less);
        var hashes = IntStream.range(0, chunks).mapToObj(number -> ContentHash.sha256(new byte[]{(byte) number}))
                .toList();
        return new Manifest(new Payload.FileNotice(name, size, ContentHash.ofFile(hashes)), hashes);
    }

    @Property(tries = 200)
    void readsWhatItWrote(@ForAll @NotBlank @StringLength(max = 60) String name,
            @ForAll @IntRange(max = 50) int chunks, @ForAll @IntRange(max = Manifest.CHUNK_BYTES - 1) int less)
            throws IOException {
        var text = new String(name.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                java.nio.charset.StandardCharsets.UTF_8);
        var manifest = manifest(text, chunks, chunks == 0 ? 0 : less);
        assertThat(ManifestFormat.decode(ManifestFormat.encode(manifest))).isEqualTo(manifest);
    }

    @Property(tries = 100)
    void readsWhatItWroteOfAParcel(@ForAll @IntRange(min = 1, max = 50) int chunks, @ForAll long since,
            @ForAll @IntRange(max = Manifest.CHUNK_BYTES) int less) throws IOException {
        var plain = manifest("a.bin", chunks, 0);
        long size = plain.file().size() + (long) chunks * Manifest.SEAL_BYTES - less;
        var parcel = new Manifest(new Payload.FileNotice("a.bin", size, plain.hash()), plain.chunks(), Optional.of(
                new Parcel("elon", "Zo\u00eb", since)), Optional.empty());
        assertThat(ManifestFormat.decode(ManifestFormat.encode(parcel))).isEqualTo(parcel);
    }

    @Property(tries = 100)
    void readsWhatItWroteOfAFileOfAClosedRoom(@ForAll @IntRange(min = 1, max = 50) int chunks,
            @ForAll @IntRange(max = Manifest.CHUNK_BYTES) int less) throws IOException {
        var plain = manifest("a.bin", chunks, 0);
        long size = plain.file().size() + (long) chunks * Manifest.SEAL_BYTES - less;
        var sealed = new Manifest(new Payload.FileNotice(Manifest.NAMELESS, size, plain.hash()), plain.chunks(),
                Optional
                        .empty(),
                Optional.of("vault"));
        assertThat(ManifestFormat.decode(ManifestFormat.encode(sealed))).isEqualTo(sealed);
        assertThat(sealed.sizeOf(0)).isEqualTo(chunks > 1
                ? Manifest.CHUNK_BYTES + Manifest.SEAL_BYTES
                : (int) size);
    }

    @Property(tries = 200)
    void refusesWhatWasCutOrChanged(@ForAll @IntRange(max = 10_000) int at,
            @ForAll @IntRange(min = 1, max = 255) int by) {
        var bytes = ManifestFormat.encode(manifest("a.bin", 3, 5));
        int place = at % bytes.length;
        var changed = bytes.clone();
        changed[place] ^= (byte) by;
        assertThatThrownBy(() -> ManifestFormat.decode(changed)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ManifestFormat.decode(Arrays.copyOf(bytes, place))).isInstanceOf(IOException.class);
    }
}
