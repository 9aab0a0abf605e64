// SPDX-License-Identifier: Apache-2.0
package justchat.client.file;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// What travels in chunks: always the same bytes for the same index, and all of
/// one length but the last. May be read by several threads.
public interface Chest {
    int chunks();

    /// @param into
    ///            gets the chunk, and has room for a sealed one
    void read(int index, ByteBuffer into) throws IOException;

    /// What it consists of.
    ///
    /// @param hash
    ///            SHA-256 of all chunks, one after another
    record Contents(long size, byte[] hash, List<byte[]> chunkHashes) {
        public Contents {
            chunkHashes = List.copyOf(chunkHashes);
        }
    }

    /// Whether to go on.
    @FunctionalInterface
    interface Leave<E extends Exception> {
        void check() throws E;
    }

    /// Reads all of it once; asks before each chunk whether to go on. A chunk is hashed as itself and as part of the
    /// whole at the same time.
    default <E extends Exception> Contents contents(Leave<E> leave) throws IOException, E {
        var whole = Chunks.sha256();
        var hashes = new ArrayList<byte[]>(chunks());
        var size = 0L;
        var bytes = ByteBuffer.allocate(Chunks.BYTES + Chunks.SEAL_BYTES);
        try (var other = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("hashes").factory())) {
            for (var index = 0; index < chunks(); index++) {
                leave.check();
                read(index, bytes.clear());
                size += bytes.flip().remaining();
                var one = other.submit(() -> Chunks.sha256(bytes));
                whole.update(bytes.duplicate());
                hashes.add(one.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(e.getMessage());
        } catch (ExecutionException e) {
            throw new IllegalStateException("no SHA-256 of a chunk", e);
        }
        return new Contents(size, whole.digest(), hashes);
    }
}
