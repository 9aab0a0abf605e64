// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// The transcripts beside this test say what the core does, command by command;
/// `-Djustchat.rewrite` writes them anew, for the eyes of whoever changed it.
class TranscriptTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/justchat/messageserver/room");

    @ParameterizedTest
    @ValueSource(strings = {"post.txt", "hold-back.txt", "failover.txt", "two-stamps.txt", "anti-entropy.txt",
            "total.txt", "total-crash.txt", "total-coordinator.txt", "total-minority.txt", "fold.txt", "heralds.txt"})
    void happensAsWritten(String name) throws IOException {
        var file = DIRECTORY.resolve(name);
        var script = Files.readString(file);
        var played = Transcript.play(script);
        if (System.getProperty("justchat.rewrite") != null) {
            Files.writeString(file, played);
            return;
        }

        assertThat(played).isEqualTo(script);
    }
}
