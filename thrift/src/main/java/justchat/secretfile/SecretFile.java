// SPDX-License-Identifier: Apache-2.0
package justchat.secretfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Files with keys: whole or not at all, and from their first byte for their
/// owner only (where the file system knows owners). Thread-safe.
public final class SecretFile {
    private SecretFile() {}

    /// Writes, or replaces, a file of text; makes its directory if it is not
    /// there. Blocks on the disk.
    ///
    /// @throws IOException
    ///             if that cannot be; what was there before still is, and nothing
    ///             else is left
    public static void write(Path file, String text) throws IOException {
        var parent = file.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        var draft = Files.createTempFile(parent, file.getFileName().toString(), ".new", ownerOnly(parent));
        try {
            writeThrough(draft, text);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /// On disk before it has its name: a power cut leaves no empty key.
    private static void writeThrough(Path draft, String text) throws IOException {
        try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[]{
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))};
    }
}
