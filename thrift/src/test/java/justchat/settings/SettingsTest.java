// SPDX-License-Identifier: Apache-2.0
package justchat.settings;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsTest {
    @TempDir
    Path directory;

    @Command(name = "justchat")
    static final class Root {}

    @Command(name = "kettle", description = "Boils ${DEFAULT-VALUE} water.")
    static final class Kettle implements Callable<Integer> {
        @Mixin
        private ConfigOption config;
        @Option(names = "--directory", description = "Where.")
        private Path directory;
        @Option(names = "--degrees", defaultValue = "100", description = "How hot (${DEFAULT-VALUE}).")
        int degrees;
        @Option(names = "--cups", split = ",", paramLabel = "CUP", description = "Which cups.")
        List<String> cups;
        @Option(names = "--with-lid", description = "With its lid on.")
        boolean lid;
        @Option(names = "--tea", required = true, description = "Which tea: black, \"green\".")
        String tea;

        @Override
        public Integer call() {
            return 0;
        }
    }

    private final Kettle kettle = new Kettle();
    private final CommandLine root = new CommandLine(new Root()).addSubcommand(kettle);
    private final StringWriter said = new StringWriter();

    private SettingsFile file(String name, String text) throws IOException, SettingsFailure {
        return SettingsFile.read(Files.writeString(directory.resolve(name), text));
    }

    private void parse(Map<String, String> environment, List<SettingsFile> files, String... arguments) {
        root.setDefaultValueProvider(new Settings(List.of(arguments), environment::get, files));
        root.parseArgs(arguments);
    }

    private int execute(String... arguments) {
        root.setErr(new PrintWriter(said));
        return Program.execute(root, Optional.of(directory), arguments);
    }

    @Test
    void theCommandLineCountsMoreThanTheEnvironmentAndThatMoreThanTheFiles() throws Exception {
        var own = file("own", "kettle { degrees = 70 }");
        var cluster = file("cluster", "kettle { degrees = 60, tea = green }");
        var environment = Map.of("JUSTCHAT_KETTLE_DEGREES", "80");
        parse(environment, List.of(own, cluster), "kettle", "--degrees", "90");
        assertThat(kettle.degrees).isEqualTo(90);
        parse(environment, List.of(own, cluster), "kettle");
        assertThat(kettle.degrees).isEqualTo(80);
        parse(Map.of(), List.of(own, cluster), "kettle");
        assertThat(kettle.degrees).isEqualTo(70);
        parse(Map.of(), List.of(cluster), "kettle");
        assertThat(kettle.degrees).isEqualTo(60);
        parse(Map.of("JUSTCHAT_KETTLE_TEA", "black"), List.of(), "kettle");
        assertThat(kettle.degrees).as("its own default").isEqualTo(100);
        assertThat(kettle.tea).as("required, and not on the command line").isEqualTo("black");
    }

    @Test
    void aFlagIsTrueWhereverItIsSetAlsoInTwoPlaces() throws Exception {
        var file = file("a", "kettle { with-lid = true, tea = t }");
        parse(Map.of(), List.of(file), "kettle");
        assertThat(kettle.lid).isTrue();
        parse(Map.of(), List.of(file), "kettle", "--with-lid");
        assertThat(kettle.lid).isTrue();
        parse(Map.of("JUSTCHAT_KETTLE_WITH_LID", "false"), List.of(file), "kettle");
        assertThat(kettle.lid).isFalse();
    }

    @Test
    void aListIsOneValueForEachOfItsParts() throws Exception {
        parse(Map.of(), List.of(file("a", "kettle { cups = [a, b], tea = t }")), "kettle");
        assertThat(kettle.cups).containsExactly("a", "b");
    }

    @Test
    void theFileIsLookedForInTheProcessesDirectoryAndInTheOneAbove() throws Exception {
        Files.writeString(directory.resolve("justchat.conf"), "kettle { tea = above, degrees = 1 }");
        var own = Files.createDirectory(directory.resolve("kettle-1"));
        Files.writeString(own.resolve("justchat.conf"), "kettle { tea = own }");
        assertThat(execute("kettle", "--directory", own.toString())).isZero();
        assertThat(kettle.tea).isEqualTo("own");
        assertThat(kettle.degrees).isEqualTo(1);
        var named = Files.writeString(directory.resolve("named"), "kettle { tea = named }");
        assertThat(execute("kettle", "--config=" + named, "--directory", own.toString())).isZero();
        assertThat(kettle.tea).isEqualTo("named");
        assertThat(kettle.degrees).isEqualTo(100);
    }

    @Test
    void aCommandDoesNotStartWithAFileThatSetsWhatItDoesNotHave() throws Exception {
        Files.writeString(directory.resolve("justchat.conf"), "kettle {\n  tea = x\n  degres = 1\n}");
        assertThat(execute("kettle")).isEqualTo(Program.CONFIGURATION);
        assertThat(said).hasToString(directory.resolve("justchat.conf")
                + ":3: nothing is called \"degres\" in kettle; did you mean degrees?" + System.lineSeparator());
        assertThat(execute("kettle", "--config", directory.resolve("none").toString())).isEqualTo(78);
        assertThat(said.toString()).contains("none: no file of settings");
    }

    @Test
    void theCheckFindsUnknownNamesWrongValuesAndWhatIsNoHocon() throws Exception {
        var file = file("a", """
                ketle { degrees = 1 }
                kettle {
                  degrees = hot
                  with-lid = perhaps
                  colour = red
                  tea { black = 1 }
                  cups = [a, b]
                }
                """);
        var where = directory.resolve("a") + ":";
        assertThatThrownBy(() -> Check.of(file, root)).isInstanceOf(SettingsFailure.class)
                .hasMessage(where + "6: this is no value for an option");
        var other = file("b", """
                ketle { degrees = 1 }
                kettle {
                  degrees = hot
                  with-lid = perhaps
                  colour = red
                  cups = [a, b]
                }
                """);
        var there = directory.resolve("b") + ":";
        assertThat(Check.of(other, root)).hasSize(4).satisfiesExactly(
                one -> assertThat(one).isEqualTo(
                        there + "1: nothing is called \"ketle\" in the outermost part; did you mean kettle?"),
                two -> assertThat(two).startsWith(there + "3: ").contains("--degrees").contains("hot"),
                three -> assertThat(three).isEqualTo(
                        there + "4: \"perhaps\" for with-lid is neither true nor false"),
                four -> assertThat(four).isEqualTo(there + "5: nothing is called \"colour\" in kettle"));
        assertThatThrownBy(() -> file("c", "kettle {\n  tea = \n")).isInstanceOf(SettingsFailure.class)
                .hasMessageStartingWith(directory.resolve("c") + ":");
    }

    @Test
    void theExampleIsAFileThatSetsNothingAndCanBeUncommentedLineByLine() throws Exception {
        var example = Listing.example(List.of(root.getSubcommands().get("kettle")));
        assertThat(Check.of(file("example", example), root)).isEmpty();
        assertThat(example).contains("# degrees = 100").contains("# How hot (100).").contains("# with-lid = true");
        var set = example.replace("# degrees", "degrees").replace("# with-lid", "with-lid");
        assertThat(Check.of(file("set", set), root)).isEmpty();
        parse(Map.of("JUSTCHAT_KETTLE_TEA", "t"), List.of(file("set", set)), "kettle");
        assertThat(kettle.lid).isTrue();
    }

    @Test
    void theListingSaysWhereEachValueIsFrom() throws Exception {
        var settings = new Settings(List.of(), Map.of("JUSTCHAT_KETTLE_TEA", "black")::get,
                List.of(file("a", "\nkettle.with-lid = true")));
        assertThat(Listing.effective(settings, root.getSubcommands().get("kettle").getCommandSpec())).contains(
                new Listing.Line("kettle.tea", "black", "JUSTCHAT_KETTLE_TEA"),
                new Listing.Line("kettle.with-lid", "true", directory.resolve("a") + ":2"),
                new Listing.Line("kettle.degrees", "100", "default"),
                new Listing.Line("kettle.cups", "", "not set"));
    }
}
