// SPDX-License-Identifier: Apache-2.0
package justchat.tools;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import justchat.settings.Check;
import justchat.settings.Listing;
import justchat.settings.SettingsFile;

import static org.assertj.core.api.Assertions.assertThat;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return JustChat.commandLine(arguments).setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void helpNamesEverySubcommand() {
        assertThat(run("--help")).isZero();
        for (var subcommand : Subcommand.values()) {
            assertThat(out.toString()).containsPattern("\n  " + subcommand.word() + " +\\S");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everySubcommandExplainsItself(Subcommand subcommand) {
        assertThat(run(subcommand.word(), "--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: justchat " + subcommand.word()).contains("--help");
    }

    @Test
    void aMistypedSubcommandIsAskedBack() {
        assertThat(run("stats")).isEqualTo(2);
        assertThat(err.toString()).contains("Did you mean").contains("justchat status");
    }

    @Test
    void anUnknownOptionIsAUsageError() {
        assertThat(run("status", "--jsno")).isEqualTo(2);
        assertThat(err.toString()).contains("--json");
    }

    @Test
    void everySettingOfTheExampleMayBeSetAsItStandsThere(@TempDir Path directory) throws Exception {
        var file = directory.resolve("example.conf");
        var example = Listing.example(ConfigCommand.processes());
        Files.writeString(file, example);
        assertThat(Check.of(SettingsFile.read(file), JustChat.completeCommandLine())).isEmpty();
        assertThat(example).contains("# log-format = text").contains("# heartbeat-millis = 20");
        // What has no default stands there as in the help, in capitals.
        Files.writeString(file, example.replaceAll("(?m)^  # ([a-z-]+ = \"?[a-z0-9].*)$", "  $1"));
        assertThat(Check.of(SettingsFile.read(file), JustChat.completeCommandLine())).isEmpty();
    }

    @Test
    void versionNamesJustChatAndJava() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("JustChat 1.").contains("Java 25");
    }
}
