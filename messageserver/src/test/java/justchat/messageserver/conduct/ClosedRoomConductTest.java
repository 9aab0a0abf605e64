// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.model.Bytes;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.Lock;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Order;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Payload.Measure;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;

import static org.assertj.core.api.Assertions.assertThat;

class ClosedRoomConductTest {
    private static final Bytes SALT = Bytes.of(new byte[Lock.SALT_BYTES]);
    private static final Payload JOIN = new Payload.Membership(true);
    private static final Payload ADMISSION = new Payload.Admission(Bytes.of(new byte[Payload.Admission.BYTES]));

    private final KeyPair keys = generate();
    private final Lock first = lock(1, keys);
    private final RoomInfo info = new RoomInfo("vault", Order.CAUSAL, "olga", 3, 0, Optional.of(first));
    private final RoomConduct room = new RoomConduct(info);
    private final Scene vault = new Scene(room);
    private final RoomConduct openRoom = new RoomConduct(new RoomInfo("dev", Order.CAUSAL, "olga", 3, 0));
    private final Scene dev = new Scene(openRoom);

    private static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Lock lock(int number, KeyPair keys) {
        var encoded = keys.getPublic().getEncoded();
        return new Lock(number, SALT, Bytes.of(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)), 1024,
                1, 1);
    }

    private static Payload sealed(int lock) {
        return new Payload.Sealed(lock, Bytes.of(new byte[]{1}), Optional.empty());
    }

    private void joins(String user, Lock lock) {
        var post = new Post(user, vault.nextId(user), VersionVector.empty(), ADMISSION, VectorClock.empty());
        assertThat(room.refusal(post.admittedBy(lock), vault.nowMillis)).isEmpty();
        vault.show(new Entry(new Position(new Origin(1, 1), vault.shown.size() + 1L), post.id(), user, VersionVector
                .empty(), vault.nowMillis, ADMISSION, vault.shown.size() + 1L, 0));
    }

    /// As the protocol's text has it, word by word: a twin of what [Lock#admits] checks.
    private static byte[] sign(KeyPair keys, String room, int number, String author) {
        var text = ByteBuffer.allocate(256).put("jc-admission-v1".getBytes(StandardCharsets.US_ASCII)).put((byte) 0)
                .put((byte) room.length()).put(room.getBytes(StandardCharsets.US_ASCII)).putInt(number).put(SALT
                        .toArray())
                .put(author.getBytes(StandardCharsets.UTF_8)).flip();
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.getPrivate());
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSignatureAdmitsItsAuthorToItsRoomUnderItsLockAndNothingElse() {
        var signature = sign(keys, "vault", 1, "bob");

        assertThat(first.admits("vault", "bob", signature)).isTrue();
        assertThat(first.admits("vault", "alan", signature)).isFalse();
        assertThat(first.admits("vaults", "bob", signature)).isFalse();
        assertThat(first.admits("vault", "bob", sign(keys, "vault", 2, "bob"))).isFalse();
        assertThat(first.admits("vault", "bob", sign(generate(), "vault", 1, "bob"))).isFalse();
        assertThat(first.admits("vault", "bob", new byte[64])).isFalse();
        for (int bit = 0; bit < signature.length * 8; bit += 37) {
            var flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(first.admits("vault", "bob", flipped)).as("bit " + bit).isFalse();
        }
    }

    @Test
    void whoJoinsHasShownTheNewestCode() {
        assertThat(vault.told("bob", JOIN)).isEqualTo("vault is closed: joining takes its code");
        assertThat(vault.told("bob", ADMISSION)).isEqualTo("that is not the code of vault");
        joins("bob", first);
        assertThat(room.isMember("bob")).isTrue();
        vault.says("bob", new Payload.Membership(false));
        assertThat(room.isMember("bob")).isFalse();

        var second = lock(2, generate());
        vault.says("olga", new Payload.Locked(second));
        var old = new Post("bob", vault.nextId("bob"), VersionVector.empty(), ADMISSION, VectorClock.empty());
        assertThat(room.refusal(old.admittedBy(first), 0)).contains(new Outcome.NotPermitted(
                "that is not the code of vault"));
        joins("bob", second);
        assertThat(room.lock()).contains(second);
    }

    @Test
    void theBannedDoNotJoinWithTheCode() {
        vault.says("olga", new Payload.Sanction("eve", Measure.BAN, OptionalLong.empty()));
        var post = new Post("eve", vault.nextId("eve"), VersionVector.empty(), ADMISSION, VectorClock.empty());

        assertThat(room.refusal(post.admittedBy(first), vault.nowMillis)).contains(new Outcome.NotPermitted(
                "you are banned from vault"));
    }

    @Test
    void nothingStandsOpenInAClosedRoom() {
        joins("bob", first);
        var message = vault.says("bob", sealed(1));
        var hash = ContentHash.of(new byte[ContentHash.BYTES]);

        for (var open : List.of(new Payload.Text("psst"), new Payload.Reply(message, "psst"), new Payload.Edit(
                message, "psst"), new Payload.Reaction(message, "+1", false), new Payload.FileNotice("a", 1, hash))) {
            assertThat(vault.told("bob", open)).isEqualTo("vault is closed: only what is sealed with its code is said"
                    + " there");
        }
        assertThat(vault.told("olga", new Payload.Topic("psst"))).startsWith("vault is closed, and a topic");
        vault.says("bob", new Payload.Erase(List.of(message)));
    }

    @Test
    void nothingIsSealedInAnOpenRoom() {
        var message = dev.says("olga", new Payload.Text("hi"));

        for (var payload : List.of(sealed(1), ADMISSION, new Payload.Locked(first), new Payload.SealedEdit(message, 1,
                Bytes.of(new byte[]{1})))) {
            var author = payload.equals(ADMISSION) ? "bob" : "olga";
            assertThat(dev.told(author, payload)).isEqualTo("dev is not closed: nothing is sealed there");
        }
        assertThat(openRoom.lock()).isEmpty();
    }

    @Test
    void sealedIsWithTheNewestLockOrTheOneBefore() {
        vault.says("olga", new Payload.Locked(lock(2, keys)));
        vault.says("olga", new Payload.Locked(lock(3, keys)));

        vault.says("olga", sealed(3));
        vault.says("olga", sealed(2));
        assertThat(vault.told("olga", sealed(1))).isEqualTo(
                "vault has a newer code, its lock 3: seal it again with that one");
        assertThat(vault.told("olga", sealed(4))).isEqualTo("vault has no lock of the number 4");
    }

    @Test
    void onlyModeratorsChangeTheCodeAndNumbersFollowEachOther() {
        joins("bob", first);

        assertThat(vault.told("bob", new Payload.Locked(lock(2, keys)))).isEqualTo(
                "only moderators may change the code of vault");
        assertThat(vault.told("olga", new Payload.Locked(lock(3, keys)))).isEqualTo(
                "the next lock of vault has the number 2");
        vault.says("olga", new Payload.Sanction("bob", Measure.PROMOTE, OptionalLong.empty()));
        vault.says("bob", new Payload.Locked(lock(2, keys)));
        assertThat(room.isMember("bob")).isTrue();
        assertThat(room.isMember("olga")).isTrue();
    }

    @Test
    void ofTwoLocksMadeAtOnceTheGreaterPlaceIsTheNewestInWhateverOrderTheyCome() {
        var one = new Payload.Locked(lock(2, keys));
        var other = new Payload.Locked(lock(2, generate()));
        var lesser = new Entry(new Position(new Origin(1, 1), 1), id(1), "olga", VersionVector.empty(), 0, one, 5, 0);
        var greater = new Entry(new Position(new Origin(2, 1), 1), id(2), "olga", VersionVector.empty(), 0, other, 6,
                0);
        for (var order : List.of(List.of(lesser, greater), List.of(greater, lesser))) {
            var conduct = new RoomConduct(info);
            order.forEach(conduct::shown);
            assertThat(conduct.lock()).contains(other.lock());
        }
    }

    private static MessageId id(long sequence) {
        return new MessageId(new Instance(4, 4), sequence);
    }

    @Test
    void onesOwnSealedTextIsEditedByOneself() {
        joins("bob", first);
        var message = vault.says("olga", sealed(1));
        var file = vault.says("olga", new Payload.Sealed(1, Bytes.of(new byte[]{1}), Optional.of(ContentHash.of(
                new byte[ContentHash.BYTES]))));
        var edit = new Payload.SealedEdit(message, 1, Bytes.of(new byte[]{2}));

        assertThat(vault.told("bob", edit)).isEqualTo("only who wrote a message may edit it");
        assertThat(vault.told("olga", new Payload.SealedEdit(file, 1, Bytes.of(new byte[]{2})))).isEqualTo(
                "only texts can be edited");
        vault.says("olga", edit);
        assertThat(room.overlay(message).edited()).isPresent();
        assertThat(edit.appliedTo(sealed(1))).contains(new Payload.Sealed(1, Bytes.of(new byte[]{2}), Optional
                .empty()));
    }
}
