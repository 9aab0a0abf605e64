// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.nio.charset.StandardCharsets;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LettersTest {
    private final Letters ascii = new Letters(StandardCharsets.US_ASCII);

    @Test
    void whatATerminalCannotShowIsShownAsWellAsItCan() {
        assertThat(ascii.shown("caf\u00e9 cafe\u0301 \u201cok\u201d \u2013 na\u00efve\u2026")).isEqualTo(
                "cafe cafe \"ok\" - naive...");
        assertThat(ascii.shown("\u4f60\u597d \ud83d\ude00!")).isEqualTo("?? ?!");
        assertThat(new Letters(StandardCharsets.ISO_8859_1).shown("caf\u00e9 \u4f60")).isEqualTo("caf\u00e9 ?");
    }

    @Test
    void utf8ShowsEverything() {
        assertThat(new Letters(StandardCharsets.UTF_8).shown("\u4f60\ud83d\ude00")).isEqualTo("\u4f60\ud83d\ude00");
    }

    @Property
    void nothingThatCannotBeShownIsLeft(@ForAll String text) {
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(ascii.shown(text))).isTrue();
    }

    @Property
    void whatCanBeShownStays(@ForAll String text) {
        var plain = text.replaceAll("[^\\x00-\\x7f]", "");
        assertThat(ascii.shown(plain)).isEqualTo(plain);
    }
}
