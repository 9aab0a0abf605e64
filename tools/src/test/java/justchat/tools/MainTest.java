// SPDX-License-Identifier: Apache-2.0
package justchat.tools;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
    void versionNamesJustChatAndJava() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("JustChat 1.").contains("Java 25");
    }
}
