// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What an identity signs. How it is sealed: [PasswordKeysTest].
class IdentityTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Identity TONY = Identity.generate(RANDOM);
    private static final Identity ELON = Identity.generate(RANDOM);

    /// The first half as in RFC 8032, 7.1, test 1.
    @Test
    void itsPublicFormIsTheEd25519KeyAndThenTheX25519Key() {
        var identity = Identity.of(HexFormat.of().parseHex(
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
                        + "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"));
        var key = identity.publicKey();

        assertThat(key).hasSize(Identity.PUBLIC_BYTES);
        assertThat(Identity.signingKey(key)).isEqualTo(HexFormat.of().parseHex(
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
        assertThat(Identity.agreeingKey(key)).isEqualTo(Arrays.copyOfRange(key, 32, 64));
    }

    @Property(tries = 50)
    void whatItSignedVerifiesForThisPurposeAndThisIdentityOnly(@ForAll @Size(max = 500) byte[] bytes) {
        var signature = TONY.sign("jc-test", bytes);

        assertThat(signature).hasSize(Identity.SIGNATURE_BYTES);
        assertThat(Identity.verify(TONY.publicKey(), "jc-test", bytes, signature)).isTrue();
        assertThat(Identity.verify(TONY.publicKey(), "jc-tes", bytes, signature)).isFalse();
        assertThat(Identity.verify(ELON.publicKey(), "jc-test", bytes, signature)).isFalse();
    }

    @Property(tries = 200)
    void noFlippedBitVerifies(@ForAll @IntRange(max = (20 + 32 + 64) * 8 - 1) int bit) {
        var bytes = new byte[20];
        var key = TONY.publicKey();
        var signature = TONY.sign("jc-test", bytes);
        var at = bit / 8;
        var flip = (byte) (1 << bit % 8);
        if (at < 20) {
            bytes[at] ^= flip;
        } else if (at < 52) {
            key[at - 20] ^= flip;
        } else {
            signature[at - 52] ^= flip;
        }

        assertThat(Identity.verify(key, "jc-test", bytes, signature)).isFalse();
    }

    @Test
    void whatIsNoKeyOrNoSignatureVerifiesNothing() {
        var bytes = new byte[3];
        var signature = TONY.sign("jc-test", bytes);

        for (var length : new int[]{0, 32, 63, 65}) {
            assertThat(Identity.verify(new byte[length], "jc-test", bytes, signature)).isFalse();
        }
        for (var length : new int[]{0, 63, 65}) {
            assertThat(Identity.verify(TONY.publicKey(), "jc-test", bytes, Arrays.copyOf(signature, length))).isFalse();
        }
        var nonsense = new byte[64];
        Arrays.fill(nonsense, (byte) 0xff);
        assertThat(Identity.verify(nonsense, "jc-test", bytes, signature)).isFalse();
        assertThat(Identity.verify(new byte[64], "jc-test", bytes, new byte[64])).isFalse();
        assertThatThrownBy(() -> TONY.sign("a\0b", bytes)).isInstanceOf(IllegalArgumentException.class);
    }
}
