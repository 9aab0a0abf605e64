// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.nio.charset.StandardCharsets;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/// HKDF with SHA-256 (RFC 5869).
final class Hkdf {
    private Hkdf() {}

    /// Without a salt.
    static byte[] derive(byte[] key, String info, int bytes) {
        return derive(key, new byte[0], info.getBytes(StandardCharsets.UTF_8), bytes);
    }

    static byte[] derive(byte[] key, byte[] salt, byte[] info, int bytes) {
        var generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(key, salt, info));
        var out = new byte[bytes];
        generator.generateBytes(out, 0, bytes);
        return out;
    }
}
