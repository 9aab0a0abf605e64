// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;

/// Envelopes from account to account: HPKE (RFC 9180) in mode auth with
/// DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-128-GCM, one context per
/// envelope. Only the recipient can open one, and only the sender (or the
/// recipient itself) can have made it.
///
/// `info` is "jc-envelope-v1"; sender, recipient and message id are the
/// associated data, each text with its length before it, so that an envelope
/// cannot be passed off as another one.
///
/// The ephemeral key comes from the system's secure random source. Stateless.
public final class Envelopes {
    private static final byte[] INFO = "jc-envelope-v1".getBytes(StandardCharsets.UTF_8);
    private static final int KEY_BYTES = X25519PublicKeyParameters.KEY_SIZE;

    private Envelopes() {}

    /// What stands on the outside of an envelope and is authenticated with its
    /// content.
    ///
    /// @param instance
    ///            of the sender, 16 bytes
    public record Header(String sender, String recipient, byte[] instance, long sequence) {

        byte[] encode() {
            var out = new ByteArrayOutputStream();
            for (var part : new byte[][]{utf8(sender), utf8(recipient), instance}) {
                out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
                out.writeBytes(part);
            }
            out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(sequence).array());
            return out.toByteArray();
        }

        private static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /// A sealed content: HPKE's encapsulated key, 32 bytes, and the cipher text.
    public record Sealed(byte[] encapsulated, byte[] cipherText) {}

    /// @param recipientKey
    ///            the recipient's identity key, in its public form
    /// @throws CannotOpen
    ///             if the recipient's key is none: of a wrong length, or one that
    ///             makes every secret the same
    public static Sealed seal(Identity sender, byte[] recipientKey, Header header, byte[] plain) throws CannotOpen {
        try {
            var context = hpke().setupAuthS(publicKey(Identity.agreeingKey(recipientKey)), INFO, sender.pair());
            return new Sealed(context.getEncapsulation(), context.seal(header.encode(), plain));
        } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException _) {
            throw new CannotOpen("The key of " + header.recipient() + " cannot be used");
        }
    }

    /// @throws CannotOpen
    ///             if it is not, in every bit, what the owner of `senderKey` sealed
    ///             for this recipient under this header
    public static byte[] open(Identity recipient, byte[] senderKey, Header header, Sealed sealed) throws CannotOpen {
        if (senderKey.length != Identity.PUBLIC_BYTES) {
            throw new CannotOpen("The key of " + header.sender() + " cannot be used");
        }
        return open(recipient.pair(), Identity.agreeingKey(senderKey), INFO, header.encode(), sealed);
    }

    /// @param senderKey
    ///            X25519
    static byte[] open(AsymmetricCipherKeyPair recipient, byte[] senderKey, byte[] info, byte[] associated,
            Sealed sealed) throws CannotOpen {
        try {
            if (sealed.encapsulated().length != KEY_BYTES) {
                throw new CannotOpen("The envelope has no key");
            }
            var context = hpke().setupAuthR(sealed.encapsulated(), recipient, info, publicKey(senderKey));
            return context.open(associated, sealed.cipherText());
        } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException _) {
            throw new CannotOpen("The envelope does not open");
        }
    }

    private static AsymmetricKeyParameter publicKey(byte[] key) {
        if (key.length != KEY_BYTES || Arrays.equals(key, new byte[KEY_BYTES])) {
            throw new IllegalArgumentException("public key");
        }
        return new X25519PublicKeyParameters(key);
    }

    private static HPKE hpke() {
        return new HPKE(HPKE.mode_auth, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM128);
    }
}
