// SPDX-License-Identifier: Apache-2.0
package justchat.wire;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IdlTest {

    /// The same sum as `regen/Regenerate.java` makes: over the names and bytes of
    /// all IDL files, sorted.
    @Test
    void generatedCodeIsOfTheIdlAsItStands() throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        try (var files = Files.list(Path.of("src/main/thrift"))) {
            for (var file : files.filter(one -> one.toString().endsWith(".thrift")).sorted().toList()) {
                digest.update(file.getFileName().toString().getBytes());
                digest.update(Files.readAllBytes(file));
            }
        }
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .as("the IDL was changed: mvn -Pregen -pl thrift process-sources")
                .isEqualTo(Files.readString(Path.of("src/generated/idl.sha256")).strip());
    }
}
