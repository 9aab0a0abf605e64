// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import justchat.messageserver.model.ContentHash;

/// SHA-256 (FIPS 180-4), which every Java platform must have.
public final class Digest {
    private Digest() {}

    public static ContentHash of(byte[] bytes) {
        return ContentHash.of(start().digest(bytes));
    }

    /// Of what is left in `bytes`, which stays there.
    public static ContentHash of(ByteBuffer bytes) {
        var digest = start();
        digest.update(bytes.duplicate());
        return ContentHash.of(digest.digest());
    }

    static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256 in this Java", e);
        }
    }
}
