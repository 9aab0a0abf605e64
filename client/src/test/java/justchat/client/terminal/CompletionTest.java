// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import justchat.client.model.Argument;
import justchat.client.model.Command;
import justchat.client.model.Setting;

import static org.assertj.core.api.Assertions.assertThat;

class CompletionTest {
    private final Known known = new Known(() -> List.of("default", "ocean", "mono"));

    @ParameterizedTest
    @EnumSource
    void everyCommandIsCompletedFromItsFirstLetters(Command command) {
        var word = command.word();
        assertThat(Completion.of("#" + word.substring(0, 2), known).candidates()).contains("#" + word + " ");
        assertThat(Completion.of("/" + word, known).candidates()).contains("/" + word + " ");
        assertThat(Completion.of("#commands " + word, known).candidates()).contains(word + " ");
    }

    @ParameterizedTest
    @EnumSource
    void wordsThatTheTableNamesAreCompleted(Command command) {
        if (!command.arguments().isEmpty()) {
            var first = command.arguments().getFirst();
            assertThat(Completion.of("#" + command.word() + " ", known).candidates()).containsAll(words(first, command)
                    .stream().map(word -> word + " ").toList());
        }
    }

    private List<String> words(Argument argument, Command command) {
        return argument == Argument.THEME ? known.themes() : argument.words(command.word());
    }

    @Test
    void themesAreThoseThatThereAre() {
        assertThat(Completion.of("#theme o", known).candidates()).containsExactly("ocean ");
        assertThat(Completion.of("#set theme ", known).candidates()).containsExactly("default ", "ocean ", "mono ");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "THEME")
    void valuesOfASettingAreCompleted(Setting setting) {
        assertThat(Completion.of("#set " + setting.key() + " ", known).candidates()).containsExactlyElementsOf(setting
                .words().stream().map(word -> word + " ").toList());
    }

    @Test
    void whatStandsBeforeIsLeftAlone() {
        var completion = Completion.of("#create #dev to", known);
        assertThat("#create #dev to".substring(0, completion.start())).isEqualTo("#create #dev ");
        assertThat(completion.candidates()).containsExactly("total ");
        assertThat(Completion.of("#nonsense ", known).candidates()).isEmpty();
    }
}
