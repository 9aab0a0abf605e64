// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// What a content is known by: of a chunk its SHA-256 (FIPS 180-4), of a file the
/// SHA-256 of its chunks' hashes, one after another: a hash tree of two levels. So
/// who knows the file's hash can check its chunks' hashes, and with these each
/// chunk by itself. 64 lower-case hexadecimal digits, so it is also a safe file name.
public record ContentHash(String hex) {
    /// Bytes of a hash on the wire and on disk.
    public static final int BYTES = 32;

    /// @throws IllegalArgumentException
    ///             if it is not 64 lower-case hexadecimal digits
    public ContentHash {
        if (hex.length() != 2 * BYTES || !hex.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
            throw new IllegalArgumentException("not a SHA-256 in hexadecimal");
        }
    }

    /// @throws IllegalArgumentException
    ///             if there are not exactly 32 bytes
    public static ContentHash of(byte[] bytes) {
        return new ContentHash(HexFormat.of().formatHex(bytes));
    }

    /// SHA-256 of these bytes.
    public static ContentHash sha256(byte[] bytes) {
        return of(digest().digest(bytes));
    }

    /// Of what is left in `bytes`, which stays there.
    public static ContentHash sha256(ByteBuffer bytes) {
        var digest = digest();
        digest.update(bytes.duplicate());
        return of(digest.digest());
    }

    /// Of a file that consists of these chunks.
    public static ContentHash ofFile(List<ContentHash> chunks) {
        var digest = digest();
        chunks.forEach(chunk -> digest.update(chunk.bytes()));
        return of(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256 in this Java", e);
        }
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
