// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.ticket.LoginId;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Two servers, and sessions that balancers end or move.
class SessionsEndTest {
    @TempDir
    Path directory;

    private TestCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new TestCluster(directory, 2);
        cluster.serve("ms-1", "ms-2");
    }

    @AfterEach
    void stop() {
        cluster.close();
        assertThat(cluster.fatal).isEmpty();
    }

    private static Revocation of(String user, LoginId login) {
        return new Revocation(user, System.currentTimeMillis() + 60_000, "ended on your laptop").setLogin(login
                .bytes());
    }

    private static void assertEnded(TestReader reader) {
        TestCluster.await(reader.user + " is cut off", reader::isClosed);
        assertThat(reader.ended).isEqualTo("ended on your laptop");
    }

    /// In the end: that a login was ended is told to one server after the other.
    private void awaitRefused(String user, byte[] instance, String server) {
        TestCluster.await(user + " is refused at " + server, () -> {
            try (var again = cluster.connect(user, server)) {
                System.arraycopy(instance, 0, again.instance, 0, instance.length);
                again.server().attach(again.request());
                return false;
            } catch (Refused refused) {
                assertThat(refused.getReason()).isEqualTo(Reason.ENDED);
                assertThat(refused.getMessage()).isEqualTo("ended on your laptop");
                return true;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void endsTheSessionsOfARevokedLoginAtWhateverServerAndNoOthers() throws Exception {
        var phone = cluster.attach("elon", "ms-1");
        var laptop = cluster.attach("elon", "ms-1");
        cluster.book.revoke(of("elon", phone.login()));
        assertEnded(phone);
        for (var server : cluster.servers.keySet()) {
            awaitRefused("elon", phone.instance, server);
        }
        laptop.say("still here");
        laptop.awaitTexts("elon: still here");
    }

    @Test
    void aNewPasswordEndsAllButTheLoginThatChangedIt() throws Exception {
        var changed = cluster.attach("elon", "ms-1");
        var other = cluster.attach("elon", "ms-2");
        cluster.book.revoke(of("elon", changed.login()).setGeneration(2));
        assertEnded(other);
        changed.say("mine again");
        var next = cluster.connect("elon", "ms-2");
        awaitRefused("elon", next.instance, "ms-2");
        next.server().attach(next.request().setTicket(cluster.ticket("elon", 2, next.login())));
    }

    @Test
    void aServerThatStartsLearnsWhatWasRevokedBefore() throws Exception {
        var elon = cluster.connect("elon", "ms-1");
        cluster.book.revoke(of("elon", elon.login()));
        cluster.serve("ms-3");
        awaitRefused("elon", elon.instance, "ms-3");
    }

    /// Its clients go one by one, and whatever they say meanwhile is shown to everybody once.
    @Test
    void aDrainedServerMovesItsSessionsAndNothingIsLostOrDoubled() throws Exception {
        var readers = new ArrayList<TestReader>();
        for (int number = 0; number < 4; number++) {
            readers.add(cluster.attach("user-" + number, "ms-1"));
        }
        cluster.book.drain("ms-1");
        cluster.book.shed("ms-1", 4, "ms-2", 100);
        for (int number = 0; number < 4; number++) {
            var here = readers.get(number);
            here.say("before " + number);
            TestCluster.await("is asked to move", () -> !here.moves.isEmpty());
            assertThat(here.moves.peek().getServer().getName()).isEqualTo("ms-2");
            assertThat(here.moves.peek().getWithinMillis()).isEqualTo(100);
            here.awaitCount(2 * number + 1);
            var there = here.resumeAt("ms-2");
            there.say("after " + number);
            here.server().detach(java.util.Map.of());
            readers.set(number, there);
            there.awaitCount(2 * number + 2);
            for (var reader : readers.subList(number + 1, 4)) {
                reader.awaitCount(2 * number + 2);
            }
        }
        var expected = IntStream.range(0, 4).boxed().flatMap(number -> java.util.stream.Stream.of("user-" + number
                + ": before " + number, "user-" + number + ": after " + number)).toList();
        for (var reader : readers) {
            reader.awaitTexts("lobby", expected);
        }
        TestCluster.await("all are at ms-2", () -> cluster.balancers.getFirst().sessions.values().stream().allMatch(
                session -> session.getServer() == 2) && cluster.balancers.getFirst().sessions.size() == 4);
    }
}
