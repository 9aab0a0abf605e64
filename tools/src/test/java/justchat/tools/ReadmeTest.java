// SPDX-License-Identifier: Apache-2.0
package justchat.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import justchat.client.model.CommandWording;

import static org.assertj.core.api.Assertions.assertThat;

/// `mvn test -Dtest=ReadmeTest -Drewrite` puts the table of commands into the
/// README; without `-Drewrite` it is only compared.
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final String BEGIN = "<!-- the table of commands: made from client/model/Command -->\n";
    private static final String END = "<!-- end of the table -->\n";

    @Test
    void theTableOfCommandsIsTheOneInTheCode() throws IOException {
        var text = Files.readString(README);
        assertThat(text).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        var table = String.join("\n", CommandWording.markdown()) + "\n";
        if (System.getProperty("rewrite") != null) {
            Files.writeString(README, text.substring(0, begin) + table + text.substring(end));
        } else {
            assertThat(text.substring(begin, end)).isEqualTo(table);
        }
    }
}
