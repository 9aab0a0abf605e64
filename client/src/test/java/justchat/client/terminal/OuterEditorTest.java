// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(300)
class OuterEditorTest {
    @TempDir
    private Path directory;

    @Test
    void theEditorIsTheOneThatThePersonNamed() {
        assertThat(OuterEditor.command(Map.of("VISUAL", "code --wait", "EDITOR", "nano")::get))
                .isEqualTo("code --wait");
        assertThat(OuterEditor.command(Map.of("VISUAL", " ", "EDITOR", "nano")::get)).isEqualTo("nano");
        assertThat(OuterEditor.command(Map.<String, String>of()::get)).isEqualTo("vi");
    }

    @Test
    void theTextComesBackEditedAndNothingOfItStaysBehind() throws IOException {
        var seen = directory.resolve("seen");
        var outcome = OuterEditor.edit("f() { stat -c '%a %n' \"$1\" \"$(dirname \"$1\")\" > " + seen
                + "; cp \"$1\" \"$1~\"; echo more >> \"$1\"; }; f", "a \"text\"\nof two lines");
        assertThat(outcome).isEqualTo(new OuterEditor.Outcome.Edited("a \"text\"\nof two lines\nmore"));
        var lines = Files.readAllLines(seen);
        assertThat(lines.get(0)).startsWith("600 ");
        assertThat(lines.get(1)).startsWith("700 ");
        assertThat(Path.of(lines.get(1).substring(4))).doesNotExist();
    }

    @Test
    void anEditorThatFailsChangesNothingAndSaysSo() {
        assertThat(OuterEditor.edit("false", "text")).isInstanceOfSatisfying(OuterEditor.Outcome.Failed.class,
                failed -> assertThat(failed.sentence()).contains("false ended with 1", "as before"));
        assertThat(OuterEditor.edit("no-such-editor-here 2>/dev/null", "text")).isInstanceOf(
                OuterEditor.Outcome.Failed.class);
    }

    @Test
    void whatIsTooMuchForAMessageIsRefused() {
        assertThat(OuterEditor.edit("f() { head -c 2000000 /dev/zero > \"$1\"; }; f", "")).isInstanceOf(
                OuterEditor.Outcome.Failed.class);
    }
}
