// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import justchat.chunkfile.ChunkFile;
import justchat.messageserver.model.Manifest;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

/// A content that is arriving: every chunk in its place in one file, and beside it,
/// in the order in which they came, the numbers of those that are here (4 bytes
/// each). So an upload goes on where it was when this process has died. What was
/// claimed by a former life is checked in the end, as the machine may have died with
/// it; chunks of this life are checked before they come here.
///
/// Thread-safe; methods block on the disk.
final class Arriving implements AutoCloseable {
    private final Content content;
    private final ChunkFile bytes;
    private final FileChannel numbers;
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by `lock`, like all that follows.
    private final BitSet present;
    /// Of those that are present: not checked in this life.
    private final BitSet claimed;

    private Arriving(Content content, ChunkFile bytes, FileChannel numbers) throws IOException {
        this.content = content;
        this.bytes = bytes;
        this.numbers = numbers;
        this.present = read(content, numbers);
        this.claimed = (BitSet) present.clone();
    }

    /// Begins, or goes on.
    static Arriving open(Content content, Path bytesPath, Path numbersPath) throws IOException {
        var bytes = new ChunkFile(FileChannel.open(bytesPath, CREATE, READ, WRITE));
        try {
            return new Arriving(content, bytes, FileChannel.open(numbersPath, CREATE, READ, WRITE));
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    /// The numbers of the chunks that are here, as this file has them; it is left at
    /// its end, less what was not written fully.
    static BitSet read(Content content, FileChannel numbers) throws IOException {
        var buffer = ByteBuffer.allocate((int) Math.min(numbers.size(), (long) Integer.BYTES * content.chunks()));
        while (buffer.hasRemaining() && numbers.read(buffer, buffer.position()) >= 0) {
            // Until all of it is here.
        }
        var found = new BitSet();
        buffer.flip();
        while (buffer.remaining() >= Integer.BYTES) {
            int index = buffer.getInt();
            if (0 <= index && index < content.chunks()) {
                found.set(index);
            }
        }
        numbers.position(buffer.position());
        return found;
    }

    /// Ascending.
    List<Integer> present() {
        return locked(() -> present.stream().boxed().toList());
    }

    /// Likewise.
    List<Integer> missing() {
        return locked(() -> {
            var absent = new ArrayList<Integer>();
            for (int at = present.nextClearBit(0); at < content.chunks(); at = present.nextClearBit(at + 1)) {
                absent.add(at);
            }
            return absent;
        });
    }

    private <T> T locked(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }

    /// Takes a chunk, which was checked.
    ///
    /// @param chunk
    ///            stays there
    /// @return whether it was not here before
    boolean put(int index, ByteBuffer chunk) throws IOException {
        lock.lock();
        try {
            if (present.get(index) && !claimed.get(index)) {
                return false;
            }
            bytes.write(content.offset(index), chunk);
            claimed.clear(index);
            if (present.get(index)) {
                return false;
            }
            var number = ByteBuffer.allocate(Integer.BYTES).putInt(index).flip();
            while (number.hasRemaining()) {
                numbers.write(number);
            }
            present.set(index);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// A chunk turned out to be damaged.
    void lost(int index) {
        locked(() -> {
            claimed.clear(index);
            present.clear(index);
            return true;
        });
    }

    /// Sees to it that all that is here is on disk, and checks what nobody has
    /// checked in this life.
    ///
    /// @return the chunks that turned out to be damaged, and are not here any more
    List<Integer> settle(Manifest manifest) throws IOException {
        lock.lock();
        try {
            var damaged = new ArrayList<Integer>();
            var buffer = ByteBuffer.allocate(content.chunkBytes());
            for (int index = claimed.nextSetBit(0); index >= 0; index = claimed.nextSetBit(index + 1)) {
                bytes.read(content.offset(index), content.sizeOf(index), buffer.clear());
                if (!manifest.verifies(index, buffer.flip())) {
                    damaged.add(index);
                }
            }
            damaged.forEach(present::clear);
            claimed.clear();
            bytes.force();
            return damaged;
        } finally {
            lock.unlock();
        }
    }

    /// What is here stays; who is at work hears of it by a [ClosedChannelException].
    @Override
    public void close() throws IOException {
        numbers.close();
        bytes.close();
    }
}
