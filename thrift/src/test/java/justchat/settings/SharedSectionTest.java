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
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import static org.assertj.core.api.Assertions.assertThat;

class SharedSectionTest {
    @TempDir
    Path directory;

    @Command(name = "justchat")
    static final class Root {}

    @SharedSection("kitchen")
    static final class Kitchen {
        @Option(names = "--water", description = "Which water.")
        String water;
        @Option(names = "--key-file", description = "Who may come in.")
        String key;
    }

    @Command(name = "kettle")
    static final class Kettle implements Runnable {
        @Mixin
        Kitchen kitchen;
        @Option(names = "--degrees", description = "How hot.")
        int degrees;

        @Override
        public void run() {
            // it was parsed
        }
    }

    @Command(name = "pan")
    static final class Pan implements Runnable {
        @Mixin
        Kitchen kitchen;

        @Override
        public void run() {
            // it was parsed
        }
    }

    @Command(name = "lamp")
    static final class Lamp implements Runnable {
        @Override
        public void run() {
            // it was parsed
        }
    }

    private final Kettle kettle = new Kettle();
    private final Pan pan = new Pan();
    private final CommandLine root = new CommandLine(new Root()).addSubcommand(kettle).addSubcommand(pan)
            .addSubcommand(new Lamp());
    private final StringWriter said = new StringWriter();

    private SettingsFile file(String text) throws IOException, SettingsFailure {
        return SettingsFile.read(Files.writeString(directory.resolve("conf"), text));
    }

    private void parse(Map<String, String> environment, List<SettingsFile> files, String... arguments) {
        root.setDefaultValueProvider(new Settings(List.of(arguments), environment::get, files));
        root.parseArgs(arguments);
    }

    private int execute(Places places, String... arguments) {
        root.setErr(new PrintWriter(said));
        return Program.execute(root, places, arguments);
    }

    private Places own(String text) throws IOException {
        return new Places(Optional.empty(), Set.of(), Optional.empty(), Optional.of(Files.writeString(directory.resolve(
                "own.conf"), text)));
    }

    @Test
    void setsAnOptionOfEveryCommandThatSharesIt() throws Exception {
        var files = List.of(file("kitchen { water = rain }"));
        parse(Map.of(), files, "kettle");
        parse(Map.of(), files, "pan");
        assertThat(kettle.kitchen.water).isEqualTo("rain");
        assertThat(pan.kitchen.water).isEqualTo("rain");
    }

    @Test
    void countsLessThanTheCommandsOwn() throws Exception {
        var files = List.of(file("kitchen { water = rain }, kettle { water = tap }"));
        parse(Map.of(), files, "kettle");
        assertThat(kettle.kitchen.water).isEqualTo("tap");
        parse(Map.of("JUSTCHAT_KITCHEN_WATER", "sea"), files, "kettle");
        assertThat(kettle.kitchen.water).isEqualTo("sea");
        parse(Map.of("JUSTCHAT_KITCHEN_WATER", "sea", "JUSTCHAT_KETTLE_WATER", "river"), files, "kettle");
        assertThat(kettle.kitchen.water).isEqualTo("river");
    }

    @Test
    void aMistypedNameIsAnErrorWithASuggestion() throws Exception {
        assertThat(execute(own("kitchen { watre = rain }"), "kettle")).isEqualTo(Program.CONFIGURATION);
        assertThat(said.toString()).contains("own.conf:1").contains("\"watre\" in kitchen").contains(
                "did you mean water?");
        assertThat(Check.of(file("kitchen { watre = rain }"), root)).hasSize(1);
        assertThat(Check.of(file("kitchen { water = rain }"), root)).isEmpty();
    }

    @Test
    void aMistypedSectionIsAnErrorForWhoKnowsTheSections() throws Exception {
        assertThat(execute(own("kitchn { water = rain }"), "kettle")).isEqualTo(Program.CONFIGURATION);
        assertThat(said.toString()).contains("did you mean kitchen?");
        assertThat(execute(own("kitchen { water = rain }"), "lamp")).isZero();
        assertThat(execute(own("water = rain"), "lamp")).isEqualTo(Program.CONFIGURATION);
    }

    @Test
    void aFileThatLiesAboutDecidesNothingThatMatters() throws Exception {
        var project = Files.writeString(directory.resolve("justchat.conf"), "kitchen { key-file = stranger }");
        var places = new Places(Optional.of(project), Set.of("key-file"), Optional.empty(), Optional.empty());
        assertThat(execute(places, "kettle")).isEqualTo(Program.CONFIGURATION);
        assertThat(said.toString()).contains("key-file cannot be set by a file that lies about");
    }

    @Test
    void theProjectCountsMoreThanThePerson() throws Exception {
        var project = Files.writeString(directory.resolve("justchat.conf"), "kitchen { water = project }");
        var own = Files.writeString(directory.resolve("own.conf"), "kitchen { water = own, key-file = mine }");
        assertThat(execute(new Places(Optional.of(project), Set.of(), Optional.empty(), Optional.of(own)), "kettle"))
                .isZero();
        assertThat(kettle.kitchen.water).isEqualTo("project");
        assertThat(kettle.kitchen.key).isEqualTo("mine");
    }
}
