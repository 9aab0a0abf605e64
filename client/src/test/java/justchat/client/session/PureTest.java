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
    void theNameOfADeviceIsCutBetweenCharacters(@ForAll String name) {
        var cut = Device.cut(name);
        assertThat(cut.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(64);
        assertThat(name).startsWith(cut);
        assertThat(cut.isEmpty() || !Character.isHighSurrogate(cut.charAt(cut.length() - 1)) || cut.equals(name)
                || !Character.isLowSurrogate(name.charAt(cut.length()))).isTrue();
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

    /// Against the obvious twin: lists of all that came, and counters.
    @Property(tries = 500)
    void theWindowLetsOutEachLaneInOrderAndNeverMoreThanItsSizes(
            @ForAll @Size(max = 300) List<@IntRange(max = 5) Integer> steps) {
        var window = new Window<Integer>(3, 5, 12);
        var waiting = List.of(new ArrayDeque<Integer>(), new ArrayDeque<Integer>());
        var flying = new int[2];
        var out = List.of(new ArrayList<Integer>(), new ArrayList<Integer>());
        var next = 0;
        for (var step : steps) {
            var lane = step % 2;
            switch (step / 2) {
                case 0 -> {
                    var room = waiting.get(0).size() + waiting.get(1).size() < 12;
                    assertThat(window.add("lane " + lane, next)).isEqualTo(room);
                    if (room) {
                        waiting.get(lane).add(next);
                    }
                    next++;
                }
                case 1 -> {
                    if (flying[lane] > 0) {
                        window.landed("lane " + lane);
                        flying[lane]--;
                    }
                }
                default -> {
                    for (var item : window.takeOff()) {
                        var from = waiting.get(0).contains(item) ? 0 : 1;
                        assertThat(waiting.get(from).poll()).isEqualTo(item);
                        out.get(from).add(item);
                        flying[from]++;
                    }
                    assertThat(flying[0] + flying[1]).isLessThanOrEqualTo(5);
                    for (var one = 0; one < 2; one++) {
                        assertThat(flying[one]).isLessThanOrEqualTo(3);
                        assertThat(waiting.get(one).isEmpty() || flying[one] == 3 || flying[0] + flying[1] == 5)
                                .isTrue();
                    }
                }
            }
        }
        assertThat(out.get(0)).isSorted();
        assertThat(out.get(1)).isSorted();
    }
}
