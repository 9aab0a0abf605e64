// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.client.codec.SealedCodec;
import justchat.client.crypto.Identity;
import justchat.client.crypto.RoomKeys;
import justchat.client.crypto.RoomSeal;
import justchat.client.model.ContentHash;
import justchat.client.model.Entry;
import justchat.client.model.FileInfo;
import justchat.client.model.FileSeal;
import justchat.client.model.Instance;
import justchat.client.model.MessageId;
import justchat.client.model.Origin;
import justchat.client.model.Page;
import justchat.client.model.Payload;
import justchat.client.model.Payload.Unreadable.Why;
import justchat.client.model.Place;
import justchat.client.model.SealedMessage;
import justchat.client.model.ShownEntry;

import static org.assertj.core.api.Assertions.assertThat;

/// What is made of sealed entries, of those above all that a hostile server or member could make.
class OpeningTest {
    private static final Instance BOBS = instance(2);
    private static final Identity BOB = Identity.generate(new SecureRandom());
    private static final Identity EVE = Identity.generate(new SecureRandom());
    private static final RoomKeys KEYS = RoomKeys.of(filled(5));

    @TempDir
    private Path directory;
    private KeyShelf shelf;
    private Opening opening;

    private static byte[] filled(int value) {
        var bytes = new byte[RoomKeys.BYTES];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static Instance instance(int value) {
        return Instance.of(Arrays.copyOf(filled(value), Instance.BYTES));
    }

    @BeforeEach
    void keys() {
        shelf = new KeyShelf(Optional.of(directory));
        shelf.put("vault", 1, KEYS);
        opening = new Opening(shelf, new Signers(user -> Optional.ofNullable(Map.of("bob", BOB.publicKey(), "eve", EVE
                .publicKey()).get(user)), Optional::empty));
    }

    private static SealedMessage seal(String author, MessageId id, Payload payload, Identity signer) {
        return SealedMessage.of(RoomSeal.seal(KEYS, new RoomSeal.Header("vault", 1, author, id.instance().bytes(), id
                .sequence()), SealedCodec.content(payload), signer));
    }

    private static MessageId id(long sequence) {
        return new MessageId(BOBS, sequence);
    }

    private Payload open(String room, String author, MessageId id, Payload payload) {
        return opening.entries(room, List.of(new Entry(new Origin(1, 1), 1, id, author, 0, payload))).getFirst()
                .payload();
    }

    private Payload open(MessageId id, SealedMessage message) {
        return open("vault", "bob", id, new Payload.Sealed(1, message, Optional.empty()));
    }

    private static Payload no(Why why) {
        return new Payload.Unreadable(1, why);
    }

    @Test
    void whatMembersSayIsReadAsWhatItIs() {
        for (var payload : List.of(new Payload.Text("hi"), new Payload.Reply(id(1), "yes"), new Payload.Reaction(id(1),
                "+1", false))) {
            assertThat(open(id(4), seal("bob", id(4), payload, BOB))).isEqualTo(payload);
        }
        var edit = new Payload.Edit(id(4), "ho");
        assertThat(open("vault", "bob", id(5), new Payload.Sealed(1, seal("bob", id(5), edit, BOB), Optional.of(id(
                4))))).isEqualTo(edit);
        // On a page the message itself reads as the edit.
        assertThat(open(id(4), seal("bob", id(5), edit, BOB))).isEqualTo(new Payload.Text("ho"));
        assertThat(open(id(4), seal("bob", id(5), new Payload.Edit(id(4), "ho", Optional.of(id(2))), BOB))).isEqualTo(
                new Payload.Reply(id(2), "ho"));
    }

    @Test
    void whatStandsOpenInAClosedRoomNoMemberHasSaid() {
        var forged = new Payload.Unreadable(0, Why.FORGED);
        var file = new FileInfo("plan.pdf", 7, ContentHash.of(new byte[32]));
        for (var open : List.of(new Payload.Text("hi"), new Payload.Reply(id(1), "hi"), new Payload.Edit(id(1), "hi"),
                new Payload.Shared(file), new Payload.Reaction(id(1), "+1", false), new Payload.Topic("hi"))) {
            assertThat(open("vault", "bob", id(4), open)).isEqualTo(forged);
        }
        assertThat(open("vault", "bob", id(4), new Payload.Membership(true))).isEqualTo(new Payload.Membership(true));
    }

    @Test
    void aFileIsTheOneThatServersWereToldOfOrNone() {
        var seal = new FileSeal(ContentHash.of(Arrays.copyOf(new byte[]{1}, 32)), new byte[FileSeal.KEY_BYTES]);
        var hash = ContentHash.of(new byte[32]);
        var shared = new Payload.Shared(new FileInfo("plan.pdf", 7, hash, Optional.of(seal)));
        var message = seal("bob", id(4), shared, BOB);
        assertThat(open("vault", "bob", id(4), new Payload.Sealed(1, message, Optional.empty(), Optional.of(seal
                .file())))).isEqualTo(shared);
        assertThat(open(id(4), message)).isEqualTo(no(Why.DAMAGED));
        assertThat(open("vault", "bob", id(4), new Payload.Sealed(1, message, Optional.empty(), Optional.of(hash))))
                .isEqualTo(no(Why.DAMAGED));
        // A text that claims a file, and a file whose bytes stand open.
        assertThat(open("vault", "bob", id(4), new Payload.Sealed(1, seal("bob", id(4), new Payload.Text("hi"), BOB),
                Optional.empty(), Optional.of(hash)))).isEqualTo(no(Why.DAMAGED));
        var open = seal("bob", id(4), new Payload.Shared(new FileInfo("plan.pdf", 7, hash)), BOB);
        assertThat(open("vault", "bob", id(4), new Payload.Sealed(1, open, Optional.empty(), Optional.of(hash))))
                .isEqualTo(no(Why.DAMAGED));
        assertThat(open(id(4), open)).isEqualTo(no(Why.DAMAGED));
    }

    @Test
    void withoutTheCodeItSaysSo() {
        assertThat(open("other", "bob", id(4), new Payload.Sealed(1, seal("bob", id(4), new Payload.Text("hi"), BOB),
                Optional.empty()))).isEqualTo(no(Why.NO_CODE));
        assertThat(open("vault", "bob", id(4), new Payload.Sealed(2, seal("bob", id(4), new Payload.Text("hi"), BOB),
                Optional.empty()))).isEqualTo(new Payload.Unreadable(2, Why.NO_CODE));
    }

    @Test
    void whatIsReplayedMovedOrChangedIsDamagedAndNeverText() {
        var message = seal("bob", id(4), new Payload.Text("hi"), BOB);
        var changed = message.bytes();
        changed[60] ^= 1;

        assertThat(open(id(5), message)).isEqualTo(no(Why.DAMAGED));
        assertThat(open(new MessageId(instance(9), 4), message)).isEqualTo(no(Why.DAMAGED));
        assertThat(open(id(4), SealedMessage.of(changed))).isEqualTo(no(Why.DAMAGED));
        assertThat(open(id(4), SealedMessage.of(new byte[]{1}))).isEqualTo(no(Why.DAMAGED));
        assertThat(open("vault", "eve", id(4), new Payload.Sealed(1, message, Optional.empty()))).isEqualTo(no(
                Why.DAMAGED));
        shelf.put("other", 1, KEYS);
        assertThat(open("other", "bob", id(4), new Payload.Sealed(1, message, Optional.empty()))).isEqualTo(no(
                Why.DAMAGED));
        // An edit of another message, and what is none, passed off as one.
        var edit = seal("bob", id(5), new Payload.Edit(id(3), "ho"), BOB);
        assertThat(open(id(4), edit)).isEqualTo(no(Why.DAMAGED));
        assertThat(open("vault", "bob", id(5), new Payload.Sealed(1, edit, Optional.of(id(2))))).isEqualTo(no(
                Why.DAMAGED));
        assertThat(open("vault", "bob", id(4), new Payload.Sealed(1, message, Optional.of(id(2))))).isEqualTo(no(
                Why.DAMAGED));
        // What only servers and moderators say, is not said from inside.
        assertThat(open(id(4), seal("bob", id(4), new Payload.Membership(false), BOB))).isEqualTo(no(Why.DAMAGED));
    }

    @Test
    void whoKnowsTheCodeDoesNotWriteAsAnotherAndStrangersAreNotBelieved() {
        assertThat(open(id(4), seal("bob", id(4), new Payload.Text("I quit"), EVE))).isEqualTo(no(Why.FORGED));
        assertThat(open("vault", "zoe", id(4), new Payload.Sealed(1, seal("zoe", id(4), new Payload.Text("hi"), BOB),
                Optional.empty()))).isEqualTo(no(Why.UNPROVEN));
    }

    @Test
    void whatWasSaidBeforeAChangeOfTheKeyIsCheckedWithTheKeyOfThen() {
        opening = new Opening(shelf, new Signers(new Identities() {
            @Override
            public Optional<byte[]> of(String user) {
                return Optional.of(BOB.publicKey());
            }

            @Override
            public List<Earlier> earlier(String user) {
                return user.equals("bob") ? List.of(new Earlier(EVE.publicKey(), 1_000_000)) : List.of();
            }
        }, Optional::empty));
        assertThat(said(999_999, EVE)).isEqualTo(new Payload.Text("hi"));
        assertThat(said(999_999, BOB)).isEqualTo(new Payload.Text("hi"));
        assertThat(said(2_000_000, BOB)).isEqualTo(new Payload.Text("hi"));
        assertThat(said(2_000_000, EVE)).isEqualTo(no(Why.FORGED));
    }

    private Payload said(long stampedAtMillis, Identity signer) {
        return opening.entries("vault", List.of(new Entry(new Origin(1, 1), 1, id(4), "bob", stampedAtMillis,
                new Payload.Sealed(1, seal("bob", id(4), new Payload.Text("hi"), signer), Optional.empty()))))
                .getFirst().payload();
    }

    @Test
    void signsOfAPageStandAtTheirMessages() {
        var text = shown(1, new Payload.Text("hi"));
        var sign = shown(2, new Payload.Reaction(id(1), "+1", false));
        var other = shown(3, new Payload.Reaction(id(1), "-1", false));
        var back = shown(4, new Payload.Reaction(id(1), "-1", true));

        assertThat(opening.page("vault", new Page(List.of(text, sign, other, back), Optional.empty(), 0)).entries()
                .getFirst().reactions()).isEqualTo(Map.of("+1", List.of("bob")));
    }

    private static ShownEntry shown(long sequence, Payload payload) {
        return new ShownEntry(new Entry(new Origin(1, 1), sequence, id(sequence), "bob", 0, new Payload.Sealed(1, seal(
                "bob", id(sequence), payload, BOB), Optional.empty())), new Place(0, sequence, new Origin(1, 1),
                        sequence),
                false, Map.of());
    }

    @Test
    void keysAreKeptForALaterRun() {
        shelf.put("vault", 2, RoomKeys.of(filled(6)));
        var later = new KeyShelf(Optional.of(directory));

        assertThat(later.knows("vault")).isTrue();
        assertThat(later.knows("lobby")).isFalse();
        assertThat(later.of("vault", 2)).singleElement().satisfies(keys -> assertThat(keys.encoded()).isEqualTo(filled(
                6)));
        assertThat(later.of("vault", 3)).isEmpty();
    }
}
