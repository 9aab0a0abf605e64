// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.wire.Reason;
import justchat.wire.Refused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// One server and one balancer: what a client may count on.
class ServerTest {
    @TempDir
    Path directory;

    private TestCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new TestCluster(directory, 1);
        cluster.serve("ms-1");
    }

    @AfterEach
    void stop() {
        cluster.close();
        assertThat(cluster.fatal).isEmpty();
    }

    @Test
    void showsAMessageToEverybodyAndToItsAuthor() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        var tony = cluster.attach("tony", "ms-1");
        var receipt = elon.say("morning all");
        assertThat(receipt.getCopies()).isEqualTo(1);
        elon.awaitTexts("elon: morning all");
        tony.awaitTexts("elon: morning all");
    }

    @Test
    void tellsTheBalancersOfWhichLoginASessionIsOnWhatAndSinceWhen() throws Exception {
        long before = System.currentTimeMillis();
        var elon = cluster.connect("elon", "ms-1");
        elon.server().attach(elon.request().setDevice("elon's laptop"));
        TestCluster.await("the balancer knows", () -> !cluster.balancers.getFirst().sessions.isEmpty());
        var session = cluster.balancers.getFirst().sessions.values().iterator().next();
        assertThat(session.getDevice()).isEqualTo("elon's laptop");
        assertThat(session.getLogin()).isEqualTo(elon.login().bytes());
        assertThat(session.getSinceMillis()).isBetween(before, System.currentTimeMillis());
    }

    /// As long as it has no life of its own, or its rooms are not open.
    @Test
    void tellsAClientThatComesTooEarlyToTryAnotherServer() throws Exception {
        cluster.book.majority(false);
        var starting = cluster.start("ms-2");
        var elon = cluster.connect("elon", "ms-2");
        assertThatThrownBy(() -> elon.server().attach(elon.request())).isInstanceOfSatisfying(Refused.class,
                refused -> {
                    assertThat(refused.getReason()).isEqualTo(Reason.UNAVAILABLE);
                    assertThat(refused.getMessage()).contains("starting");
                });
        cluster.book.majority(true);
        starting.serving().toCompletableFuture().get(TestCluster.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        // On a connection of its own: one without a session is closed after a while.
        assertThat(cluster.connect("elon", "ms-2").attach().getServerName()).isEqualTo("ms-2");
    }

    /// W2: bursts crashed the original's servers at 100 lines.
    @Test
    void takesABurstOfAThousandPostsInOrder() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        var tony = cluster.attach("tony", "ms-1");
        for (int line = 0; line < 1_200; line++) {
            elon.say("line " + line);
        }
        tony.awaitCount(1_200);
        assertThat(tony.texts()).isEqualTo(IntStream.range(0, 1_200).mapToObj(line -> "elon: line " + line).toList());
    }

    @Test
    void showsOnceWhatIsPostedTwice() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        var post = elon.message("once");
        var first = elon.say(post);
        var second = elon.say(post);
        elon.say("end");
        assertThat(second.getPosition()).isEqualTo(first.getPosition());
        elon.awaitTexts("elon: once", "elon: end");
    }

    @Test
    void keepsEverythingOverARestart() throws Exception {
        var elon = cluster.attach("elon", "ms-1");
        elon.say("before");
        var content = new byte[600_000];
        Arrays.fill(content, (byte) 7);
        var file = elon.upload("sevens.bin", content);
        elon.awaitTexts("elon: before");
        cluster.server("ms-1").close();
        cluster.servers.clear();
        cluster.serve("ms-1");
        var back = elon.resumeAt("ms-1");
        back.say("after");
        back.awaitTexts("elon: before", "elon: after");
        assertThat(back.server().manifest(java.nio.ByteBuffer.wrap(file.getHash()), java.util.Map.of()).getFile()
                .getSize()).isEqualTo(content.length);
    }
}
