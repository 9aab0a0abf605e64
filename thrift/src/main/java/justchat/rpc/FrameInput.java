// SPDX-License-Identifier: Apache-2.0
package justchat.rpc;

import java.util.Objects;

import org.apache.thrift.TConfiguration;
import org.apache.thrift.transport.TTransportException;

/// One received message, in memory: nothing can be read beyond its end, and no
/// string or container may claim more than is left of it.
///
/// Binary fields read from here are slices of the frame, so the array is never
/// used again for anything else. One thread at a time.
public final class FrameInput extends FrameTransport {
    private final byte[] frame;
    private int position;

    public FrameInput(byte[] frame, TConfiguration configuration) {
        super(configuration);
        this.frame = Objects.requireNonNull(frame, "frame");
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        var count = Math.min(length, frame.length - position);
        System.arraycopy(frame, position, into, offset, count);
        position += count;
        return count;
    }

    @Override
    public byte[] getBuffer() {
        return frame;
    }

    @Override
    public int getBufferPosition() {
        return position;
    }

    @Override
    public int getBytesRemainingInBuffer() {
        return frame.length - position;
    }

    @Override
    public void consumeBuffer(int length) {
        position += length;
    }

    @Override
    public void checkReadBytesAvailable(long claimed) throws TTransportException {
        var left = frame.length - position;
        if (claimed < 0 || claimed > left) {
            throw new TTransportException(TTransportException.MESSAGE_SIZE_LIMIT,
                    claimed + " bytes claimed, " + left + " left in the frame");
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException("a received frame");
    }
}
