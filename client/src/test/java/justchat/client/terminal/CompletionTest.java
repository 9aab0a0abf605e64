// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import justchat.client.model.Command;
import justchat.client.model.Setting;

import static org.assertj.core.api.Assertions.assertThat;

class CompletionTest {
    private final Known known = new Known();

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
            assertThat(Completion.of("#" + command.word() + " ", known).candidates()).containsAll(first.words(command
                    .word()).stream().map(word -> word + " ").toList());
        }
    }

    @ParameterizedTest
    @EnumSource
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
