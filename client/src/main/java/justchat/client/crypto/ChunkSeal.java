// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/// Seals the chunks of one private file: AES-256-GCM with the key that its
/// offer carries, nonce = chunk index (the key is fresh for every offer, and a
/// chunk is sealed only while it is what was offered, so no nonce comes twice with
/// other content), associated data = offer | index. A
/// chunk therefore opens only as itself. Stateless.
public final class ChunkSeal {
    public static final int KEY_BYTES = Aead.KEY_BYTES;
    /// How much longer a sealed chunk is.
    public static final int OVERHEAD_BYTES = Aead.TAG_BYTES;

    private ChunkSeal() {}

    public static byte[] newKey(SecureRandom random) {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    public static byte[] seal(byte[] key, byte[] offer, int index, byte[] plain) {
        return Aead.seal(key, nonce(index), associated(offer, index), plain);
    }

    /// @throws CannotOpen
    ///             if it is not, in every bit, this chunk of this offer
    public static byte[] open(byte[] key, byte[] offer, int index, byte[] sealed) throws CannotOpen {
        return Aead.open(key, nonce(index), associated(offer, index), sealed, "Chunk " + index);
    }

    private static byte[] nonce(int index) {
        return ByteBuffer.allocate(Aead.NONCE_BYTES).putInt(Aead.NONCE_BYTES - Integer.BYTES, index).array();
    }

    private static byte[] associated(byte[] offer, int index) {
        return ByteBuffer.allocate(offer.length + Integer.BYTES).put(offer).putInt(index).array();
    }
}
