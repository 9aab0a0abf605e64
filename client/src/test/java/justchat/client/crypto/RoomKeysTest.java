// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RoomKeysTest {
    static final PasswordCost COST = new PasswordCost(PasswordCost.MIN_MEMORY_KIB, PasswordCost.MIN_PASSES, 1);
    private static final byte[] SALT = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
    private static final String CODE = "k7#pQ2xV9z!mR4tW";

    private final RoomKeys keys = RoomKeys.derive(CODE, "vault", SALT, COST);

    /// RFC 5869 by the JDK's HMAC, block after block.
    static byte[] hkdf(byte[] key, byte[] salt, byte[] info, int length) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(salt.length == 0 ? new byte[32] : salt, "HmacSHA256"));
        var extracted = mac.doFinal(key);
        var out = new ByteArrayOutputStream();
        var block = new byte[0];
        for (int i = 1; out.size() < length; i++) {
            mac.init(new SecretKeySpec(extracted, "HmacSHA256"));
            mac.update(block);
            mac.update(info);
            mac.update((byte) i);
            block = mac.doFinal();
            out.writeBytes(block);
        }
        return Arrays.copyOf(out.toByteArray(), length);
    }

    @Test
    void theScheduleIsThatOfTheProtocol() throws GeneralSecurityException {
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update("jc-room-v1".getBytes(StandardCharsets.US_ASCII));
        digest.update(SALT);
        digest.update("vault".getBytes(StandardCharsets.US_ASCII));
        var argon = new Argon2BytesGenerator();
        argon.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(0x13).withMemoryAsKB(COST
                .memoryKiB()).withIterations(COST.passes()).withParallelism(1).withSalt(digest.digest()).build());
        var master = new byte[32];
        argon.generateBytes(CODE.getBytes(StandardCharsets.US_ASCII), master);
        var seed = hkdf(master, new byte[0], "admission".getBytes(StandardCharsets.US_ASCII), 32);
        var content = hkdf(master, new byte[0], "content".getBytes(StandardCharsets.US_ASCII), 32);

        assertThat(keys.encoded()).isEqualTo(ByteBuffer.allocate(64).put(seed).put(content).array());
        assertThat(keys.admissionKey()).isEqualTo(new Ed25519PrivateKeyParameters(seed, 0).generatePublicKey()
                .getEncoded());
        assertThat(RoomKeys.of(keys.encoded()).encoded()).isEqualTo(keys.encoded());
        assertThat(keys.toString()).isEqualTo("RoomKeys");
        assertThatThrownBy(() -> RoomKeys.of(new byte[63])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherCodeRoomOrSaltGivesOtherKeys() {
        var salt = SALT.clone();
        salt[15]++;
        for (var other : new RoomKeys[]{RoomKeys.derive("k7#pQ2xV9z!mR4tX", "vault", SALT, COST), RoomKeys.derive(CODE,
                "vaults", SALT, COST), RoomKeys.derive(CODE, "vault", salt, COST)}) {
            assertThat(other.admissionKey()).isNotEqualTo(keys.admissionKey());
            assertThat(other.content()).isNotEqualTo(keys.content());
        }
        assertThat(RoomKeys.derive("  " + CODE, "vault", SALT, COST).encoded()).isEqualTo(keys.encoded());
    }

    /// What servers check, by the JDK.
    @Test
    void anAdmissionIsASignatureOverRoomLockAndUser() throws GeneralSecurityException {
        var signed = ByteBuffer.allocate(100).put("jc-admission-v1".getBytes(StandardCharsets.US_ASCII)).put((byte) 0)
                .put((byte) 5).put("vault".getBytes(StandardCharsets.US_ASCII)).putInt(7).put(SALT).put("bob".getBytes(
                        StandardCharsets.US_ASCII))
                .flip();
        var key = ByteBuffer.allocate(44).put(HexFormat.of().parseHex("302a300506032b6570032100")).put(keys
                .admissionKey()).array();
        var check = Signature.getInstance("Ed25519");
        check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key)));
        check.update(signed);

        assertThat(check.verify(keys.admit("vault", 7, SALT, "bob"))).isTrue();
    }
}
