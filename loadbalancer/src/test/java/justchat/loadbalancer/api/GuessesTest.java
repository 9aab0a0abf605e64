// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.net.InetAddress;
import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GuessesTest {
    private final Guesses guesses = new Guesses();

    @Test
    void guessingFromManyAddressesIsSlowedAndTheOwnerAtHomeIsNot() {
        guesses.succeeded("elon", "home");
        for (int i = 0; i < Guesses.FREE_PER_NAME; i++) {
            assertThat(guesses.delayMillis("elon", "a" + i, 0)).isZero();
            guesses.failed("elon", "a" + i, 0);
        }
        assertThat(guesses.delayMillis("elon", "one more", 0)).isEqualTo(Guesses.NAME_INTERVAL_MILLIS);
        assertThat(guesses.delayMillis("elon", "home", 0)).isZero();
        assertThat(guesses.delayMillis("tony", "one more", 0)).isZero();
        assertThat(guesses.delayMillis("elon", "one more", Guesses.NAME_INTERVAL_MILLIS)).isZero();
    }

    @Test
    void onePasswordUnderManyNamesIsSlowed() {
        for (int i = 0; i < Guesses.FREE_PER_ADDRESS; i++) {
            guesses.failed("user-" + i, "there", 0);
        }
        assertThat(guesses.delayMillis("one more", "there", 0)).isEqualTo(Guesses.ADDRESS_INTERVAL_MILLIS);
        assertThat(guesses.delayMillis("one more", "elsewhere", 0)).isZero();
    }

    @Property(tries = 200)
    void nobodyWaitsForLongerThanAMinuteWhateverOthersDo(
            @ForAll @Size(max = 300) List<@IntRange(max = 29) Integer> failures) {
        var fresh = new Guesses();
        long now = 0;
        for (int failure : failures) {
            fresh.failed("name-" + failure % 3, "address-" + failure / 3, now);
            assertThat(fresh.delayMillis("name-0", "address-0", now++)).isBetween(0L, 60_000L);
        }
    }

    @Test
    void anUnknownNameIsSlowedLikeAKnownOneThatNobodyGotInUnder() {
        for (int i = 0; i < 70; i++) {
            guesses.failed("known", "a" + i % 9, i);
            guesses.failed("unknown", "b" + i % 9, i);
            assertThat(guesses.delayMillis("known", "a1", i)).isEqualTo(guesses.delayMillis("unknown", "b1", i));
        }
    }

    @Property(tries = 500)
    void aBucketAgreesWithOneThatIsFilledDropByDrop(@ForAll @IntRange(min = 1, max = 5) int burst,
            @ForAll @IntRange(min = 1, max = 50) int interval,
            @ForAll @Size(max = 200) List<@IntRange(max = 120) Integer> pauses) {
        var buckets = new Buckets(burst, interval);
        long now = 0;
        long drops = (long) burst * interval;
        for (int pause : pauses) {
            now += pause;
            drops = Math.min((long) burst * interval, drops + pause);
            assertThat(buckets.delayMillis("key", now)).isEqualTo(Math.max(0, interval - drops));
            if (drops >= interval) {
                buckets.take("key", now);
                drops -= interval;
            }
        }
    }

    @Test
    void aBucketFillsWithTimeAndBucketsAreBounded() {
        var buckets = new Buckets(2, 1_000);
        buckets.take("a", 0);
        assertThat(buckets.delayMillis("a", 0)).isZero();
        buckets.take("a", 0);
        assertThat(buckets.delayMillis("a", 0)).isEqualTo(1_000);
        buckets.take("a", 0);
        assertThat(buckets.delayMillis("a", 0)).as("no emptier than empty").isEqualTo(1_000);
        assertThat(buckets.delayMillis("a", 1_000)).isZero();
        buckets.take("b", 2_000);
        assertThat(buckets.size()).as("a is full again").isEqualTo(1);
        for (int i = 0; i < 2 * Buckets.MAX_KEYS; i++) {
            buckets.take("key-" + i, 2_500);
        }
        assertThat(buckets.size()).isEqualTo(Buckets.MAX_KEYS);
    }

    @Test
    void aNetworkOfIpv6IsOneAddress() throws Exception {
        assertThat(key("2001:db8:1:2::1")).isEqualTo(key("2001:db8:1:2:ffff::9")).isNotEqualTo(key("2001:db8:1:3::1"));
        assertThat(key("192.0.2.1")).isNotEqualTo(key("192.0.2.2")).isEqualTo(key("::ffff:192.0.2.1"));
    }

    private static String key(String address) throws Exception {
        return LoginGuard.key(InetAddress.getByName(address));
    }
}
