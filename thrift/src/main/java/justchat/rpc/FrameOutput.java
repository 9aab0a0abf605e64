// SPDX-License-Identifier: Apache-2.0
package justchat.rpc;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.thrift.TConfiguration;

/// Collects one message and puts its length before it. One thread at a time.
///
/// What is written is copied, but for large arrays (chunks of files), which are
/// copied once, by [#frame]: until then they must not change.
public final class FrameOutput extends FrameTransport {
    public static final int PREFIX_BYTES = 4;
    private static final int INITIAL_BYTES = 256;
    private static final int LARGE_BYTES = 1 << 14;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length = PREFIX_BYTES;
    private final List<Large> larges = new ArrayList<>(0);
    private int largeBytes;

    /// Belongs behind the first `at` of the bytes that were copied.
    private record Large(int at, byte[] from, int offset, int count) {}

    public FrameOutput(TConfiguration configuration) {
        super(configuration);
    }

    /// The message's length so far, without the prefix.
    public int messageBytes() {
        return Math.addExact(length - PREFIX_BYTES, largeBytes);
    }

    /// The message after its length; the caller's own.
    public byte[] frame() {
        var message = messageBytes();
        var frame = ByteBuffer.allocate(Math.addExact(PREFIX_BYTES, message));
        var copied = 0;
        for (var large : larges) {
            frame.put(bytes, copied, large.at - copied).put(large.from, large.offset, large.count);
            copied = large.at;
        }
        frame.put(bytes, copied, length - copied).putInt(0, message);
        return frame.array();
    }

    /// Forgets what was written.
    public void clear() {
        length = PREFIX_BYTES;
        larges.clear();
        largeBytes = 0;
    }

    @Override
    public void write(byte[] from, int offset, int count) {
        if (count >= LARGE_BYTES) {
            largeBytes = Math.addExact(largeBytes, count);
            larges.add(new Large(length, from, offset, count));
            return;
        }
        var needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, bytes.length * 2L)));
        }
        System.arraycopy(from, offset, bytes, length, count);
        length = needed;
    }

    @Override
    public int read(byte[] into, int offset, int count) {
        throw new UnsupportedOperationException("a frame to be sent");
    }

    @Override
    public void checkReadBytesAvailable(long claimed) {
        throw new UnsupportedOperationException("a frame to be sent");
    }
}
