// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WrapTest {

    @Test
    void breaksAtBlanksAndInsideWordsThatAreTooLong() {
        assertThat(Wrap.lines("one two three", 8, 8)).containsExactly("one two", "three");
        assertThat(Wrap.lines("aaaaaaaaaa b", 4, 6)).containsExactly("aaaa", "aaaaaa", "b");
        assertThat(Wrap.lines("a\n\nb", 5, 5)).containsExactly("a", "", "b");
    }

    @Test
    void countsColumnsNotCharacters() {
        assertThat(Wrap.width("\u4f60\u597d")).isEqualTo(4);
        assertThat(Wrap.lines("\u4f60\u597d\u4f60\u597d", 5, 5)).containsExactly("\u4f60\u597d", "\u4f60\u597d");
    }

    @Property
    void losesNothingButBlanksAndFits(@ForAll String text, @ForAll @IntRange(min = 2, max = 40) int first,
            @ForAll @IntRange(min = 2, max = 40) int next) {
        var lines = Wrap.lines(text, first, next);
        assertThat(String.join("", lines).replaceAll("[ \n]", "")).isEqualTo(text.replaceAll("[ \n]", ""));
        for (int i = 0; i < lines.size(); i++) {
            assertThat(Wrap.width(lines.get(i))).isLessThanOrEqualTo(i == 0 ? first : next);
        }
    }
}
