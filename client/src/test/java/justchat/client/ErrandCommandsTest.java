// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What is wrong with a command line is said before anybody is asked anything.
class ErrandCommandsTest {
    @TempDir
    Path directory;

    private static int execute(Object command, String... arguments) {
        return new CommandLine(command).setErr(new PrintWriter(new StringWriter())).execute(arguments);
    }

    static List<Object> commands() {
        return List.of(new SendCommand(), new TailCommand(), new ShareCommand(), new GetCommand(),
                new AccountsCommand(),
                new RoomsCommand(), new HistoryCommand());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void anUnknownOptionIsAWrongUsage(Object command) {
        assertThat(execute(command, "--colour")).isEqualTo(64);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whoComesMustBeSaid(Object command) throws IOException {
        var file = Files.writeString(directory.resolve("f"), "x").toString();
        var argument = Stream.of("send", "share", "get").anyMatch(new CommandLine(command).getCommandName()::equals);
        assertThat(argument ? execute(command, file, "--no-input") : execute(command, "--no-input")).isEqualTo(64);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aTimeoutIsSecondsOrMinutes(Object command) {
        assertThat(execute(command, "x", "--timeout", "soon")).isEqualTo(64);
    }

    @Test
    void timeoutsHaveLimits() {
        var seconds = new ErrandOptions.Seconds();
        assertThat(seconds.convert("15")).hasSeconds(15);
        assertThat(seconds.convert("15s")).hasSeconds(15);
        assertThat(seconds.convert("2m")).hasSeconds(120);
        for (var wrong : List.of("", "0", "-1", "1h", "1.5", "999999", "99999999999999999999")) {
            assertThatThrownBy(() -> seconds.convert(wrong)).isInstanceOf(TypeConversionException.class);
        }
    }

    @Test
    void sendWantsATextOrADash() {
        assertThat(execute(new SendCommand())).isEqualTo(64);
        assertThat(execute(new SendCommand(), "--whole", "hello")).isEqualTo(64);
        assertThat(execute(new SendCommand(), "--user", "ann", "--room", "no room", "hello")).isEqualTo(64);
    }

    @Test
    void aNumberOfLinesHasLimits() {
        for (var wrong : List.of("-1", "1001", "many")) {
            assertThat(execute(new TailCommand(), "-n", wrong)).isEqualTo(64);
        }
        for (var wrong : List.of("0", "10001")) {
            assertThat(execute(new HistoryCommand(), "-n", wrong)).isEqualTo(64);
        }
        assertThat(execute(new HistoryCommand(), "--since", "yesterday")).isEqualTo(64);
    }

    @Test
    void aFileThatIsNotThereIsNotShared() {
        assertThat(execute(new ShareCommand(), directory.resolve("none").toString())).isEqualTo(66);
        assertThat(execute(new ShareCommand(), directory.toString())).isEqualTo(66);
    }

    @Test
    void getHasOneUseForStandardOutput() {
        assertThat(execute(new GetCommand(), "x", "-o", "-", "--json")).isEqualTo(64);
        assertThat(execute(new GetCommand(), "x", "-o", directory.toString())).isEqualTo(64);
        assertThat(execute(new GetCommand(), "x", "-o", directory.resolve("a/b").toString())).isEqualTo(64);
    }

    @Test
    void tailFollowsUnlessItIsTold() {
        assertThat(follows()).isTrue();
        assertThat(follows("--follow")).isTrue();
        assertThat(follows("--no-follow")).isFalse();
    }

    private static boolean follows(String... arguments) {
        var line = new CommandLine(new TailCommand());
        line.parseArgs(arguments);
        return line.getCommandSpec().findOption("--follow").getValue();
    }

    @Test
    void aPasswordThatCannotBeReadIsAWrongSetting() {
        assertThat(execute(new RoomsCommand(), "--user", "ann", "--password-file", directory.resolve("none")
                .toString())).isEqualTo(78);
    }
}
