// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import org.apache.thrift.TApplicationException;
import org.apache.thrift.TBase;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TType;

import justchat.rpc.FrameInput;
import justchat.rpc.FrameOutput;
import justchat.wire.Delivery;
import justchat.wire.Move;
import justchat.wire.Reader;

/// Messages in Thrift's compact protocol as bytes, and as little of them as one wants to know. Stateless.
final class Frames {
    private static final TConfiguration CONFIGURATION = new TConfiguration();
    private static final String DELIVER = "deliver";
    private static final String MOVE = "move";

    private Frames() {}

    /// A message with its length before it.
    ///
    /// @param type
    ///            of [TMessageType]
    static byte[] of(String method, byte type, int id, TBase<?, ?> body) {
        var out = new FrameOutput(CONFIGURATION);
        var protocol = new TCompactProtocol(out);
        try {
            protocol.writeMessageBegin(new TMessage(method, type, id));
            body.write(protocol);
            protocol.writeMessageEnd();
        } catch (TException incomplete) {
            throw new IllegalArgumentException(method, incomplete);
        }
        return out.frame();
    }

    static byte[] call(String method, int id, TBase<?, ?> arguments) {
        return of(method, TMessageType.CALL, id, arguments);
    }

    private static TProtocol over(byte[] message) {
        return new TCompactProtocol(new FrameInput(message, CONFIGURATION));
    }

    /// @param message
    ///            without its length
    static TMessage header(byte[] message) throws TException {
        return over(message).readMessageBegin();
    }

    static boolean isDelivery(TMessage header) {
        return header.type == TMessageType.ONEWAY && header.name.equals(DELIVER);
    }

    static boolean isMove(TMessage header) {
        return header.type == TMessageType.ONEWAY && header.name.equals(MOVE);
    }

    static Move move(byte[] move) throws TException {
        var protocol = over(move);
        protocol.readMessageBegin();
        var arguments = new Reader.move_args();
        arguments.read(protocol);
        return arguments.getMove();
    }

    /// How many entries a delivery holds; reads no further than their number.
    static int entries(byte[] delivery) throws TException {
        var protocol = over(delivery);
        protocol.readMessageBegin();
        protocol.readStructBegin();
        protocol.readFieldBegin();
        protocol.readStructBegin();
        for (var field = protocol.readFieldBegin(); field.type != TType.STOP; field = protocol.readFieldBegin()) {
            if (field.type == TType.LIST) {
                return protocol.readListBegin().size;
            }
            protocol.readString();
        }
        throw new TException("a delivery without entries");
    }

    static Delivery delivery(byte[] delivery) throws TException {
        var protocol = over(delivery);
        protocol.readMessageBegin();
        var arguments = new Reader.deliver_args();
        arguments.read(protocol);
        return arguments.getDelivery();
    }

    /// Reads an answer into the generated result of its method.
    ///
    /// @throws TException
    ///             if the other end failed, or this is no such answer
    static <R extends TBase<?, ?>> R answer(byte[] message, R result) throws TException {
        var protocol = over(message);
        if (protocol.readMessageBegin().type == TMessageType.EXCEPTION) {
            throw TApplicationException.readFrom(protocol);
        }
        result.read(protocol);
        return result;
    }
}
