// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.Test;

import justchat.wire.Address;
import justchat.wire.Delivery;
import justchat.wire.Entry;
import justchat.wire.Member;
import justchat.wire.MessageId;
import justchat.wire.Move;
import justchat.wire.Origin;
import justchat.wire.Payload;
import justchat.wire.Position;
import justchat.wire.Reader;

import static org.assertj.core.api.Assertions.assertThat;

class FramesTest {
    @Property(tries = 50)
    void theNumberOfEntriesIsReadWithoutReadingThem(@ForAll @IntRange(max = 300) int count) throws TException {
        var message = delivery(count);
        assertThat(Frames.isDelivery(Frames.header(message))).isTrue();
        assertThat(Frames.entries(message)).isEqualTo(count).isEqualTo(Frames.delivery(message).getEntriesSize());
    }

    @Property(tries = 500)
    void whatIsNoDeliveryIsRefusedAndNothingWorse(@ForAll @Size(max = 100) byte[] bytes) {
        try {
            Frames.entries(bytes);
        } catch (TException refused) {
            assertThat(refused).isNotNull();
        }
    }

    @Test
    void whereToGoIsReadFromAMove() throws TException {
        var member = new Member(new Origin(2, 1), "ms-2", new Address("127.0.0.1", 4711),
                new Address("127.0.0.1", 4712), 1);
        var frame = Frames.of("move", TMessageType.ONEWAY, 0, new Reader.move_args(new Move(member, 500)));
        var message = Arrays.copyOfRange(frame, 4, frame.length);
        assertThat(Frames.isMove(Frames.header(message))).isTrue();
        assertThat(Frames.move(message)).isEqualTo(new Move(member, 500));
        assertThat(Frames.isMove(Frames.header(delivery(1)))).isFalse();
    }

    private static byte[] delivery(int count) {
        var entry = new Entry(new Origin(1, 1), 1, new MessageId(ByteBuffer.allocate(16), 1), "ann",
                Collections.nCopies(2, new Position(new Origin(1, 1), 5)), 0, Payload.text("hello"), 1, 0);
        var frame = Frames.of("deliver", TMessageType.ONEWAY, 0,
                new Reader.deliver_args(new Delivery("lobby", Collections.nCopies(count, entry))));
        return Arrays.copyOfRange(frame, 4, frame.length);
    }
}
