// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// What the code of a closed room is turned into, for one of its locks:
///
/// ```
/// master    = Argon2id(canonical code as UTF-8, salt = SHA-256("jc-room-v1" | salt of the lock | room))   RFC 9106
/// admission = Ed25519 key pair of HKDF-SHA-256(master, info = "admission")                           RFC 8032, 5869
/// content   = HKDF-SHA-256(master, info = "content")
/// ```
///
/// The public half of `admission` is part of the lock: by it servers see that who
/// joins knows the code, and a client that a code is wrong. Immutable,
/// thread-safe; no secret is in any text.
public final class RoomKeys {
    /// Of the form that is kept.
    public static final int BYTES = 64;

    private static final int KEY_BYTES = 32;
    private static final byte[] LABEL = utf8("jc-room-v1");
    private static final byte[] ADMISSION = utf8("jc-admission-v1");

    private final byte[] seed;
    private final byte[] content;

    private RoomKeys(byte[] seed, byte[] content) {
        this.seed = seed;
        this.content = content;
    }

    /// Takes some tenths of a second of one core and `cost.memoryKiB()` of heap, so
    /// never on a thread that others wait for.
    ///
    /// @param code
    ///            as it was typed
    /// @param salt
    ///            of the lock
    public static RoomKeys derive(String code, String room, byte[] salt, PasswordCost cost) {
        var master = new byte[KEY_BYTES];
        var bytes = utf8(RoomCode.canonical(code));
        try {
            var digest = Digests.sha256();
            digest.update(LABEL);
            digest.update(salt);
            digest.update(utf8(room));
            var argon = new Argon2BytesGenerator();
            argon.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13).withMemoryAsKB(cost.memoryKiB())
                    .withIterations(cost.passes()).withParallelism(cost.lanes()).withSalt(digest.digest()).build());
            argon.generateBytes(bytes, master);
            return new RoomKeys(Hkdf.derive(master, "admission", KEY_BYTES), Hkdf.derive(master, "content",
                    KEY_BYTES));
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(master, (byte) 0);
        }
    }

    /// Those that [#encoded] gave.
    ///
    /// @throws IllegalArgumentException
    ///             if it is of another length
    public static RoomKeys of(byte[] encoded) {
        if (encoded.length != BYTES) {
            throw new IllegalArgumentException("keys of " + encoded.length + " bytes");
        }
        return new RoomKeys(Arrays.copyOf(encoded, KEY_BYTES), Arrays.copyOfRange(encoded, KEY_BYTES, BYTES));
    }

    /// The secrets, to be kept.
    public byte[] encoded() {
        return ByteBuffer.allocate(BYTES).put(seed).put(content).array();
    }

    /// The public half of the key that admits, 32 bytes.
    public byte[] admissionKey() {
        return new Ed25519PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded();
    }

    /// Lets this user join, 64 bytes: a signature over `"jc-admission-v1" 0 | u8
    /// bytes of the room's name, the name | i32 number of the lock | its salt |
    /// user`.
    public byte[] admit(String room, int lock, byte[] salt, String user) {
        var name = utf8(room);
        var who = utf8(user);
        var signed = ByteBuffer.allocate(ADMISSION.length + 2 + name.length + Integer.BYTES + salt.length + who.length)
                .put(ADMISSION).put((byte) 0).put((byte) name.length).put(name).putInt(lock).put(salt).put(who)
                .array();
        var signer = new Ed25519Signer();
        signer.init(true, new Ed25519PrivateKeyParameters(seed, 0));
        signer.update(signed, 0, signed.length);
        return signer.generateSignature();
    }

    byte[] content() {
        return content;
    }

    @Override
    public String toString() {
        return "RoomKeys";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
