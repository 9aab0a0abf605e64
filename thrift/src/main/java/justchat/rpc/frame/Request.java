// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.frame;

import java.util.Optional;

import org.apache.thrift.TApplicationException;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.TProcessor;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolDecorator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.rpc.Counter;
import justchat.rpc.Counters;
import justchat.rpc.Dialect;
import justchat.rpc.FrameOutput;

/// One request of the other end, its header read already: runs the handler and
/// makes the answer, whatever happens. Used by one thread.
final class Request {
    private static final Logger LOG = LoggerFactory.getLogger(Request.class);

    private final Dialect dialect;
    private final TMessage header;
    private final Arguments arguments;
    private final TConfiguration configuration;
    private final Counters counters;

    /// @param protocol
    ///            stands behind the header
    Request(Dialect dialect, TMessage header, TProtocol protocol, TConfiguration configuration, Counters counters) {
        this.dialect = dialect;
        this.header = header;
        this.arguments = new Arguments(protocol, header);
        this.configuration = configuration;
        this.counters = counters;
    }

    /// @return the answer, as a frame
    byte[] serve(TProcessor service) {
        var out = new FrameOutput(configuration);
        if (!process(service, out)) {
            return arguments.read
                    ? exception(TApplicationException.INTERNAL_ERROR, "Internal error processing " + header.name)
                    : exception(TApplicationException.PROTOCOL_ERROR, "arguments cannot be read");
        }
        if (out.messageBytes() > configuration.getMaxFrameSize()) {
            counters.add(Counter.HANDLER_FAILURES);
            LOG.error("{}: an answer of {} bytes, at most {} can be sent", header.name, out.messageBytes(),
                    configuration.getMaxFrameSize());
            return exception(TApplicationException.INTERNAL_ERROR, "the answer is too large");
        }
        return out.frame();
    }

    /// Runs a handler whose method has no answer, or whose caller wants none.
    void serveOneway(TProcessor service) {
        process(service, new FrameOutput(configuration));
    }

    byte[] unknownMethod() {
        counters.add(Counter.UNKNOWN_METHODS);
        return exception(TApplicationException.UNKNOWN_METHOD, "Invalid method name: '" + header.name + "'");
    }

    byte[] exception(int type, String message) {
        return exception(dialect, header, type, message, configuration);
    }

    static byte[] exception(Dialect dialect, TMessage header, int type, String message,
            TConfiguration configuration) {
        var out = new FrameOutput(configuration);
        var protocol = dialect.over(out);
        try {
            protocol.writeMessageBegin(new TMessage(header.name, TMessageType.EXCEPTION, header.seqid));
            new TApplicationException(type, message).write(protocol);
            protocol.writeMessageEnd();
        } catch (TException e) {
            throw new IllegalStateException("an exception must be writable", e);
        }
        return out.frame();
    }

    /// @return false if there is no answer in `out`
    private boolean process(TProcessor service, FrameOutput out) {
        try {
            var answer = new Answer(dialect.over(out));
            service.process(arguments, answer);
            answer.failure().ifPresent(counters::add);
            return true;
        } catch (TException | RuntimeException | Error e) {
            if (arguments.read) {
                counters.add(Counter.HANDLER_FAILURES);
                LOG.error("{}: the handler failed", header.name, e);
            } else {
                counters.add(Counter.MALFORMED_REQUESTS);
                LOG.debug("{}: arguments cannot be read", header.name, e);
            }
            return false;
        }
    }

    /// Gives the header that was read, and notes whether all arguments were.
    private static final class Arguments extends TProtocolDecorator {
        private final TMessage header;
        private boolean read;

        Arguments(TProtocol protocol, TMessage header) {
            super(protocol);
            this.header = header;
        }

        @Override
        public TMessage readMessageBegin() {
            return header;
        }

        @Override
        public void readMessageEnd() throws TException {
            super.readMessageEnd();
            read = true;
        }
    }

    /// Notes whether the answer is an exception that the IDL does not declare, and
    /// whose fault it is. The only number in such an exception is its type.
    private static final class Answer extends TProtocolDecorator {
        private boolean exception;
        private int type;

        Answer(TProtocol protocol) {
            super(protocol);
        }

        Optional<Counter> failure() {
            if (!exception) {
                return Optional.empty();
            }
            return Optional.of(type == TApplicationException.PROTOCOL_ERROR
                    ? Counter.MALFORMED_REQUESTS
                    : Counter.HANDLER_FAILURES);
        }

        @Override
        public void writeMessageBegin(TMessage message) throws TException {
            exception = message.type == TMessageType.EXCEPTION;
            super.writeMessageBegin(message);
        }

        @Override
        public void writeI32(int number) throws TException {
            type = number;
            super.writeI32(number);
        }
    }
}
