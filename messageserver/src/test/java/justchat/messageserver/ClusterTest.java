// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.wire.Payload;
import justchat.wire.Reason;

import static org.assertj.core.api.Assertions.assertThat;

/// Three servers and two balancers: what holds when some of them go.
class ClusterTest {
    private static final int FILE_BYTES = 1_200_000;

    @TempDir
    Path directory;

    private TestCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new TestCluster(directory, 2);
        cluster.serve("ms-1", "ms-2", "ms-3");
    }

    @AfterEach
    void stop() {
        cluster.close();
        assertThat(cluster.fatal).isEmpty();
    }

    /// W14: the original recorded clocks and never used them.
    @Test
    void showsAnAnswerAfterWhatItAnswersOnEveryServer() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        var tony = cluster.attach("tony", "ms-2");
        var robert = cluster.attach("robert", "ms-3");
        var receipt = elon.say("lunch?");
        tony.awaitTexts("elon: lunch?");
        tony.say("yes");
        robert.awaitTexts("elon: lunch?", "tony: yes");
        elon.awaitTexts("elon: lunch?", "tony: yes");
        assertThat(receipt.getCopies()).isGreaterThanOrEqualTo(2);
        assertThat(receipt.getServers()).isEqualTo(3);
    }

    @Test
    void losesNothingThatWasAcknowledgedWhenAServerDies() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        var tony = cluster.attach("tony", "ms-2");
        elon.say("before");
        elon.awaitTexts("elon: before");
        kill("ms-1");
        var moved = elon.resumeAt("ms-3");
        moved.say("after");
        moved.awaitTexts("elon: before", "elon: after");
        tony.awaitTexts("elon: before", "elon: after");
    }

    /// W5: the original's server died when its balancer was gone.
    @Test
    void servesOnWhenAllBalancersAreGone() throws Exception {
        var ports = cluster.balancers.stream().map(balancer -> balancer.address().getPort()).toList();
        cluster.balancers.forEach(FakeBalancer::close);
        TestCluster.await("all lines are down", () -> cluster.server("ms-1").linesUp() == 0);
        var elon = cluster.attach("elon", "ms-1");
        var tony = cluster.attach("tony", "ms-2");
        elon.say("anybody there?");
        tony.awaitTexts("elon: anybody there?");
        elon.say(elon.message(Payload.file(elon.upload("list.txt", content(1)))));
        tony.awaitTexts("elon: anybody there?", "elon shares list.txt");
        var back = cluster.startBalancer("lb-1", ports.getFirst());
        TestCluster.await("the balancer that returned knows all", () -> back.sessions.size() == 2 && back.files
                .size() == 1);
    }

    /// W7, the servers' side: the original's list of files was per balancer.
    @Test
    void tellsEveryBalancerWhoIsHereAndWhichFilesThereAre() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        cluster.attach("tony", "ms-3");
        elon.say(elon.message(Payload.file(elon.upload("plan.pdf", content(2)))));
        for (var balancer : cluster.balancers) {
            TestCluster.await("two sessions, one file", () -> balancer.sessions.size() == 2 && balancer.files
                    .size() == 1);
            assertThat(balancer.files.getFirst().getOwner()).isEqualTo("elon");
            TestCluster.await("all three are heard", () -> balancer.heartbeats.size() == 3);
        }
        elon.close();
        for (var balancer : cluster.balancers) {
            TestCluster.await("one session", () -> balancer.sessions.size() == 1);
        }
    }

    @Test
    void countsPeopleOnAllServers() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        var tony = cluster.attach("tony", "ms-2");
        TestCluster.await("two people", () -> elon.online() == 2 && tony.online() == 2);
        tony.close();
        TestCluster.await("one is left", () -> elon.online() == 1);
    }

    /// W7: the original kept one copy of a file.
    @Test
    void servesAFileFromAnyServerAndAfterTheDeathOfTheOneThatTookIt() throws Exception {
        var content = content(3);
        var elon = cluster.attach("elon", "ms-1");
        var file = elon.upload("picture.png", content);
        for (var server : new String[]{"ms-1", "ms-2", "ms-3"}) {
            assertThat(download(cluster.attach("tony", server), file.getHash())).isEqualTo(content);
        }
        kill("ms-1");
        for (var server : new String[]{"ms-2", "ms-3"}) {
            assertThat(download(cluster.attach("tony", server), file.getHash())).isEqualTo(content);
        }
    }

    @Test
    void takesANoticeOnlyOfAFileThatIsWholeSomewhere() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        var manifest = TestReader.manifest("nothing.bin", content(4));
        var post = elon.message(Payload.file(manifest.getFile()));
        assertThat(TestReader.refusal(() -> elon.server().post(post))).contains(Reason.NOT_FOUND);
        elon.upload("nothing.bin", content(4));
        elon.server().post(post);
        elon.awaitTexts("elon shares nothing.bin");
    }

    @Test
    void registersAnewWhenTheViewIsWithoutIt() throws Exception {
        var elon = cluster.attach("elon", "ms-2");
        elon.say("before");
        var before = cluster.server("ms-2").standing().self().orElseThrow();
        cluster.book.expel("ms-2");
        TestCluster.await("another life", () -> !cluster.server("ms-2").standing().isOutside() && !cluster.server(
                "ms-2").standing().self().orElseThrow().equals(before));
        assertThat(cluster.server("ms-2").standing().self().orElseThrow().server()).isEqualTo(before.server());
        elon.say("after");
        cluster.attach("tony", "ms-3");
        elon.awaitTexts("elon: before", "elon: after");
        for (var balancer : cluster.balancers) {
            TestCluster.await("its session is known under the new life", () -> balancer.sessions.values().stream()
                    .anyMatch(session -> session.getUser().equals("elon")));
        }
    }

    @Test
    void waitsForAMajorityOfBalancersToRegister() throws Exception {
        cluster.book.majority(false);
        var late = cluster.start("ms-4");
        TestCluster.await("it was refused", () -> late.standing().self().isEmpty());
        assertThat(late.serving().toCompletableFuture()).isNotDone();
        cluster.book.majority(true);
        late.serving().toCompletableFuture().get(TestCluster.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        cluster.attach("elon", "ms-4").say("hello from the fourth");
    }

    private void kill(String name) {
        cluster.servers.remove(name).close();
        cluster.book.expel(name);
        TestCluster.await(name + " is in nobody's view", () -> cluster.servers.values().stream().allMatch(
                server -> server.standing().deployment().view().members().stream().noneMatch(member -> member.name()
                        .equals(name))));
    }

    private static byte[] content(int seed) {
        var content = new byte[FILE_BYTES];
        new Random(seed).nextBytes(content);
        return content;
    }

    private static byte[] download(TestReader reader, byte[] hash) throws Exception {
        var manifest = reader.server().manifest(ByteBuffer.wrap(hash), Map.of());
        var content = ByteBuffer.allocate((int) manifest.getFile().getSize());
        for (int index = 0; index < manifest.getChunkHashesSize(); index++) {
            content.put(reader.server().getChunk(ByteBuffer.wrap(hash), index));
        }
        return content.array();
    }
}
