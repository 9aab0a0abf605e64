// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jline.utils.AttributedStyle;
import org.jline.utils.Colors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ThemeTest {
    private static final double READABLE = 3.5;

    @TempDir
    private Path own;

    @ParameterizedTest
    @ValueSource(strings = {"default", "light", "mono", "high-contrast"})
    void whatComesAlongSaysEverythingAndIsNamedInTheList(String name) {
        assertThat(Themes.builtIn(name).parts()).containsOnlyKeys(Theme.Part.values());
        assertThat(new Themes(own).names()).contains(name);
    }

    @Test
    void theTwelveColoursOfPeopleCanBeReadOnBlackAndOnWhite() {
        var nicks = Themes.builtIn("default").nicks();
        assertThat(nicks).hasSize(12).doesNotHaveDuplicates();
        for (var style : nicks) {
            double light = luminance(Colors.DEFAULT_COLORS_256[colour(style)]);
            assertThat((light + 0.05) / 0.05).as("on black: " + style).isGreaterThan(READABLE);
            assertThat(1.05 / (light + 0.05)).as("on white: " + style).isGreaterThan(READABLE);
        }
    }

    @Test
    void monoHasNoColourAtAll() {
        var mono = Themes.builtIn("mono");
        assertThat(mono.parts().values()).allMatch(style -> (style.getMask() & ~0xFF) == 0);
        assertThat(mono.nicks()).containsExactly(AttributedStyle.DEFAULT);
    }

    @Test
    void oneOfOnesOwnChangesWhatItNamesAndComesBeforeTheOneThatComesAlong() throws IOException {
        Files.writeString(own.resolve("light.theme"), "# mine\n\noffer = bold bright-red on 17\nnicks = #102030, 5\n");
        var theme = good(new Themes(own).read("light"));
        assertThat(theme.of(Theme.Part.OFFER)).isEqualTo(AttributedStyle.DEFAULT.bold().foreground(9).background(17));
        assertThat(theme.nicks()).containsExactly(AttributedStyle.DEFAULT.foregroundRgb(0x102030),
                AttributedStyle.DEFAULT.foreground(5));
        assertThat(theme.of(Theme.Part.BAR)).isEqualTo(Themes.builtIn("default").of(Theme.Part.BAR));
    }

    @Test
    void everyWrongLineIsToldWithItsFileAndNumber() throws IOException {
        Files.writeString(own.resolve("odd.theme"), "offer = gren\nofer = green\nbar\nbar = on\ntime =\nbar = 256\n");
        assertThat(bad(new Themes(own).read("odd"))).hasSize(6)
                .allMatch(sentence -> sentence.contains("odd.theme, line"))
                .anyMatch(sentence -> sentence.contains("line 1: \"gren\" is no colour"))
                .anyMatch(sentence -> sentence.contains("line 2: there is no \"ofer\"; there are time, notice"))
                .anyMatch(sentence -> sentence.contains("line 3: write part = style"));
    }

    @ParameterizedTest
    @CsvSource({"../secret, is no name", "'', is no name", "NONE, is no name", "nowhere, there is no theme nowhere"})
    void whatIsNotThereIsToldAndNoOtherFileIsRead(String name, String words) {
        assertThat(bad(new Themes(own).read(name))).singleElement().asString().contains(words);
    }

    @Test
    void whatIsTooLargeOrNoTextIsRefused() throws IOException {
        Files.writeString(own.resolve("large.theme"), "#".repeat(Theme.MAX_CHARACTERS + 1));
        Files.write(own.resolve("binary.theme"), new byte[]{(byte) 0xC3, (byte) 0x28});
        assertThat(bad(new Themes(own).read("large"))).singleElement().asString().contains("too large");
        assertThat(bad(new Themes(own).read("binary"))).singleElement().asString().contains("no text in UTF-8");
    }

    @Test
    void aNickHasOneColour() {
        var theme = Themes.builtIn("default");
        assertThat(theme.nick("bob")).isEqualTo(theme.nick("bob")).isIn(theme.nicks());
        assertThat(List.of("bob", "carol", "dan", "erin", "frank", "grace").stream().map(theme::nick).distinct())
                .hasSizeGreaterThan(3);
    }

    private static Theme good(Theme.Reading reading) {
        return ((Theme.Reading.Good) reading).theme();
    }

    private static List<String> bad(Theme.Reading reading) {
        return ((Theme.Reading.Bad) reading).sentences();
    }

    private static int colour(AttributedStyle style) {
        return (int) (style.getStyle() >> 15 & 0xFF);
    }

    /// As WCAG 2 has it.
    private static double luminance(int rgb) {
        return 0.2126 * channel(rgb >> 16) + 0.7152 * channel(rgb >> 8) + 0.0722 * channel(rgb);
    }

    private static double channel(int value) {
        double c = (value & 0xFF) / 255.0;
        return c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
}
