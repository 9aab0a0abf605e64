// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.util.Arrays;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RoomFileSealTest {
    private static final long SIZE = 700_000;

    private static byte[] random(int bytes, long seed) {
        var random = new byte[bytes];
        new Random(seed).nextBytes(random);
        return random;
    }

    @Property(tries = 200)
    void whatIsSealedOpensAsItWasAndIsSealedTheSameAgain(@ForAll long seed, @ForAll @IntRange(max = 20_000) int bytes,
            @ForAll @IntRange(max = 16_383) int index) throws CannotOpen {
        var key = random(32, seed);
        var plain = random(bytes, seed + 1);
        var sealed = RoomFileSeal.seal(key, SIZE, index, plain);
        assertThat(sealed).hasSize(bytes + ChunkSeal.OVERHEAD_BYTES);
        assertThat(RoomFileSeal.open(key, SIZE, index, sealed)).isEqualTo(plain);
        assertThat(RoomFileSeal.seal(key, SIZE, index, plain)).isEqualTo(sealed);
    }

    @Property(tries = 200)
    void noChangedBitOpens(@ForAll long seed, @ForAll @IntRange(max = 1_015) int at,
            @ForAll @IntRange(max = 7) int bit) {
        var key = random(32, seed);
        var sealed = RoomFileSeal.seal(key, SIZE, 1, random(1_000, seed));
        sealed[at] ^= (byte) (1 << bit);
        assertThatThrownBy(() -> RoomFileSeal.open(key, SIZE, 1, sealed)).isInstanceOf(CannotOpen.class);
    }

    @Test
    void aChunkOpensOnlyInItsPlaceInItsFile() throws CannotOpen {
        var key = random(32, 1);
        var plain = random(1_000, 2);
        var sealed = RoomFileSeal.seal(key, SIZE, 1, plain);
        assertThat(RoomFileSeal.open(key, SIZE, 1, sealed)).isEqualTo(plain);
        assertThatThrownBy(() -> RoomFileSeal.open(key, SIZE, 2, sealed)).isInstanceOf(CannotOpen.class)
                .hasMessageContaining("Chunk 2 does not open");
        assertThatThrownBy(() -> RoomFileSeal.open(key, SIZE - 262_144, 1, sealed)).isInstanceOf(CannotOpen.class);
        assertThatThrownBy(() -> RoomFileSeal.open(random(32, 3), SIZE, 1, sealed)).isInstanceOf(CannotOpen.class);
        for (int length : new int[]{0, 15, 16, sealed.length - 1}) {
            assertThatThrownBy(() -> RoomFileSeal.open(key, SIZE, 1, Arrays.copyOf(sealed, length))).isInstanceOf(
                    CannotOpen.class);
        }
    }

    @Test
    void theChunksOfAPrivateOfferAreOfAnotherKind() {
        var key = random(32, 1);
        var offered = ChunkSeal.seal(key, random(16, 2), 0, random(1_000, 3));
        assertThatThrownBy(() -> RoomFileSeal.open(key, SIZE, 0, offered)).isInstanceOf(CannotOpen.class);
    }
}
