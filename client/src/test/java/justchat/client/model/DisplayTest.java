// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.stream.Collectors;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DisplayTest {

    @Test
    void escapeSequencesBecomeVisible() {
        assertThat(Display.safe("a\u001b[2Jb\u009b1mc\u007f")).isEqualTo("a\ufffd[2Jb\ufffd1mc\ufffd");
        assertThat(Display.safe("\u001b]52;c;aGk=\u0007")).doesNotContain("\u001b").doesNotContain("\u0007");
    }

    @Test
    void bidiControlsBecomeVisible() {
        assertThat(Display.safe("\u202egpj.exe\u2066x\u2069\u200f")).isEqualTo("\ufffdgpj.exe\ufffdx\ufffd\ufffd");
    }

    @Test
    void emojiStayWhole() {
        var family = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67";
        assertThat(Display.safe(family + " \u2764\ufe0f")).isEqualTo(family + " \u2764\ufe0f");
        assertThat(Display.safe("a\u200db")).isEqualTo("a\ufffdb");
    }

    @Test
    void combiningMarksAreBounded() {
        var zalgo = "e" + "\u0301".repeat(50);
        assertThat(Display.safe(zalgo)).isEqualTo("e" + "\u0301".repeat(Display.MARKS));
        assertThat(Display.safe("\u0301e")).isEqualTo("\ufffde");
    }

    @Test
    void newlinesStayOnlyWhereLinesAreWanted() {
        assertThat(Display.safe("a\nb\r\nc\td")).isEqualTo("a b\ufffd c d");
        assertThat(Display.safeLines("a\nb\r\nc\rd")).isEqualTo("a\nb\nc\ufffdd");
    }

    @Property
    void nothingUnprintableLeaves(@ForAll String text) {
        assertThat(Display.safeLines(text).codePoints().filter(DisplayTest::moves).mapToObj(Integer::toHexString)
                .collect(Collectors.joining(" "))).isEmpty();
    }

    @Property
    void isIdempotent(@ForAll String text) {
        assertThat(Display.safe(Display.safe(text))).isEqualTo(Display.safe(text));
    }

    private static boolean moves(int c) {
        return c != '\n' && (Character.isISOControl(c) || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069
                || c == 0x200b || c == 0x200e || c == 0x200f || c == 0xfeff || !Character.isDefined(c)
                || c >= 0xd800 && c <= 0xdfff);
    }
}
