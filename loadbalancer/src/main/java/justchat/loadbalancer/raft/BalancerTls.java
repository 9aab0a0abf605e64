// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.raft;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

import org.apache.ratis.grpc.GrpcTlsConfig;

import justchat.rpc.tls.Credentials;
import justchat.rpc.tls.Engines;
import justchat.rpc.tls.Role;

/// Mutual TLS for Raft's messages: the other end must hold a certificate of the
/// cluster's authority with the role of a balancer. A message server cannot
/// vote. Host names say nothing about that and are not checked.
final class BalancerTls extends X509ExtendedTrustManager {
    private final X509TrustManager authority;

    private BalancerTls(X509TrustManager authority) {
        this.authority = authority;
    }

    static GrpcTlsConfig of(Supplier<Credentials> own) {
        try {
            return new GrpcTlsConfig(Engines.presented(own), new BalancerTls(trustIn(own.get().authority())), true);
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalArgumentException("credentials: " + broken.getMessage(), broken);
        }
    }

    /// For a connection of one's own to another balancer.
    static SSLContext context(Supplier<Credentials> own) {
        try {
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[]{Engines.presented(own)},
                    new TrustManager[]{new BalancerTls(trustIn(own.get().authority()))}, null);
            return context;
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalArgumentException("credentials: " + broken.getMessage(), broken);
        }
    }

    private static X509TrustManager trustIn(X509Certificate authority) throws GeneralSecurityException, IOException {
        var store = emptyStore();
        store.setCertificateEntry("authority", authority);
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static void mustBeBalancer(X509Certificate[] chain) throws CertificateException {
        if (Role.of(chain[0]).filter(role -> role == Role.LOADBALANCER).isEmpty()) {
            throw new CertificateException("not a balancer's certificate");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        authority.checkClientTrusted(chain, authType);
        mustBeBalancer(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        authority.checkServerTrusted(chain, authType);
        mustBeBalancer(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authority.getAcceptedIssuers();
    }
}
