// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MachineChoicesTest {
    @TempDir
    private Path directory;

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
