// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/// Seals what members of a closed room say:
///
/// ```
/// sealed     = u8 1 | instance, 16 bytes | i64 sequence | tag, 16 bytes | AES-256-GCM(key, nonce, associated, plain)
/// associated = u8 1 | u8 length, room | i32 lock | u8 length, author | instance | sequence
/// plain      = i32 length, content | signature, 64 bytes | zeros, up to 64, 128, 256, ... 16,384 or 20,416 bytes
/// signature  = the author's identity's, over associated | content, label "jc-msg-v1"
/// sender     = HKDF-SHA-256(content key, info = "jc-msg-v1" | 0 | author | 0 | instance), 64 bytes: one for tags, one for keys
/// tag        = HMAC-SHA-256(sender's first half, sequence | plain), the first 16 bytes
/// key        = HKDF-SHA-256(sender's second half, salt = tag, info = sequence);   nonce = 0 | sequence
/// ```
///
/// A message is sealed to the same bytes however often it is sent; and should two
/// contents ever get one sequence (a refused post's sequence is given to the next
/// one, and a client that has lost its outbox may come back with its instance),
/// their tags differ, and so do their keys: no key meets a nonce twice with
/// different contents, whatever state was lost. The signature binds the author:
/// who knows the code can read, but not write as another.
///
/// Stateless.
public final class RoomSeal {
    private static final byte VERSION = 1;
    private static final String LABEL = "jc-msg-v1";
    private static final int INSTANCE_BYTES = 16;
    private static final int TAG_BYTES = 16;
    private static final int HEAD_BYTES = 1 + INSTANCE_BYTES + Long.BYTES + TAG_BYTES;
    private static final int KEY_BYTES = 32;
    private static final int LEAST = 64;
    private static final int LARGEST_POWER = 16_384;
    private static final int LARGEST = 20_416;
    /// Most that can be sealed.
    public static final int MAX_CONTENT_BYTES = LARGEST - Integer.BYTES - Identity.SIGNATURE_BYTES;

    private RoomSeal() {}

    /// Where a message belongs.
    ///
    /// @param lock
    ///            the number of the lock whose keys are used
    /// @param instance
    ///            of the author's client, 16 bytes
    public record Header(String room, int lock, String author, byte[] instance, long sequence) {

        private byte[] associated() {
            var name = utf8(room);
            var who = utf8(author);
            return ByteBuffer.allocate(3 + name.length + Integer.BYTES + who.length + INSTANCE_BYTES + Long.BYTES)
                    .put(VERSION).put((byte) name.length).put(name).putInt(lock).put((byte) who.length).put(who).put(
                            instance)
                    .putLong(sequence).array();
        }
    }

    /// What was inside, by whoever knew the code; who that was, only [#isBy] tells.
    public record Opened(Header header, byte[] content, byte[] signature) {
        /// Whether the owner of this identity signed it, for this very place.
        ///
        /// @param identityKey
        ///            its public form
        public boolean isBy(byte[] identityKey) {
            return Identity.verify(identityKey, LABEL, signed(header, content), signature);
        }
    }

    /// @throws IllegalArgumentException
    ///             if the content is too large
    public static byte[] seal(RoomKeys keys, Header header, byte[] content, Identity author) {
        if (content.length > MAX_CONTENT_BYTES) {
            throw new IllegalArgumentException("content of " + content.length + " bytes");
        }
        var plain = ByteBuffer.allocate(padded(Integer.BYTES + content.length + Identity.SIGNATURE_BYTES))
                .putInt(content.length).put(content).put(author.sign(LABEL, signed(header, content))).array();
        var sender = sender(keys, header);
        var tag = tag(sender, header.sequence(), plain);
        var cipherText = Aead.seal(key(sender, tag, header.sequence()), nonce(header.sequence()), header.associated(),
                plain);
        return ByteBuffer.allocate(HEAD_BYTES + cipherText.length).put(VERSION).put(header.instance())
                .putLong(header.sequence()).put(tag).put(cipherText).array();
    }

    /// The instance and sequence that it was sealed for are in what comes out; whether
    /// they are those of the entry that it came with is for the caller to see.
    ///
    /// @throws CannotOpen
    ///             if it was sealed with other keys, for another place, or changed since
    public static Opened open(RoomKeys keys, String room, int lock, String author, byte[] sealed) throws CannotOpen {
        if (sealed.length < HEAD_BYTES || sealed[0] != VERSION) {
            throw new CannotOpen("The message is in a form that this client does not know");
        }
        var in = ByteBuffer.wrap(sealed, 1, sealed.length - 1);
        var instance = bytes(in, INSTANCE_BYTES);
        var header = new Header(room, lock, author, instance, in.getLong());
        var tag = bytes(in, TAG_BYTES);
        var sender = sender(keys, header);
        var plain = Aead.open(key(sender, tag, header.sequence()), nonce(header.sequence()), header.associated(),
                bytes(in, in.remaining()), "The message");
        if (!Arrays.equals(tag, tag(sender, header.sequence(), plain))) {
            throw new CannotOpen("The message has a tag of another one");
        }
        return opened(header, ByteBuffer.wrap(plain));
    }

    private static Opened opened(Header header, ByteBuffer plain) throws CannotOpen {
        int length = plain.remaining() < LEAST ? -1 : plain.getInt();
        if (length < 0 || length > plain.remaining() - Identity.SIGNATURE_BYTES) {
            throw new CannotOpen("The message is not made as it should be");
        }
        var content = bytes(plain, length);
        return new Opened(header, content, bytes(plain, Identity.SIGNATURE_BYTES));
    }

    private static byte[] bytes(ByteBuffer in, int count) {
        var bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    /// How long a plain text of so many bytes becomes.
    static int padded(int bytes) {
        return bytes > LARGEST_POWER
                ? LARGEST
                : Math.max(LEAST, Integer.highestOneBit(Math.max(1, bytes - 1)) << 1);
    }

    private static byte[] signed(Header header, byte[] content) {
        var associated = header.associated();
        return ByteBuffer.allocate(associated.length + content.length).put(associated).put(content).array();
    }

    private static byte[] sender(RoomKeys keys, Header header) {
        var info = new ByteArrayOutputStream();
        info.writeBytes(utf8(LABEL));
        info.write(0);
        info.writeBytes(utf8(header.author()));
        info.write(0);
        info.writeBytes(header.instance());
        return Hkdf.derive(keys.content(), new byte[0], info.toByteArray(), 2 * KEY_BYTES);
    }

    private static byte[] tag(byte[] sender, long sequence, byte[] plain) {
        var mac = new HMac(new SHA256Digest());
        mac.init(new KeyParameter(sender, 0, KEY_BYTES));
        mac.update(longBytes(sequence), 0, Long.BYTES);
        mac.update(plain, 0, plain.length);
        var whole = new byte[mac.getMacSize()];
        mac.doFinal(whole, 0);
        return Arrays.copyOf(whole, TAG_BYTES);
    }

    private static byte[] key(byte[] sender, byte[] tag, long sequence) {
        return Hkdf.derive(Arrays.copyOfRange(sender, KEY_BYTES, 2 * KEY_BYTES), tag, longBytes(sequence), KEY_BYTES);
    }

    private static byte[] nonce(long sequence) {
        return ByteBuffer.allocate(Aead.NONCE_BYTES).putInt(0).putLong(sequence).array();
    }

    private static byte[] longBytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
