// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UserNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"elon", "Tony_S.", "r2-d2", "7of9", "Зоя", "Łukasz", "王小明", "さくらサクラ花", "דוד", "हिन्दी"})
    void acceptsNamesOfOneScript(String name) {
        assertThat(UserName.check(name)).isInstanceOf(NameCheck.Good.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a/b | slashes", "a\\b | slashes", "a b | spaces", "a\u00A0b | spaces",
            "a\u200Bb | control", "a\u202Eb | control", "a\u001B[31m | control", "pаypal | one script",
            "-elon | begins", ".. | begins", "elon! | only letters", "🦊 | only letters", "YOU | reserved",
            "a\u0301\u0301\u0301\u0301x | accents", "a\u034Fb | only letters"})
    void refusesWithAClearSentence(String name, String words) {
        assertThat(UserName.check(name)).isInstanceOfSatisfying(NameCheck.Bad.class,
                bad -> assertThat(bad.sentence()).contains(words).doesNotContain("\u001B"));
    }

    @Test
    void controlCharactersAreRefusedEachOne() {
        for (int character = 0; character < 0x20; character++) {
            assertThat(UserName.check("a" + (char) character + "b")).isInstanceOf(NameCheck.Bad.class);
        }
        assertThat(UserName.check("a\u007Fb")).isInstanceOf(NameCheck.Bad.class);
    }

    @Test
    void lengthIsOneToThirtyTwoCharactersAfterNormalisation() {
        assertThat(UserName.check("")).isInstanceOf(NameCheck.Bad.class);
        assertThat(UserName.check("a".repeat(32))).isInstanceOf(NameCheck.Good.class);
        assertThat(UserName.check("a".repeat(33))).isInstanceOf(NameCheck.Bad.class);
        assertThat(UserName.check("ﷺ".repeat(32))).as("grows when normalised").isInstanceOf(NameCheck.Bad.class);
        assertThat(UserName.check("a".repeat(1_000_000))).isInstanceOf(NameCheck.Bad.class);
    }

    @Test
    void equalButForCaseOrFormIsTheSamePerson() {
        assertThat(UserName.of("Elon").key()).isEqualTo(UserName.of("ELON").key());
        assertThat(UserName.of("ＥＬＯＮ").key()).as("full width").isEqualTo(UserName.of("elon").key());
        assertThat(UserName.of("Ma\u0301ria").key()).isEqualTo(UserName.of("MÁRIA").key());
        assertThat(UserName.of("straße").key()).isEqualTo(UserName.of("STRASSE").key());
    }

    @Property
    void whateverIsAcceptedIsSafeToShowAndStable(@ForAll @StringLength(max = 40) String typed) {
        if (UserName.check(typed) instanceof NameCheck.Good(UserName name)) {
            assertThat(UserName.of(name.display())).isEqualTo(name);
            assertThat(name.display().codePointCount(0, name.display().length())).isBetween(1, UserName.MAX);
            name.display().codePoints().forEach(character -> assertThat(Character.isLetterOrDigit(character)
                    || Character.getType(character) == Character.NON_SPACING_MARK
                    || Character.getType(character) == Character.COMBINING_SPACING_MARK
                    || "-_.".indexOf(character) >= 0)
                    .as("U+%04X", character).isTrue());
        }
    }

    @Property
    void caseNeverMatters(@ForAll @IntRange(min = 'A', max = 0x24F) int letter) {
        var name = Character.toString(letter);
        if (UserName.check(name) instanceof NameCheck.Good(UserName good)) {
            var upper = UserName.check(name.toUpperCase(java.util.Locale.ROOT));
            if (upper instanceof NameCheck.Good(UserName other)) {
                assertThat(other.key()).isEqualTo(good.key());
            }
        }
    }
}
