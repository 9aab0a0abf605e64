// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.client.session.FakeBalancer;
import justchat.client.session.FakeCluster;
import justchat.invitation.Invitation;
import justchat.rpc.tls.Authority;
import justchat.rpc.tls.AuthorityPin;
import justchat.rpc.tls.Role;
import justchat.rpc.tls.ServerTls;
import justchat.rpc.tls.Trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Coming to a cluster with nothing but an invitation, over real TLS.
class JoinedClustersTest {
    @TempDir
    Path directory;

    private Authority authority;
    private FakeCluster cluster;
    private JoinedClusters joined;

    @BeforeEach
    void start() throws IOException {
        authority = Authority.create(directory.resolve("authority"), "test");
        cluster = new FakeCluster(2, 0, ServerTls.cluster(authority.issue("lb-1", Role.LOADBALANCER, directory.resolve(
                "lb-1"))));
        joined = new JoinedClusters(directory.resolve("clusters"));
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private static byte[] pin(Authority authority) {
        return AuthorityPin.of(new Trust(authority.certificate()));
    }

    private static Invitation to(FakeCluster cluster, byte[] pin) {
        return new Invitation(cluster.balancers.stream().map(FakeBalancer::address).map(
                address -> new Invitation.Balancer("127.0.0.1", address.getPort())).toList(), Optional.empty(), pin,
                Optional.empty());
    }

    @Test
    void whatIsNeededToComeAgainIsKept() throws Exception {
        assertThat(joined.last()).isEmpty();
        var there = joined.join(to(cluster, pin(authority)), 1_000);
        assertThat(there.name()).isEqualTo("test");
        assertThat(there.balancers()).hasSize(2);
        assertThat(Trust.load(there.authority())).isEqualTo(new Trust(authority.certificate()));
        assertThat(joined.named("test")).isEqualTo(there);

        var settings = Settings.of(new Settings.Asked(null, null, null, null, "test"), joined);
        assertThat(settings.balancers()).isEqualTo(there.balancers());
        assertThat(settings.trust().authority()).isEqualTo(authority.certificate());
        assertThat(settings.directoryOf("../elon")).startsWithRaw(there.directory().resolve("clients"));
    }

    @Test
    void aBalancerThatIsDeadDoesNotKeepAnybodyOut() throws Exception {
        var invitation = to(cluster, pin(authority));
        cluster.balancers.getFirst().kill();
        assertThat(joined.join(invitation, 1_000).name()).isEqualTo("test");
    }

    @Test
    void whoeverAnswersInPlaceOfTheOneThatIsMeantIsToldNothing() throws IOException {
        var other = Authority.create(directory.resolve("other"), "test");
        assertThatThrownBy(() -> joined.join(to(cluster, pin(other)), 1_000)).isInstanceOf(Settings.Wrong.class)
                .hasMessageContaining("no balancer answers").hasMessageContaining("not whom the invitation means");
        assertThat(joined.all()).isEmpty();
    }

    @Test
    void twoClustersOfTheSameNameAreKeptApartAndTheLastOneCountsUnlessOneIsNamed() throws Exception {
        var other = Authority.create(directory.resolve("other"), "test");
        try (var second = new FakeCluster(1, 0, ServerTls.cluster(other.issue("lb-1", Role.LOADBALANCER, directory
                .resolve("other-lb"))))) {
            joined.join(to(cluster, pin(authority)), 1_000);
            assertThat(joined.join(to(second, pin(other)), 2_000).name()).isEqualTo("test-2");
            assertThat(joined.last().orElseThrow().name()).isEqualTo("test-2");
            assertThat(joined.join(to(cluster, pin(authority)), 3_000).name()).as("again").isEqualTo("test");
            assertThat(joined.last().orElseThrow().name()).isEqualTo("test");
            assertThat(joined.all()).extracting("name").containsExactly("test", "test-2");
        }
    }

    @Test
    void aClusterThatWasNotJoinedIsSaidToBeUnknown() throws Exception {
        assertThatThrownBy(() -> joined.named("lab")).hasMessageContaining("justchat join INVITATION");
        joined.join(to(cluster, pin(authority)), 1_000);
        assertThatThrownBy(() -> joined.named("lab")).hasMessageContaining("you have joined test");
    }

    @Test
    void aDirectoryThatMakesNoSenseIsLeftOut() throws Exception {
        var there = joined.join(to(cluster, pin(authority)), 1_000);
        for (var properties : List.of("", "balancers=nonsense", "balancers=lb-1\\:1\njoinedAtMillis=x")) {
            Files.writeString(there.directory().resolve("cluster.properties"), properties);
            assertThat(joined.all()).isEmpty();
        }
    }
}
