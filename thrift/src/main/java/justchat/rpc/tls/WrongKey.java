// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.security.cert.CertificateException;

/// Whoever answered a direct link proves another key than the one that was
/// expected, or none of this kind: it is not who was called.
public final class WrongKey extends CertificateException {
    private static final long serialVersionUID = 1;
    private static final int DEPTH = 16;

    WrongKey() {
        super("whoever answers there has another key");
    }

    /// Whether this is why something failed.
    public static boolean isCauseOf(Throwable failure) {
        var cause = failure;
        for (var depth = 0; cause != null && depth < DEPTH; depth++) {
            if (cause instanceof WrongKey) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
