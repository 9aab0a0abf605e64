// SPDX-License-Identifier: Apache-2.0
package justchat.chunkfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// A file on disk whose chunks come in any order, each to its place. While more
/// come the disk writes what is there already, so that little is left to wait for in
/// the end. Thread-safe; methods block on the disk, so they belong on virtual
/// threads.
public final class ChunkFile implements AutoCloseable {
    /// After so many bytes the disk begins: 64 MiB.
    private static final long FORCED_BYTES = 64L << 20;

    private final FileChannel channel;
    private final AtomicLong unforced = new AtomicLong();
    private final AtomicBoolean forcing = new AtomicBoolean();
    /// A failure of the disk is told once only, by whatever asks first: it is kept here.
    private volatile CompletableFuture<Void> forced = CompletableFuture.completedFuture(null);

    /// @param channel
    ///            reads and writes; closed with this
    public ChunkFile(FileChannel channel) {
        this.channel = channel;
    }

    /// As much as there is of a chunk.
    public static void read(FileChannel channel, long offset, int length, ByteBuffer into) throws IOException {
        var room = into.slice(into.position(), length);
        while (room.hasRemaining() && channel.read(room, offset + room.position()) >= 0) {
            // Until all of it is here.
        }
        into.position(into.position() + room.position());
    }

    /// Likewise, of this file.
    public void read(long offset, int length, ByteBuffer into) throws IOException {
        read(channel, offset, length, into);
    }

    /// @param chunk
    ///            stays there
    public void write(long offset, ByteBuffer chunk) throws IOException {
        var left = chunk.slice();
        while (left.hasRemaining()) {
            channel.write(left, offset + left.position());
        }
        if (unforced.addAndGet(chunk.remaining()) >= FORCED_BYTES && forcing.compareAndSet(false, true)) {
            unforced.set(0);
            forced = forced.thenRunAsync(this::forceSome, task -> Thread.ofVirtual().name("forcing").start(task));
        }
    }

    private void forceSome() {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw new CompletionException(e);
        } finally {
            forcing.set(false);
        }
    }

    /// Waits until all that was written is on disk.
    ///
    /// @throws IOException
    ///             if the disk fails, or has failed
    public void force() throws IOException {
        try {
            forced.join();
        } catch (CompletionException e) {
            throw new IOException("the disk has failed: " + e.getCause().getMessage(), e);
        }
        channel.force(true);
    }

    /// Who is at work hears of it by a [java.nio.channels.ClosedChannelException].
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
