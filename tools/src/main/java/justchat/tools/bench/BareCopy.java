// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import justchat.rpc.tls.SelfSigned;

/// The least that it takes to copy a file through TLS 1.3: one socket, one thread at
/// each end, a buffer of 256 KiB.
final class BareCopy {
    private static final int BUFFER = 262_144;
    private static final char[] NO_PASSWORD = new char[0];

    private BareCopy() {}

    /// From the first byte asked for to the last one written; `to` is removed
    /// again.
    static double seconds(Path from, Path to) throws IOException {
        var context = context();
        try (var listening = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 1, InetAddress
                .getLoopbackAddress())) {
            var sending = CompletableFuture.runAsync(() -> send(listening, from), Thread.ofPlatform()::start);
            long begun = System.nanoTime();
            try (var socket = (SSLSocket) context.getSocketFactory().createSocket(listening.getInetAddress(), listening
                    .getLocalPort()); var out = Files.newOutputStream(to)) {
                var in = socket.getInputStream();
                var buffer = new byte[BUFFER];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    out.write(buffer, 0, read);
                }
            }
            long end = System.nanoTime();
            sending.join();
            if (Files.size(to) != Files.size(from)) {
                throw new IOException("the bare copy is not whole");
            }
            return (end - begun) / (double) TimeUnit.SECONDS.toNanos(1);
        } catch (CompletionException e) {
            throw new IOException("the bare copy failed", e);
        } finally {
            Files.deleteIfExists(to);
        }
    }

    private static void send(SSLServerSocket listening, Path from) {
        try (var socket = listening.accept(); var in = Files.newInputStream(from)) {
            var out = socket.getOutputStream();
            var buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static SSLContext context() throws IOException {
        try {
            var own = SelfSigned.generate();
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("own", own.key(), NO_PASSWORD, new Certificate[]{own.certificate()});
            store.setCertificateEntry("other", own.certificate());
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS here", e);
        }
    }
}
