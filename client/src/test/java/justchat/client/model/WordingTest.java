// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WordingTest {
    private static final long NOON = 12 * 3_600_000L;
    private static final ContentHash HASH = new ContentHash("9c1e" + "0".repeat(60));
    private static final FileInfo PICTURE = new FileInfo("SELDOM_2016.png", 1_234_567, HASH);

    @Test
    void speaksAsTheOthersExpect() {
        assertThat(plain(new Notice.Said(NOON + 60_000, "elon", "text", false))).isEqualTo("12:01 elon  text");
        assertThat(plain(new Notice.Whispered(NOON + 120_000, "tony", "text", "direct", false)))
                .isEqualTo("12:02 tony -> you (private, direct)  text");
        assertThat(plain(new Notice.Whispered(NOON + 120_000, "robert", "text", "direct", true)))
                .isEqualTo("12:02 you -> robert (private, direct)  text");
        assertThat(plain(new Notice.Offered(NOON + 180_000, new TransferId(1), "elon", PICTURE, false, 1))).isEqualTo(
                "12:03 -- elon shares SELDOM_2016.png (1.2 MB)  [f1]  Alt-Y accept  Alt-N decline");
        assertThat(Wording.commands(ZoneOffset.UTC)
                .of(new Notice.Offered(NOON + 180_000, new TransferId(1), "elon", PICTURE, false, 1)).getFirst()
                .plain()).endsWith("[f1]  #accept f1 or #decline f1");
        assertThat(plain(new Notice.Accepted(NOON + 180_000, new TransferId(1), Path.of("/tmp/x.png"))))
                .isEqualTo("12:03 -- f1 accepted, saving to /tmp/x.png");
        assertThat(plain(new Notice.Done(NOON + 360_000, new TransferId(1), true, Path.of("/d/SELDOM_2016.png"),
                "SELDOM_2016.png", 1_234_567, 400, "ms-1", HASH)))
                .isEqualTo("12:06 -- f1 SELDOM_2016.png done: 1.2 MB in 0.4 s, via ms-1, sha256 9c1e... ok");
        assertThat(plain(new Notice.Moved(NOON + 240_000, "ms-1", "lb-2", "ms-3", 412, 0, 1))).isEqualTo(
                "12:04 -- ms-1 stopped answering; lb-2 moved you to ms-3 in 0.4 s; 0 messages lost, 1 resent");
    }

    @Test
    void namesOfOthersAreMadeSafe() {
        assertThat(plain(new Notice.Said(NOON, "ev\u001b[2Jil", "x\u0007\ny", false)))
                .isEqualTo("12:00 ev\ufffd[2Jil  x\ufffd\\ny");
        assertThat(plain(new Notice.Offered(NOON, new TransferId(2), "a", new FileInfo("\u202egnp.exe", 1, HASH), true,
                1))).doesNotContain("\u202e").contains("(1 byte)");
    }

    @Test
    void listsEveryCommandOfTheTable() {
        var lines = Wording.commands();
        assertThat(lines).hasSameSizeAs(Command.values());
        assertThat(String.join("\n", lines)).contains("#message #username #text", "#share #username #/path",
                "#share #/path", "#available files", "#get #filename", "#commands");
    }

    private static String plain(Notice notice) {
        return Wording.keys(ZoneOffset.UTC).of(notice).stream().map(Line::plain).collect(Collectors.joining("\n"));
    }
}
