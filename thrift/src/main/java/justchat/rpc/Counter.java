// SPDX-License-Identifier: Apache-2.0
package justchat.rpc;

/// What an operator may ask about the connections of a server or a client.
public enum Counter {
    /// Connections that were set up, TLS included.
    CONNECTIONS_OPENED,
    /// Connections closed because there are too many.
    CONNECTIONS_REFUSED,
    /// Connections whose TLS handshake failed or took too long.
    TLS_FAILED,
    /// Lanes that were begun with a ticket that is none, not any more, or no whole one.
    LANES_REFUSED,
    /// Calls of the other end that were answered, also with an exception.
    CALLS_SERVED,
    /// Requests without an answer that were handled.
    ONEWAYS_SERVED,
    /// Requests for a method that we do not have.
    UNKNOWN_METHODS,
    /// Requests whose arguments could not be read.
    MALFORMED_REQUESTS,
    /// Requests whose handler broke; the log says how.
    HANDLER_FAILURES,
    /// Frames above the limit, skipped.
    OVERSIZE_FRAMES,
    /// Connections closed because what came was not Thrift.
    GARBAGE,
    /// Connections closed because a frame was not completed in time.
    HALF_FRAMES,
    /// Answers that came after their deadline, or to nothing that was asked.
    LATE_ANSWERS,
    /// Our calls that got no answer in time.
    TIMED_OUT_CALLS,
    /// Requests without an answer that were not sent because the outbound buffer
    /// was full.
    REFUSED_SENDS,
    /// Connections closed because the other end did not take what we sent.
    STALLED
}
