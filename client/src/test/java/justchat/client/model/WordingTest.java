// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
        assertThat(plain(new Notice.Offered(NOON + 180_000, new TransferId(1), "elon", PICTURE, false, 600_000)))
                .isEqualTo(
                        "12:03 -- elon shares SELDOM_2016.png (1.2 MB)  [f1]  Alt-Y accept  Alt-N decline  (within 10 min)");
        assertThat(Wording.commands(ZoneOffset.UTC)
                .of(new Notice.Offered(NOON + 180_000, new TransferId(1), "elon", PICTURE, false, 599_300)).getFirst()
                .plain()).endsWith("[f1]  #accept f1 or #decline f1  (within 10 min)");
        assertThat(plain(new Notice.Accepted(NOON + 180_000, new TransferId(1), Path.of("/tmp/x.png"))))
                .isEqualTo("12:03 -- f1 accepted, saving to /tmp/x.png");
        assertThat(plain(new Notice.Done(NOON + 360_000, new TransferId(1), true, Path.of("/d/SELDOM_2016.png"),
                "SELDOM_2016.png", 1_234_567, 400, "ms-1", HASH)))
                .isEqualTo("12:06 -- f1 SELDOM_2016.png done: 1.2 MB in 0.4 s, via ms-1, sha256 9c1e... ok");
        assertThat(plain(new Notice.Moved(NOON + 240_000, "ms-1", "lb-2", "ms-3", 412, 0, 1))).isEqualTo(
                "12:04 -- ms-1 stopped answering; lb-2 moved you to ms-3 in 0.4 s; 0 messages lost, 1 resent");
    }

    @Test
    void roomsReadAsInTheManual() {
        var dev = new RoomSummary(new RoomInfo("dev", Order.TOTAL, "elon", 0), "plans", 1_204, true, 98_765,
                Seen.nothing(), 0);
        assertThat(plain(new Notice.InRoom(NOON, dev, 20, false, 0, 20)))
                .isEqualTo("12:00 -- dev, total order, 1,204 members: plans\nlast 20 of 98,765 messages");
        assertThat(plain(new Notice.InRoom(NOON, dev, 0, false, 1_204, 20))).endsWith(
                "\n12:00 -- 1,204 unread; #inbox shows them 20 at a time");
        assertThat(plain(new Notice.Mentioned(NOON, "dev", "bob", "@alice look"))).isEqualTo(
                "12:00 [dev] bob  @alice look");
        assertThat(plain(new Notice.Edited(NOON, "alice", "better"))).isEqualTo("12:00 alice  edited: better");
        assertThat(plain(new Notice.Reacted(NOON, "alice", "+1", false, "carol", "here is the plan")))
                .isEqualTo("12:00 alice  +1 carol \"here is the plan\"");
        assertThat(plain(new Notice.Replied(NOON, "alice", "carol", "x".repeat(41), "yes")))
                .isEqualTo("12:00 alice  to carol \"" + "x".repeat(40) + "...\": yes");
        assertThat(plain(new Notice.Happened(NOON, "bob took a message back")))
                .isEqualTo("12:00 -- bob took a message back");
        assertThat(plain(new Notice.Listed(NOON + 86_400_000, Notice.Listed.Source.HISTORY, "dev", List.of(
                new Notice.ShownMessage(7, NOON, "bob", "old", "", "", false, Map.of())), OptionalLong.empty(), true)))
                .isEqualTo("""
                        12:00 -- history of dev: 1 message
                        Jan 1 12:00 bob  old  [m7]
                        12:00 -- #history goes further back""");
    }

    /// One of each notice that carries something others wrote, in every field that
    /// may.
    @Test
    void whatOthersWroteIsMadeSafeInEveryNoticeOfRooms() {
        var evil = "e\u001b[2J\u202ex";
        var room = new RoomSummary(new RoomInfo(evil, Order.CAUSAL, evil, 0), evil, 1, true, 1, Seen.nothing(), 0);
        var message = new Notice.ShownMessage(1, NOON, evil, evil, evil, evil, true, Map.of(evil, List.of(evil)));
        for (var notice : List.of(new Notice.Replied(NOON, evil, evil, evil, evil), new Notice.Edited(NOON, evil, evil),
                new Notice.Reacted(NOON, evil, evil, true, evil, evil), new Notice.Happened(NOON, evil),
                new Notice.Mentioned(NOON, evil, evil, evil), new Notice.InRoom(NOON, room, 1, true, 1, 1),
                new Notice.Listed(NOON, Notice.Listed.Source.SEARCH, evil, List.of(message), OptionalLong.of(1), true),
                new Notice.RoomList(NOON, List.of(new Notice.KnownRoom(room, 1, 1))),
                new Notice.MemberList(NOON, evil, List.of(new Notice.KnownMember(new RoomMember(evil, false, true,
                        true), true))),
                new Notice.Refused(NOON, evil, evil))) {
            assertThat(plain(notice)).as(notice.toString()).contains("\ufffd").doesNotContain("\u001b")
                    .doesNotContain("\u202e");
        }
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
