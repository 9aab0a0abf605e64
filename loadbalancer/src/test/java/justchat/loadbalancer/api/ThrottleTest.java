// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ThrottleTest {
    private final Throttle throttle = new Throttle();

    @Test
    void fiveFailuresAreFreeThenTheDelayDoubles() {
        long now = 0;
        for (int i = 1; i < Throttle.FREE; i++) {
            throttle.failed("elon", now);
            assertThat(throttle.delayMillis("elon", now)).isZero();
        }
        for (long delay : new long[]{1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000}) {
            throttle.failed("elon", now);
            assertThat(throttle.delayMillis("elon", now)).isEqualTo(delay);
            now += delay;
            assertThat(throttle.delayMillis("elon", now)).isZero();
        }
        assertThat(throttle.delayMillis("tony", now)).as("others").isZero();
        throttle.succeeded("elon");
        throttle.failed("elon", now);
        assertThat(throttle.delayMillis("elon", now)).as("begins anew").isZero();
    }

    @Test
    void isForgottenAfterAQuietQuarterOfAnHour() {
        for (int i = 0; i < 20; i++) {
            throttle.failed("elon", 0);
        }
        throttle.delayMillis("elon", Throttle.FORGET_MILLIS);
        throttle.failed("elon", Throttle.FORGET_MILLIS);
        assertThat(throttle.delayMillis("elon", Throttle.FORGET_MILLIS)).isZero();
    }

    @Property(tries = 100)
    void nobodyIsEverLockedOutForLongerThanAMinute(@ForAll @IntRange(max = 10_000) int failures) {
        var fresh = new Throttle();
        for (int i = 0; i < failures; i++) {
            fresh.failed("elon", i);
        }
        assertThat(fresh.delayMillis("elon", failures)).isBetween(0L, Throttle.MAX_DELAY_MILLIS);
    }
}
