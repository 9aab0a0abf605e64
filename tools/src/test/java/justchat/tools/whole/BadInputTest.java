// SPDX-License-Identifier: Apache-2.0
package justchat.tools.whole;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import justchat.tools.cluster.ChatProcess.Account;
import justchat.tools.cluster.ClusterPlan;
import justchat.tools.whole.SharedCluster.Town;

import static justchat.tools.whole.SharedCluster.SOON;
import static justchat.tools.whole.SharedCluster.START;
import static org.assertj.core.api.Assertions.assertThat;

/// Wrong words from people, and garbage from the network: an answer or nothing,
/// and nobody else is disturbed.
@ExtendWith(SharedCluster.class)
class BadInputTest {
    private static final int AUTHENTICATION = 77;

    @Test
    void aWrongPasswordEndsWithItsOwnExitCode(Town town) throws IOException {
        var ann = town.newcomer("ann");
        var impostor = town.start(new Account(ann.user(), "a guess that is wrong", false, List.of()));
        assertThat(impostor.awaitExit(START)).isEqualTo(AUTHENTICATION);
        impostor.await("password", SOON);
        town.hear(ann, "undisturbed", List.of(ann));
    }

    @Test
    void aTakenNameIsRefused(Town town) throws IOException {
        var ann = town.newcomer("ann");
        var second = town.start(new Account(ann.user(), "another long password", true, List.of()));
        assertThat(second.awaitExit(START)).isEqualTo(AUTHENTICATION);
        second.await("this name is taken", SOON);
    }

    @Test
    void aNameWithASlashOrAControlCharacterIsRefused(Town town) throws IOException {
        for (var name : List.of("../root", "bell\u0007", "a b")) {
            var nobody = town.start(new Account(name, "a long enough password", true, List.of()));
            assertThat(nobody.awaitExit(START)).isNotZero();
            assertThat(nobody.transcript().lines()).isNotEmpty().noneMatch(line -> line.text().contains("\u0007"));
        }
    }

    @Test
    void anUnknownCommandIsNotSent(Town town) throws IOException {
        var friends = town.newcomers("ann", "bob");
        var ann = friends.getFirst();
        var mark = ann.transcript().mark();
        ann.type("#mesage #" + friends.getLast().user() + " #typo");
        ann.transcript().await(mark, "did you mean", line -> line.contains("#message"), SOON);
        town.hear(ann, "a fence", friends);
        assertThat(friends.getLast().transcript().lines()).noneMatch(line -> line.text().contains("typo"));
    }

    @Test
    void anUnknownUserIsSaidToBeUnknown(Town town) throws IOException {
        var ann = town.newcomer("ann");
        ann.type("#message #nobody-at-all #hello?");
        ann.await("nobody-at-all", SOON);
        town.hear(ann, "undisturbed", List.of(ann));
    }

    @Test
    void garbageOnEveryTcpPortDisturbsNobody(Town town) throws IOException {
        var friends = town.newcomers("ann", "bob");
        var random = new Random(4);
        for (var port : tcpPorts(town.cluster().plan())) {
            for (var size : List.of(1, 5, 3_000)) {
                var bytes = new byte[size];
                random.nextBytes(bytes);
                send(port, bytes);
            }
            send(port, new byte[]{0x7f, -1, -1, -1, 1, 2, 3});
            send(port, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        town.hear(friends.getFirst(), "undisturbed", friends);
        assertThat(town.cluster().running()).hasSize(6);
    }

    private static List<Integer> tcpPorts(ClusterPlan plan) {
        var ports = new ArrayList<Integer>();
        plan.nodes().forEach(node -> ports.add(node.port()));
        plan.balancers().forEach(node -> ports.add(node.raft()));
        return ports;
    }

    private static void send(int port, byte[] bytes) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }
    }

    @Test
    void garbageOnEveryUdpPortDisturbsNobody(Town town) throws IOException {
        var friends = town.newcomers("ann", "bob");
        var random = new Random(5);
        try (var socket = new DatagramSocket()) {
            for (var node : town.cluster().plan().nodes().toList()) {
                for (var size : List.of(0, 1, 40, 200, 1_400, 60_000)) {
                    var bytes = new byte[size];
                    random.nextBytes(bytes);
                    socket.send(new DatagramPacket(bytes, size, InetAddress.getLoopbackAddress(), node.heartbeats()));
                }
            }
        }
        town.hear(friends.getFirst(), "undisturbed", friends);
        assertThat(town.cluster().running()).hasSize(6);
    }
}
