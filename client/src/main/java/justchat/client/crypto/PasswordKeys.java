// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// What a password is turned into, so that it never leaves this process:
///
/// ```
/// K       = Argon2id(NFKC(password) as UTF-8, salt = SHA-256("jc-login" | deployment | canonical name))   RFC 9106
/// authKey = HKDF-SHA-256(K, info = "auth")      shown to a balancer, which keeps its SHA-256              RFC 5869
/// wrapKey = HKDF-SHA-256(K, info = "wrap")      seals the account's identity key; shown to nobody
/// ```
///
/// The three parts of the salt are separated by a zero byte. Neither key tells
/// the other. Owned by one thread; [#close] overwrites both.
public final class PasswordKeys implements AutoCloseable {
    private static final int KEY_BYTES = 32;

    private final byte[] authKey;
    private final byte[] wrapKey;

    private PasswordKeys(byte[] authKey, byte[] wrapKey) {
        this.authKey = authKey;
        this.wrapKey = wrapKey;
    }

    /// Derives both keys: some tenths of a second of one core and
    /// `cost.memoryKiB()` of heap, so never on a thread that others wait for. The
    /// password is left as it is; its owner overwrites it.
    public static PasswordKeys derive(char[] password, String deployment, String name, PasswordCost cost) {
        var bytes = utf8(password);
        var master = new byte[KEY_BYTES];
        try {
            var parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13).withMemoryAsKB(cost.memoryKiB())
                    .withIterations(cost.passes()).withParallelism(cost.lanes()).withSalt(salt(deployment, name))
                    .build();
            var argon = new Argon2BytesGenerator();
            argon.init(parameters);
            argon.generateBytes(bytes, master);
            return new PasswordKeys(Hkdf.derive(master, "auth", KEY_BYTES), Hkdf.derive(master, "wrap", KEY_BYTES));
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(master, (byte) 0);
        }
    }

    /// The form of a user name that salts its password: case and compatibility
    /// forms do not matter at the prompt.
    public static String canonicalName(String name) {
        var folded = Normalizer.normalize(name.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }

    /// What a balancer is shown; a copy.
    public byte[] authKey() {
        return authKey.clone();
    }

    byte[] wrapKey() {
        return wrapKey;
    }

    @Override
    public void close() {
        Arrays.fill(authKey, (byte) 0);
        Arrays.fill(wrapKey, (byte) 0);
    }

    @Override
    public String toString() {
        return "PasswordKeys";
    }

    private static byte[] salt(String deployment, String name) {
        var separator = new byte[1];
        MessageDigest sha256 = Digests.sha256();
        sha256.update("jc-login".getBytes(StandardCharsets.UTF_8));
        sha256.update(separator);
        sha256.update(deployment.getBytes(StandardCharsets.UTF_8));
        sha256.update(separator);
        sha256.update(canonicalName(name).getBytes(StandardCharsets.UTF_8));
        return sha256.digest();
    }

    /// Normalised, so that a password typed on another keyboard is the same one; a
    /// String of it cannot be overwritten, so plain ASCII takes no such detour.
    private static byte[] utf8(char[] password) {
        for (var character : password) {
            if (character > 127) {
                return Normalizer.normalize(CharBuffer.wrap(password), Normalizer.Form.NFKC)
                        .getBytes(StandardCharsets.UTF_8);
            }
        }
        ByteBuffer buffer = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        Arrays.fill(buffer.array(), (byte) 0);
        return bytes;
    }
}
