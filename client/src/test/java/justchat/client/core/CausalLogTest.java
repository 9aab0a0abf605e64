// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.logs.journal.Journal;
import justchat.logs.journal.Tracing;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;

import static org.assertj.core.api.Assertions.assertThat;

class CausalLogTest {
    @TempDir
    Path directory;

    @Test
    void goesOnInTheSameFileWhereItStopped() throws IOException {
        var log = log(Tracing.FULL);
        log.of("elon");
        assertThat(log.place()).contains("elon-Log.txt; ./justchat trace --directory " + directory + " makes");
        assertThat(log.keep(false)).startsWith("nothing is written");
        assertThat(log.place()).endsWith("Nothing is written to it now; #trace on goes on with it");
        var passedOn = log.journal().record(() -> Saying.of(Verb.POSTS), Map.of("ms-1", 7L));
        assertThat(passedOn.entries()).containsEntry("ms-1", 7L).containsEntry("elon", 3L);
        assertThat(log.keep(true)).endsWith("from now on: " + directory.resolve("elon-Log.txt"));
        log.close();
        assertThat(Files.readString(directory.resolve("elon-Log.txt"))).isEqualTo("""
                elon {"elon":1}
                Initialization Complete
                elon {"elon":2}
                INFO starts role=client tracing=full
                elon {"elon":3}
                INFO traces tracing=off
                elon {"elon":4, "ms-1":7}
                INFO traces tracing=full
                """);
    }

    @Test
    void whatIsOffAtFirstBeginsWhenItIsWanted() {
        var log = log(Tracing.OFF);
        log.of("elon");
        assertThat(log.place()).isEqualTo("this client keeps no causal log; #trace on begins one");
        assertThat(directory).isEmptyDirectory();
        log.keep(false);
        assertThat(log.keep(true)).endsWith("elon-Log.txt");
        assertThat(log.keep(true)).endsWith("elon-Log.txt");
        assertThat(directory.resolve("elon-Log.txt")).content().contains("starts role=client tracing=full")
                .doesNotContain("traces");
        log.close();
    }

    @Test
    void whoComesAfterwardsFindsItAsItWasChosen() {
        var log = log(Tracing.parse("1/16"));
        log.of("elon");
        log.keep(false);
        log.of("tony");
        assertThat(directory.resolve("tony-Log.txt")).doesNotExist();
        log.keep(true);
        assertThat(directory.resolve("tony-Log.txt")).content().contains("tracing=1/16");
        log.close();
    }

    @Test
    void saysThatThereIsNoPlaceForIt() {
        var none = CausalLog.none();
        assertThat(none.keep(true)).isEqualTo("this client cannot keep a causal log: there is no place for it");
        none.of("elon");
        assertThat(none.keep(true)).isEqualTo("this client cannot keep a causal log: there is no place for it");
        assertThat(none.place()).isEqualTo("this client keeps no causal log");
    }

    private CausalLog log(Tracing tracing) {
        return new CausalLog((user, measure) -> Journal.open(directory, user, measure), tracing);
    }
}
