// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import justchat.messageserver.model.ContentHash;

import static org.assertj.core.api.Assertions.assertThat;

class AllotmentTest {
    private static final long QUOTA = 100;
    private static final long GRACE = 10;

    private static ContentHash file(int number) {
        return ContentHash.sha256(new byte[]{(byte) number});
    }

    @Test
    void theLastByteFitsAndOneMoreDoesNot() {
        var allotment = new Allotment(QUOTA, GRACE);
        assertThat(allotment.take("elon", file(1), 40, Map.of(file(2), 60L), 0)).isTrue();
        assertThat(allotment.take("elon", file(3), 1, Map.of(file(2), 60L), 0)).isFalse();
        assertThat(allotment.take("tony", file(3), 100, Map.of(), 0)).as("another user").isTrue();
        assertThat(allotment.take("elon", file(1), 40, Map.of(file(2), 60L), 0)).as("the same again").isTrue();
        assertThat(allotment.take("ada", file(4), Long.MAX_VALUE, Map.of(file(2), 60L), 0)).isFalse();
    }

    /// Against a twin that keeps all there ever was, and adds up what still counts.
    @Property(tries = 300)
    void countsWhatIsToldOfAndWhatIsOnItsWayEachContentOnce(@ForAll long seed,
            @ForAll @IntRange(min = 1, max = 100) int steps) {
        var random = new Random(seed);
        var allotment = new Allotment(QUOTA, GRACE);
        Map<ContentHash, Long> announced = new HashMap<>();
        Map<ContentHash, Long> until = new HashMap<>();
        long now = 0;
        for (int step = 0; step < steps; step++) {
            now += random.nextInt(4);
            int number = random.nextInt(1, 9);
            long size = number * 7L;
            long at = now;
            Map<ContentHash, Long> counts = new HashMap<>(announced);
            until.forEach((file, end) -> {
                if (end >= at) {
                    counts.put(file, sizeOf(file));
                }
            });
            long sum = counts.values().stream().mapToLong(Long::longValue).sum();
            assertThat(allotment.taken("elon", announced, now)).isEqualTo(sum);
            switch (random.nextInt(4)) {
                case 0 -> {
                    allotment.giveBack("elon", file(number));
                    until.remove(file(number));
                }
                case 1 -> {
                    if (announced.remove(file(number)) == null) {
                        announced.put(file(number), size);
                    }
                }
                default -> {
                    boolean fits = counts.containsKey(file(number)) || sum + size <= QUOTA;
                    assertThat(allotment.take("elon", file(number), size, announced, now)).isEqualTo(fits);
                    if (fits) {
                        until.put(file(number), now + GRACE);
                    }
                }
            }
        }
    }

    private static long sizeOf(ContentHash file) {
        for (int number = 1; number < 9; number++) {
            if (file(number).equals(file)) {
                return number * 7L;
            }
        }
        throw new AssertionError(file);
    }
}
