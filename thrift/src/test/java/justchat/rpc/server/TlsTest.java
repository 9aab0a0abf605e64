// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.server;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apache.thrift.TException;
import org.apache.thrift.TProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.rpc.Counter;
import justchat.rpc.Endpoint;
import justchat.rpc.Limits;
import justchat.rpc.RpcFailure;
import justchat.rpc.RpcFailure.Kind;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.Authority;
import justchat.rpc.tls.AuthorityPin;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.Credentials;
import justchat.rpc.tls.Role;
import justchat.rpc.tls.SelfSigned;
import justchat.rpc.tls.ServerTls;
import justchat.rpc.tls.Trust;
import justchat.rpc.tls.WrongKey;
import justchat.wire.MessageServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TlsTest {
    @TempDir
    Path directory;

    private final CompletableFuture<Endpoint> accepted = new CompletableFuture<>();
    private final RpcClient client = new RpcClient();

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void aClientWithoutACertificateTalksToTheRoleItDemanded() throws Exception {
        var balancer = authority("a").issue("lb-1", Role.LOADBALANCER, directory.resolve("lb-1"));
        try (var server = start(ServerTls.cluster(balancer));
                var endpoint = connect(server, ClientTls.cluster(balancer.trust(), Role.LOADBALANCER))) {
            assertThat(TestServer.stub(endpoint).ping(1)).isEqualTo(1);
            assertThat(Role.nameOf(endpoint.remoteCertificate().orElseThrow())).contains("lb-1");
            assertThat(accepted.get(60, TimeUnit.SECONDS).remoteCertificate()).isEmpty();
        }
    }

    @Test
    void aMessageServerCannotPoseAsABalancer() throws Exception {
        var messageServer = authority("a").issue("ms-1", Role.MESSAGESERVER, directory.resolve("ms-1"));
        try (var server = start(ServerTls.cluster(messageServer))) {
            assertThat(CallTest.kindOf(
                    () -> connect(server, ClientTls.cluster(messageServer.trust(), Role.LOADBALANCER))))
                    .isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void anotherClustersServerIsNotTrusted() throws Exception {
        var ours = authority("a");
        var theirs = authority("b").issue("lb-1", Role.LOADBALANCER, directory.resolve("lb-1"));
        try (var server = start(ServerTls.cluster(theirs))) {
            assertThat(CallTest.kindOf(() -> connect(server,
                    ClientTls.cluster(new Trust(ours.certificate()), Role.LOADBALANCER)))).isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void whoKnowsTheAuthorityByItsHashLearnsItFromTheServer() throws Exception {
        var authority = authority("a");
        var balancer = authority.issue("lb-1", Role.LOADBALANCER, directory.resolve("lb-1"));
        var pin = new AuthorityPin(AuthorityPin.of(new Trust(authority.certificate())));
        try (var server = start(ServerTls.cluster(balancer));
                var endpoint = connect(server, ClientTls.pinned(pin, Role.LOADBALANCER))) {
            assertThat(TestServer.stub(endpoint).ping(1)).isEqualTo(1);
            assertThat(pin.trust()).contains(new Trust(authority.certificate()));
        }
    }

    @Test
    void aServerWhoseAuthorityHasAnotherHashIsNotTrusted() throws Exception {
        var theirs = authority("b").issue("lb-1", Role.LOADBALANCER, directory.resolve("lb-1"));
        var pin = new AuthorityPin(AuthorityPin.of(new Trust(authority("a").certificate())));
        try (var server = start(ServerTls.cluster(theirs))) {
            assertThat(CallTest.kindOf(() -> connect(server, ClientTls.pinned(pin, Role.LOADBALANCER))))
                    .isEqualTo(Kind.UNREACHABLE);
            assertThat(pin.trust()).isEmpty();
        }
    }

    /// To show the pinned certificate is not enough: anybody can copy it.
    @Test
    void aServerThatShowsThePinnedAuthorityButIsNotSignedByItIsNotTrusted() throws Exception {
        var ours = authority("a");
        var theirs = authority("b").issue("lb-1", Role.LOADBALANCER, directory.resolve("lb-1"));
        var posing = new Credentials(theirs.key(), theirs.chain(), ours.certificate());
        var pin = new AuthorityPin(AuthorityPin.of(new Trust(ours.certificate())));
        try (var server = start(ServerTls.cluster(posing))) {
            assertThat(CallTest.kindOf(() -> connect(server, ClientTls.pinned(pin, Role.LOADBALANCER))))
                    .isEqualTo(Kind.UNREACHABLE);
            assertThat(pin.trust()).isEmpty();
        }
    }

    @Test
    void aMessageServerCannotPoseAsABalancerBeforeAPinEither() throws Exception {
        var authority = authority("a");
        var messageServer = authority.issue("ms-1", Role.MESSAGESERVER, directory.resolve("ms-1"));
        var pin = new AuthorityPin(AuthorityPin.of(new Trust(authority.certificate())));
        try (var server = start(ServerTls.cluster(messageServer))) {
            assertThat(CallTest.kindOf(() -> connect(server, ClientTls.pinned(pin, Role.LOADBALANCER))))
                    .isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void theServerSeesTheRoleOfWhoCalls() throws Exception {
        var authority = authority("a");
        var balancer = authority.issue("lb-1", Role.LOADBALANCER, directory.resolve("lb-1"));
        var messageServer = authority.issue("ms-1", Role.MESSAGESERVER, directory.resolve("ms-1"));
        try (var server = start(ServerTls.cluster(balancer));
                var endpoint = connect(server, ClientTls.cluster(messageServer, Role.LOADBALANCER))) {
            assertThat(TestServer.stub(endpoint).ping(1)).isEqualTo(1);
            var certificate = accepted.get(60, TimeUnit.SECONDS).remoteCertificate().orElseThrow();
            assertThat(Role.of(certificate)).contains(Role.MESSAGESERVER);
            assertThat(Role.nameOf(certificate)).contains("ms-1");
        }
    }

    @Test
    void aCallerWithAnotherClustersCertificateIsCutOff() throws Exception {
        var balancer = authority("a").issue("lb-1", Role.LOADBALANCER, directory.resolve("lb-1"));
        var stranger = authority("b").issue("ms-1", Role.MESSAGESERVER, directory.resolve("ms-1"));
        var posing = new Credentials(stranger.key(), stranger.chain(), balancer.authority());
        try (var server = start(ServerTls.cluster(balancer))) {
            // TLS 1.3 lets the caller finish first, so it may learn with its first call.
            assertThatThrownBy(
                    () -> TestServer.stub(connect(server, ClientTls.cluster(posing, Role.LOADBALANCER))).ping(1))
                    .isInstanceOf(RpcFailure.class);
            assertThat(accepted).isNotDone();
        }
    }

    @Test
    void twoClientsPinEachOther() throws Exception {
        var listener = SelfSigned.generate();
        var caller = SelfSigned.generate();
        try (var server = start(ServerTls.direct(() -> listener));
                var endpoint = connect(server, ClientTls.direct(caller, listener.publicKey()))) {
            assertThat(TestServer.stub(endpoint).ping(1)).isEqualTo(1);
            var certificate = accepted.get(60, TimeUnit.SECONDS).remoteCertificate().orElseThrow();
            assertThat(SelfSigned.keyOf(certificate)).hasValue(caller.publicKey());
            assertThat(Role.of(certificate)).isEmpty();
        }
    }

    @Test
    void aClientThatIsNotTheOneExpectedIsRefused() throws Exception {
        var expected = SelfSigned.generate();
        var other = SelfSigned.generate();
        try (var server = start(ServerTls.direct(() -> other))) {
            assertThatThrownBy(() -> connect(server, ClientTls.direct(SelfSigned.generate(), expected.publicKey())))
                    .isInstanceOfSatisfying(RpcFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE))
                    .satisfies(failure -> assertThat(WrongKey.isCauseOf(failure)).isTrue());
        }
    }

    @Test
    void aCertificateWithoutItsKeyProvesNothing() throws Exception {
        var listener = SelfSigned.generate();
        var caller = SelfSigned.generate();
        var copied = new SelfSigned(SelfSigned.generate().key(), caller.certificate());
        try (var server = start(ServerTls.direct(() -> listener))) {
            // TLS 1.3 lets the caller finish first, so it may learn with its first call.
            assertThatThrownBy(
                    () -> TestServer.stub(connect(server, ClientTls.direct(copied, listener.publicKey()))).ping(1))
                    .isInstanceOf(RpcFailure.class);
            assertThat(accepted).isNotDone();
        }
        var posing = new SelfSigned(SelfSigned.generate().key(), listener.certificate());
        try (var server = start(ServerTls.direct(() -> posing))) {
            assertThat(CallTest.kindOf(() -> connect(server, ClientTls.direct(caller, listener.publicKey()))))
                    .isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void aKeyOfAnotherKindIsNobodys() throws Exception {
        var balancer = authority("a").issue("lb-1", Role.LOADBALANCER, directory.resolve("lb-1"));
        var odd = new SelfSigned(balancer.key(), balancer.chain().getFirst());
        assertThat(SelfSigned.keyOf(odd.certificate())).isEmpty();
        try (var server = start(ServerTls.direct(() -> odd))) {
            assertThatThrownBy(() -> connect(server, ClientTls.direct(SelfSigned.generate(), SelfSigned.generate()
                    .publicKey()))).satisfies(failure -> assertThat(WrongKey.isCauseOf(failure)).isTrue());
        }
    }

    @Test
    void aCallerWithoutACertificateIsCutOff() throws Exception {
        var listener = SelfSigned.generate();
        var balancer = authority("a").issue("lb-1", Role.LOADBALANCER, directory.resolve("lb-1"));
        try (var server = start(ServerTls.direct(() -> listener))) {
            assertThatThrownBy(() -> TestServer.stub(connect(server, ClientTls.cluster(balancer.trust(),
                    Role.LOADBALANCER))).ping(1)).isInstanceOf(RpcFailure.class);
            assertThat(accepted).isNotDone();
        }
    }

    @Test
    void whoSpeaksNoTlsIsCutOffAndNobodyElseIsDisturbed() throws Exception {
        var balancer = authority("a").issue("lb-1", Role.LOADBALANCER, directory.resolve("lb-1"));
        try (var server = start(ServerTls.cluster(balancer));
                var endpoint = connect(server, ClientTls.cluster(balancer.trust(), Role.LOADBALANCER));
                var socket = new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());
            assertThat(readToEnd(socket)).isLessThan(100);
            assertThat(server.counters()).containsEntry(Counter.TLS_FAILED, 1L);
            assertThat(TestServer.stub(endpoint).ping(1)).isEqualTo(1);
            try (var clear = connect(server, ClientTls.none())) {
                assertThat(CallTest.kindOf(() -> TestServer.stub(clear).ping(1))).isEqualTo(Kind.CLOSED);
            }
        }
    }

    @Test
    void aHandshakeThatIsNotCompletedIsCutOff() throws Exception {
        var balancer = authority("a").issue("lb-1", Role.LOADBALANCER, directory.resolve("lb-1"));
        var limits = new Limits(1 << 20, 16, 256, 1, 1 << 20, 1 << 18, 200, 30_000);
        try (var server = RpcServer.start(TestServer.loopback(),
                new RpcServer.Options(limits, ServerTls.cluster(balancer), 10), this::services);
                var socket = new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(60_000);
            assertThat(readToEnd(socket)).isLessThan(100);
        }
    }

    @Test
    void keysAreForTheirOwnerOnlyAndAnAuthorityIsNotReplaced() throws Exception {
        var authority = authority("a");
        authority.issue("ms-1", Role.MESSAGESERVER, directory.resolve("ms-1"));
        for (var file : List.of("a/authority.key", "ms-1/key.pem")) {
            assertThat(Files.getPosixFilePermissions(directory.resolve(file)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThatThrownBy(() -> authority("a")).isInstanceOf(IOException.class);
        var again = Authority.open(directory.resolve("a")).issue("ms-2", Role.MESSAGESERVER,
                directory.resolve("ms-2"));
        assertThat(again.name()).isEqualTo("ms-2");
        assertThat(Trust.load(directory.resolve("ms-1/authority.pem")).authority()).isEqualTo(again.authority());
        Files.writeString(directory.resolve("ms-1/key.pem"), "no key");
        assertThatThrownBy(() -> Credentials.load(directory.resolve("ms-1"))).isInstanceOf(IOException.class);
    }

    private Authority authority(String name) throws IOException {
        return Authority.create(directory.resolve(name), "deployment " + name);
    }

    private RpcServer start(ServerTls tls) throws IOException {
        return RpcServer.start(TestServer.loopback(), RpcServer.Options.of(tls), this::services);
    }

    private List<TProcessor> services(Endpoint endpoint) {
        accepted.complete(endpoint);
        return List.of(new MessageServer.Processor<>(new Echo()));
    }

    private Endpoint connect(RpcServer server, ClientTls tls) throws TException {
        return client.connect(server.address(), RpcClient.Options.of(tls), TestServer.SOON, _ -> List.of());
    }

    private static int readToEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes().length;
        } catch (java.net.SocketException _) {
            return 0;
        }
    }
}
