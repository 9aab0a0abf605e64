// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.frame;

import org.apache.thrift.TConfiguration;
import org.apache.thrift.transport.TTransportException;

import justchat.rpc.FrameInput;
import justchat.rpc.FrameOutput;
import justchat.rpc.FrameTransport;

/// The transport under a [Stub]: collects a request, and is read the answer
/// from. One thread at a time.
final class StubTransport extends FrameTransport {
    private final FrameOutput request;
    private FrameInput answer;

    StubTransport(TConfiguration configuration) {
        super(configuration);
        this.request = new FrameOutput(configuration);
        this.answer = new FrameInput(new byte[0], configuration);
    }

    FrameOutput request() {
        return request;
    }

    void answer(byte[] frame) {
        answer = new FrameInput(frame, getConfiguration());
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        request.write(bytes, offset, length);
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        return answer.read(into, offset, length);
    }

    @Override
    public byte[] getBuffer() {
        return answer.getBuffer();
    }

    @Override
    public int getBufferPosition() {
        return answer.getBufferPosition();
    }

    @Override
    public int getBytesRemainingInBuffer() {
        return answer.getBytesRemainingInBuffer();
    }

    @Override
    public void consumeBuffer(int length) {
        answer.consumeBuffer(length);
    }

    @Override
    public void checkReadBytesAvailable(long claimed) throws TTransportException {
        answer.checkReadBytesAvailable(claimed);
    }
}
