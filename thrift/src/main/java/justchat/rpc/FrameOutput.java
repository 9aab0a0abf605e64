// SPDX-License-Identifier: Apache-2.0
package justchat.rpc;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.apache.thrift.TConfiguration;

/// Collects one message and puts its length before it. One thread at a time.
public final class FrameOutput extends FrameTransport {
    public static final int PREFIX_BYTES = 4;
    private static final int INITIAL_BYTES = 256;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length = PREFIX_BYTES;

    public FrameOutput(TConfiguration configuration) {
        super(configuration);
    }

    /// The message's length so far, without the prefix.
    public int messageBytes() {
        return length - PREFIX_BYTES;
    }

    /// The message after its length; the caller's own.
    public byte[] frame() {
        var frame = Arrays.copyOf(bytes, length);
        ByteBuffer.wrap(frame).putInt(0, messageBytes());
        return frame;
    }

    /// Forgets what was written.
    public void clear() {
        length = PREFIX_BYTES;
    }

    @Override
    public void write(byte[] from, int offset, int count) {
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
