// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;

import static justchat.messageserver.ordering.Entries.ONE;
import static justchat.messageserver.ordering.Entries.TWO;
import static justchat.messageserver.ordering.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UnorderedTest {
    private final Unordered unordered = new Unordered();
    private final List<String> placed = new ArrayList<>();

    @Test
    void showsAtOnceWhateverIsMissing() {
        offer(TWO, 1, "a", 3);
        offer(ONE, 1, "a", 1);

        assertThat(placed).containsExactly("2.1:1", "1.1:1");
        assertThat(isShown(1)).isTrue();
        assertThat(isShown(2)).isFalse();
        assertThat(isShown(3)).isTrue();
        assertThat(unordered.lastShown(Entries.instance("a"))).isEqualTo(3);
    }

    @Test
    void showsARetryThatCameByTwoServersOnceHoweverLate() {
        offer(ONE, 1, "a", 1);
        for (int i = 3; i <= 5_000; i++) {
            offer(ONE, i - 1, "a", i);
        }
        placed.clear();
        offer(TWO, 1, "a", 1);
        offer(TWO, 2, "a", 2);
        offer(TWO, 3, "a", 2);

        assertThat(placed).containsExactly("2.1:1 COPY", "2.1:2", "2.1:3 COPY");
    }

    @Test
    void refusesEntriesOutOfSequence() {
        assertThatThrownBy(() -> offer(ONE, 2, "a", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private boolean isShown(long sequence) {
        return unordered.isShown(new MessageId(Entries.instance("a"), sequence));
    }

    private void offer(Origin origin, long sequence, String author, long message) {
        unordered.offer(entry(origin, sequence, author, message), one -> placed.add(Entries.say(one)));
    }
}
