// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.rpc.Deadline;
import justchat.rpc.client.RpcClient;
import justchat.rpc.server.RpcServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LiveCredentialsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Deadline PATIENCE = Deadline.ofMillis(60_000);

    @TempDir
    Path cluster;

    private Authority authority;
    private Path home;
    private Instant now = Instant.now();

    @BeforeEach
    void makeAnAuthority() throws IOException {
        authority = Authority.create(cluster.resolve("authority"), "test");
        home = cluster.resolve("ms-1");
    }

    private LiveCredentials live() throws IOException {
        return new LiveCredentials(home, () -> now);
    }

    private static X509Certificate leaf(Credentials credentials) {
        return credentials.chain().getFirst();
    }

    @Test
    void aCertificateIsDueThirtyDaysBeforeItsEnd() throws IOException {
        var lasting = authority.issue("ms-1", Role.MESSAGESERVER, home, Duration.ofDays(365));
        assertThat(LiveCredentials.isDue(lasting, now)).isFalse();
        assertThat(LiveCredentials.isDue(lasting, now.plus(Duration.ofDays(334)))).isFalse();
        assertThat(LiveCredentials.isDue(lasting, now.plus(Duration.ofDays(336)))).isTrue();
        // Made with a day before now, for clocks differ: 25 hours, of which the last third counts.
        var brief = authority.issue("ms-1", Role.MESSAGESERVER, home, HOUR);
        assertThat(LiveCredentials.isDue(brief, now.minus(Duration.ofHours(9)))).isFalse();
        assertThat(LiveCredentials.isDue(brief, now)).isTrue();
    }

    @Test
    void whatIsDueIsRenewedByTheAuthorityBesideIt() throws IOException {
        authority.issue("ms-1", Role.MESSAGESERVER, home, HOUR);
        try (var live = live()) {
            var first = live.get();
            live.look();
            assertThat(leaf(live.get())).isNotEqualTo(leaf(first));
            assertThat(live.get().name()).isEqualTo("ms-1");
            assertThat(Role.of(leaf(live.get()))).contains(Role.MESSAGESERVER);
            assertThat(live.expiresAt()).isAfter(now.plus(Duration.ofDays(300)));
            var second = live.get();
            live.look();
            assertThat(live.get()).as("once").isSameAs(second);
        }
    }

    @Test
    void withoutTheAuthorityWhatSomebodyPutsThereIsTaken() throws IOException {
        authority.issue("ms-1", Role.MESSAGESERVER, home, HOUR);
        Files.move(cluster.resolve("authority"), cluster.resolve("far-away"));
        try (var live = live()) {
            var first = live.get();
            live.look();
            assertThat(live.get()).isSameAs(first);
            authority.issue("ms-1", Role.MESSAGESERVER, home);
            live.look();
            assertThat(leaf(live.get())).isNotEqualTo(leaf(first));
        }
    }

    @Test
    void filesThatDoNotBelongTogetherAreNotTaken() throws IOException {
        authority.issue("ms-1", Role.MESSAGESERVER, home);
        var other = cluster.resolve("other");
        authority.issue("ms-1", Role.MESSAGESERVER, other);
        try (var live = live()) {
            var first = live.get();
            Files.copy(other.resolve("key.pem"), home.resolve("key.pem"),
                    StandardCopyOption.REPLACE_EXISTING);
            live.look();
            assertThat(live.get()).isSameAs(first);
            assertThatThrownBy(this::live).isInstanceOf(IOException.class).hasMessageContaining("key.pem");
            Files.copy(other.resolve("certificate.pem"), home.resolve("certificate.pem"),
                    StandardCopyOption.REPLACE_EXISTING);
            live.look();
            assertThat(leaf(live.get())).isNotEqualTo(leaf(first));
        }
    }

    @Test
    void newConnectionsUseTheNewCertificateAtBothEndsAndOldConnectionsGoOn() throws Exception {
        authority.issue("ms-1", Role.MESSAGESERVER, home, HOUR);
        authority.issue("ms-2", Role.MESSAGESERVER, cluster.resolve("ms-2"), HOUR);
        try (var server = live();
                var peer = new LiveCredentials(cluster.resolve("ms-2"), () -> now);
                var port = RpcServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        RpcServer.Options.of(ServerTls.cluster(server)), _ -> List.of());
                var client = new RpcClient()) {
            var options = RpcClient.Options.of(ClientTls.cluster(peer, Role.MESSAGESERVER));
            var before = client.connect(port.address(), options, PATIENCE, _ -> List.of());
            assertThat(before.remoteCertificate()).contains(leaf(server.get()));
            server.look();
            peer.look();
            var after = client.connect(port.address(), options, PATIENCE, _ -> List.of());
            assertThat(after.remoteCertificate()).contains(leaf(server.get()))
                    .isNotEqualTo(before.remoteCertificate());
            assertThat(before.closed().toCompletableFuture().isDone()).isFalse();
        }
    }
}
