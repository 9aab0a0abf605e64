// SPDX-License-Identifier: Apache-2.0
package justchat.rpc;

/// What one connection may cost us. Checked before anything is allocated.
///
/// @param maxFrameBytes
///            a larger frame is answered with an error, its bytes are skipped,
///            the connection lives
/// @param maxDepth
///            nesting of structs and containers
/// @param maxInFlight
///            requests of the other end being served at once, and as many
///            without an answer waiting for their turn; beyond that we stop
///            reading from it
/// @param maxWaiting
///            our calls waiting for an answer at once; one more fails as
///            OVERLOADED
/// @param outboundHighBytes
///            above this, [Endpoint#send] refuses
/// @param outboundLowBytes
///            below this again, it accepts
/// @param frameMillis
///            a frame that has begun must be whole within this time; TLS must be
///            set up within it too, and within [#HANDSHAKE_MILLIS]
/// @param stallMillis
///            a connection whose outbound buffer has risen above the high mark
///            must fall below the low one within this time, or it is closed
public record Limits(int maxFrameBytes, int maxDepth, int maxInFlight, int maxWaiting, int outboundHighBytes,
        int outboundLowBytes, int frameMillis, int stallMillis) {

    /// Room for a file chunk of 256 KiB in JSON, and for entries by the hundred.
    public static final Limits DEFAULT = new Limits(1 << 20, 16, 256, 1024, 1 << 20, 1 << 18, 10_000, 30_000);

    /// TLS must be set up within this time: as long as a client waits for it before it tries elsewhere.
    public static final int HANDSHAKE_MILLIS = 5_000;

    public Limits {
        if (maxFrameBytes < 64 || maxDepth < 1 || maxInFlight < 1 || maxWaiting < 1 || frameMillis < 1
                || stallMillis < 1) {
            throw new IllegalArgumentException("limits: " + maxFrameBytes + " " + maxDepth + " " + maxInFlight + " "
                    + maxWaiting + " " + frameMillis + " " + stallMillis);
        }
        if (outboundLowBytes < 2 || outboundLowBytes > outboundHighBytes) {
            throw new IllegalArgumentException("water marks: " + outboundLowBytes + " " + outboundHighBytes);
        }
    }

    /// How long TLS may take to be set up.
    public int handshakeMillis() {
        return Math.min(frameMillis, HANDSHAKE_MILLIS);
    }
}
