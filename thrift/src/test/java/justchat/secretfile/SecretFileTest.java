// SPDX-License-Identifier: Apache-2.0
package justchat.secretfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SecretFileTest {
    @TempDir
    Path directory;

    @Test
    void isForItsOwnerOnlyAndLeavesNothingBesideIt() throws IOException {
        var file = directory.resolve("deep").resolve("key.pem");
        SecretFile.write(file, "secret\n");
        assertThat(file).hasContent("secret\n");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(file.getParent().toFile().list()).containsExactly("key.pem");
    }

    /// What everybody could read before nobody else can read afterwards.
    @Test
    void replacesWhatIsThereAndItsPermissionsToo() throws IOException {
        var file = Files.writeString(directory.resolve("key.pem"), "something longer than what comes");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        SecretFile.write(file, "secret");
        assertThat(file).hasContent("secret");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    /// A directory that is not empty cannot be replaced.
    @Test
    void leavesEverythingAsItWasIfItCannotBeWritten() throws IOException {
        var taken = Files.createDirectory(directory.resolve("key.pem"));
        Files.createFile(taken.resolve("guest"));
        assertThatThrownBy(() -> SecretFile.write(taken, "secret")).isInstanceOf(IOException.class);
        assertThat(directory.toFile().list()).containsExactly("key.pem");
        assertThat(taken.resolve("guest")).exists();
    }
}
