// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Engines that speak TLS 1.3 as [ServerTls] and [ClientTls] say, by the JDK's
/// own provider: one engine a connection. Host names are never checked:
/// authorities and certificates are pinned. Client sessions are not resumed, so
/// that every connection is checked anew.
public final class Engines {
    private static final String PROTOCOL = "TLSv1.3";

    private Engines() {}

    /// Empty for [ServerTls.None].
    public static Optional<Supplier<SSLEngine>> of(ServerTls tls) {
        return switch (tls) {
            case ServerTls.None _ -> Optional.empty();
            case ServerTls.Cluster(var own) -> {
                var context = context(presented(own), pinned(own.get().authority()));
                yield Optional.of(() -> {
                    var engine = engine(context, false);
                    engine.setWantClientAuth(true);
                    return engine;
                });
            }
            case ServerTls.Direct(var own) -> {
                var context = context(only(own), new AnyCertificate());
                yield Optional.of(() -> {
                    var engine = engine(context, false);
                    engine.setNeedClientAuth(true);
                    return engine;
                });
            }
        };
    }

    /// Empty for [ClientTls.None].
    public static Optional<Supplier<SSLEngine>> of(ClientTls tls) {
        return switch (tls) {
            case ClientTls.None _ -> Optional.empty();
            case ClientTls.Cluster(var trust, var own, var expected) -> {
                var trusted = new RoleCheck(pinned(trust.authority()), expected);
                var context = own.map(credentials -> context(new OneKey(() -> {
                    var now = credentials.get();
                    return new OneKey.Pair(now.key(), now.chain());
                }), trusted)).orElseGet(() -> contextWithoutKey(trusted));
                yield Optional.of(() -> engine(context, true));
            }
            case ClientTls.Pinned(var pin, var expected) -> {
                var context = contextWithoutKey(new PinCheck(pin, authority -> new RoleCheck(pinned(authority),
                        expected)));
                yield Optional.of(() -> engine(context, true));
            }
            case ClientTls.Direct direct -> {
                var own = direct.own();
                var context = context(only(() -> own), new PinnedKey(direct.expectedKey()));
                yield Optional.of(() -> engine(context, true));
            }
        };
    }

    /// For who makes engines elsewhere: shows what these credentials are at the time, with their authority.
    public static X509ExtendedKeyManager presented(Supplier<Credentials> own) {
        return new OneKey(() -> {
            var now = own.get();
            return new OneKey.Pair(now.key(), now.presented());
        });
    }

    private static OneKey only(Supplier<SelfSigned> own) {
        return new OneKey(() -> {
            var now = own.get();
            return new OneKey.Pair(now.key(), List.of(now.certificate()));
        });
    }

    private static SSLEngine engine(SSLContext context, boolean client) {
        var engine = context.createSSLEngine();
        engine.setUseClientMode(client);
        engine.setEnabledProtocols(new String[]{PROTOCOL});
        return engine;
    }

    private static SSLContext context(KeyManager key, TrustManager trust) {
        return context(new KeyManager[]{key}, trust);
    }

    private static SSLContext contextWithoutKey(TrustManager trust) {
        return context(new KeyManager[0], trust);
    }

    private static SSLContext context(KeyManager[] keys, TrustManager trust) {
        try {
            var context = SSLContext.getInstance(PROTOCOL);
            context.init(keys, new TrustManager[]{trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS 1.3 is not available", e);
        }
    }

    /// Trusts one authority and nobody else.
    private static X509ExtendedTrustManager pinned(X509Certificate authority) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("authority", authority);
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the authority cannot be used", e);
        }
    }
}
