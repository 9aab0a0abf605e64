// SPDX-License-Identifier: Apache-2.0
package justchat.rpc;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.apache.thrift.TBase;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;

/// A request without an answer that may go to many endpoints: it is encoded
/// once per protocol, and all endpoints share the bytes. Immutable once sent;
/// thread-safe.
///
/// The arguments are the generated ones: `new Oneway("deliver", new
/// Reader.deliver_args(delivery))`.
///
/// The bytes live on the heap as long as this object or a connection's queue
/// holds them: nobody counts references, nobody can forget to release.
public final class Oneway {
    private static final TConfiguration CONFIGURATION = new TConfiguration();

    private final String method;
    private final TBase<?, ?> arguments;
    private final AtomicReferenceArray<byte[]> frames = new AtomicReferenceArray<>(Dialect.values().length);

    public Oneway(String method, TBase<?, ?> arguments) {
        this.method = Objects.requireNonNull(method, "method");
        this.arguments = Objects.requireNonNull(arguments, "arguments");
    }

    public String method() {
        return method;
    }

    public TBase<?, ?> arguments() {
        return arguments;
    }

    /// The message with its length before it. Shared: never write to it.
    ///
    /// @throws IllegalArgumentException
    ///             if a required field of the arguments is missing
    public byte[] frame(Dialect dialect) {
        var known = frames.get(dialect.ordinal());
        if (known != null) {
            return known;
        }
        var encoded = encode(dialect);
        return frames.compareAndSet(dialect.ordinal(), null, encoded) ? encoded : frames.get(dialect.ordinal());
    }

    private byte[] encode(Dialect dialect) {
        var out = new FrameOutput(CONFIGURATION);
        try {
            var protocol = dialect.over(out);
            protocol.writeMessageBegin(new TMessage(method, TMessageType.ONEWAY, 0));
            arguments.write(protocol);
            protocol.writeMessageEnd();
        } catch (TException e) {
            throw new IllegalArgumentException(method + ": arguments are not complete", e);
        }
        return out.frame();
    }
}
