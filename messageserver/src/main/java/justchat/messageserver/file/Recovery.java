// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Manifest;

/// Reads what an earlier life of a [FileStore] left on its disk. Whatever is
/// damaged is removed and said; other servers have the file.
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Ledger ledger;
    private final Map<ContentHash, Manifest> whole;

    private Recovery(Ledger ledger, Map<ContentHash, Manifest> whole) {
        this.ledger = ledger;
        this.whole = whole;
    }

    /// Fills ledger and files, which nobody else uses yet.
    static void run(Durable chunks, Durable manifests, Ledger ledger, Map<ContentHash, Manifest> whole)
            throws IOException {
        var recovery = new Recovery(ledger, whole);
        try (var found = Files.newDirectoryStream(chunks.path(""))) {
            for (var file : found) {
                recovery.chunk(file);
            }
        }
        try (var found = Files.newDirectoryStream(manifests.path(""))) {
            for (var file : found) {
                recovery.manifest(file);
            }
        }
    }

    private void chunk(Path file) throws IOException {
        long size = Files.size(file);
        try {
            var hash = new ContentHash(file.getFileName().toString());
            if (0 < size && size <= Manifest.CHUNK_BYTES + Manifest.SEAL_BYTES) {
                ledger.stored(new Chunk(hash, (int) size));
                return;
            }
        } catch (IllegalArgumentException _) {
            LOG.warn("{} is no chunk; left alone", file);
            return;
        }
        LOG.warn("{} is damaged; removed", file);
        Files.delete(file);
    }

    private void manifest(Path file) throws IOException {
        try {
            var manifest = ManifestFormat.decode(Files.readAllBytes(file));
            var parts = Chunk.allOf(manifest);
            if (file.endsWith(manifest.hash().hex()) && parts.stream().allMatch(ledger::isStored)) {
                ledger.hold(parts);
                whole.put(manifest.hash(), manifest);
                return;
            }
            LOG.warn("{} lacks chunks or is not under its own name; removed, other servers have the file", file);
        } catch (IOException e) {
            LOG.warn("{}: {}; removed, other servers have the file", file, e.getMessage());
        }
        Files.delete(file);
    }
}
