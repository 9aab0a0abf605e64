// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Passwords become keys before anything leaves the process (W11).
class PasswordKeysTest {
    private static final PasswordCost FLOOR = new PasswordCost(19 * 1024, 2, 1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private static PasswordKeys keys(String password, String deployment, String name) {
        return PasswordKeys.derive(password.toCharArray(), deployment, name, FLOOR);
    }

    @Test
    void dependOnPasswordDeploymentAndNameAndOnNothingElse() {
        var keys = keys("rosebud", "lab", "Tony").authKey();

        assertThat(keys("rosebud", "lab", " tony").authKey()).isEqualTo(keys);
        assertThat(keys("Rosebud", "lab", "tony").authKey()).isNotEqualTo(keys);
        assertThat(keys("rosebud", "labt", "ony").authKey()).isNotEqualTo(keys);
        assertThat(keys("rosebud", "lab", "elon").authKey()).isNotEqualTo(keys);
    }

    /// W11: what is sent holds no trace of the password, nor does any text.
    @Test
    void tellNothingOfThePassword() {
        try (var keys = keys("correct horse", "lab", "tony")) {
            assertThat(new String(keys.authKey(), StandardCharsets.ISO_8859_1)).doesNotContain("correct", "horse");
            assertThat(keys.authKey()).hasSize(32).isNotEqualTo(keys.wrapKey());
            assertThat(keys.toString()).isEqualTo("PasswordKeys");
        }
    }

    @Test
    void aPasswordOutsideAsciiIsTheSameHoweverItWasTyped() {
        assertThat(keys("caf\u00e9", "lab", "tony").authKey()).isEqualTo(keys("cafe\u0301", "lab", "tony").authKey());
    }

    @Test
    void areOverwrittenAtTheEnd() {
        var keys = keys("rosebud", "lab", "tony");
        keys.close();

        assertThat(keys.authKey()).containsOnly(0);
        assertThat(keys.wrapKey()).containsOnly(0);
    }

    @Test
    void costOutsideItsBoundsIsRefused() {
        assertThat(new PasswordCost(256 * 1024, 10, 4).passes()).isEqualTo(10);
        assertThatThrownBy(() -> new PasswordCost(19 * 1024 - 1, 2, 1)).hasMessageContaining("19455");
        assertThatThrownBy(() -> new PasswordCost(256 * 1024 + 1, 2, 1)).hasMessageContaining("262145");
        assertThatThrownBy(() -> new PasswordCost(19 * 1024, 1, 1)).hasMessageContaining("passes: 1");
        assertThatThrownBy(() -> new PasswordCost(19 * 1024, 11, 1)).hasMessageContaining("passes: 11");
        assertThatThrownBy(() -> new PasswordCost(19 * 1024, 2, 0)).hasMessageContaining("lanes: 0");
    }

    @Test
    void anIdentityOpensWithItsPasswordOnly() throws CannotOpen {
        var identity = Identity.generate(RANDOM);
        var right = keys("rosebud", "lab", "tony");
        var wrong = keys("rosebud!", "lab", "tony");
        var sealed = identity.seal(right, RANDOM);

        assertThat(sealed).hasSizeLessThanOrEqualTo(256);
        assertThat(Identity.open(sealed, identity.publicKey(), right).publicKey()).isEqualTo(identity.publicKey());
        assertThat(identity.toString()).isEqualTo("Identity");
        assertThatThrownBy(() -> Identity.open(sealed, identity.publicKey(), wrong)).isInstanceOf(CannotOpen.class);
        assertThatThrownBy(() -> Identity.open(sealed, Identity.generate(RANDOM).publicKey(), right))
                .isInstanceOf(CannotOpen.class);
        assertThatThrownBy(() -> Identity.open(new byte[0], identity.publicKey(), right))
                .isInstanceOf(CannotOpen.class);
    }

    @Property(tries = 200)
    void anIdentityDoesNotOpenWithAnyBitFlipped(@ForAll @IntRange(max = 93 * 8 - 1) int bit) {
        var identity = Shared.IDENTITY;
        var sealed = identity.seal(Shared.KEYS, RANDOM);
        sealed[bit / 8] ^= (byte) (1 << bit % 8);

        assertThatThrownBy(() -> Identity.open(sealed, identity.publicKey(), Shared.KEYS))
                .isInstanceOf(CannotOpen.class);
    }

    private static final class Shared {
        static final PasswordKeys KEYS = keys("rosebud", "lab", "tony");
        static final Identity IDENTITY = Identity.generate(RANDOM);
    }
}
