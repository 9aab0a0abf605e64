// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import justchat.client.model.CommandLine.Parsed;

import static org.assertj.core.api.Assertions.assertThat;

/// What every line of the table of commands must be like.
class CommandTest {

    @ParameterizedTest
    @EnumSource
    void everyExampleIsUnderstoodWithEitherSignAndInAnyCase(Command command) {
        var example = command.example();
        assertThat(example).startsWith("#" + command.word());
        assertThat(CommandLine.parse(example)).isInstanceOf(Parsed.Asked.class);
        assertThat(CommandLine.parse("/" + example.substring(1))).isEqualTo(CommandLine.parse(example));
        var end = example.indexOf(' ') < 0 ? example.length() : example.indexOf(' ');
        assertThat(CommandLine.parse(example.substring(0, end).toUpperCase(Locale.ROOT) + example.substring(end)))
                .isEqualTo(CommandLine.parse(example));
    }

    @ParameterizedTest
    @EnumSource
    void everyHelpIsAFewWordsThenSentencesThenAnExample(Command command) {
        assertThat(command.purpose()).isNotBlank().hasSizeLessThanOrEqualTo(60).doesNotEndWith(".");
        assertThat(command.details()).hasSizeBetween(5, 400).endsWith(".");
        assertThat(command.form()).startsWith("#" + command.word()).isEqualTo(Display.safe(command.form()));
    }

    @ParameterizedTest
    @EnumSource
    void everyCommandIsListedAndExplained(Command command) {
        assertThat(CommandWording.all()).anyMatch(line -> line.strip().startsWith(command.form()));
        var help = String.join("\n", CommandWording.of(command.word()));
        assertThat(help).contains(command.form(), command.purpose(), command.details(), command.example());
        if (command.users() != Users.ALL) {
            assertThat(help).contains(command.users().words());
        }
        assertThat(CommandLine.parse("#help #" + command.word())).isEqualTo(new Parsed.Asked(new Input.Commands(Optional
                .of(command.word()))));
    }

    @ParameterizedTest
    @EnumSource
    void everySectionHasCommandsThatStandTogether(Command.Section section) {
        assertThat(section.commands()).isNotEmpty();
        var places = section.commands().stream().map(Command::ordinal).toList();
        assertThat(places.getLast() - places.getFirst() + 1).isEqualTo(places.size());
    }

    @Test
    void theListFitsAScreenOfAHundredColumns() {
        assertThat(CommandWording.all()).allMatch(line -> line.length() + "12:00 -- ".length() <= 100);
    }

    @Test
    void theSixOfTheOriginalStandThereWordForWord() {
        assertThat(Arrays.stream(Command.values()).map(Command::form)).contains("#message #username #text",
                "#share #username #/path", "#share #/path", "#available files", "#get #filename");
        assertThat(Command.of("commands")).contains(Command.COMMANDS);
    }

    @Test
    void whatIsNoCommandIsNotExplainedButGuessed() {
        assertThat(CommandLine.parse("#commands repyl")).isEqualTo(new Parsed.Unclear(
                "there is no command repyl; did you mean #commands reply?"));
        assertThat(CommandLine.parse("#help whatever")).isEqualTo(new Parsed.Unclear(
                "there is no command whatever; #commands lists all"));
    }
}
