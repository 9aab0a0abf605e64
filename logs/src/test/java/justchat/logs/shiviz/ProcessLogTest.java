// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import justchat.logs.clock.VectorClock;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessLogTest {
    private static final String TWO = """
            alice {"alice":1}
            Initialization Complete
            alice {"alice":2, "bob":3}
            INFO got (a) reply {x}
            """;

    @Test
    void readsWhatGoVectorWrites() {
        var log = ProcessLog.parse("alice-Log.txt", TWO);
        assertThat(log.process()).contains("alice");
        assertThat(log.torn()).isFalse();
        assertThat(log.damage()).isEmpty();
        assertThat(log.events()).containsExactly(
                new Event("alice", VectorClock.of(Map.of("alice", 1L)), "Initialization Complete"),
                new Event("alice", VectorClock.of(Map.of("alice", 2L, "bob", 3L)), "INFO got (a) reply {x}"));
    }

    @Test
    void leavesOutATornLastRecordWhereverItWasCut() {
        int first = TWO.indexOf("alice {\"alice\":2");
        for (int cut = first + 1; cut < TWO.length(); cut++) {
            var log = ProcessLog.parse("alice-Log.txt", TWO.substring(0, cut));
            assertThat(log.events()).as("cut at %d", cut).hasSize(1);
            assertThat(log.torn()).as("cut at %d", cut).isTrue();
            assertThat(log.damage()).as("cut at %d", cut).isEmpty();
        }
    }

    @Test
    void anEmptyFileIsALogWithoutEvents() {
        var log = ProcessLog.parse("alice-Log.txt", "");
        assertThat(log.process()).isEmpty();
        assertThat(log.torn()).isFalse();
        assertThat(log.damage()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "alice {\"alice\":4}\nINFO gap\n",
            "alice {\"alice\":2}\nINFO again\n",
            "bob {\"bob\":3}\nINFO another's\n",
            "alice {\"bob\":3}\nINFO itself missing\n",
            "alice {\"alice\":3, \"b b\":1}\nINFO name\n",
            "alice {\"alice\":3, \"b\":-1}\nINFO time\n",
            "alice {\"alice\":3, \"b\":99999999999999999999}\nINFO time\n",
            "alice {\"alice\":3\nINFO brace\n",
            "toString {\"toString\":3}\nINFO name\n",
            "=== Execution ===\n\n",
            "\u0000\u0000\u0000\n\u0000\n"})
    void stopsAtWhatCannotFollowAndSaysWhere(String strange) {
        var log = ProcessLog.parse("alice-Log.txt", TWO + strange + "alice {\"alice\":3}\nINFO more\n");
        assertThat(log.events()).hasSize(2);
        assertThat(log.damage()).hasValueSatisfying(words -> assertThat(words).startsWith("alice-Log.txt line 5: "));
    }

    @Test
    void aLogMustBeginWithItsFirstEvent() {
        var log = ProcessLog.parse("alice-Log.txt", "alice {\"alice\":2}\nINFO x\n");
        assertThat(log.events()).isEmpty();
        assertThat(log.damage()).isPresent();
    }
}
