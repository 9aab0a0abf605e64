// SPDX-License-Identifier: Apache-2.0
package justchat.client.file;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// SHA-256 of a file that is arriving: reads it from the beginning, behind the
/// chunks that are here without a gap, so that little is left to do at the end. Now
/// and then it sees to it that what it has read is on disk. Works on a virtual
/// thread of its own. Thread-safe.
final class WholeHash implements AutoCloseable {
    /// Between two times that the disk is waited for: 64 MiB.
    private static final int FORCED = 256;

    private final FileChannel channel;
    private final long size;
    private final Thread worker;
    private final CompletableFuture<byte[]> hash = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Guarded by `lock`, like the next.
    private int here;
    private boolean closed;

    WholeHash(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
        this.worker = Thread.ofVirtual().name("whole hash").start(this::run);
    }

    /// So many chunks from the beginning are in the file now.
    void here(int chunks) {
        lock.lock();
        try {
            here = chunks;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the end; all chunks are here.
    ///
    /// @throws IOException
    ///             if the disk fails
    byte[] get() throws IOException {
        try {
            return hash.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(e.getMessage());
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    private void run() {
        var whole = Chunks.sha256();
        var bytes = ByteBuffer.allocate(Chunks.BYTES);
        try {
            for (var index = 0; index < Chunks.count(size); index++) {
                await(index);
                LocalFile.readChunk(channel, size, index, bytes.clear());
                whole.update(bytes.flip());
                if (index % FORCED == FORCED - 1) {
                    channel.force(false);
                }
            }
            hash.complete(whole.digest());
        } catch (IOException | InterruptedException e) {
            hash.completeExceptionally(e);
        }
    }

    private void await(int index) throws IOException, InterruptedException {
        lock.lock();
        try {
            while (here <= index && !closed) {
                changed.await();
            }
            if (closed) {
                throw new IOException("closed");
            }
        } finally {
            lock.unlock();
        }
    }

    /// Stops; waits until nothing is read any more.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            worker.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
