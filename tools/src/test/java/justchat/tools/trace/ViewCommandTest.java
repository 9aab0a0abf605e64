// SPDX-License-Identifier: Apache-2.0
package justchat.tools.trace;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class ViewCommandTest {
    @TempDir
    Path directory;
    private final StringWriter said = new StringWriter();

    @Test
    void drawsARunAsOnePage() throws IOException {
        run();
        assertThat(view(directory.toString())).isZero();
        assertThat(said.toString()).isEqualTo("""
                3 events of 2 processes are drawn in DIR/trace.html.
                Open it in a web browser; the ? there says how to read it.
                """.replace("DIR", directory.toString()));
        assertThat(directory.resolve("trace.html")).content().startsWith("<!DOCTYPE html>")
                .contains("\"processes\":[\"lb-1\",\"client-elon\"]", "\"INFO asks to join\"", "\"notes\":[]");
    }

    @Test
    void writesWhereItIsTold() throws IOException {
        run();
        var page = directory.resolve("elsewhere.html");
        assertThat(view(directory.toString(), "-o", page.toString())).isZero();
        assertThat(page).isNotEmptyFile();
        assertThat(directory.resolve("trace.html")).doesNotExist();
    }

    @Test
    void whatTheCheckFoundStandsOnThePageToo() throws IOException {
        run();
        Files.writeString(directory.resolve("lb-1-Log.txt"), "nonsense\n\n", StandardOpenOption.APPEND);
        assertThat(view(directory.toString())).isOne();
        assertThat(said.toString()).contains("The check does not hold.");
        assertThat(directory.resolve("trace.html")).content().contains("\"notes\":[\"Problem: lb-1-Log.txt line 3: ");
    }

    @Test
    void withoutLogsThereIsNoPage() {
        assertThat(view(directory.toString())).isEqualTo(66);
        assertThat(view(directory.resolve("nowhere").toString())).isEqualTo(66);
        assertThat(said.toString()).contains("No causal logs (*-Log.txt) in " + directory);
    }

    @Test
    void aPageIsOpenedWhereThereIsADesktop() {
        assertThat(ViewCommand.opener("Mac OS X")).hasValueSatisfying(words -> assertThat(words).contains("open"));
        assertThat(ViewCommand.opener("Windows 11")).isPresent();
        assertThat(ViewCommand.opener("Linux", null, "wayland-0")).isPresent();
        assertThat(ViewCommand.opener("Linux", null, "")).isEmpty();
    }

    private void run() throws IOException {
        Files.writeString(directory.resolve("client-elon-Log.txt"), """
                client-elon {"client-elon":1}
                INFO starts
                client-elon {"client-elon":2}
                INFO asks to join
                """);
        Files.writeString(directory.resolve("lb-1-Log.txt"), """
                lb-1 {"client-elon":2, "lb-1":1}
                INFO receives join
                """);
    }

    private int view(String... arguments) {
        var words = new String[arguments.length + 2];
        words[0] = "view";
        words[1] = "--no-open";
        System.arraycopy(arguments, 0, words, 2, arguments.length);
        return new CommandLine(new TraceCommand()).setOut(new PrintWriter(said)).setErr(new PrintWriter(said, true))
                .execute(words);
    }
}
