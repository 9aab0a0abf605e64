// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.security.SecureRandom;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChunkSealTest {
    private static final byte[] KEY = ChunkSeal.newKey(new SecureRandom());
    private static final byte[] OFFER = new byte[16];

    @Property(tries = 200)
    void opensAsWhatWasSealedAndWithNoBitFlipped(@ForAll @NotEmpty @Size(max = 500) byte[] plain,
            @ForAll @IntRange(max = 1_000_000) int index, @ForAll @IntRange(max = 1_000_000) int bit)
            throws CannotOpen {
        var sealed = ChunkSeal.seal(KEY, OFFER, index, plain);
        assertThat(sealed).hasSize(plain.length + ChunkSeal.OVERHEAD_BYTES);
        assertThat(ChunkSeal.open(KEY, OFFER, index, sealed)).isEqualTo(plain);

        sealed[bit % (8 * sealed.length) / 8] ^= (byte) (1 << bit % 8);

        assertThatThrownBy(() -> ChunkSeal.open(KEY, OFFER, index, sealed)).isInstanceOf(CannotOpen.class);
    }

    @Property(tries = 100)
    void opensAsNoOtherChunkAndForNoOtherOffer(@ForAll @IntRange(max = 1000) int index,
            @ForAll @IntRange(max = 1000) int other) throws CannotOpen {
        var sealed = ChunkSeal.seal(KEY, OFFER, index, new byte[100]);
        var otherOffer = OFFER.clone();
        otherOffer[other % 16]++;

        assertThatThrownBy(() -> ChunkSeal.open(KEY, otherOffer, index, sealed)).isInstanceOf(CannotOpen.class);
        if (other != index) {
            assertThatThrownBy(() -> ChunkSeal.open(KEY, OFFER, other, sealed)).isInstanceOf(CannotOpen.class);
        }
    }
}
