// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.session;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.model.Delivery;
import justchat.messageserver.session.ReaderOutboxTest.FakeChannel;

import static org.assertj.core.api.Assertions.assertThat;

class TurnstileTest {
    private static Turnstile turnstile(int attaches, int catchUps) {
        return new Turnstile(new Turnstile.Limits(attaches, catchUps, 20), new Random(7), 0);
    }

    @Test
    void letsInABurstAndThenSoManyPerSecond() {
        var turnstile = turnstile(100, 1);
        assertThat(Stream.generate(() -> turnstile.attach(0)).limit(100)).containsOnly(0);
        assertThat(turnstile.attach(0)).isPositive();
        assertThat(Stream.generate(() -> turnstile.attach(500)).limit(60).filter(wait -> wait == 0)).hasSize(50);
    }

    /// A wave that was turned away does not come back as one.
    @Property(tries = 50)
    void spreadsThoseItTurnsAwayOverTwoSeconds(@ForAll long seed) {
        var turnstile = new Turnstile(new Turnstile.Limits(1, 1, 20), new Random(seed), 0);
        turnstile.attach(0);
        var waits = Stream.generate(() -> turnstile.attach(0)).limit(500).toList();
        assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(200, 2_000));
        assertThat(waits.stream().mapToInt(wait -> wait).average().orElseThrow()).isBetween(1_000.0, 1_200.0);
    }

    @Test
    void givesNoMorePlacesThanThereAreAndEachBackOnce() throws InterruptedException {
        var turnstile = turnstile(1, 2);
        var one = place(turnstile);
        place(turnstile);
        assertThat(turnstile.catchUp()).isInstanceOfSatisfying(Turnstile.Passage.Later.class,
                later -> assertThat(later.retryAfterMillis()).isBetween(200, 2_000));
        one.close();
        one.close();
        place(turnstile);
        assertThat(turnstile.catchUp()).isInstanceOf(Turnstile.Passage.Later.class);
    }

    private static CatchUp place(Turnstile turnstile) throws InterruptedException {
        return ((Turnstile.Passage.Admitted) turnstile.catchUp()).place();
    }

    /// Whether it is taken before or after it is known how much was missed.
    @Property(tries = 100)
    void aReaderKeepsItsPlaceUntilItHasTakenWhatItMissed(@ForAll @IntRange(max = 50) int missed,
            @ForAll @IntRange(max = 60) int before, @ForAll @IntRange(max = 60) int after) {
        var released = new AtomicInteger();
        var place = new CatchUp(released::incrementAndGet);
        place.took(before);
        assertThat(place.isOpen()).isTrue();
        place.missed(missed);
        assertThat(place.isOpen()).isEqualTo(before < missed);
        place.took(after);
        assertThat(place.isOpen()).isEqualTo(before + after < missed);
        place.close();
        assertThat(released).hasValue(1);
    }

    /// It is no work then; and whoever takes nothing on purpose keeps nobody waiting.
    @Test
    void aReaderThatTakesNoMoreOrStopsGivesItsPlaceUp() {
        var session = new Session(ReaderOutboxTest.presence(), 1, new FakeChannel(0));
        for (boolean stops : new boolean[]{true, false}) {
            var place = new CatchUp(() -> {});
            var outbox = new ReaderOutbox(session, "lobby", place);
            place.missed(1_000);
            if (stops) {
                session.stop(outbox);
            } else {
                outbox.offer(new Delivery("lobby", List.of(), Map.of(), VectorClock.empty()));
            }
            assertThat(place.isOpen()).isFalse();
        }
    }
}
