// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import justchat.messageserver.model.ContentHash;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerTest {
    private static final long QUOTA = 100;

    private static Content content(int number, long size) {
        return new Content(ContentHash.sha256(new byte[]{(byte) number}), size, 10);
    }

    @Test
    void refusesWhatWouldExceedTheQuotaAndReservesNothing() {
        var ledger = new Ledger(QUOTA);
        assertThat(ledger.hold(content(1, 60))).isPresent();
        assertThat(ledger.hold(content(2, 41))).isEmpty();
        assertThat(ledger.used()).isEqualTo(60);
        assertThat(ledger.hold(content(2, 40))).isPresent();
    }

    @Test
    void countsAContentOfTwoUploadsOnce() {
        var ledger = new Ledger(QUOTA);
        ledger.hold(content(1, 60));
        ledger.hold(content(1, 60));
        assertThat(ledger.used()).isEqualTo(60);
        ledger.release(content(1, 60));
        assertThat(ledger.used()).isEqualTo(60);
    }

    @Test
    void keepsWhatUploadsLeftBehindUntilItsPlaceIsNeeded() {
        var ledger = new Ledger(QUOTA);
        for (int number = 1; number <= 3; number++) {
            ledger.hold(content(number, 34));
            ledger.arrived(content(number, 34), 30);
            ledger.release(content(number, 34));
        }
        assertThat(ledger.used()).isEqualTo(90);
        assertThat(ledger.hold(content(1, 34))).contains(List.of());
        assertThat(ledger.hold(content(4, 36))).contains(List.of(content(2, 34)));
        assertThat(ledger.used()).isEqualTo(100);
        assertThat(ledger.knows(content(2, 34))).isFalse();
        assertThat(ledger.knows(content(3, 34))).isTrue();
    }

    @Test
    void givesBackThePlaceOfAnUploadThatSentNothing() {
        var ledger = new Ledger(QUOTA);
        ledger.hold(content(1, 60));
        ledger.release(content(1, 60));
        assertThat(ledger.used()).isZero();
        assertThat(ledger.knows(content(1, 60))).isFalse();
    }

    @Test
    void promisesWhatIsStillToArrive() {
        var ledger = new Ledger(QUOTA);
        ledger.hold(content(1, 60));
        ledger.arrived(content(1, 60), 25);
        assertThat(ledger.promised()).isEqualTo(35);
        ledger.lost(content(1, 60), 5);
        assertThat(ledger.promised()).isEqualTo(40);
        ledger.release(content(1, 60));
        assertThat(ledger.promised()).isZero();
    }

    /// Against a twin that keeps lists and adds up.
    @Property(tries = 300)
    void usesWhatHeldAndArrivedContentsTakeTogether(@ForAll long seed,
            @ForAll @IntRange(min = 1, max = 200) int steps) {
        var random = new Random(seed);
        var ledger = new Ledger(QUOTA);
        var held = new ArrayList<Content>();
        var arrived = new HashMap<Content, Long>();
        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    int number = random.nextInt(8);
                    var content = content(number, 5 + 7 * number);
                    ledger.hold(content).ifPresent(leaving -> {
                        leaving.forEach(arrived::remove);
                        held.add(content);
                    });
                }
                case 2 -> held.stream().findAny().filter(content -> arrived.getOrDefault(content, 0L) < content.size())
                        .ifPresent(content -> {
                            ledger.arrived(content, 1);
                            arrived.merge(content, 1L, Long::sum);
                        });
                default -> {
                    if (!held.isEmpty()) {
                        ledger.release(held.remove(random.nextInt(held.size())));
                    }
                }
            }
            var counted = new HashMap<>(arrived);
            held.forEach(content -> counted.put(content, content.size()));
            var sum = counted.values().stream().mapToLong(Long::longValue).sum();
            assertThat(ledger.used()).isEqualTo(sum).isLessThanOrEqualTo(QUOTA);
            assertThat(ledger.promised()).isEqualTo(sum - arrived.values().stream().mapToLong(Long::longValue).sum());
        }
    }

    @Test
    void takesTwoClaimsAboutTheSizeOfOneContentForTwo() {
        var ledger = new Ledger(QUOTA);
        ledger.hold(content(1, 1));
        ledger.hold(content(1, 50));
        assertThat(ledger.used()).isEqualTo(51);
    }
}
