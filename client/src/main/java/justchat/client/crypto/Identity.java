// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;

/// An account's identity: an X25519 key pair (RFC 7748), the same at all
/// terminals of the account. Made at sign-up; its private half rests at the
/// balancers, sealed with the password's wrapKey, which they never see.
///
/// Sealed form: `1 (version) | nonce, 12 bytes | AES-256-GCM(wrapKey, private
/// half)`, with the version, "jc-identity" and the public half authenticated, 61
/// bytes. Immutable, thread-safe; the secret is in no text.
public final class Identity {
    private static final byte VERSION = 1;
    private static final byte[] LABEL = "jc-identity".getBytes(StandardCharsets.UTF_8);
    private static final int SEALED_BYTES = 1 + Aead.NONCE_BYTES + X25519PrivateKeyParameters.KEY_SIZE + Aead.TAG_BYTES;

    private final X25519PrivateKeyParameters secret;
    private final byte[] publicKey;

    private Identity(X25519PrivateKeyParameters secret) {
        this.secret = secret;
        this.publicKey = secret.generatePublicKey().getEncoded();
    }

    /// A fresh one.
    public static Identity generate(SecureRandom random) {
        return new Identity(new X25519PrivateKeyParameters(random));
    }

    static Identity of(byte[] secret) {
        return new Identity(new X25519PrivateKeyParameters(secret));
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
                throw new CannotOpen("The account's two identity keys do not belong together");
            }
            return identity;
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// The private half, for the balancers to keep.
    public byte[] seal(PasswordKeys keys, SecureRandom random) {
        var nonce = new byte[Aead.NONCE_BYTES];
        random.nextBytes(nonce);
        var encoded = secret.getEncoded();
        var cipherText = Aead.seal(keys.wrapKey(), nonce, associated(publicKey), encoded);
        Arrays.fill(encoded, (byte) 0);
        var sealed = new byte[SEALED_BYTES];
        sealed[0] = VERSION;
        System.arraycopy(nonce, 0, sealed, 1, nonce.length);
        System.arraycopy(cipherText, 0, sealed, 1 + nonce.length, cipherText.length);
        return sealed;
    }

    /// The public half, 32 bytes; a copy.
    public byte[] publicKey() {
        return publicKey.clone();
    }

    AsymmetricCipherKeyPair pair() {
        return new AsymmetricCipherKeyPair(new X25519PublicKeyParameters(publicKey), secret);
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
}
