// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.frame;

import org.apache.thrift.TApplicationException;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolDecorator;

import justchat.rpc.Deadline;
import justchat.rpc.Dialect;
import justchat.rpc.RpcFailure;
import justchat.rpc.RpcFailure.Kind;

/// What a generated client takes for its protocol. The end of a request's
/// message sends it and waits for the answer, which the client reads next.
///
/// The client numbers its requests 1, 2, 3, ..., and so does every other client
/// on this connection; here each request gets a sequence id that is unique on
/// the connection, and its answer gets back the number that the client expects.
///
/// Belongs to one generated client, and so to one thread at a time.
final class Stub extends TProtocolDecorator {
    private final Connection connection;
    private final Deadline deadline;
    private final StubTransport transport;
    private final TProtocol protocol;
    private int clientSequence;
    private int id;
    private boolean oneway;

    private Stub(Connection connection, Deadline deadline, StubTransport transport, TProtocol protocol) {
        super(protocol);
        this.connection = connection;
        this.deadline = deadline;
        this.transport = transport;
        this.protocol = protocol;
    }

    static Stub over(Connection connection, Deadline deadline, Dialect dialect, TConfiguration configuration) {
        var transport = new StubTransport(configuration);
        return new Stub(connection, deadline, transport, dialect.over(transport));
    }

    @Override
    public void writeMessageBegin(TMessage message) throws TException {
        clientSequence = message.seqid;
        oneway = message.type == TMessageType.ONEWAY;
        id = connection.nextCallId();
        // What a failed request before this one left behind.
        transport.request().clear();
        protocol.reset();
        super.writeMessageBegin(new TMessage(message.name, message.type, id));
    }

    @Override
    public void writeMessageEnd() throws TException {
        super.writeMessageEnd();
        var request = transport.request().frame();
        if (oneway) {
            connection.sendNow(request);
        } else {
            transport.answer(connection.call(id, request, deadline));
        }
    }

    @Override
    public TMessage readMessageBegin() throws TException {
        protocol.reset();
        TMessage answer;
        try {
            answer = super.readMessageBegin();
        } catch (TException e) {
            throw new RpcFailure(Kind.MALFORMED, "the answer is not in the request's protocol", e);
        }
        if (answer.type == TMessageType.EXCEPTION) {
            throw failure(answer.name, TApplicationException.readFrom(protocol));
        }
        return new TMessage(answer.name, answer.type, clientSequence);
    }

    private static RpcFailure failure(String method, TApplicationException exception) {
        var kind = exception.getType() == TApplicationException.INTERNAL_ERROR ? Kind.FAILED : Kind.MALFORMED;
        return new RpcFailure(kind, method + ": " + exception.getMessage(), exception);
    }
}
