// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// An account's identity: an Ed25519 key pair (RFC 8032), which signs, and an
/// X25519 key pair (RFC 7748), to which envelopes are sealed; the same at all
/// terminals of the account. Made at sign-up; the private halves rest at the
/// balancers, sealed with the password's wrapKey, which they never see.
///
/// Its public form is the two public halves, Ed25519 first, 64 bytes. Sealed
/// form: `2 (version) | nonce, 12 bytes | AES-256-GCM(wrapKey, the two private
/// halves)`, with the version, "jc-identity" and the public form authenticated,
/// 93 bytes. Immutable, thread-safe; no secret is in any text.
public final class Identity {
    /// Length of the public form.
    public static final int PUBLIC_BYTES = Ed25519PublicKeyParameters.KEY_SIZE + X25519PublicKeyParameters.KEY_SIZE;
    /// Length of a signature.
    public static final int SIGNATURE_BYTES = Ed25519PrivateKeyParameters.SIGNATURE_SIZE;
    /// What stands before an Ed25519 key in its X.509 form (RFC 8410).
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte VERSION = 2;
    private static final byte[] LABEL = utf8("jc-identity");
    private static final int HALF_BYTES = 32;
    private static final int SEALED_BYTES = 1 + Aead.NONCE_BYTES + 2 * HALF_BYTES + Aead.TAG_BYTES;

    private final Ed25519PrivateKeyParameters signing;
    private final X25519PrivateKeyParameters agreeing;
    private final byte[] publicKey;

    private Identity(Ed25519PrivateKeyParameters signing, X25519PrivateKeyParameters agreeing) {
        this.signing = signing;
        this.agreeing = agreeing;
        this.publicKey = joined(signing.generatePublicKey().getEncoded(), agreeing.generatePublicKey().getEncoded());
    }

    /// A fresh one.
    public static Identity generate(SecureRandom random) {
        return new Identity(new Ed25519PrivateKeyParameters(random), new X25519PrivateKeyParameters(random));
    }

    /// @param secret
    ///            both private halves, 64 bytes
    static Identity of(byte[] secret) {
        return new Identity(new Ed25519PrivateKeyParameters(secret, 0),
                new X25519PrivateKeyParameters(secret, HALF_BYTES));
    }

    /// The identity that was sealed with [#seal].
    ///
    /// @throws CannotOpen
    ///             if it was sealed with another password or changed since, or if it
    ///             is not the private half of `publicKey`
    public static Identity open(byte[] sealed, byte[] publicKey, PasswordKeys keys) throws CannotOpen {
        if (sealed.length != SEALED_BYTES || sealed[0] != VERSION) {
            throw new CannotOpen("The account's identity key is in a form that this client does not know");
        }
        var nonce = Arrays.copyOfRange(sealed, 1, 1 + Aead.NONCE_BYTES);
        var cipherText = Arrays.copyOfRange(sealed, 1 + Aead.NONCE_BYTES, sealed.length);
        var secret = Aead.open(keys.wrapKey(), nonce, associated(publicKey), cipherText, "The account's identity key");
        try {
            var identity = of(secret);
            if (!Arrays.equals(identity.publicKey, publicKey)) {
                throw new CannotOpen("The account's public and private identity keys do not belong together");
            }
            return identity;
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// The private halves, for the balancers to keep.
    public byte[] seal(PasswordKeys keys, SecureRandom random) {
        var nonce = new byte[Aead.NONCE_BYTES];
        random.nextBytes(nonce);
        var secret = joined(signing.getEncoded(), agreeing.getEncoded());
        var cipherText = Aead.seal(keys.wrapKey(), nonce, associated(publicKey), secret);
        Arrays.fill(secret, (byte) 0);
        var sealed = new byte[SEALED_BYTES];
        sealed[0] = VERSION;
        System.arraycopy(nonce, 0, sealed, 1, nonce.length);
        System.arraycopy(cipherText, 0, sealed, 1 + nonce.length, cipherText.length);
        return sealed;
    }

    /// The public form, 64 bytes; a copy.
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /// An Ed25519 signature over `label | 0 | bytes`, 64 bytes: what is signed for
    /// one purpose is worth nothing for another.
    ///
    /// @param label
    ///            the purpose, like "jc-msg-v1"; without a zero character
    public byte[] sign(String label, byte[] bytes) {
        var signer = new Ed25519Signer();
        signer.init(true, signing);
        feed(signer, label, bytes);
        return signer.generateSignature();
    }

    /// Whether the owner of this identity signed these bytes for this purpose. Never
    /// throws for what others send: a key or signature that is none verifies nothing.
    ///
    /// @param identityKey
    ///            the public form
    public static boolean verify(byte[] identityKey, String label, byte[] bytes, byte[] signature) {
        if (identityKey.length != PUBLIC_BYTES || signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            var verifier = new Ed25519Signer();
            verifier.init(false, new Ed25519PublicKeyParameters(identityKey, 0));
            feed(verifier, label, bytes);
            return verifier.verifySignature(signature);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static void feed(Ed25519Signer signer, String label, byte[] bytes) {
        if (label.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("label with a zero character");
        }
        var purpose = utf8(label);
        signer.update(purpose, 0, purpose.length);
        signer.update((byte) 0);
        signer.update(bytes, 0, bytes.length);
    }

    /// The half of a public form that signs, 32 bytes.
    public static byte[] signingKey(byte[] identityKey) {
        return Arrays.copyOf(checked(identityKey), HALF_BYTES);
    }

    /// The half that envelopes are sealed to, 32 bytes.
    static byte[] agreeingKey(byte[] identityKey) {
        return Arrays.copyOfRange(checked(identityKey), HALF_BYTES, PUBLIC_BYTES);
    }

    private static byte[] checked(byte[] identityKey) {
        if (identityKey.length != PUBLIC_BYTES) {
            throw new IllegalArgumentException("identity key of " + identityKey.length + " bytes");
        }
        return identityKey;
    }

    /// The pair that signs, as the JDK has it, for a certificate around it.
    public KeyPair signingPair() {
        try {
            var factory = KeyFactory.getInstance("Ed25519");
            var publicHalf = Arrays.copyOf(ED25519_PREFIX, ED25519_PREFIX.length + HALF_BYTES);
            System.arraycopy(publicKey, 0, publicHalf, ED25519_PREFIX.length, HALF_BYTES);
            return new KeyPair(factory.generatePublic(new X509EncodedKeySpec(publicHalf)), factory.generatePrivate(
                    new EdECPrivateKeySpec(NamedParameterSpec.ED25519, signing.getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    AsymmetricCipherKeyPair pair() {
        return new AsymmetricCipherKeyPair(agreeing.generatePublicKey(), agreeing);
    }

    @Override
    public String toString() {
        return "Identity";
    }

    private static byte[] associated(byte[] publicKey) {
        var bytes = new byte[1 + LABEL.length + publicKey.length];
        bytes[0] = VERSION;
        System.arraycopy(LABEL, 0, bytes, 1, LABEL.length);
        System.arraycopy(publicKey, 0, bytes, 1 + LABEL.length, publicKey.length);
        return bytes;
    }

    /// Of two copies, which are overwritten.
    private static byte[] joined(byte[] first, byte[] second) {
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        Arrays.fill(first, (byte) 0);
        Arrays.fill(second, (byte) 0);
        return both;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
