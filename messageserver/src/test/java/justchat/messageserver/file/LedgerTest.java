// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import justchat.messageserver.model.ContentHash;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerTest {
    private static final long QUOTA = 100;

    private static Chunk chunk(int number, int size) {
        return new Chunk(Digest.of(new byte[]{(byte) number}), size);
    }

    @Test
    void refusesWhatWouldExceedTheQuotaAndReservesNothing() {
        var ledger = new Ledger(QUOTA);
        assertThat(ledger.hold(List.of(chunk(1, 60)))).isPresent();
        assertThat(ledger.hold(List.of(chunk(2, 30), chunk(3, 30)))).isEmpty();
        assertThat(ledger.used()).isEqualTo(60);
        assertThat(ledger.hold(List.of(chunk(2, 40)))).isPresent();
    }

    @Test
    void countsAChunkOfTwoFilesOnce() {
        var ledger = new Ledger(QUOTA);
        ledger.hold(List.of(chunk(1, 60), chunk(1, 60)));
        ledger.hold(List.of(chunk(1, 60)));
        assertThat(ledger.used()).isEqualTo(60);
    }

    @Test
    void keepsWhatAnUploadLeftBehindUntilItsPlaceIsNeeded() {
        var ledger = new Ledger(QUOTA);
        for (int number = 1; number <= 3; number++) {
            ledger.hold(List.of(chunk(number, 30)));
            ledger.stored(chunk(number, 30));
            ledger.release(List.of(chunk(number, 30)));
        }
        assertThat(ledger.used()).isEqualTo(90);
        assertThat(ledger.hold(List.of(chunk(4, 40), chunk(1, 30)))).contains(List.of(chunk(2, 30)));
        assertThat(ledger.isStored(chunk(1, 30))).isTrue();
        assertThat(ledger.used()).isEqualTo(100);
    }

    @Test
    void givesBackThePlaceOfAnUploadThatSentNothing() {
        var ledger = new Ledger(QUOTA);
        ledger.hold(List.of(chunk(1, 60)));
        ledger.release(List.of(chunk(1, 60)));
        assertThat(ledger.used()).isZero();
    }

    /// Against a twin that keeps lists and adds up.
    @Property(tries = 300)
    void usesWhatHeldAndStoredChunksTakeTogether(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int steps) {
        var random = new Random(seed);
        var ledger = new Ledger(QUOTA);
        var held = new ArrayList<List<Chunk>>();
        Set<Chunk> stored = new HashSet<>();
        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    var parts = random.ints(random.nextInt(1, 4), 0, 8)
                            .mapToObj(number -> chunk(number, 5 + 7 * number))
                            .toList();
                    ledger.hold(parts).ifPresent(leaving -> {
                        stored.removeAll(leaving);
                        held.add(parts);
                    });
                }
                case 2 -> held.stream().findAny().map(List::getFirst).ifPresent(part -> {
                    ledger.stored(part);
                    stored.add(part);
                });
                default -> {
                    if (!held.isEmpty()) {
                        ledger.release(held.remove(random.nextInt(held.size())));
                    }
                }
            }
            var counted = new HashSet<>(stored);
            held.forEach(counted::addAll);
            assertThat(ledger.used()).isEqualTo(counted.stream().mapToLong(Chunk::size).sum()).isLessThanOrEqualTo(
                    QUOTA);
            assertThat(stored).allMatch(ledger::isStored);
        }
    }

    @Test
    void takesTwoClaimsAboutTheSizeOfOneContentForTwo() {
        var ledger = new Ledger(QUOTA);
        var hash = new ContentHash("0".repeat(64));
        ledger.hold(List.of(new Chunk(hash, 1)));
        ledger.hold(List.of(new Chunk(hash, 50)));
        ledger.stored(new Chunk(hash, 50));
        assertThat(ledger.isStored(new Chunk(hash, 1))).isFalse();
    }
}
