// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.nio.ByteBuffer;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import justchat.wire.Entry;
import justchat.wire.MessageId;
import justchat.wire.Order;
import justchat.wire.Origin;
import justchat.wire.Payload;
import justchat.wire.Position;

import static org.assertj.core.api.Assertions.assertThat;

class OrderCheckTest {
    private static final Origin ONE = new Origin(1, 1);
    private static final Origin TWO = new Origin(2, 1);

    @ParameterizedTest
    @EnumSource
    void nothingMayBeShownTwice(Order order) {
        var check = new OrderCheck(order, List.of());
        assertThat(check.shown(entry(ONE, 1, "ann", 1))).isEmpty();
        assertThat(check.shown(entry(TWO, 1, "ann", 1))).hasValueSatisfying(what -> assertThat(what).contains("twice"));
    }

    @ParameterizedTest
    @EnumSource(names = "UNORDERED", mode = EnumSource.Mode.EXCLUDE)
    void anAuthorIsShownInOrderWhereverItPosts(Order order) {
        var check = new OrderCheck(order, List.of());
        assertThat(check.shown(entry(TWO, 1, "ann", 2))).isEmpty();
        assertThat(check.shown(entry(ONE, 1, "ann", 1)))
                .hasValueSatisfying(what -> assertThat(what).contains("number 1 of ann", "after number 2"));
        assertThat(check.shown(entry(ONE, 2, "bob", 1))).as("others do not wait for it").isEmpty();
    }

    @Test
    void anUnorderedRoomMayShowAnAuthorInAnyOrder() {
        var check = new OrderCheck(Order.UNORDERED, List.of());
        assertThat(check.shown(entry(ONE, 2, "ann", 2))).isEmpty();
        assertThat(check.covered()).as("there is a gap before it").isEmpty();
        assertThat(check.shown(entry(ONE, 1, "ann", 1))).isEmpty();
        assertThat(check.covered()).containsExactly(new Position(ONE, 2));
    }

    @ParameterizedTest
    @EnumSource(names = {"CAUSAL", "TOTAL"})
    void nothingIsShownBeforeWhatItsAuthorHadSeen(Order order) {
        var check = new OrderCheck(order, List.of());
        var answer = entry(TWO, 1, "bob", 1, new Position(ONE, 1));
        assertThat(check.shown(answer)).hasValueSatisfying(what -> assertThat(what).contains("before 1 of 1.1"));
        var other = new OrderCheck(order, List.of());
        assertThat(other.shown(entry(ONE, 1, "ann", 1))).isEmpty();
        assertThat(other.shown(answer)).isEmpty();
        assertThat(other.texts()).hasSize(2);
    }

    @Test
    void whatTheServerTookForShownIsNotWaitedFor() {
        var check = new OrderCheck(Order.CAUSAL, List.of(new Position(ONE, 7)));
        assertThat(check.shown(entry(TWO, 1, "bob", 1, new Position(ONE, 7)))).isEmpty();
        assertThat(check.shown(entry(TWO, 2, "bob", 2, new Position(ONE, 8)))).isPresent();
    }

    @Test
    void whatIsNoTextCountsForTheOrderOnly() {
        var check = new OrderCheck(Order.CAUSAL, List.of());
        assertThat(check.shown(entry(ONE, 1, "ann", 1).setPayload(Payload.membership(true)))).isEmpty();
        assertThat(check.textCount()).isZero();
        assertThat(check.covered()).containsExactly(new Position(ONE, 1));
    }

    private static Entry entry(Origin origin, long sequence, String author, long number, Position... needed) {
        var instance = new byte[16];
        instance[0] = (byte) author.charAt(0);
        return new Entry(origin, sequence, new MessageId(ByteBuffer.wrap(instance), number), author, List.of(needed), 0,
                Payload.text("hello"), 1, 0);
    }
}
