// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;

import static justchat.messageserver.ordering.Entries.ONE;
import static justchat.messageserver.ordering.Entries.TWO;
import static justchat.messageserver.ordering.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FifoTest {
    private final Fifo fifo = new Fifo();
    private final List<String> placed = new ArrayList<>();

    @Test
    void showsWhatOneInstanceSaysInSequenceAcrossServers() {
        offer(TWO, 1, "a", 2);
        assertThat(placed).isEmpty();
        assertThat(fifo.held(TWO)).isEqualTo(1);

        offer(ONE, 1, "a", 1);

        assertThat(placed).containsExactly("1.1:1", "2.1:1");
        assertThat(fifo.held(TWO)).isZero();
    }

    @Test
    void waitsForNothingThatOthersSaid() {
        var answer = entry(TWO, 1, "b", 1, VersionVector.empty().with(new Position(ONE, 7)));
        fifo.offer(answer, one -> placed.add(Entries.say(one)));

        assertThat(placed).containsExactly("2.1:1");
    }

    @Test
    void showsARetryThatCameByTwoServersOnce() {
        offer(ONE, 1, "a", 1);
        offer(TWO, 1, "a", 1);

        assertThat(placed).containsExactly("1.1:1", "2.1:1 COPY");
    }

    @Test
    void refusesEntriesOutOfSequence() {
        assertThatThrownBy(() -> offer(ONE, 2, "a", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private void offer(Origin origin, long sequence, String author, long message) {
        fifo.offer(entry(origin, sequence, author, message), one -> placed.add(Entries.say(one)));
    }
}
