// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.lane;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LaneSealTest {
    private static final int MOST = 1_000;
    private static final LaneKey KEY = new LaneKey(new byte[LaneKey.TICKET_BYTES], new byte[LaneKey.KEY_BYTES]);

    private final List<Side> sides = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final LaneTickets<String> tickets = new LaneTickets<>(nanos::get);

    /// What a lane's end hears.
    private static final class Ear extends ChannelInboundHandlerAdapter {
        private final List<Object> heard = new ArrayList<>();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var bytes = (ByteBuf) message;
            heard.add(bytes.toString(StandardCharsets.UTF_8));
            bytes.release();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            heard.add(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            heard.add("broken");
            context.close();
        }
    }

    /// One end, as its handlers and the network see it.
    private static final class Side {
        private final Ear ear = new Ear();
        private final EmbeddedChannel channel;

        Side(LaneSeal.End end) {
            channel = new EmbeddedChannel(new LaneSeal(KEY, end, MOST), ear);
        }

        Side says(String... texts) {
            for (var text : texts) {
                channel.writeOutbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
            }
            return this;
        }

        /// What has gone out since, a record each.
        List<byte[]> sent() {
            var all = new ArrayList<byte[]>();
            for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
                all.add(ByteBufUtil.getBytes(next));
                next.release();
            }
            return all;
        }

        List<Object> hears(byte[]... records) {
            for (var record : records) {
                if (channel.isActive()) {
                    channel.writeInbound(Unpooled.copiedBuffer(record));
                }
            }
            return ear.heard;
        }
    }

    @AfterEach
    @AfterTry
    void releaseBuffers() {
        sides.forEach(side -> side.channel.finishAndReleaseAll());
        sides.clear();
    }

    private Side side(LaneSeal.End end) {
        var side = new Side(end);
        sides.add(side);
        return side;
    }

    private Side caller() {
        return side(LaneSeal.End.CALLER);
    }

    private Side called() {
        return side(LaneSeal.End.CALLED);
    }

    @Test
    void theCallerShowsItsTicketAndTheCalledThatItHasTheKey() {
        var caller = caller();
        assertThat(caller.sent()).singleElement().satisfies(hello -> assertThat(hello).hasSize(LaneSeal.HELLO_BYTES)
                .startsWith(LaneSeal.HELLO));
        assertThat(caller.ear.heard).isEmpty();
        assertThat(caller.hears(called().sent().toArray(byte[][]::new))).containsExactly(LaneSeal.Event.OPEN);
    }

    @Test
    void whatGoesInComesOutInWhateverPieces() {
        var caller = caller();
        caller.sent();
        var all = Unpooled.wrappedBuffer(caller.says("one", "", "two", "x".repeat(MOST)).sent().toArray(byte[][]::new));
        var called = called();
        while (all.isReadable()) {
            called.hears(ByteBufUtil.getBytes(all.readSlice(1)));
        }
        assertThat(called.ear.heard).containsExactly(LaneSeal.Event.OPEN, "one", "two", "x".repeat(MOST));
    }

    @Test
    void theSameTextIsNeverTheSameRecord() {
        var caller = caller();
        caller.sent();
        var records = caller.says("same", "same").sent();
        assertThat(records.getFirst()).isNotEqualTo(records.getLast());
        assertThat(new String(records.getFirst(), StandardCharsets.ISO_8859_1)).doesNotContain("same");
    }

    @Property
    void aChangedBitIsSeen(@ForAll @IntRange(min = 0, max = 8 * (4 + 8 + 16) - 1) int bit) {
        var caller = caller();
        caller.sent();
        var record = caller.says("8 bytes.").sent().getFirst();
        record[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(called().hears(record)).doesNotContain("8 bytes.").hasSizeLessThanOrEqualTo(2);
    }

    @Property
    void onlyTheirOwnOrderIsTaken(@ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 3) Integer> order) {
        var caller = caller();
        caller.sent();
        var records = caller.says("0", "1", "2", "3").sent();
        var heard = called().hears(order.stream().map(records::get).toArray(byte[][]::new));
        var expected = new ArrayList<Object>(List.of(LaneSeal.Event.OPEN));
        for (int index = 0; index < order.size(); index++) {
            if (order.get(index) != index) {
                expected.add("broken");
                break;
            }
            expected.add(String.valueOf(index));
        }
        assertThat(heard).isEqualTo(expected);
    }

    @Test
    void whatOneEndSaidIsNotTakenFromTheOther() {
        var called = called();
        var confirmation = called.sent().getFirst();
        assertThat(called.hears(confirmation)).containsExactly(LaneSeal.Event.OPEN, "broken");
    }

    @Test
    void aRecordThatClaimsTooMuchTakesNoMemory() {
        assertThat(called().hears(new byte[]{0x7f, -1, -1, -1})).containsExactly(LaneSeal.Event.OPEN, "broken");
        assertThat(called().hears(new byte[]{-1, -1, -1, -1})).containsExactly(LaneSeal.Event.OPEN, "broken");
        assertThat(called().hears(new byte[]{0, 0, 0, 15})).containsExactly(LaneSeal.Event.OPEN, "broken");
    }

    @Test
    void aTicketIsGoodOnceAndForTenSeconds() {
        var first = tickets.issue("first", _ -> {}).orElseThrow();
        var second = tickets.issue("second", _ -> {}).orElseThrow();
        assertThat(tickets.redeem(first.ticket())).map(LaneTickets.Redeemed::owner).contains("first");
        assertThat(tickets.redeem(first.ticket())).isEmpty();
        nanos.addAndGet(LaneTickets.LIFE_NANOS + 1);
        assertThat(tickets.redeem(second.ticket())).isEmpty();
        assertThat(tickets.redeem(new byte[LaneKey.TICKET_BYTES])).isEmpty();
    }

    @Test
    void onlySoManyWaitAndThoseThatAreLateMakeRoom() {
        for (int number = 0; number < LaneTickets.MAX_WAITING; number++) {
            assertThat(tickets.issue("owner " + number / LaneTickets.MAX_EACH, _ -> {})).isPresent();
        }
        assertThat(tickets.issue("one more", _ -> {})).isEmpty();
        nanos.addAndGet(LaneTickets.LIFE_NANOS + 1);
        assertThat(tickets.issue("later", _ -> {})).isPresent();
    }

    @Test
    void nobodyTakesThePlaceOfAll() {
        for (int number = 0; number < LaneTickets.MAX_EACH; number++) {
            assertThat(tickets.issue("greedy", _ -> {})).isPresent();
        }
        assertThat(tickets.issue("greedy", _ -> {})).isEmpty();
        assertThat(tickets.issue("modest", _ -> {})).isPresent();
    }

    @Test
    void aKeyIsInNoText() {
        assertThat(KEY).hasToString("LaneKey");
    }
}
