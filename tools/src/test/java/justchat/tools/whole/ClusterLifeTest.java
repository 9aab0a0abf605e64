// SPDX-License-Identifier: Apache-2.0
package justchat.tools.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.tools.cluster.ChatProcess;
import justchat.tools.cluster.ClusterDirectory;
import justchat.tools.cluster.ClusterFailure;
import justchat.tools.cluster.LocalCluster;
import justchat.tools.cluster.Ports;
import justchat.tools.cluster.Progress;

import static justchat.tools.whole.SharedCluster.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The smallest cluster, from its first day to its second.
class ClusterLifeTest {
    @TempDir
    Path directory;

    private LocalCluster cluster;

    @BeforeEach
    void makeTheSmallestCluster() throws IOException, ClusterFailure {
        cluster = LocalCluster.prepare(new ClusterDirectory(directory), 1, 1, Ports.anywhere());
    }

    @AfterEach
    void endEverything() throws IOException {
        cluster.close();
    }

    @Test
    void startsOnlyWhatDoesNotRunAndKeepsAccountsAndMessagesOverARestart() throws IOException, ClusterFailure {
        assertThat(cluster.startMissing()).containsExactly("lb-1", "ms-1");
        cluster.awaitReady(START, Progress.silent());
        assertThat(cluster.startMissing()).isEmpty();
        var ann = ChatProcess.start(cluster, ChatProcess.Account.fresh("ann"));
        try (ann) {
            ann.await("welcome ann", START);
            ann.type("for tomorrow");
            ann.await("ann  for tomorrow", START);
        }
        assertThat(cluster.stop()).as("had to be killed").isEmpty();
        assertThat(cluster.running()).isEmpty();
        assertThat(cluster.startMissing()).containsExactly("lb-1", "ms-1");
        cluster.awaitReady(START, Progress.silent());
        try (var again = ChatProcess.start(cluster, ann.account().again())) {
            again.await("welcome ann", START);
            again.await("ann  for tomorrow", START);
        }
    }

    @Test
    void saysWhichProcessDiedAndShowsItsLastWords() throws IOException, ClusterFailure {
        Files.delete(directory.resolve("ms-1/key.pem"));
        cluster.startMissing();
        assertThatThrownBy(() -> cluster.awaitReady(START, Progress.silent())).isInstanceOf(ClusterFailure.class)
                .hasMessageContaining("ms-1 ended while starting").hasMessageContaining("key.pem");
    }
}
