// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

import justchat.rpc.tls.Authority;
import justchat.rpc.tls.Credentials;
import justchat.rpc.tls.LiveCredentials;
import justchat.rpc.tls.Role;
import justchat.secretfile.SecretFile;

/// Makes what the processes of one cluster know each other by: the authority,
/// a certificate for each, and the key that heartbeats are signed with. What is
/// there already stays, but certificates that are about to end are renewed.
final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String KEY = "cluster.key";

    private Secrets() {}

    static void make(ClusterDirectory directory, ClusterPlan plan) throws IOException {
        var authority = Files.exists(directory.authorityCertificate())
                ? Authority.open(directory.authority())
                : Authority.create(directory.authority(), plan.deployment());
        issue(authority, "operator", Role.OPERATOR, directory.operator());
        var key = directory.authority().resolve(KEY);
        if (!Files.exists(key)) {
            SecretFile.write(key, newKey());
        }
        for (var node : plan.nodes().toList()) {
            var home = directory.of(node.name());
            issue(authority, node.name(), node.kind().role(), home);
            if (!Files.exists(home.resolve(KEY))) {
                SecretFile.write(home.resolve(KEY), Files.readString(key));
            }
        }
    }

    private static void issue(Authority authority, String name, Role role, Path into) throws IOException {
        if (!Files.exists(into.resolve("certificate.pem"))
                || isDue(into)) {
            Files.createDirectories(into);
            authority.issue(name, role, into);
        }
    }

    /// What is broken is not ours to replace: who needs it says what is wrong with it.
    private static boolean isDue(Path credentials) {
        try {
            return LiveCredentials.isDue(Credentials.load(credentials), Instant.now());
        } catch (IOException _) {
            return false;
        }
    }

    private static String newKey() {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
