// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.lane;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/// What both ends of a lane know, and nobody else: the one that gives it out says
/// it over a connection that is safe already. Immutable, and in no text.
public final class LaneKey {
    public static final int TICKET_BYTES = 16;
    public static final int KEY_BYTES = 32;

    private final byte[] ticket;
    private final byte[] key;

    /// @param ticket
    ///            which key it is; not a secret once it was used
    /// @throws IllegalArgumentException
    ///             if one of them has another length
    public LaneKey(byte[] ticket, byte[] key) {
        if (ticket.length != TICKET_BYTES || key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a lane's ticket of " + ticket.length + " bytes, key of " + key.length);
        }
        this.ticket = ticket.clone();
        this.key = key.clone();
    }

    static LaneKey random(SecureRandom random) {
        var ticket = new byte[TICKET_BYTES];
        var key = new byte[KEY_BYTES];
        random.nextBytes(ticket);
        random.nextBytes(key);
        return new LaneKey(ticket, key);
    }

    public byte[] ticket() {
        return ticket.clone();
    }

    public byte[] key() {
        return key.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LaneKey lane && Arrays.equals(ticket, lane.ticket)
                && MessageDigest.isEqual(key, lane.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ticket);
    }

    /// Without both.
    @Override
    public String toString() {
        return "LaneKey";
    }
}
