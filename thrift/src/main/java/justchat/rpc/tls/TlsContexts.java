// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

/// What Netty needs to speak TLS 1.3 as [ServerTls] and [ClientTls] say, with
/// the JDK's own provider. Host names are never checked: authorities and
/// certificates are pinned. Client sessions are not resumed, so that every
/// connection is checked anew.
public final class TlsContexts {
    private static final String PROTOCOL = "TLSv1.3";

    private TlsContexts() {}

    /// Empty for [ServerTls.None].
    public static Optional<SslContext> of(ServerTls tls) {
        return switch (tls) {
            case ServerTls.None _ -> Optional.empty();
            case ServerTls.Cluster(var own) -> Optional
                    .of(build(serverOf(own).trustManager(pinned(own.authority())).clientAuth(ClientAuth.OPTIONAL)));
            case ServerTls.Direct(var own) ->
                Optional.of(build(SslContextBuilder.forServer(own.key(), own.certificate())
                        .trustManager(new AnyCertificate()).clientAuth(ClientAuth.REQUIRE)));
        };
    }

    /// Empty for [ClientTls.None].
    public static Optional<SslContext> of(ClientTls tls) {
        return switch (tls) {
            case ClientTls.None _ -> Optional.empty();
            case ClientTls.Cluster(var trust, var own, var expected) -> {
                var builder = SslContextBuilder.forClient()
                        .trustManager(new RoleCheck(pinned(trust.authority()), expected));
                own.ifPresent(credentials -> builder.keyManager(credentials.key(), chainOf(credentials)));
                yield Optional.of(build(builder));
            }
            case ClientTls.Direct direct -> Optional.of(build(SslContextBuilder.forClient()
                    .trustManager(new PinnedCertificate(direct.expectedHash()))
                    .keyManager(direct.own().key(), direct.own().certificate())));
        };
    }

    private static SslContextBuilder serverOf(Credentials own) {
        return SslContextBuilder.forServer(own.key(), chainOf(own));
    }

    private static X509Certificate[] chainOf(Credentials own) {
        return own.chain().toArray(X509Certificate[]::new);
    }

    private static SslContext build(SslContextBuilder builder) {
        try {
            return builder.sslProvider(SslProvider.JDK).protocols(PROTOCOL).endpointIdentificationAlgorithm("").build();
        } catch (SSLException e) {
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
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException("the authority cannot be used", e);
        }
    }
}
