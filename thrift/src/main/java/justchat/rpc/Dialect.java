// SPDX-License-Identifier: Apache-2.0
package justchat.rpc;

import java.util.Optional;

import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TJSONProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TTransport;

/// Thrift's protocols, all on the same port: the first byte of a message tells
/// which one it is in, and the answer is in the same.
public enum Dialect {
    BINARY, COMPACT, JSON;

    /// The longest list, set or map: more than a frame holds of anything that we
    /// know of (chunk hashes of 32 bytes), so that a claimed size costs nothing.
    private static final int MAX_CONTAINER = 1 << 16;

    /// By the first byte of a message: strict binary, compact, or a JSON array.
    public static Optional<Dialect> ofFirstByte(byte first) {
        return switch (first) {
            case (byte) 0x80 -> Optional.of(BINARY);
            case (byte) 0x82 -> Optional.of(COMPACT);
            case '[' -> Optional.of(JSON);
            default -> Optional.empty();
        };
    }

    /// The protocol over one frame, with the limits of the
    /// transport's configuration.
    public TProtocol over(TTransport frame) {
        var maxBytes = frame.getConfiguration().getMaxFrameSize();
        return switch (this) {
            case BINARY -> new TBinaryProtocol(frame, maxBytes, MAX_CONTAINER, true, true);
            case COMPACT -> new TCompactProtocol(frame, maxBytes, MAX_CONTAINER);
            case JSON -> new TJSONProtocol(frame);
        };
    }
}
