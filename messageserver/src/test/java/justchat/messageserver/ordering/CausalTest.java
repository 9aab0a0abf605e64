// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;

import static justchat.messageserver.ordering.Entries.ONE;
import static justchat.messageserver.ordering.Entries.THREE;
import static justchat.messageserver.ordering.Entries.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CausalTest {
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private final Causal causal = new Causal();
    private final List<String> placed = new ArrayList<>();

    @Test
    void deliversAtOnceWhatDependsOnNothing() {
        offer(ONE, 1, "a", 1);
        offer(TWO, 1, "b", 1);

        assertThat(placed).containsExactly("1.1:1", "2.1:1");
    }

    @Test
    void deliversHeldMessagesOnceTheGapIsFilled() {
        offer(TWO, 1, "b", 1, new Position(ONE, 1));
        offer(TWO, 2, "b", 2);
        assertThat(placed).isEmpty();
        assertThat(causal.held(TWO)).isEqualTo(2);

        offer(ONE, 1, "a", 1);

        assertThat(placed).containsExactly("1.1:1", "2.1:1", "2.1:2");
        assertThat(causal.held(TWO)).isZero();
    }

    @Test
    void deliversNothingBeforeAnyOfItsDependencies() {
        offer(THREE, 1, "c", 1, new Position(ONE, 2), new Position(TWO, 1));
        offer(ONE, 1, "a", 1);
        offer(TWO, 1, "b", 1);
        assertThat(placed).containsExactly("1.1:1", "2.1:1");

        offer(ONE, 2, "a", 2);

        assertThat(placed).containsExactly("1.1:1", "2.1:1", "1.1:2", "3.1:1");
    }

    @Test
    void deliversTheMessagesOfOneInstanceInSequenceAcrossServers() {
        offer(TWO, 1, "a", 2);
        offer(THREE, 1, "a", 3);
        assertThat(placed).isEmpty();

        offer(ONE, 1, "a", 1);

        assertThat(placed).containsExactly("1.1:1", "2.1:1", "3.1:1");
    }

    @Test
    void showsARetryThatCameByTwoServersOnce() {
        offer(ONE, 1, "a", 1);
        offer(TWO, 1, "a", 1);
        offer(TWO, 2, "a", 2);

        assertThat(placed).containsExactly("1.1:1", "2.1:1 COPY", "2.1:2");
        assertThat(causal.delivered(TWO)).isEqualTo(2);
        assertThat(causal.lastShown(Entries.instance("a"))).isEqualTo(2);
    }

    @Test
    void refusesEntriesOutOfSequence() {
        offer(ONE, 1, "a", 1);

        assertThatThrownBy(() -> offer(ONE, 3, "a", 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> offer(ONE, 1, "a", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private void offer(Origin origin, long sequence, String author, long messageSequence, Position... dependencies) {
        var vector = VersionVector.empty();
        for (var dependency : dependencies) {
            vector = vector.with(dependency);
        }
        causal.offer(Entries.entry(origin, sequence, author, messageSequence, vector),
                one -> placed.add(Entries.say(one)));
    }

    @Test
    void costsNoMoreForEveryEntryThatIsHeldBack() {
        int count = 200_000;
        var last = VersionVector.of(Map.of(ONE, (long) count));
        long started = CPU.getCurrentThreadCpuTime();
        for (int i = 1; i <= count; i++) {
            offer(TWO, i, "b", i, new Position(ONE, count));
        }
        for (int i = 1; i <= count; i++) {
            offer(ONE, i, "a", i);
        }

        assertThat(causal.delivered()).isEqualTo(last.with(new Position(TWO, count)));
        // Of this thread's own time. Quadratic would be 40 billion looks; linear is a fraction of a second.
        assertThat(CPU.getCurrentThreadCpuTime() - started).isLessThan(20_000_000_000L);
    }
}
