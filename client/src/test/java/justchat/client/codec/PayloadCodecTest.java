// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TCompactProtocol;
import org.junit.jupiter.api.Test;

import justchat.client.file.Chunks;
import justchat.client.model.ContentHash;
import justchat.client.model.FileInfo;
import justchat.client.model.FileSeal;
import justchat.client.model.Instance;
import justchat.client.model.Measure;
import justchat.client.model.MessageId;
import justchat.client.model.Origin;
import justchat.client.model.Payload;
import justchat.client.model.RoomLock;
import justchat.client.model.SealedLetter;
import justchat.client.model.SealedMessage;
import justchat.client.model.Seen;
import justchat.wire.Collected;
import justchat.wire.Delivery;
import justchat.wire.Edit;
import justchat.wire.Entry;
import justchat.wire.Epoch;
import justchat.wire.Erase;
import justchat.wire.Erased;
import justchat.wire.FileNotice;
import justchat.wire.Fold;
import justchat.wire.Letter;
import justchat.wire.Marker;
import justchat.wire.Position;
import justchat.wire.Reaction;
import justchat.wire.Reply;
import justchat.wire.Sanction;
import justchat.wire.Setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Every kind of entry, to the wire as bytes and back, and what hostile bytes
/// come to.
class PayloadCodecTest {
    private static final justchat.wire.MessageId ID = new justchat.wire.MessageId(ByteBuffer.wrap(new byte[16]), 1);

    @Provide
    Arbitrary<Payload> postable() {
        var text = Arbitraries.strings().ofMaxLength(100).filter(PayloadCodecTest::isUnicode);
        var id = Combinators.combine(Arbitraries.bytes().array(byte[].class).ofSize(Instance.BYTES),
                Arbitraries.longs().greaterOrEqual(1)).as((bytes, number) -> new MessageId(Instance.of(bytes), number));
        var ids = id.list().ofMinSize(1).ofMaxSize(256);
        var name = Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(32);
        var vector = Arbitraries.maps(Combinators.combine(Arbitraries.integers(), Arbitraries.integers())
                .as(Origin::new), Arbitraries.longs().greaterOrEqual(1)).ofMaxSize(20)
                .map(positions -> new Seen(new TreeMap<>(positions)));
        var until = Arbitraries.longs().map(OptionalLong::of);
        return Arbitraries.oneOf(List.of(
                text.map(Payload.Text::new),
                Combinators.combine(text, Arbitraries.longs().between(1, Chunks.MAX_FILE_BYTES),
                        Arbitraries.bytes().array(byte[].class).ofSize(32), seal().optional()).as(
                                (file, size, hash, seal) -> new Payload.Shared(
                                        new FileInfo(file, size, ContentHash.of(hash), seal))),
                Combinators.combine(id, text).as(Payload.Reply::new),
                Combinators.combine(id, text, id.optional()).as(Payload.Edit::new),
                ids.map(Payload.Erase::new),
                Combinators.combine(id, name, Arbitraries.of(true, false)).as(Payload.Reaction::new),
                text.map(Payload.Topic::new),
                Arbitraries.of(true, false).map(Payload.Membership::new),
                Combinators.combine(name, Arbitraries.of(Measure.class), Arbitraries.oneOf(until,
                        Arbitraries.just(OptionalLong.empty()))).as(Payload.Sanction::new),
                Combinators.combine(name, Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(500))
                        .as((user, bytes) -> new Payload.Letter(user, SealedLetter.of(bytes))),
                ids.map(Payload.Collected::new),
                Combinators.combine(name, vector).as(Payload.Marker::new),
                Combinators.combine(name, text.filter(value -> value.length() < 60)).as(Payload.Setting::new),
                Combinators.combine(Arbitraries.integers().greaterOrEqual(1), Arbitraries.bytes().array(byte[].class)
                        .ofMinSize(1).ofMaxSize(500), id.optional(), seal().map(FileSeal::file).optional()).as(
                                (lock, bytes, edits, file) -> new Payload.Sealed(lock,
                                        SealedMessage.of(bytes), edits, file)),
                Combinators.combine(Arbitraries.integers().greaterOrEqual(1), Arbitraries.bytes().array(byte[].class)
                        .ofSize(16), Arbitraries.bytes().array(byte[].class).ofSize(32), Arbitraries.integers()).as(
                                (number, salt, key, cost) -> new Payload.NewLock(RoomLock.of(number, salt, key, cost,
                                        cost, cost)))));
    }

    private static Arbitrary<FileSeal> seal() {
        return Arbitraries.bytes().array(byte[].class).ofSize(32).tuple2().map(two -> new FileSeal(ContentHash.of(two
                .get1()), two.get2()));
    }

    /// Thrift writes half a surrogate pair as a question mark.
    private static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(point -> point >= Character.MIN_SURROGATE
                && point <= Character.MAX_SURROGATE);
    }

    @Property(tries = 1000)
    void whatIsPostedIsReadAsWhatItIs(@ForAll("postable") Payload payload) throws Malformed {
        var back = new justchat.wire.Payload();
        EnvelopeCodec.decode(back, bytes(PayloadCodec.payload(payload)), "payload");
        assertThat(PayloadCodec.payload(back)).isEqualTo(payload);
    }

    private static byte[] bytes(TBase<?, ?> struct) {
        try {
            return new TSerializer(new TCompactProtocol.Factory()).serialize(struct);
        } catch (TException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatNobodyPostsIsReadButNotWritten() {
        var vector = List.of(new Position(new justchat.wire.Origin(1, 2), 3));
        var fold = PayloadCodec.payload(justchat.wire.Payload.fold(new Fold(vector)));
        assertThat(fold).isEqualTo(new Payload.Fold(Seen.nothing().with(new Origin(1, 2), 3)));
        var epoch = PayloadCodec.payload(justchat.wire.Payload.epoch(new Epoch(1, List.of(), 0, vector)));
        assertThat(epoch).isEqualTo(new Payload.Control());
        var erased = PayloadCodec.payload(justchat.wire.Payload.erased(new Erased("elon")));
        assertThat(erased).isEqualTo(new Payload.Erased("elon"));
        for (var payload : List.of(fold, epoch, erased, new Payload.Unknown())) {
            assertThatThrownBy(() -> PayloadCodec.payload(payload)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whatBreaksTheLimitsIsUnknownAndNoError() {
        var tooMany = IntStream.range(0, 257).mapToObj(_ -> ID).toList();
        var vector = new ArrayList<Position>();
        for (var server = 0; server <= RoomCodec.MAX_POSITIONS; server++) {
            vector.add(new Position(new justchat.wire.Origin(server, 1), 1));
        }
        var noId = new justchat.wire.MessageId(ByteBuffer.wrap(new byte[15]), 1);
        for (var hostile : List.of(
                justchat.wire.Payload.text("x".repeat(16_385)),
                justchat.wire.Payload.text("\u00e4".repeat(8_193)),
                justchat.wire.Payload.file(new FileNotice("x", -1, ByteBuffer.wrap(new byte[32]))),
                justchat.wire.Payload.reply(new Reply(noId, "x")),
                justchat.wire.Payload.edit(new Edit(ID, "x".repeat(16_385))),
                justchat.wire.Payload.erase(new Erase(List.of())),
                justchat.wire.Payload.erase(new Erase(tooMany)),
                justchat.wire.Payload.reaction(new Reaction(ID, "x".repeat(33), false)),
                justchat.wire.Payload.topic("x".repeat(513)),
                justchat.wire.Payload.sanction(new Sanction("", justchat.wire.Measure.BAN)),
                justchat.wire.Payload.sanction(new Sanction("x".repeat(300), justchat.wire.Measure.BAN)),
                justchat.wire.Payload.fold(new Fold(vector)),
                justchat.wire.Payload.letter(new Letter("tony", ByteBuffer.wrap(new byte[0]))),
                justchat.wire.Payload.letter(new Letter("tony", ByteBuffer.wrap(new byte[20_481]))),
                justchat.wire.Payload.letter(new Letter("", ByteBuffer.wrap(new byte[1]))),
                justchat.wire.Payload.collected(new Collected(tooMany)),
                justchat.wire.Payload.marker(new Marker("no room", List.of())),
                justchat.wire.Payload.marker(new Marker("dev", vector)),
                justchat.wire.Payload.setting(new Setting("x".repeat(33), "")),
                justchat.wire.Payload.setting(new Setting("x", "x".repeat(257))),
                justchat.wire.Payload.erased(new Erased("")))) {
            assertThat(PayloadCodec.payload(hostile)).isEqualTo(new Payload.Unknown());
        }
    }

    @Test
    void onlyServersSpeakWithoutAName() throws Malformed {
        var fold = entry(justchat.wire.Payload.fold(new Fold(List.of()))).setAuthor("");
        assertThat(RoomCodec.entry(fold).author()).isEmpty();
        assertThatThrownBy(() -> RoomCodec.entry(entry(justchat.wire.Payload.topic("x")).setAuthor("")))
                .isInstanceOf(Malformed.class);
    }

    private static Entry entry(justchat.wire.Payload payload) {
        return new Entry(new justchat.wire.Origin(1, 1), 1, ID, "elon", List.of(), 0, payload, 1, 0);
    }

    /// A delivery with one wrong byte: some entries, or no Thrift, and nothing else.
    @Property(tries = 3000)
    void aDamagedDeliveryIsReadOrIsNoThrift(@ForAll("postable") Payload payload,
            @ForAll @IntRange(max = 100_000) int at, @ForAll byte value) {
        var entry = entry(PayloadCodec.payload(payload));
        var bytes = bytes(new Delivery("lobby", List.of(entry, entry)));
        bytes[at % bytes.length] = value;
        var delivery = new Delivery();
        try {
            EnvelopeCodec.decode(delivery, bytes, "delivery");
        } catch (Malformed _) {
            return;
        }
        assertThat(RoomCodec.entries(delivery.getEntries())).hasSizeLessThanOrEqualTo(delivery.getEntriesSize());
    }

    @Test
    void aSettingThatIsTooLargeIsLeftOut() {
        assertThat(SummaryCodec.settings(Map.of("bell", "off", "x".repeat(33), "", "y", "z".repeat(257))))
                .containsExactlyEntriesOf(Map.of("bell", "off"));
    }
}
