// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Several transfers at once on one road.
class SharesTest {
    private static final String ROAD = "tony";
    private static final int CHUNKS = 50;

    /// Moves chunks with as many workers as a pump has; remembers how many it had under way.
    private static final class Transfer {
        private final Shares.Seat seat;
        private final AtomicInteger moving = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final CountDownLatch done = new CountDownLatch(ChunkPump.WINDOW);

        private Transfer(Shares.Seat seat) {
            this.seat = seat;
        }

        private void run() {
            for (var worker = 0; worker < ChunkPump.WINDOW; worker++) {
                Thread.ofVirtual().start(() -> {
                    for (var chunk = 0; chunk < CHUNKS; chunk++) {
                        move();
                    }
                    done.countDown();
                });
            }
        }

        private void move() {
            try {
                seat.take();
                most.accumulateAndGet(moving.incrementAndGet(), Math::max);
                Thread.yield();
                moving.decrementAndGet();
                seat.give();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean isDone() throws InterruptedException {
            return done.await(60, TimeUnit.SECONDS);
        }
    }

    private static List<Transfer> transfers(Shares shares, String road, int number) {
        var all = new ArrayList<Transfer>();
        while (all.size() < number) {
            all.add(new Transfer(shares.join(road)));
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 9})
    void transfersOnOneRoadDivideItsWindowAndAllComeToTheirEnd(int number) throws InterruptedException {
        var all = transfers(new Shares(0), ROAD, number);
        all.forEach(Transfer::run);
        for (var transfer : all) {
            assertThat(transfer.isDone()).isTrue();
            assertThat(transfer.most.get()).isBetween(1, Math.max(1, ChunkPump.WINDOW / number));
        }
    }

    @Test
    void oneThatStandsStillHoldsNoOtherUp() throws InterruptedException {
        var shares = new Shares(0);
        var stuck = shares.join(ROAD);
        stuck.take();
        var other = transfers(shares, ROAD, 1).getFirst();
        other.run();
        assertThat(other.isDone()).isTrue();
        assertThat(other.most.get()).isLessThanOrEqualTo(ChunkPump.WINDOW / 2);
    }

    @Test
    @Timeout(60)
    void otherRoadsAreOthersAndWhoLeavesLeavesItsShare() throws InterruptedException {
        var shares = new Shares(0);
        var left = transfers(shares, ROAD, 8);
        transfers(shares, "carol", 3);
        left.forEach(transfer -> transfer.seat.close());
        var alone = shares.join(ROAD);
        for (var chunk = 0; chunk < ChunkPump.WINDOW; chunk++) {
            alone.take();
        }
    }
}
