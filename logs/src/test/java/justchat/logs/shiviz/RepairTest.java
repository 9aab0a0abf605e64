// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RepairTest {
    private static final String ALICE = """
            alice {"alice":1}
            Initialization Complete
            alice {"alice":2}
            INFO send
            """;

    @Test
    void changesNothingThatIsWhole() {
        var log = merged(ALICE, "bob {\"alice\":2, \"bob\":1}\nINFO receive\n");
        var repair = Repair.of(log);
        assertThat(repair.words()).isEmpty();
        assertThat(repair.log().events()).isEqualTo(log.events());
    }

    @Test
    void aLostTailIsReplacedByTheLastEventThatIsThere() {
        var repair = Repair.of(merged(ALICE, """
                bob {"alice":5, "bob":1}
                INFO receive
                bob {"alice":5, "bob":2}
                INFO on
                """));
        assertThat(repair.words()).containsExactly("alice: its log ends with event 2, but 2 events name later ones,"
                + " up to 5; they now name the last one that they can have known");
        assertThat(repair.log().event("bob", 1).orElseThrow().clock()).hasToString("{\"alice\":2, \"bob\":1}");
        assertThat(Check.of(repair.log()).holds()).isTrue();
    }

    @Test
    void aProcessWithoutEventsIsNoLongerNamed() {
        var repair = Repair.of(merged("bob {\"bob\":1, \"ghost\":3}\nINFO receive\n"));
        assertThat(repair.words())
                .containsExactly("ghost: no event of it was found, but 1 event names it; these mentions were removed");
        assertThat(repair.log().event("bob", 1).orElseThrow().clock()).hasToString("{\"bob\":1}");
        assertThat(Check.of(repair.log()).holds()).isTrue();
    }

    @Test
    void aClockThatClaimsTheFarFutureMakesNoCycle() {
        var repair = Repair.of(merged("""
                alice {"alice":1}
                Initialization Complete
                alice {"alice":2, "mallory":1}
                INFO receive from mallory
                """, "mallory {\"alice\":1000000, \"mallory\":1}\nINFO lie\n"));
        assertThat(repair.log().event("mallory", 1).orElseThrow().clock()).hasToString("{\"alice\":1, \"mallory\":1}");
        assertThat(Check.of(repair.log()).violations()).isEmpty();
    }

    static MergedLog merged(String... logs) {
        return MergedLog.of(Stream.of(logs).map(text -> ProcessLog.parse("log", text)).toList());
    }
}
