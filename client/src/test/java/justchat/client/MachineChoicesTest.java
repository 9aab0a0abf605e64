// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.client.model.Setting;

import static org.assertj.core.api.Assertions.assertThat;

class MachineChoicesTest {
    @TempDir
    private Path directory;

    @Test
    void aThemeThatThereIsNotIsObjectedTo() throws IOException {
        var choices = new MachineChoices(directory.resolve("terminal.properties"));
        assertThat(choices.objection(Setting.THEME, "mono")).isEmpty();
        assertThat(choices.objection(Setting.BELL, "ocean")).isEmpty();
        assertThat(choices.objection(Setting.THEME, "ocean").orElseThrow()).startsWith("there is no theme ocean; there"
                + " are default, high-contrast, light, mono, and what you put into ");
        Files.createDirectory(directory.resolve("themes"));
        Files.writeString(directory.resolve("themes/ocean.theme"), "bar = blue\n");
        assertThat(choices.objection(Setting.THEME, "ocean")).isEmpty();
    }

    @Test
    void whatIsKeptIsReadByTheNextClient() {
        var file = directory.resolve("new").resolve("terminal.properties");
        assertThat(new MachineChoices(file).read()).isEmpty();
        assertThat(new MachineChoices(file).keep("theme", "ocean")).isEmpty();
        assertThat(new MachineChoices(file).keep("bell", "off")).isEmpty();
        assertThat(new MachineChoices(file).keep("theme", "default")).isEmpty();
        assertThat(new MachineChoices(file).read()).isEqualTo(Map.of("theme", "default", "bell", "off"));
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aFileThatMakesNoSenseCountsAsNone() throws Exception {
        var file = directory.resolve("terminal.properties");
        Files.writeString(file, "theme = \\u00zz");
        assertThat(new MachineChoices(file).read()).isEmpty();
        Files.write(file, new byte[100_000]);
        assertThat(new MachineChoices(file).read()).isEmpty();
    }

    @Test
    void whatCannotBeKeptIsToldInWords() throws Exception {
        var inTheWay = Files.createFile(directory.resolve("file"));
        assertThat(new MachineChoices(inTheWay.resolve("terminal.properties")).keep("theme", "ocean").orElseThrow())
                .startsWith("theme is not remembered on this machine");
    }
}
