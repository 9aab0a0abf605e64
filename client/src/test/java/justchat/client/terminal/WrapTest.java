// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WrapTest {
    private static final String FAMILY = "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67";
    private static final Pattern CHARACTER = Pattern.compile("\\X");

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

    @Test
    void countsEmojiAsWideAsAnyTerminalDrawsThem() {
        assertThat(Wrap.width(FAMILY)).isEqualTo(6);
        assertThat(Wrap.width("\u2764\ufe0f")).as("a heart as a picture").isEqualTo(2);
        assertThat(Wrap.width("\ud83d\udc4d\ud83c\udffd")).as("a thumb with its colour").isEqualTo(4);
        assertThat(Wrap.width("e\u0301")).isEqualTo(1);
    }

    @Test
    void keepsTogetherWhatIsOneCharacterToTheReader() {
        assertThat(Wrap.lines("ab" + FAMILY + "c", 7, 7)).containsExactly("ab", FAMILY + "c");
        assertThat(Wrap.lines("aae\u0301e\u0301", 3, 3)).containsExactly("aae\u0301", "e\u0301");
        assertThat(Wrap.lines("ab \u0301cd", 3, 3)).containsExactly("ab \u0301", "cd");
        assertThat(Wrap.cut("ab" + FAMILY, 6)).isEqualTo("ab");
    }

    @Test
    void breaksACharacterThatIsWiderThanTheLine() {
        assertThat(String.join("", Wrap.lines(FAMILY, 3, 3))).isEqualTo(FAMILY);
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

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.of("a", "bc", "\u4f60", "e\u0301", "\u2764\ufe0f", FAMILY, "\ud83c\uddeb\ud83c\uddf7").list()
                .ofMinSize(1).ofMaxSize(3).map(parts -> String.join("", parts)).list().ofMinSize(1).ofMaxSize(30);
    }

    @Property
    void wordsThatFitStandAsIfTheyWereLaidOneByOne(@ForAll("words") List<String> words,
            @ForAll @IntRange(min = 18, max = 300) int first, @ForAll @IntRange(min = 18, max = 300) int next) {
        assertThat(Wrap.lines(String.join(" ", words), first, next)).isEqualTo(laid(words, first, next));
    }

    @Property
    void aWordThatDoesNotFitIsFilledCharacterByCharacter(@ForAll("words") List<String> words,
            @ForAll @IntRange(min = 6, max = 60) int columns) {
        assertThat(Wrap.lines(String.join("", words), columns, columns)).isEqualTo(filled(String.join("", words),
                columns));
    }

    /// The slow, obvious way.
    private static List<String> laid(List<String> words, int first, int next) {
        var lines = new ArrayList<String>();
        var line = words.getFirst();
        for (var word : words.subList(1, words.size())) {
            if (Wrap.width(line) + 1 + Wrap.width(word) <= (lines.isEmpty() ? first : next)) {
                line += " " + word;
            } else {
                lines.add(line);
                line = word;
            }
        }
        lines.add(line);
        return lines;
    }

    private static List<String> filled(String text, int columns) {
        var lines = new ArrayList<String>();
        var line = "";
        for (var character : CHARACTER.matcher(text).results().map(match -> match.group()).toList()) {
            if (Wrap.width(line) + Wrap.width(character) > columns) {
                lines.add(line);
                line = "";
            }
            line += character;
        }
        lines.add(line);
        return lines;
    }
}
