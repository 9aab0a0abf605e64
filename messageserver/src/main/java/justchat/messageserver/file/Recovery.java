// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Manifest;

/// Reads what an earlier life of a [FileStore] left on its disk. Whatever is
/// damaged is removed and said; other servers have the file.
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final ContentFolder contents;
    private final Ledger ledger;
    private final Map<ContentHash, Manifest> whole;
    private final Set<Content> found;

    private Recovery(ContentFolder contents, Ledger ledger, Map<ContentHash, Manifest> whole) throws IOException {
        this.contents = contents;
        this.ledger = ledger;
        this.whole = whole;
        this.found = contents.found();
    }

    /// Fills ledger and files, which nobody else uses yet.
    static void run(ContentFolder contents, Durable manifests, Ledger ledger, Map<ContentHash, Manifest> whole)
            throws IOException {
        var recovery = new Recovery(contents, ledger, whole);
        try (var files = Files.newDirectoryStream(manifests.path(""))) {
            for (var file : files) {
                recovery.manifest(file);
            }
        }
        for (var content : recovery.found) {
            recovery.leftBehind(content);
        }
    }

    private void manifest(Path file) throws IOException {
        try {
            var manifest = ManifestFormat.decode(Files.readAllBytes(file));
            var content = Content.of(manifest);
            if (file.endsWith(manifest.hash().hex()) && contents.hasAllBytes(content)) {
                found.remove(content);
                contents.settled(content);
                ledger.hold(content);
                ledger.arrived(content, content.size());
                whole.put(manifest.hash(), manifest);
                return;
            }
            LOG.warn("{} lacks bytes or is not under its own name; removed, other servers have the file", file);
        } catch (IOException e) {
            LOG.warn("{}: {}; removed, other servers have the file", file, e.getMessage());
        }
        Files.delete(file);
    }

    private void leftBehind(Content content) throws IOException {
        var arrived = contents.arrivedBytes(content);
        if (arrived > 0) {
            ledger.arrived(content, arrived);
        } else {
            contents.delete(content);
        }
    }
}
