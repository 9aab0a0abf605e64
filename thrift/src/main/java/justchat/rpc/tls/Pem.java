// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

import justchat.secretfile.SecretFile;

/// Certificates and keys as PEM files (RFC 7468), each a [SecretFile].
final class Pem {
    private static final int MAX_FILE_BYTES = 1 << 16;
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, new byte[]{'\n'});

    private Pem() {}

    static X509Certificate readCertificate(Path file) throws IOException {
        return readCertificates(file).getFirst();
    }

    static List<X509Certificate> readCertificates(Path file) throws IOException {
        Collection<? extends Certificate> found;
        try {
            found = CertificateFactory.getInstance("X.509").generateCertificates(
                    new ByteArrayInputStream(readBounded(file).getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new IOException(file + ": no certificate", e);
        }
        if (found.isEmpty()) {
            throw new IOException(file + ": no certificate");
        }
        return found.stream().map(X509Certificate.class::cast).toList();
    }

    static PrivateKey readKey(Path file) throws IOException {
        var base64 = readBounded(file).lines().filter(line -> !line.startsWith("-----")).toList();
        try {
            var bytes = Base64.getDecoder().decode(String.join("", base64).strip());
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + ": no P-256 key", e);
        }
    }

    static void write(Path file, String label, byte[] bytes) throws IOException {
        var text = "-----BEGIN " + label + "-----\n" + BASE64.encodeToString(bytes) + "\n-----END " + label + "-----\n";
        SecretFile.write(file, text);
    }

    private static String readBounded(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                throw new IOException(file + ": larger than " + MAX_FILE_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.US_ASCII);
        }
    }
}
