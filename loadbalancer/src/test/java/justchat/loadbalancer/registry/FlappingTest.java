// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.registry;

import org.junit.jupiter.api.Test;

import justchat.loadbalancer.model.ProcessName;

import static org.assertj.core.api.Assertions.assertThat;

class FlappingTest {
    private static final ProcessName SERVER = new ProcessName("ms-1");

    private final Flapping flapping = new Flapping();

    private long expel(long now) {
        flapping.expelled(SERVER, now);
        return flapping.heldMillis(SERVER, now);
    }

    @Test
    void twiceWithinAMinuteIsNothingAndTheThirdTimeItWaits() {
        assertThat(expel(0)).isZero();
        assertThat(expel(1_000)).isZero();
        assertThat(expel(2_000)).isEqualTo(1_000);
        assertThat(flapping.heldMillis(SERVER, 2_999)).isEqualTo(1);
        assertThat(flapping.heldMillis(SERVER, 3_000)).isZero();
        assertThat(flapping.heldMillis(new ProcessName("ms-2"), 2_000)).as("others need not wait").isZero();
    }

    @Test
    void threeTimesOverMoreThanAMinuteIsNothing() {
        for (long now = 0; now < 1_000_000; now += 30_000) {
            assertThat(expel(now)).isZero();
        }
    }

    @Test
    void eachTimeItWaitsTwiceAsLongUpToAMinute() {
        expel(0);
        expel(1);
        long now = 2;
        for (long held : new long[]{1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000}) {
            assertThat(expel(now)).isEqualTo(held);
            now += held + 10_000;
        }
    }

    @Test
    void aMinuteInTheViewIsForgiven() {
        expel(0);
        expel(1);
        expel(2);
        long good = 1_002 + Flapping.WINDOW_MILLIS;
        assertThat(expel(good)).isZero();
        assertThat(expel(good + 1)).isZero();
        assertThat(expel(good + 2)).isEqualTo(1_000);
    }
}
