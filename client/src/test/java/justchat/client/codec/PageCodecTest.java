// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import justchat.client.model.Order;
import justchat.client.model.Origin;
import justchat.client.model.Payload;
import justchat.client.model.Place;
import justchat.client.model.RoomInfo;
import justchat.client.model.RoomMember;
import justchat.client.model.RoomSummary;
import justchat.client.model.SealedLetter;
import justchat.client.model.Search;
import justchat.client.model.Seen;
import justchat.wire.Entry;
import justchat.wire.Envelope;
import justchat.wire.MessageId;
import justchat.wire.Page;
import justchat.wire.Position;
import justchat.wire.Shown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Pages, rooms and members as servers tell them, and letters as they travel.
class PageCodecTest {
    private static final MessageId ID = new MessageId(ByteBuffer.wrap(new byte[16]), 1);
    private static final Place PLACE = new Place(2, 3, new Origin(4, 5), 6);

    private static Shown shown(long sequence) {
        var entry = new Entry(new justchat.wire.Origin(4, 5), sequence, ID, "elon", List.of(), 0,
                justchat.wire.Payload.text("hi"), 3, 2);
        return new Shown(entry, RoomCodec.place(PLACE), true, Map.of("+1", List.of("tony", "robert")));
    }

    @Test
    void aPageIsTranslatedWhole() throws Malformed {
        var page = PageCodec.page(new Page(List.of(shown(6)), 7).setBefore(RoomCodec.place(PLACE)));
        assertThat(page.before()).contains(PLACE);
        assertThat(page.left()).isEqualTo(7);
        var entry = page.entries().getFirst();
        assertThat(entry.place()).isEqualTo(PLACE);
        assertThat(entry.edited()).isTrue();
        assertThat(entry.entry().payload()).isEqualTo(new Payload.Text("hi"));
        assertThat(entry.reactions()).containsExactly(Map.entry("+1", List.of("tony", "robert")));
        assertThat(PageCodec.page(new Page(List.of(), 0)).before()).isEmpty();
    }

    @Test
    void aPageLeavesOutWhatMakesNoSenseAndMustNotBeTooLarge() throws Malformed {
        assertThat(PageCodec.page(new Page(List.of(shown(0), shown(1)), 0)).entries()).hasSize(1);
        var odd = shown(1).setReactions(Map.of("x".repeat(33), List.of("tony"), "+1", List.of("")));
        assertThat(PageCodec.page(new Page(List.of(odd), 0)).entries().getFirst().reactions()).isEmpty();
        var tooMany = Collections.nCopies(PageCodec.MAX_ENTRIES + 1, shown(1));
        assertThatThrownBy(() -> PageCodec.page(new Page(tooMany, 0))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> PageCodec.page(new Page(List.of(), -1))).isInstanceOf(Malformed.class);
    }

    @Test
    void aSearchIsAskedWithAllItsConditionsAndNoOthers() {
        var all = PageCodec.search(new Search("dev", List.of("moon"), Optional.of("elon"), true, OptionalLong.of(9),
                Optional.of(PLACE), 50));
        assertThat(all.getWithin().getRoom()).isEqualTo("dev");
        assertThat(all.getWithin().getLimit()).isEqualTo(50);
        assertThat(all.getWithin().getSinceMillis()).isEqualTo(9);
        assertThat(RoomCodec.place(all.getWithin().getBefore())).isEqualTo(PLACE);
        assertThat(all.getWords()).containsExactly("moon");
        assertThat(all.getAuthor()).isEqualTo("elon");
        assertThat(all.isFilesOnly()).isTrue();
        var bare = PageCodec.search(new Search("dev", List.of(), Optional.empty(), false, OptionalLong.empty(),
                Optional.empty(), 50));
        assertThat(bare.isSetAuthor() || bare.getWithin().isSetBefore() || bare.getWithin().isSetSinceMillis())
                .isFalse();
    }

    private static justchat.wire.RoomSummary summary(String name) {
        return new justchat.wire.RoomSummary(
                new justchat.wire.RoomInfo(name, justchat.wire.Order.TOTAL, "elon", 1, 2), "the moon", 3, true, 4,
                List.of(new Position(new justchat.wire.Origin(1, 1), 5)), 6);
    }

    @Test
    void aRoomIsTranslatedWhole() throws Malformed {
        assertThat(SummaryCodec.summary(summary("dev"))).isEqualTo(new RoomSummary(
                new RoomInfo("dev", Order.TOTAL, "elon", 2), "the moon", 3, true, 4,
                Seen.nothing().with(new Origin(1, 1), 5), 6));
        for (var order : Order.values()) {
            assertThat(SummaryCodec.room(summary("dev").getRoom().setOrder(SummaryCodec.order(order))).order())
                    .isEqualTo(order);
        }
    }

    @Test
    void roomsThatMakeNoSenseAreLeftOut() {
        assertThat(SummaryCodec.summaries(List.of(summary("dev"), summary(""), summary("Dev"), summary("../etc"),
                summary("x".repeat(33)), summary("dev").setTopic("x".repeat(513)), summary("dev").setUnread(-1),
                summary("dev").setMembers(-1), summary("dev").setRead(List.of(new Position(
                        new justchat.wire.Origin(1, 1), -1))))))
                .hasSize(1);
    }

    @Test
    void membersAreTranslated() throws Malformed {
        assertThat(SummaryCodec.members(List.of(new justchat.wire.RoomMember("elon", true, false, true))))
                .containsExactly(new RoomMember("elon", true, false, true));
        assertThatThrownBy(() -> SummaryCodec.members(List.of(new justchat.wire.RoomMember("", true, false, true))))
                .isInstanceOf(Malformed.class);
    }

    private static Envelope envelope(int bytes) {
        return new Envelope("tony", "robert", ID, ByteBuffer.wrap(new byte[32]), ByteBuffer.wrap(new byte[bytes]));
    }

    @Test
    void aLetterIsItsEnvelopeWithoutTheTraceClock() throws Malformed {
        var letter = EnvelopeCodec.letter(envelope(100).setClock(Map.of("client-tony", 1L)));
        assertThat(EnvelopeCodec.envelope(letter)).isEqualTo(envelope(100));
    }

    @Test
    void theLongestTextFitsIntoALetterAndMoreThanALetterDoesNot() throws Malformed {
        var content = PrivateCodec.encode(new PrivateMessage.Text("x".repeat(16_384)));
        assertThat(EnvelopeCodec.letter(envelope(content.length + 16).setSender("s".repeat(64))
                .setRecipient("r".repeat(64))).bytes()).hasSizeLessThan(SealedLetter.MAX_BYTES);
        assertThatThrownBy(() -> EnvelopeCodec.letter(envelope(SealedLetter.MAX_BYTES))).isInstanceOf(Malformed.class);
    }

    @Property(tries = 2000)
    void anyBytesAreAnEnvelopeOrMalformed(@ForAll @Size(min = 1, max = 300) byte[] bytes) {
        try {
            assertThat(EnvelopeCodec.envelope(SealedLetter.of(bytes))).isNotNull();
        } catch (Malformed e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
