// SPDX-License-Identifier: Apache-2.0
package justchat.client.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// Small files that hold what is to be known after a crash: readable by their
/// owner only, replaced at once or not at all, and closed by the SHA-256 of what
/// they say, so that half of one is none.
public final class CheckedFile {
    /// The hashes of the largest file's chunks, and a little.
    static final int MAX_BYTES = Chunks.count(Chunks.MAX_FILE_BYTES) * Chunks.HASH_BYTES + 65_536;

    private CheckedFile() {}

    /// Says it.
    public interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    /// Understands it; throws whatever it likes of what it does not.
    public interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    public static void write(Path path, Writer writer) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            writer.write(out);
        }
        bytes.writeBytes(Chunks.sha256().digest(bytes.toByteArray()));
        var fresh = Files.createTempFile(path.toAbsolutePath().getParent(), ".", ".new", ownerOnly());
        try {
            try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                var buffer = ByteBuffer.wrap(bytes.toByteArray());
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(
                        "rw-------"))}
                : new FileAttribute<?>[0];
    }

    /// @return empty if there is none, it is a link, or it does not say what was
    ///         written
    public static <T> Optional<T> read(Path path, Reader<T> reader) {
        try (var channel = FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            var size = channel.size();
            if (size <= Chunks.HASH_BYTES || size > MAX_BYTES) {
                return Optional.empty();
            }
            var buffer = ByteBuffer.allocate((int) size);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // Until all of it is here.
            }
            var end = buffer.capacity() - Chunks.HASH_BYTES;
            var body = Arrays.copyOf(buffer.array(), end);
            if (!MessageDigest.isEqual(Chunks.sha256().digest(body), Arrays.copyOfRange(buffer.array(), end, buffer
                    .capacity()))) {
                return Optional.empty();
            }
            return Optional.of(reader.read(new DataInputStream(new ByteArrayInputStream(body))));
        } catch (IOException | RuntimeException _) {
            return Optional.empty();
        }
    }

    /// What a file consists of, as part of such a file.
    public static void write(DataOutputStream out, FileManifest manifest) throws IOException {
        out.writeUTF(manifest.name());
        out.writeLong(manifest.size());
        out.write(manifest.hash());
        out.write(manifest.hashes());
        out.writeBoolean(manifest.isBrief());
        for (var hash : manifest.chunkHashes()) {
            out.write(hash);
        }
    }

    public static FileManifest manifest(DataInputStream in) throws IOException {
        var name = in.readUTF();
        var size = in.readLong();
        if (size < 1 || size > Chunks.MAX_FILE_BYTES) {
            throw new IOException("file size: " + size);
        }
        var hash = hash(in);
        var hashes = hash(in);
        var chunks = new ArrayList<byte[]>();
        if (!in.readBoolean()) {
            while (chunks.size() < Chunks.count(size)) {
                chunks.add(hash(in));
            }
        }
        return new FileManifest(name, size, hash, chunks, hashes);
    }

    private static byte[] hash(DataInputStream in) throws IOException {
        var hash = new byte[Chunks.HASH_BYTES];
        in.readFully(hash);
        return hash;
    }
}
