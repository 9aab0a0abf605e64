// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.messageserver.file.FileLimits;
import justchat.rpc.Deadline;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.Role;
import justchat.ticket.LoginId;
import justchat.ticket.Ticket;
import justchat.ticket.TicketSigner;
import justchat.wire.Address;
import justchat.wire.Exchange;
import justchat.wire.FileNotice;
import justchat.wire.MessageId;
import justchat.wire.Origin;
import justchat.wire.Payload;
import justchat.wire.Reason;
import justchat.wire.Replica;
import justchat.wire.ReplicaHello;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// One server and people who mean it no good: each gets a clear refusal or a
/// closed connection, and nobody else notices.
class HostileTest {
    private static final long QUOTA = 4L << 20;

    @TempDir
    Path directory;

    private TestCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new TestCluster(directory, 1);
        cluster.limits = new FileLimits(QUOTA, QUOTA, QUOTA, 2L << 20, 0, 8, 3_600_000);
        cluster.serve("ms-1");
    }

    @AfterEach
    void stop() throws Exception {
        var witness = cluster.attach("witness", "ms-1");
        witness.say("still here");
        TestCluster.await("the server lives", () -> witness.texts().contains("witness: still here"));
        cluster.close();
        assertThat(cluster.fatal).isEmpty();
    }

    /// W12: in the original everybody could call everything.
    @Test
    void demandsASessionForEverythingButAttachAndPing() throws Exception {
        var stranger = cluster.connect("nobody", "ms-1");
        var hash = ByteBuffer.wrap(new byte[32]);
        assertThat(stranger.server().ping(7)).isEqualTo(7);
        assertRefused(Reason.NOT_AUTHENTICATED, () -> stranger.server().post(stranger.message("hi")));
        assertRefused(Reason.NOT_AUTHENTICATED,
                () -> stranger.server().beginUpload(TestReader.manifest("a", new byte[1]), Map.of()));
        assertRefused(Reason.NOT_AUTHENTICATED, () -> stranger.server().putChunk(hash, 0, hash));
        assertRefused(Reason.NOT_AUTHENTICATED, () -> stranger.server().finishUpload(hash, Map.of()));
        assertRefused(Reason.NOT_AUTHENTICATED, () -> stranger.server().manifest(hash, Map.of()));
        assertRefused(Reason.NOT_AUTHENTICATED, () -> stranger.server().getChunk(hash, 0));
        stranger.server().detach(Map.of());
    }

    /// W12: internal services are for servers, told by their certificate.
    @Test
    void letsNoClientPoseAsAServer() throws Exception {
        var client = cluster.attach("elon", "ms-1");
        assertReplicaIsClosedTo(
                client.endpoint.stub(Replica.Client::new, Deadline.ofMillis(TestCluster.PATIENCE_MILLIS)));
    }

    /// W12: nor a process of the cluster with another role, nor a server that the
    /// view does not know.
    @Test
    void letsNobodyButServersOfTheViewReplicate() throws Exception {
        for (var role : new Role[]{Role.OPERATOR, Role.LOADBALANCER, Role.MESSAGESERVER}) {
            var tls = ClientTls.cluster(cluster.credentials("intruder-" + role, role), Role.MESSAGESERVER);
            try (var endpoint = cluster.rpc().connect(cluster.server("ms-1").address(), RpcClient.Options.of(tls),
                    Deadline.ofMillis(TestCluster.PATIENCE_MILLIS), _ -> List.of())) {
                assertReplicaIsClosedTo(
                        endpoint.stub(Replica.Client::new, Deadline.ofMillis(TestCluster.PATIENCE_MILLIS)));
            }
        }
    }

    private static void assertReplicaIsClosedTo(Replica.Client replica) throws Exception {
        var hash = ByteBuffer.wrap(new byte[32]);
        var origin = new Origin(1, 1);
        assertRefused(Reason.NOT_PERMITTED, () -> replica.greet(new ReplicaHello(1, origin, 1)));
        assertRefused(Reason.NOT_PERMITTED, () -> replica.exchange(new Exchange(origin, "lobby", List.of(), List
                .of())));
        assertRefused(Reason.NOT_PERMITTED, () -> replica.offerFile(TestReader.manifest("a", new byte[1])));
        assertRefused(Reason.NOT_PERMITTED, () -> replica.storeChunk(hash, 0, hash));
        assertRefused(Reason.NOT_PERMITTED, () -> replica.sealFile(hash));
        assertRefused(Reason.NOT_PERMITTED, () -> replica.fetchManifest(hash));
        assertRefused(Reason.NOT_PERMITTED, () -> replica.fetchChunk(hash, 0));
    }

    @Test
    void believesNoTicketButABalancers() throws Exception {
        long now = System.currentTimeMillis();
        var forged = TicketSigner.generate().sign(new Ticket("elon", 1, new LoginId(1, 1), "lb-1", now, now + 60_000));
        var signer = cluster.balancers.getFirst().signer();
        var expired = signer.sign(new Ticket("elon", 1, new LoginId(1, 1), "lb-1", now - 900_000, now - 600_000));
        var changed = cluster.ticket("elon");
        changed[2]++;
        for (var ticket : new byte[][]{forged, expired, changed, {}, new byte[1000]}) {
            var mallory = cluster.connect("elon", "ms-1");
            assertRefused(Reason.NOT_AUTHENTICATED, () -> mallory.server().attach(mallory.request().setTicket(
                    ticket)));
        }
        assertThat(cluster.attach("elon", "ms-1").user).isEqualTo("elon");
    }

    @Test
    void refusesAnAttachThatIsWrongInItself() throws Exception {
        var client = cluster.connect("elon", "ms-1");
        assertRefused(Reason.INVALID, () -> client.server().attach(client.request().setInstance(new byte[15])));
        assertRefused(Reason.INVALID, () -> client.server().attach(client.request().setDirectPort(70_000)));
        assertRefused(Reason.INVALID, () -> client.server().attach(client.request().setProtocolVersion(99)));
        assertRefused(Reason.TOO_LARGE, () -> client.server().attach(client.request().setTicket(new byte[4096])));
        assertRefused(Reason.INVALID, () -> client.server().attach(client.request().setDevice("d".repeat(65))));
        assertRefused(Reason.INVALID, () -> client.server().attach(client.request().setDevice("a\u001B[2J")));
        for (var wrong : List.of(new Address("example.com", 4000), new Address("192.0.2.7", 0), new Address("", 1))) {
            assertRefused(Reason.INVALID, () -> client.server().attach(client.request().setInterfaces(List.of(wrong))));
        }
        assertRefused(Reason.INVALID, () -> client.server().attach(client.request().setInterfaces(Collections.nCopies(9,
                new Address("192.0.2.7", 4000)))));
        client.attach();
        assertRefused(Reason.INVALID, client::attach);
    }

    @Test
    void givesNobodyAnInstanceOfAnotherUser() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        var mallory = cluster.connect("mallory", "ms-1");
        assertRefused(Reason.NOT_PERMITTED, () -> mallory.server().attach(mallory.request().setInstance(
                elon.instance)));
        elon.say("me");
        elon.awaitTexts("elon: me");
    }

    @Test
    void replacesAHalfOpenSessionOfTheSameClient() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        elon.say("one");
        elon.awaitTexts("elon: one");
        var back = elon.resumeAt("ms-1");
        TestCluster.await("the old connection is closed", elon::isClosed);
        back.say("two");
        back.awaitTexts("elon: one", "elon: two");
        TestCluster.await("one session is known", () -> cluster.balancers.getFirst().sessions.size() == 1);
    }

    @Test
    void refusesPostsThatAreWrongInThemselves() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        assertRefused(Reason.INVALID, () -> elon.server().post(elon.message("")));
        assertRefused(Reason.TOO_LARGE, () -> elon.server().post(elon.message("x".repeat(16_385))));
        assertRefused(Reason.INVALID, () -> elon.server().post(elon.message("x").setId(new MessageId(ByteBuffer.wrap(
                new byte[3]), 1))));
        assertRefused(Reason.INVALID, () -> elon.server().post(elon.message("x").setId(new MessageId(ByteBuffer.wrap(
                elon.instance), 0))));
        assertRefused(Reason.NOT_FOUND, () -> elon.server().post(elon.message("x").setRoom("attic")));
    }

    /// W13: the original used file names unchecked, so that "../" left its folder.
    @Test
    void letsNoFileNameReachTheDisk() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        var content = new byte[1000];
        for (var name : new String[]{"../../etc/passwd", "/etc/passwd", "..\\boot.ini", "..", ".", " ", "a\u0000b",
                "a\nb", "\u202Egnp.exe", "a\u001B[2J"}) {
            assertRefused(Reason.INVALID, () -> elon.server().beginUpload(TestReader.manifest(name, content), Map
                    .of()));
            assertRefused(Reason.INVALID, () -> elon.server().post(elon.message(Payload.file(new FileNotice(name, 1,
                    ByteBuffer.wrap(new byte[32]))))));
        }
        assertRefused(Reason.INVALID, () -> elon.server().manifest(ByteBuffer.wrap("../x".getBytes()), Map.of()));
        elon.upload("CON", content);
        try (var files = Files.walk(cluster.directoryOf("ms-1").resolve("data").resolve("files"))) {
            assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString())).allMatch(
                    name -> name.matches("[0-9a-f]{64}(-[0-9]+-[0-9]+)?")).hasSize(2);
        }
    }

    /// W1, the server's side: the original died of a file that was none.
    @Test
    void survivesUploadsThatAreNotWhatTheySay() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        var content = random(600_000);
        var manifest = TestReader.manifest("a.bin", content);
        var hash = ByteBuffer.wrap(manifest.getFile().getHash());
        assertRefused(Reason.NOT_FOUND, () -> elon.server().putChunk(hash, 0, TestReader.chunk(content, 0)));
        assertRefused(Reason.NOT_FOUND, () -> elon.server().finishUpload(hash, Map.of()));
        elon.server().beginUpload(manifest, Map.of());
        assertRefused(Reason.INVALID, () -> elon.server().putChunk(hash, 0, TestReader.chunk(content, 1)));
        assertRefused(Reason.INVALID, () -> elon.server().putChunk(hash, 3, TestReader.chunk(content, 1)));
        assertRefused(Reason.INVALID, () -> elon.server().putChunk(hash, -1, TestReader.chunk(content, 1)));
        assertRefused(Reason.TOO_LARGE, () -> elon.server().putChunk(hash, 0, ByteBuffer.wrap(new byte[300_000])));
        elon.server().putChunk(hash, 0, TestReader.chunk(content, 0));
        assertRefused(Reason.INVALID, () -> elon.server().finishUpload(hash, Map.of()));
        assertThat(elon.server().beginUpload(manifest, Map.of()).getPresent()).containsExactly(0);
        elon.upload("a.bin", content);
        assertThat(elon.server().getChunk(hash, 2)).isEqualTo(TestReader.chunk(content, 2));
        assertRefused(Reason.NOT_FOUND, () -> elon.server().getChunk(hash, 3));
    }

    @Test
    void refusesAManifestWhoseHashIsALie() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        var lie = TestReader.manifest("a.bin", random(300_000));
        lie.getFile().setHash(new byte[32]);
        assertRefused(Reason.INVALID, () -> elon.server().beginUpload(lie, Map.of()));
        var hash = ByteBuffer.wrap(new byte[32]);
        assertRefused(Reason.NOT_FOUND, () -> elon.server().finishUpload(hash, Map.of()));
        assertRefused(Reason.NOT_FOUND, () -> elon.server().manifest(hash, Map.of()));
    }

    /// W18: the original took whole files into memory before anybody had agreed.
    @Test
    void refusesWhatIsTooLargeBeforeTheFirstByte() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        var big = TestReader.manifest("big", new byte[3 << 20]);
        var notice = big.getFile();
        var hashes = big.getChunkHashes();
        assertRefused(Reason.TOO_LARGE, () -> elon.server().beginUpload(big, Map.of()));
        assertRefused(Reason.INVALID, () -> elon.server().beginUpload(new justchat.wire.Manifest(notice, hashes
                .subList(0, 11)), Map.of()));
        assertRefused(Reason.INVALID, () -> elon.server().beginUpload(new justchat.wire.Manifest(notice.deepCopy()
                .setSize(-1), List.of()), Map.of()));
        assertRefused(Reason.INVALID, () -> elon.server().beginUpload(new justchat.wire.Manifest(notice.deepCopy()
                .setSize(Long.MAX_VALUE), hashes), Map.of()));
        for (int file = 0; file < 2; file++) {
            elon.upload("half", random(1 << 21));
        }
        assertRefused(Reason.TOO_LARGE, () -> elon.server().beginUpload(TestReader.manifest("more", random(1 << 18)),
                Map.of()));
    }

    /// W9, W15, W17: one stopped client blocked everybody, a failing one killed the
    /// server.
    @Test
    void isNotHeldUpByAReaderThatStopsReading() throws Exception {
        var deaf = cluster.attach("robert", "ms-1");
        var tony = cluster.attach("tony", "ms-1");
        deaf.goDeaf();
        var text = "x".repeat(16_000);
        int each = 250;
        var authors = IntStream.range(0, 4).mapToObj(number -> {
            var author = attach("author" + number);
            return Thread.ofVirtual().start(() -> {
                for (int line = 0; line < each; line++) {
                    say(author, text);
                }
            });
        }).toList();
        tony.awaitCount(4 * each);
        for (var author : authors) {
            author.join();
        }
        assertThat(deaf.texts().size()).isLessThan(4 * each);
        deaf.close();
        var back = deaf.resumeAt("ms-1");
        back.awaitCount(4 * each);
        assertThat(back.texts()).hasSize(4 * each);
    }

    /// Bytes of no protocol at all, on both ports.
    @Test
    void survivesGarbage() throws Exception {
        var random = new Random(1);
        var address = cluster.server("ms-1").address();
        for (int attempt = 0; attempt < 20; attempt++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
                var bytes = new byte[random.nextInt(1, 4000)];
                random.nextBytes(bytes);
                socket.getOutputStream().write(bytes);
            }
        }
        int udp = cluster.server("ms-1").standing().deployment().view().members().getFirst().heartbeats().port();
        try (var socket = new DatagramSocket()) {
            for (int attempt = 0; attempt < 200; attempt++) {
                var bytes = new byte[random.nextInt(1500)];
                random.nextBytes(bytes);
                socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), udp));
            }
        }
    }

    @Test
    void keepsItsClientWhenARequestIsFarTooLarge() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        var post = elon.message("x".repeat(3 << 20));
        assertThatThrownBy(() -> elon.server().post(post)).isInstanceOf(org.apache.thrift.TException.class);
        elon.say(post.setPayload(Payload.text("smaller")));
        elon.awaitTexts("elon: smaller");
    }

    private TestReader attach(String user) {
        try {
            return cluster.attach(user, "ms-1");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void say(TestReader author, String text) {
        try {
            author.say(text);
        } catch (org.apache.thrift.TException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] random(int length) {
        var content = new byte[length];
        new Random().nextBytes(content);
        return content;
    }

    private static void assertRefused(Reason reason, TestReader.Request request) throws Exception {
        assertThat(TestReader.refusal(request)).contains(reason);
    }
}
