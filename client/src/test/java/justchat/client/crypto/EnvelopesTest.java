// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.security.SecureRandom;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EnvelopesTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Identity TONY = Identity.generate(RANDOM);
    private static final Identity ROBERT = Identity.generate(RANDOM);
    private static final Identity ELON = Identity.generate(RANDOM);
    private static final Envelopes.Header HEADER = new Envelopes.Header("tony", "robert", new byte[16], 7);

    @Property(tries = 50)
    void opensAsWhatWasSealed(@ForAll @Size(max = 2000) byte[] plain) throws CannotOpen {
        var sealed = Envelopes.seal(TONY, ROBERT.publicKey(), HEADER, plain);

        assertThat(Envelopes.open(ROBERT, TONY.publicKey(), HEADER, sealed)).isEqualTo(plain);
    }

    @Property(tries = 300)
    void doesNotOpenWithAnyBitFlipped(@ForAll @IntRange(max = 8 * (32 + 20 + 16) - 1) int bit) throws CannotOpen {
        var sealed = Envelopes.seal(TONY, ROBERT.publicKey(), HEADER, new byte[20]);
        var target = bit < 256 ? sealed.encapsulated() : sealed.cipherText();
        var index = bit < 256 ? bit : bit - 256;
        target[index / 8] ^= (byte) (1 << index % 8);

        assertThatThrownBy(() -> Envelopes.open(ROBERT, TONY.publicKey(), HEADER, sealed))
                .isInstanceOf(CannotOpen.class);
    }

    @Test
    void opensForNobodyElseAndFromNobodyElseAndUnderNoOtherHeader() throws CannotOpen {
        var sealed = Envelopes.seal(TONY, ROBERT.publicKey(), HEADER, new byte[20]);

        assertThatThrownBy(() -> Envelopes.open(ELON, TONY.publicKey(), HEADER, sealed))
                .isInstanceOf(CannotOpen.class);
        assertThatThrownBy(() -> Envelopes.open(ROBERT, ELON.publicKey(), HEADER, sealed))
                .isInstanceOf(CannotOpen.class);
        for (var other : new Envelopes.Header[]{new Envelopes.Header("tonyr", "obert", new byte[16], 7),
                new Envelopes.Header("elon", "robert", new byte[16], 7),
                new Envelopes.Header("tony", "robert", new byte[15], 7),
                new Envelopes.Header("tony", "robert", new byte[16], 8)}) {
            assertThatThrownBy(() -> Envelopes.open(ROBERT, TONY.publicKey(), other, sealed))
                    .isInstanceOf(CannotOpen.class);
        }
    }

    @Test
    void refusesKeysThatAreNone() {
        for (var key : new byte[][]{new byte[0], new byte[32], new byte[63], new byte[64], new byte[65]}) {
            assertThatThrownBy(() -> Envelopes.seal(TONY, key, HEADER, new byte[1])).isInstanceOf(CannotOpen.class);
        }
    }
}
