// SPDX-License-Identifier: Apache-2.0
package justchat.client.file;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// What travels in chunks: always the same bytes for the same index, and all of
/// one length but the last. May be read by several threads.
public interface Chest {
    /// 1 MiB of memory.
    int HASHED_AT_ONCE = 4;

    int chunks();

    /// @param into
    ///            gets the chunk, and has room for a sealed one
    void read(int index, ByteBuffer into) throws IOException;

    /// What it consists of.
    ///
    /// @param chunkHashes
    ///            SHA-256 of each chunk
    record Contents(long size, List<byte[]> chunkHashes) {
        public Contents {
            chunkHashes = List.copyOf(chunkHashes);
        }

        /// What all of it is known by.
        public byte[] hash() {
            return FileManifest.hash(chunkHashes);
        }
    }

    /// Whether to go on.
    @FunctionalInterface
    interface Leave<E extends Exception> {
        void check() throws E;
    }

    /// Reads all of it once; asks before each chunk whether to go on. While one chunk is
    /// read those before it are hashed, by as many processors as there are.
    default <E extends Exception> Contents contents(Leave<E> leave) throws IOException, E {
        var hashes = new ArrayList<byte[]>(chunks());
        var size = 0L;
        var hashing = new ArrayDeque<Future<byte[]>>();
        var buffers = IntStream.range(0, HASHED_AT_ONCE).mapToObj(_ -> ByteBuffer.allocate(Chunks.BYTES
                + Chunks.SEAL_BYTES)).toList();
        try (var hashers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var index = 0; index < chunks(); index++) {
                leave.check();
                if (hashing.size() == HASHED_AT_ONCE) {
                    hashes.add(hashing.remove().get());
                }
                var bytes = buffers.get(index % HASHED_AT_ONCE).clear();
                read(index, bytes);
                size += bytes.flip().remaining();
                hashing.add(hashers.submit(() -> Chunks.sha256(bytes)));
            }
            for (var hash : hashing) {
                hashes.add(hash.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(e.getMessage());
        } catch (ExecutionException e) {
            throw new IllegalStateException("no SHA-256 of a chunk", e);
        }
        return new Contents(size, hashes);
    }
}
