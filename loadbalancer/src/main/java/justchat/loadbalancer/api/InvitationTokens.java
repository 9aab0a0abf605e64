// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.model.Bytes;

/// Draws the tokens of invitations: what HMAC-SHA-256 makes of the command's id under a key that all balancers have. So a
/// command that is repeated at another balancer gives the same token, and whoever does not know the cluster's key cannot
/// guess one; the book has only the hash. Immutable.
public final class InvitationTokens {
    static final int TOKEN_BYTES = 16;
    private static final byte[] DOMAIN = {'i', 'n', 'v', 'i', 't', 'e', 0};

    private final SecretKeySpec key;

    /// @param clusterKey
    ///            what all processes of the cluster share
    public InvitationTokens(byte[] clusterKey) {
        this.key = new SecretKeySpec(clusterKey, "HmacSHA256");
    }

    Bytes token(CommandId command) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(DOMAIN);
            return Bytes.copyOf(Arrays.copyOf(mac.doFinal(command.value().toArray()), TOKEN_BYTES));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// What the book keeps of a token.
    ///
    /// @throws IllegalArgumentException
    ///             if it is none
    static Bytes hash(byte[] token) {
        try {
            return Bytes.copyOf(MessageDigest.getInstance("SHA-256")
                    .digest(Bytes.exactly(TOKEN_BYTES, token, "token").toArray()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
