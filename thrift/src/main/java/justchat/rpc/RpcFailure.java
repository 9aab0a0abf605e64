// SPDX-License-Identifier: Apache-2.0
package justchat.rpc;

import org.apache.thrift.TException;

/// A call that got no answer: a failure of the world, not a refusal. Whether
/// the call had its effect is unknown unless the kind says so; requests that
/// matter carry an idempotency key and are repeated.
///
/// A stub throws exceptions that the IDL declares as themselves, and this one
/// for everything else, with one exception: an answer that is well-framed but
/// not of the declared type fails as whatever [TException] Thrift found wrong
/// with it; [#of] makes it one of these.
public final class RpcFailure extends TException {
    private static final long serialVersionUID = 1;

    /// What went wrong.
    public enum Kind {
        /// No connection could be made. The call had no effect.
        UNREACHABLE,
        /// The connection closed before the answer came.
        CLOSED,
        /// The deadline passed before the answer came.
        TIMED_OUT,
        /// Too many calls wait for an answer already, or the outbound buffer is full.
        /// The call had no effect.
        OVERLOADED,
        /// The other end could not make sense of the request, or we of its answer.
        MALFORMED,
        /// The other end tried, and failed by a fault of its own; its log says how.
        FAILED
    }

    private final Kind kind;

    public RpcFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public RpcFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /// Any failure of a call as one of these.
    public static RpcFailure of(TException failure) {
        return failure instanceof RpcFailure known
                ? known
                : new RpcFailure(Kind.MALFORMED, "an answer that is not of the declared type", failure);
    }

    public Kind kind() {
        return kind;
    }
}
