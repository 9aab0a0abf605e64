// SPDX-License-Identifier: Apache-2.0
package justchat.client.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import justchat.client.core.Exit;
import justchat.client.model.Limits;
import justchat.client.model.Notice;
import justchat.client.model.Wording;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(300)
class LineInputTest {

    @Test
    void everyLineIsAMessageAndTheEndOfInputIsTheEnd() throws InterruptedException {
        try (var bench = new Bench()) {
            bench.read("hello\r\n\n#quit is text here\nlast line without an end", false);
            assertThat(bench.end()).isEqualTo(Exit.OK);
            assertThat(bench.posted()).containsExactly("hello", "#quit is text here", "last line without an end");
        }
    }

    @Test
    void nothingIsReadBeyondQuit() throws InterruptedException {
        try (var bench = new Bench()) {
            bench.read("hello\n#quit\nnever", true);
            assertThat(bench.end()).isEqualTo(Exit.OK);
            assertThat(bench.posted()).containsExactly("hello");
        }
    }

    @Test
    void aRoomIsJoinedBeforeAnythingIsSaidThere() throws InterruptedException {
        try (var bench = new Bench("dev")) {
            bench.read("hello\nworld", false);
            assertThat(bench.end()).isEqualTo(Exit.OK);
            assertThat(bench.posted()).containsExactly("[dev] Membership[joined=true]", "[dev] hello", "[dev] world");
        }
    }

    @Test
    void aBurstIsSlowedNotLost() throws InterruptedException {
        var lines = IntStream.rangeClosed(1, 5 * Limits.OUTBOX).mapToObj(i -> "line " + i).toList();
        try (var bench = new Bench()) {
            bench.read(String.join("\n", lines), false);
            assertThat(bench.end()).isEqualTo(Exit.OK);
            assertThat(bench.posted()).isEqualTo(lines);
        }
    }

    @Test
    void aMistypedPathIsToldAndNobodyElseHearsOfIt() throws InterruptedException {
        try (var bench = new Bench()) {
            bench.read("#share #/no/such/file\n#share #bob #/no/such/file\n#share #/\nstill here", true);
            assertThat(bench.end()).isEqualTo(Exit.OK);
            assertThat(bench.posted()).containsExactly("still here");
            assertThat(bench.uploads()).isZero();
            assertThat(bench.printed()).contains("-- there is no file /no/such/file; nothing was shared",
                    "-- / is a directory; only files can be shared; nothing was shared");
        }
    }

    @Test
    void whatIsNotUnderstoodIsToldAndNotSent() throws InterruptedException {
        try (var bench = new Bench()) {
            bench.read("#mesage bob hi\n" + "x".repeat(100_000) + "\nok", true);
            assertThat(bench.end()).isEqualTo(Exit.OK);
            assertThat(bench.posted()).containsExactly("ok");
            assertThat(bench.printed()).contains("did you mean #message",
                    "a line longer than 16384 bytes was not sent");
        }
    }

    @Test
    void printsOneRecordPerLineWithoutColour() {
        var out = new ByteArrayOutputStream();
        var screen = new LineScreen(new Printer(out, () -> {}), Wording.commands(ZoneOffset.UTC));
        screen.show(new Notice.Said(0, "elon", "two\nlines\u001b[31m", false));
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("00:00 elon  two\\nlines\ufffd[31m\n");
    }

    @Test
    void aReaderThatGoesAwayIsNoticedOnce() {
        var gone = new int[1];
        var screen = new LineScreen(new Printer(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("broken pipe");
            }
        }, () -> gone[0]++), Wording.commands(ZoneOffset.UTC));
        List.of(1, 2, 3).forEach(_ -> screen.show(new Notice.Info(0, "x")));
        assertThat(gone[0]).isEqualTo(1);
    }

    @Test
    void linesOfAnySizeAreReadInBoundedMemory() throws IOException {
        var lines = new BoundedLines(new StringReader("ab\r\ncdefgh\r\n\rx"), 3);
        var read = IntStream.range(0, 5).mapToObj(_ -> next(lines)).collect(Collectors.joining(" "));
        assertThat(read).isEqualTo("ab cde... '' x end");
    }

    private static String next(BoundedLines lines) {
        try {
            return lines.next().map(line -> line.text().isEmpty() ? "''" : line.text() + (line.whole() ? "" : "..."))
                    .orElse("end");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
