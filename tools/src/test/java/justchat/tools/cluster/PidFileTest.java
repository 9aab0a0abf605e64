// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PidFileTest {
    @TempDir
    Path directory;

    private PidFile file;

    @BeforeEach
    void makeFile() {
        file = new PidFile(directory.resolve("pid"));
    }

    @Test
    void findsTheProcessThatItNames() throws IOException {
        file.write(ProcessHandle.current());
        assertThat(file.read()).contains(ProcessHandle.current());
    }

    @Test
    void takesNoOtherProcessForIt() throws IOException {
        var anHourEarlier = ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli() - 3_600_000;
        Files.writeString(file.file(), ProcessHandle.current().pid() + " " + anHourEarlier + "\n");
        assertThat(file.read()).isEmpty();
    }

    @Test
    void isEmptyWithoutAFileOrWithRubbishInIt() throws IOException {
        assertThat(file.read()).isEmpty();
        Files.writeString(file.file(), "rubbish");
        assertThat(file.read()).isEmpty();
    }
}
