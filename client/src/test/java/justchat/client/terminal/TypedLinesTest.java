// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TypedLinesTest {
    @TempDir
    private Path directory;

    @Test
    void whatWasSentIsKnownInTheNextRunForItsOwnerOnly() throws IOException {
        var lines = new TypedLines(directory);
        lines.sent("two\nlines \\n and a backslash \\");
        lines.sent("#join #dev");
        lines.save();
        assertThat(new TypedLines(directory).sent()).containsExactly("two\nlines \\n and a backslash \\", "#join #dev");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("typed.txt"))))
                .isEqualTo("rw-------");
    }

    @Test
    void privateMessagesAreNotKept() throws IOException {
        var lines = new TypedLines(directory);
        lines.sent("#message #bob psst");
        lines.sent("/message bob psst");
        lines.sent("open");
        lines.save();
        assertThat(new TypedLines(directory).sent()).containsExactly("open");
    }

    @Test
    void twoClientsOfOneAccountLoseNothingOfEachOther() {
        var one = new TypedLines(directory);
        var other = new TypedLines(directory);
        one.sent("of one");
        other.sent("of the other");
        one.save();
        other.save();
        assertThat(new TypedLines(directory).sent()).containsExactly("of one", "of the other");
    }

    @Test
    void itIsBounded() {
        for (int run = 0; run < 3; run++) {
            var lines = new TypedLines(directory);
            int from = run * 500;
            IntStream.range(from, from + 500).forEach(i -> lines.sent("line " + i));
            lines.save();
        }
        assertThat(new TypedLines(directory).sent()).hasSize(TypedLines.LINES).startsWith("line 500").endsWith(
                "line 1499");
    }

    @Test
    void aDraftIsGivenBackOnceToItsRoom() {
        new TypedLines(directory).draft("dev", "half a\nsentence");
        assertThat(new TypedLines(directory).takeDraft("ops")).isEmpty();
        assertThat(new TypedLines(directory).takeDraft("dev")).contains("half a\nsentence");
        assertThat(new TypedLines(directory).takeDraft("dev")).isEmpty();
    }

    @Test
    void blankDraftsAndFilesOfOthersAreNothing() throws IOException {
        new TypedLines(directory).draft("dev", "  ");
        assertThat(Files.exists(directory.resolve("drafts.txt"))).isFalse();
        Files.writeString(directory.resolve("drafts.txt"), "no tab\n../x\tevil\n\t\n");
        Files.write(directory.resolve("typed.txt"), new byte[]{(byte) 0xFF, '\n', 'x'});
        assertThat(new TypedLines(directory).takeDraft("../x")).isEmpty();
        assertThat(new TypedLines(directory).sent()).hasSize(2).endsWith("x");
    }

    @Test
    void aDirectoryThatIsNoneCostsNothingButTheMemory() throws IOException {
        var file = Files.writeString(directory.resolve("file"), "");
        var lines = new TypedLines(file.resolve("below"));
        lines.sent("x");
        lines.save();
        lines.draft("dev", "y");
        assertThat(lines.takeDraft("dev")).contains("y");
    }
}
