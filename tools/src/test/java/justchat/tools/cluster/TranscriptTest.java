// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.StringReader;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TranscriptTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void findsALineThatHasComeAndOneThatIsStillToCome() throws IOException {
        try (var writer = new PipedWriter()) {
            var transcript = new Transcript("elon", new BufferedReader(new PipedReader(writer)));
            writer.write("first\n");
            writer.flush();
            assertThat(transcript.await("first", LONG).text()).isEqualTo("first");
            var later = CompletableFuture.supplyAsync(() -> transcript.await("second", LONG).text());
            writer.write("the second\n");
            writer.flush();
            assertThat(later.join()).isEqualTo("the second");
        }
    }

    @Test
    void looksOnlyBehindTheMark() {
        var transcript = new Transcript("elon", new BufferedReader(new StringReader("a\nb\n")));
        transcript.await("b", LONG);
        assertThatThrownBy(() -> transcript.await(1, "an a", "a"::equals, SHORT)).isInstanceOf(Surprise.class);
    }

    @Test
    void saysWhatWasExpectedAndWhatWasSeen() {
        var transcript = new Transcript("elon", new BufferedReader(new StringReader("something else\n")));
        assertThatThrownBy(() -> transcript.await("hello", LONG)).hasMessageContaining("elon shows: hello")
                .hasMessageContaining("something else").hasMessageContaining("ended");
    }
}
