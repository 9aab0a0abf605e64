// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /// RFC 8032, 7.1, tests 1 to 3.
    @ParameterizedTest
    @CsvSource({
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                    + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                    + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                    + "d25bf5f0595bbe24655141438e7a100b",
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                    + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                    + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                    + "387b2eaeb4302aeeb00d291612bb0c00",
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                    + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                    + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
                    + "4a7c15e9716ed28dc027beceea1ec40a"})
    void ed25519GivesTheSignaturesOfItsRfc(String secret, String publicKey, String message, String signature) {
        var signer = new Ed25519Signer();
        var key = new Ed25519PrivateKeyParameters(hex(secret), 0);
        signer.init(true, key);
        signer.update(hex(message), 0, message.length() / 2);
        assertThat(key.generatePublicKey().getEncoded()).isEqualTo(hex(publicKey));
        assertThat(signer.generateSignature()).isEqualTo(hex(signature));

        var verifier = new Ed25519Signer();
        verifier.init(false, new Ed25519PublicKeyParameters(hex(publicKey), 0));
        verifier.update(hex(message), 0, message.length() / 2);
        assertThat(verifier.verifySignature(hex(signature))).isTrue();
    }

    /// RFC 7748, 5.2.
    @Test
    void x25519GivesTheSecretOfItsRfc() {
        var secret = new byte[32];
        new X25519PrivateKeyParameters(hex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"))
                .generateSecret(new X25519PublicKeyParameters(
                        hex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c")), secret, 0);

        assertThat(secret).isEqualTo(hex("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"));
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
