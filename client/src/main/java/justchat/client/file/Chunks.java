// SPDX-License-Identifier: Apache-2.0
package justchat.client.file;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// How files are cut: chunks of 256 KiB, the last one shorter.
public final class Chunks {
    public static final int BYTES = 262_144;
    /// 4 GiB: the hashes of its chunks still fit into one frame, in every protocol.
    public static final long MAX_FILE_BYTES = 1L << 32;
    public static final int HASH_BYTES = 32;

    /// The tag of AES-256-GCM.
    public static final int SEAL_BYTES = 16;

    private Chunks() {}

    /// How many chunks a file of this size has.
    public static int count(long size) {
        return Math.toIntExact((size + BYTES - 1) / BYTES);
    }

    /// Where a chunk begins.
    public static long offset(int index) {
        return (long) index * BYTES;
    }

    /// How long a chunk of a file of this size is.
    public static int length(long size, int index) {
        return (int) Math.min(BYTES, size - offset(index));
    }

    /// How large a file of this size is when every chunk is sealed.
    public static long sealedSize(long size) {
        return size + (long) count(size) * SEAL_BYTES;
    }

    /// Of what is left in `bytes`, which stays there.
    public static byte[] sha256(ByteBuffer bytes) {
        var digest = sha256();
        digest.update(bytes.duplicate());
        return digest.digest();
    }

    /// What is left in `bytes`, which stays there.
    public static byte[] bytes(ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        return copy;
    }

    /// A digest for a chunk, or for a whole file.
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
