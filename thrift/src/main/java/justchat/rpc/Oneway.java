// SPDX-License-Identifier: Apache-2.0
package justchat.rpc;

import java.util.Objects;

import org.apache.thrift.TBase;

/// A request without an answer that may go to many endpoints: it is encoded
/// once per protocol, and all endpoints share the bytes. Immutable once sent;
/// thread-safe.
///
/// The arguments are the generated ones: `new Oneway("deliver",
/// new Reader.deliver_args(delivery))`.
public final class Oneway {
    private final String method;
    private final TBase<?, ?> arguments;

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
}
