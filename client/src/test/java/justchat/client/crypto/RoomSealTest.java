// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RoomSealTest {
    private static final RoomKeys KEYS = RoomKeys.of(bytes(7, 64));
    private static final Identity BOB = Identity.generate(new SecureRandom());
    private static final Identity EVE = Identity.generate(new SecureRandom());
    private static final byte[] INSTANCE = bytes(3, 16);
    private static final RoomSeal.Header HEADER = new RoomSeal.Header("vault", 2, "bob", INSTANCE, 41);
    private static final byte[] HELLO = utf8("hello");

    private static byte[] bytes(int value, int count) {
        var bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static RoomSeal.Opened open(byte[] sealed) throws CannotOpen {
        return RoomSeal.open(KEYS, "vault", 2, "bob", sealed);
    }

    @Property(tries = 200)
    void whatWasSealedOpensWhereItBelongsAndSaysWhoWroteIt(@ForAll @Size(max = 3000) byte[] content) throws CannotOpen {
        var opened = open(RoomSeal.seal(KEYS, HEADER, content, BOB));

        assertThat(opened.content()).isEqualTo(content);
        assertThat(opened.header().instance()).isEqualTo(INSTANCE);
        assertThat(opened.header().sequence()).isEqualTo(41);
        assertThat(opened.isBy(BOB.publicKey())).isTrue();
        assertThat(opened.isBy(EVE.publicKey())).isFalse();
        assertThat(opened.isBy(new byte[3])).isFalse();
    }

    /// The form, word by word, by the JDK alone.
    @Test
    void theBytesAreThoseOfTheProtocol() throws GeneralSecurityException {
        var sealed = ByteBuffer.wrap(RoomSeal.seal(KEYS, HEADER, HELLO, BOB));
        var associated = ByteBuffer.allocate(39).put((byte) 1).put((byte) 5).put(utf8("vault")).putInt(2).put((byte) 3)
                .put(utf8("bob")).put(INSTANCE).putLong(41).array();
        assertThat(sealed.get()).isEqualTo((byte) 1);
        var instance = new byte[16];
        sealed.get(instance);
        assertThat(instance).isEqualTo(INSTANCE);
        assertThat(sealed.getLong()).isEqualTo(41);
        var tag = new byte[16];
        sealed.get(tag);
        var info = ByteBuffer.allocate(30).put(utf8("jc-msg-v1")).put((byte) 0).put(utf8("bob")).put((byte) 0).put(
                INSTANCE).array();
        var sender = RoomKeysTest.hkdf(bytes(7, 32), new byte[0], info, 64);
        var sequence = ByteBuffer.allocate(8).putLong(41).array();
        var key = RoomKeysTest.hkdf(Arrays.copyOfRange(sender, 32, 64), tag, sequence, 32);
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, ByteBuffer.allocate(
                12).putInt(0).putLong(41).array()));
        cipher.updateAAD(associated);
        var rest = new byte[sealed.remaining()];
        sealed.get(rest);
        var plain = cipher.doFinal(rest);

        assertThat(plain).hasSize(128);
        assertThat(ByteBuffer.wrap(plain).getInt()).isEqualTo(5);
        assertThat(Arrays.copyOfRange(plain, 4, 9)).isEqualTo(HELLO);
        assertThat(Identity.verify(BOB.publicKey(), "jc-msg-v1", ByteBuffer.allocate(44).put(associated).put(HELLO)
                .array(), Arrays.copyOfRange(plain, 9, 73))).isTrue();
        assertThat(Arrays.copyOfRange(plain, 73, 128)).containsOnly(0);
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(sender, 0, 32, "HmacSHA256"));
        mac.update(sequence);
        assertThat(Arrays.copyOf(mac.doFinal(plain), 16)).isEqualTo(tag);
    }

    @Property(tries = 300)
    void noBitCanBeFlippedAndNothingLeftOut(@ForAll @IntRange(max = 1_479) int bit) {
        var sealed = RoomSeal.seal(KEYS, HEADER, HELLO, BOB);
        assertThat(sealed).hasSize(185);
        var changed = sealed.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);

        assertThatThrownBy(() -> open(changed)).isInstanceOf(CannotOpen.class);
        assertThatThrownBy(() -> open(Arrays.copyOf(sealed, bit / 8))).isInstanceOf(CannotOpen.class);
    }

    @Test
    void itOpensInNoOtherPlaceNorWithOtherKeys() {
        var sealed = RoomSeal.seal(KEYS, HEADER, HELLO, BOB);
        var moved = ByteBuffer.wrap(sealed.clone()).putLong(17, 42).array();

        assertThatThrownBy(() -> RoomSeal.open(KEYS, "vaulT", 2, "bob", sealed)).isInstanceOf(CannotOpen.class);
        assertThatThrownBy(() -> RoomSeal.open(KEYS, "vault", 3, "bob", sealed)).isInstanceOf(CannotOpen.class);
        assertThatThrownBy(() -> RoomSeal.open(KEYS, "vault", 2, "eve", sealed)).isInstanceOf(CannotOpen.class);
        assertThatThrownBy(() -> open(moved)).isInstanceOf(CannotOpen.class);
        assertThatThrownBy(() -> RoomSeal.open(RoomKeys.of(bytes(8, 64)), "vault", 2, "bob", sealed)).isInstanceOf(
                CannotOpen.class);
    }

    @Test
    void whoKnowsTheCodeCannotWriteAsAnother() throws CannotOpen {
        assertThat(open(RoomSeal.seal(KEYS, HEADER, HELLO, EVE)).isBy(BOB.publicKey())).isFalse();
        // Nor pass off what somebody signed for another place.
        var signed = open(RoomSeal.seal(KEYS, HEADER, HELLO, BOB));
        for (var elsewhere : List.of(new RoomSeal.Header("vault", 2, "bob", INSTANCE, 42), new RoomSeal.Header("other",
                2, "bob", INSTANCE, 41), new RoomSeal.Header("vault", 3, "bob", INSTANCE, 41))) {
            assertThat(new RoomSeal.Opened(elsewhere, HELLO, signed.signature()).isBy(BOB.publicKey())).isFalse();
        }
    }

    @Test
    void aRetryIsTheSameBytesAndOtherWordsUnderItsNumberHaveAnotherKey() {
        var first = RoomSeal.seal(KEYS, HEADER, HELLO, BOB);
        var other = RoomSeal.seal(KEYS, HEADER, utf8("hullo"), BOB);

        assertThat(RoomSeal.seal(KEYS, HEADER, HELLO, BOB)).isEqualTo(first);
        assertThat(Arrays.copyOfRange(other, 25, 41)).isNotEqualTo(Arrays.copyOfRange(first, 25, 41));
        // With one key stream the two would differ in the one letter only, and in the signature.
        int same = 0;
        for (int i = 41; i < 50; i++) {
            same += first[i] == other[i] ? 1 : 0;
        }
        assertThat(same).isLessThan(6);
    }

    @Test
    void lengthsAreHiddenInSteps() {
        assertThat(RoomSeal.padded(1)).isEqualTo(64);
        assertThat(RoomSeal.padded(64)).isEqualTo(64);
        assertThat(RoomSeal.padded(65)).isEqualTo(128);
        assertThat(RoomSeal.padded(16_384)).isEqualTo(16_384);
        assertThat(RoomSeal.padded(16_385)).isEqualTo(20_416);
        assertThat(RoomSeal.seal(KEYS, HEADER, new byte[10], BOB)).hasSameSizeAs(RoomSeal.seal(KEYS, HEADER,
                new byte[60], BOB));
        assertThat(RoomSeal.seal(KEYS, HEADER, new byte[RoomSeal.MAX_CONTENT_BYTES], BOB)).hasSizeLessThanOrEqualTo(
                20_480);
        assertThatThrownBy(() -> RoomSeal.seal(KEYS, HEADER, new byte[RoomSeal.MAX_CONTENT_BYTES + 1], BOB))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
