// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

import justchat.client.core.Exit;
import justchat.client.model.Command;
import justchat.client.model.Key;
import justchat.client.model.Setting;

import static org.assertj.core.api.Assertions.assertThat;

class ManualTest {
    private static final String PAGE = Manual.page();

    @ParameterizedTest
    @EnumSource
    void hasEveryCommand(Command command) {
        assertThat(PAGE).contains(".B " + Manual.escaped(command.form()) + "\n", Manual.escaped(command.details()),
                Manual
                        .escaped(command.example()),
                ".SS " + command.section().title());
    }

    @Test
    void hasEveryKeySettingOptionAndExitCode() {
        for (var key : Key.values()) {
            assertThat(PAGE).contains(".B " + Manual.escaped(key.chord()) + "\n" + Manual.escaped(key.effect()));
        }
        for (var setting : Setting.values()) {
            assertThat(PAGE).contains(".B " + setting.key() + "\n", Manual.escaped(setting.range()));
        }
        for (var exit : Exit.values()) {
            assertThat(PAGE).contains(".B " + exit.status() + "\n" + Manual.escaped(exit.meaning()));
        }
        for (var option : new CommandLine(new Main()).getCommandSpec().options()) {
            assertThat(PAGE).contains(Manual.escaped(option.longestName()));
        }
    }

    @Test
    void everyLineIsPlainTextOrARequestThatManKnows() {
        assertThat(PAGE.lines().filter(line -> line.startsWith(".") || line.startsWith("'"))).allMatch(line -> line
                .matches("\\.(TH|SH|SS|PP|TP|B|RS|RE|nf|fi|br)( .*)?"));
        assertThat(Manual.escaped(".so /etc/passwd")).startsWith("\\&.");
        assertThat(Manual.escaped("a\\nb - c")).isEqualTo("a\\(rsnb \\- c");
    }
}
