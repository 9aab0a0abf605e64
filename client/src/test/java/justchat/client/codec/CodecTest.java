// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

import justchat.client.file.Chunks;
import justchat.client.file.FileManifest;
import justchat.client.model.Entry;
import justchat.client.model.Instance;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.Origin;
import justchat.client.model.Payload;
import justchat.client.model.Seen;
import justchat.client.model.SentMessage;
import justchat.logs.clock.VectorClock;
import justchat.wire.FileNotice;
import justchat.wire.Position;
import justchat.wire.PrivateContent;
import justchat.wire.PrivateReceipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CodecTest {
    private static final String OFFER = "00112233445566778899aabbccddeeff";

    private static justchat.wire.Entry wireEntry() {
        return new justchat.wire.Entry(new justchat.wire.Origin(1, 2), 3,
                new justchat.wire.MessageId(ByteBuffer.wrap(new byte[16]), 4), "elon", List.of(), 5,
                justchat.wire.Payload.text("hi"), 3, 0);
    }

    @Test
    void anEntryIsTranslatedWhole() throws Malformed {
        assertThat(RoomCodec.entries(List.of(wireEntry()))).containsExactly(new Entry(new Origin(1, 2), 3,
                new MessageId(Instance.of(new byte[16]), 4), "elon", 5, new Payload.Text("hi")));
    }

    @Test
    void anEntryThatBreaksTheProtocolIsMalformed() {
        assertThatThrownBy(() -> RoomCodec.entry(wireEntry().setSequence(0))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> RoomCodec.entry(wireEntry().setAuthor(""))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> RoomCodec.entry(wireEntry().setAuthor("x".repeat(65)))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> RoomCodec.entry(wireEntry().setId(
                new justchat.wire.MessageId(ByteBuffer.wrap(new byte[15]), 4)))).isInstanceOf(Malformed.class);
        assertThat(RoomCodec.entries(List.of(wireEntry(), wireEntry().setSequence(0), wireEntry()))).hasSize(2);
        for (var size : new long[]{-1, 0, Chunks.MAX_FILE_BYTES + 1}) {
            assertThatThrownBy(() -> FileCodec.file(new FileNotice("x", size, ByteBuffer.wrap(new byte[32]))))
                    .isInstanceOf(Malformed.class);
        }
        assertThatThrownBy(() -> FileCodec.file(new FileNotice("x", 1, ByteBuffer.wrap(new byte[31]))))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void oneFileOrSessionThatMakesNoSenseHidesNoOther() throws Malformed {
        var good = new justchat.wire.PublicFile(new FileNotice("x", 1, ByteBuffer.wrap(new byte[32])), "elon", 1)
                .setRoom("lobby").setMessage(new justchat.wire.MessageId(ByteBuffer.wrap(new byte[16]), 1));
        var bad = good.deepCopy().setOwner("");
        var lost = good.deepCopy().setRoom(null);
        var unnamed = good.deepCopy().setMessage(null);
        assertThat(FileCodec.publicFiles(List.of(bad, lost, unnamed, good))).hasSize(1);
        var session = new justchat.wire.Session("elon", ByteBuffer.wrap(new byte[16]), 1,
                new justchat.wire.Address("10.0.0.1", 4000));
        var odd = session.deepCopy().setInstance(new byte[15]);
        var silent = session.deepCopy().setDirect(new justchat.wire.Address("10.0.0.1", 0));
        var nowhere = session.deepCopy().setDirect(new justchat.wire.Address("10.0.0.1", 70_000));
        assertThat(DirectoryCodec.location(new justchat.wire.Location("elon", ByteBuffer.wrap(new byte[64]),
                List.of(odd, silent, nowhere, session))).sessions()).hasSize(1);
        assertThatThrownBy(() -> DirectoryCodec.location(new justchat.wire.Location("elon",
                ByteBuffer.wrap(new byte[63]), List.of()))).isInstanceOf(Malformed.class);
    }

    @Test
    void aPayloadOfTheFutureIsUnknownAndNoError() throws Malformed {
        assertThat(RoomCodec.entry(wireEntry().setPayload(new justchat.wire.Payload())).payload())
                .isEqualTo(new Payload.Unknown());
    }

    @Property(tries = 200)
    void aVectorSurvivesTheWire(@ForAll @Size(max = 20) Map<@IntRange(max = 9) Integer, @LongRange(min = 1) Long> raw)
            throws Malformed {
        var positions = new TreeMap<Origin, Long>();
        raw.forEach((server, sequence) -> positions.put(new Origin(server, 1), sequence));
        var seen = new Seen(positions);
        assertThat(RoomCodec.seen(RoomCodec.seen(seen))).isEqualTo(seen);
    }

    @Test
    void aVectorWithANegativePlaceIsMalformed() {
        assertThatThrownBy(() -> RoomCodec.seen(List.of(new Position(new justchat.wire.Origin(1, 1), -1))))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void aWrongTraceClockCountsAsNone() {
        assertThat(ClockCodec.fromWire(null)).isEqualTo(VectorClock.empty());
        assertThat(ClockCodec.fromWire(Map.of("lb-1", -1L))).isEqualTo(VectorClock.empty());
        assertThat(ClockCodec.fromWire(Map.of("lb-1", 7L)).at("lb-1")).isEqualTo(7);
    }

    @Property(tries = 200)
    void privateTextSurvivesTheWire(@ForAll @StringLength(max = 500) String text) throws Malformed {
        var valid = new String(text.getBytes(StandardCharsets.UTF_8),
                StandardCharsets.UTF_8);
        assertThat(PrivateCodec.decode(PrivateCodec.encode(new PrivateMessage.Text(valid))))
                .isEqualTo(new PrivateMessage.Text(valid));
    }

    @Test
    void anOfferAndItsAnswersSurviveTheWire() throws Malformed {
        var manifest = new FileManifest("plan.pdf", Chunks.BYTES + 1L, List.of(new byte[32], new byte[32]));
        var offer = new PrivateMessage.Offer(OFFER, manifest, new byte[32], 99);
        assertThat(PrivateCodec.decode(PrivateCodec.encode(offer))).isInstanceOfSatisfying(PrivateMessage.Offer.class,
                back -> {
                    assertThat(back.manifest()).isEqualTo(manifest);
                    assertThat(back.offer()).isEqualTo(OFFER);
                    assertThat(back.key()).isEqualTo(new byte[32]);
                    assertThat(back.toString()).isEqualTo("Offer[" + OFFER + "]");
                });
        for (var outcome : PrivateMessage.Outcome.values()) {
            var answer = new PrivateMessage.Answer(OFFER, outcome);
            assertThat(PrivateCodec.decode(PrivateCodec.encode(answer))).isEqualTo(answer);
        }
    }

    @Test
    void aReceiptSurvivesTheWireAndIsBounded() throws Malformed {
        var ids = new ArrayList<MessageId>();
        for (int i = 1; i <= Limits.RECEIPTS; i++) {
            ids.add(new MessageId(new Instance(OFFER), i));
        }
        for (var news : SentMessage.News.values()) {
            var receipt = new PrivateMessage.Receipt(ids, news);
            assertThat(PrivateCodec.decode(PrivateCodec.encode(receipt))).isEqualTo(receipt);
        }
        for (var wrong : List.of(List.<justchat.wire.MessageId>of(), Collections.nCopies(Limits.RECEIPTS + 1, RoomCodec
                .id(ids.getFirst())))) {
            var bytes = EnvelopeCodec.encode(PrivateContent.receipt(new PrivateReceipt(wrong, false)));
            assertThatThrownBy(() -> PrivateCodec.decode(bytes)).isInstanceOf(Malformed.class);
        }
    }

    /// Whatever bytes a hostile peer seals: an answer or Malformed, nothing else.
    @Property(tries = 2000)
    void anyBytesAreDecodedOrMalformed(@ForAll @Size(max = 300) byte[] bytes) {
        try {
            assertThat(PrivateCodec.decode(bytes)).isNotNull();
        } catch (Malformed e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Property(tries = 1000)
    void aDamagedOfferIsDecodedOrMalformed(@ForAll @IntRange(max = 10_000) int at, @ForAll byte value) {
        var bytes = PrivateCodec.encode(new PrivateMessage.Offer(OFFER,
                new FileManifest("plan.pdf", 5, List.of(new byte[32])), new byte[32], 99));
        bytes[at % bytes.length] = value;
        anyBytesAreDecodedOrMalformed(bytes);
        anyBytesAreDecodedOrMalformed(Arrays.copyOf(bytes, at % bytes.length));
    }
}
