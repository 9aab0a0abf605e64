// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.util.regex.Pattern;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NamePatternTest {
    @ParameterizedTest
    @CsvSource({"'', elon, true", "lo, elon, true", "LO, elon, true", "ole, elon, false", "e*, elon, true",
            "e*n, Elon, true", "e?on, elon, true", "e?n, elon, false", "????, elon, true", "???, elon, false",
            "*?, e, true", "?*?, e, false", "**, elon, true", "зо*, ЗОЯ, true", "?小?, 王小明, true", "*.*, a.b, true",
            "*.*, axb, false", "[a-z]*, elon, false"})
    void starsAndQuestionMarks(String pattern, String name, boolean matches) {
        assertThat(NamePattern.of(pattern).matches(UserName.of(name))).isEqualTo(matches);
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("abAB*?").ofMaxLength(12);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("abAB").ofMinLength(1).ofMaxLength(12);
    }

    @Property(tries = 5_000)
    void agreesWithARegularExpression(@ForAll("patterns") String pattern, @ForAll("names") String name) {
        boolean wild = pattern.contains("*") || pattern.contains("?");
        var expression = (wild ? pattern : "*" + pattern + "*").replace("*", ".*").replace('?', '.');
        assertThat(NamePattern.of(pattern).matches(UserName.of(name)))
                .isEqualTo(Pattern.compile(expression, Pattern.CASE_INSENSITIVE).matcher(name).matches());
    }

    @Test
    void aPatternHas64BytesAtMost() {
        var name = UserName.of("a".repeat(32));
        assertThat(NamePattern.of("*a".repeat(32)).matches(name)).as("the worst there is").isTrue();
        assertThat(NamePattern.of("?".repeat(32) + "*".repeat(32)).matches(name)).isTrue();
        assertThat(NamePattern.of("*" + "a".repeat(33)).matches(name)).isFalse();
        assertThat(NamePattern.of("*" + "a".repeat(63)).matches(name)).isFalse();
        assertThatThrownBy(() -> NamePattern.of("*" + "a".repeat(64))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 bytes");
        assertThatThrownBy(() -> NamePattern.of("я".repeat(33))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NamePattern.of("?".repeat(64))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("63 characters");
    }
}
