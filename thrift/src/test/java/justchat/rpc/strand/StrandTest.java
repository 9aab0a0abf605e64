// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.strand;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StrandTest {

    @Test
    void runsStepsOfManyThreadsOneAtATimeAndEachThreadsInOrder() {
        var threads = 8;
        var each = 2_000;
        var seen = new ArrayList<int[]>();
        var inside = new AtomicInteger();
        var overlaps = new AtomicInteger();
        try (var strand = new Strand("test", threads * each);
                var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var thread = 0; thread < threads; thread++) {
                var who = thread;
                senders.execute(() -> IntStream.range(0, each).forEach(step -> strand.tell(() -> {
                    overlaps.addAndGet(inside.getAndIncrement());
                    seen.add(new int[]{who, step});
                    inside.decrementAndGet();
                })));
            }
        }
        assertThat(overlaps).hasValue(0);
        assertThat(seen).hasSize(threads * each);
        for (var thread = 0; thread < threads; thread++) {
            var who = thread;
            assertThat(seen.stream().filter(step -> step[0] == who).map(step -> step[1]))
                    .containsExactlyElementsOf(IntStream.range(0, each).boxed().toList());
        }
    }

    @Test
    void refusesBeyondItsCapacityAndAcceptsAgainBelow() throws Exception {
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var ran = new CountDownLatch(3);
        try (var strand = new Strand("test", 2)) {
            assertThat(strand.tell(() -> {
                entered.countDown();
                await(release);
                ran.countDown();
            })).isTrue();
            await(entered);
            assertThat(strand.tell(ran::countDown)).isTrue();
            assertThat(strand.tell(ran::countDown)).isTrue();
            assertThat(strand.tell(() -> {})).isFalse();
            assertThat(strand.waiting()).isEqualTo(2);
            release.countDown();
            await(ran);
            assertThat(strand.tell(() -> {})).isTrue();
        }
    }

    @Test
    void closeRunsWhatIsQueuedAndRefusesTheRest() {
        var ran = new ArrayList<Integer>();
        var strand = new Strand("test", 100);
        IntStream.range(0, 100).forEach(step -> strand.tell(() -> ran.add(step)));
        strand.close();
        assertThat(ran).hasSize(100);
        assertThat(strand.tell(() -> ran.add(100))).isFalse();
        strand.close();
        assertThat(ran).hasSize(100);
    }

    @Test
    void aStepMayCloseItsOwnStrand() throws Exception {
        var closed = new CountDownLatch(1);
        var after = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var strand = new Strand("test", 10);
        strand.tell(() -> {
            await(release);
            strand.close();
            closed.countDown();
        });
        strand.tell(after::countDown);
        release.countDown();
        await(closed);
        await(after);
    }

    @Test
    void aStepThatThrowsDoesNotStopTheNext() {
        var ran = new AtomicBoolean();
        try (var strand = new Strand("test", 10)) {
            strand.tell(() -> {
                throw new IllegalStateException("broken on purpose");
            });
            strand.tell(() -> ran.set(true));
        }
        assertThat(ran).isTrue();
    }

    @Test
    void aStepSeesWhatTheStepsBeforeItDid() {
        var sum = new int[1];
        try (var strand = new Strand("test", 10_000)) {
            for (var i = 0; i < 10_000; i++) {
                strand.tell(() -> sum[0]++);
            }
        }
        assertThat(List.of(sum[0])).containsExactly(10_000);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
