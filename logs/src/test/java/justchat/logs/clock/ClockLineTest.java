// SPDX-License-Identifier: Apache-2.0
package justchat.logs.clock;

import java.util.Map;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClockLineTest {
    @Test
    void readsWhatGoVectorWrites() {
        assertThat(ClockLine.parse("ms-1 {\"client-elon\":4, \"ms-1\":7}")).contains(new ClockLine("ms-1", Map.of(
                "client-elon", 4L, "ms-1", 7L)));
        assertThat(ClockLine.parse("a {\"a\":1,\"b\" : 0 , \"a\":2}")).as("spaces, zeros, and what is there twice")
                .contains(new ClockLine("a", Map.of("a", 2L, "b", 0L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a", "a ", "a {", "a {}", "a {\"a\"}", "a {\"a\":}", "a {\"a\":1", "a {\"a\":1,}",
            "a {\"a\":-1}", "a {\"a\":1.5}", "a {\"a\":12345678901234567}", "a {\"a\":1} ", "a {a:1}", "a {\"\":1}",
            "a {\"a b\":1}", "a b {\"a\":1}", " {\"a\":1}", "INFO shows room=r", "a {\"a\":1}{\"a\":1}",
            "toString {\"a\":1}"})
    void refusesWhatIsNone(String line) {
        assertThat(ClockLine.parse(line)).isEmpty();
    }

    @Property
    void noTextIsTooStrange(@ForAll String text) {
        assertThat(ClockLine.parse("a {\"" + text)).isNotNull();
        assertThat(ClockLine.parse(text)).isNotNull();
    }

    @Test
    void aLineEndsWhereItIsSaidToEnd() {
        var text = "x\na {\"a\":1}\n\"}";
        assertThat(ClockLine.read(text, 2, 11, (_, _, _) -> true)).isEqualTo(3);
        for (int end = 2; end < text.length(); end++) {
            assertThat(ClockLine.read(text, 2, end, (_, _, _) -> true)).isEqualTo(end == 11 ? 3 : -1);
        }
    }
}
