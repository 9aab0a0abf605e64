// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The decisions of a session, without threads: silence, backoff, window.
class PureTest {
    private static final long TICK = 50;

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void silenceOf750MillisecondsIsNoticedWithinOneTick() {
        var silence = new Silence(750, TICK, 0);
        for (var millis = TICK; millis < 750; millis += TICK) {
            assertThat(silence.tick(nanos(millis))).isFalse();
        }
        assertThat(silence.tick(nanos(750))).isTrue();
        assertThat(silence.silentMillis()).isEqualTo(750);
    }

    @Test
    void aProcessThatWasItselfStoppedDoesNotBlameTheServer() {
        var silence = new Silence(750, TICK, 0);
        assertThat(silence.tick(nanos(TICK))).isFalse();
        assertThat(silence.tick(nanos(30_000))).isFalse();
        assertThat(silence.tick(nanos(30_050))).isFalse();
        silence.heard();
        assertThat(silence.silentMillis()).isZero();
    }

    @Property(tries = 300)
    void neverBlamesBeforeTheLimitHasPassedOnAnyClock(@ForAll @Size(max = 60) List<@IntRange(max = 400) Integer> gaps) {
        var silence = new Silence(750, TICK, 0);
        var now = 0L;
        for (var gap : gaps) {
            now += gap;
            if (silence.tick(nanos(now))) {
                assertThat(now).isGreaterThanOrEqualTo(750);
            }
        }
    }

    @Property(tries = 200)
    void backoffStaysWithinItsBoundsAndGrows(@ForAll @DoubleRange(max = 1) double chance) {
        var backoff = new Backoff();
        var ceiling = Backoff.FIRST_MILLIS;
        for (var round = 0; round < 12; round++) {
            assertThat(backoff.nextMillis(chance)).isBetween(ceiling / 5, ceiling);
            ceiling = Math.min(2 * ceiling, Backoff.LAST_MILLIS);
        }
        assertThat(backoff.nextMillis(1)).isEqualTo(5_000);
    }

    /// Against the obvious twin: a list of all that came, and a counter.
    @Property(tries = 500)
    void theWindowLetsOutInOrderAndNeverMoreThanItsSize(
            @ForAll @Size(max = 200) List<@IntRange(max = 2) Integer> steps) {
        var window = new Window<Integer>(4, 10);
        var waiting = new ArrayDeque<Integer>();
        var out = new ArrayList<Integer>();
        var flying = 0;
        var next = 0;
        for (var step : steps) {
            if (step == 0) {
                assertThat(window.add(next)).isEqualTo(waiting.size() < 10);
                if (waiting.size() < 10) {
                    waiting.add(next);
                }
                next++;
            } else if (step == 1 && flying > 0) {
                window.landed();
                flying--;
            } else {
                var expected = new ArrayList<Integer>();
                while (flying + expected.size() < 4 && !waiting.isEmpty()) {
                    expected.add(waiting.poll());
                }
                assertThat(window.takeOff()).isEqualTo(expected);
                flying += expected.size();
                out.addAll(expected);
            }
            assertThat(flying).isLessThanOrEqualTo(4);
        }
        assertThat(out).isSorted();
    }
}
