// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The primitives against the vectors that their RFCs print.
class VectorsTest {

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] repeated(int value, int count) {
        var bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /// RFC 9106, 5.3.
    @Test
    void argon2idGivesTheTagOfItsRfc() {
        var argon = new Argon2BytesGenerator();
        argon.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13).withMemoryAsKB(32).withIterations(3).withParallelism(4)
                .withSalt(repeated(2, 16)).withSecret(repeated(3, 8)).withAdditional(repeated(4, 12)).build());
        var tag = new byte[32];

        argon.generateBytes(repeated(1, 32), tag);

        assertThat(tag).isEqualTo(hex("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"));
    }

    /// RFC 5869, A.1 and A.3 (empty salt and info).
    @Test
    void hkdfGivesTheKeysOfItsRfc() {
        var key = repeated(0x0b, 22);

        assertThat(Hkdf.derive(key, hex("000102030405060708090a0b0c"), hex("f0f1f2f3f4f5f6f7f8f9"), 42)).isEqualTo(
                hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"));
        assertThat(Hkdf.derive(key, "", 42)).isEqualTo(
                hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"));
    }

    /// RFC 9180, A.1.3: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, mode
    /// auth, sequence 0.
    @Test
    void anEnvelopeIsHpkeInModeAuth() throws CannotOpen {
        var secret = new X25519PrivateKeyParameters(
                hex("fdea67cf831f1ca98d8e27b1f6abeb5b7745e9d35348b80fa407ff6958f9137e"));
        var sealed = new Envelopes.Sealed(hex("23fb952571a14a25e3d678140cd0e5eb47a0961bb18afcf85896e5453c312e76"), hex(
                "5fd92cc9d46dbf8943e72a07e42f363ed5f721212cd90bcfd072bfd9f44e06b80fd17824947496e21b680c141b"));

        var plain = Envelopes.open(new AsymmetricCipherKeyPair(secret.generatePublicKey(), secret),
                hex("8b0c70873dc5aecb7f9ee4e62406a397b350e57012be45cf53b7105ae731790b"),
                hex("4f6465206f6e2061204772656369616e2055726e"), hex("436f756e742d30"), sealed);

        assertThat(new String(plain, StandardCharsets.US_ASCII)).isEqualTo("Beauty is truth, truth beauty");
    }
}
