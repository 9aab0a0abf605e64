// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.datagram;

/// What became of a packet.
public enum Fate {
    /// Verified and handed over.
    HEARD,
    /// Given to the operating system.
    SENT,
    /// Too short or too long to be one of ours.
    WRONG_SIZE,
    /// Its code does not fit: another cluster's, or nobody's.
    FORGED,
    /// Its code fits, but it is no heartbeat: a peer of another version.
    MALFORMED,
    /// Heard before, or older than one that was heard.
    REPLAYED,
    /// Of an earlier life of its server.
    STALE,
    /// More servers than we keep track of.
    CROWDED,
    /// The listener threw.
    NOT_HANDLED,
    /// The operating system did not take it.
    NOT_SENT
}
