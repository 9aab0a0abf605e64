// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WordingTest {
    private static final MessageId MAIL = new MessageId(new Instance("dd".repeat(16)), 1);
    private static final long NOON = 12 * 3_600_000L;
    private static final ContentHash HASH = new ContentHash("9c1e" + "0".repeat(60));
    private static final FileInfo PICTURE = new FileInfo("SELDOM_2016.png", 1_234_567, HASH);

    @Test
    void speaksAsTheOthersExpect() {
        assertThat(plain(new Notice.Said(NOON + 60_000, "elon", "text", false))).isEqualTo("12:01 elon  text");
        assertThat(plain(new Notice.Whispered(NOON + 120_000, MAIL, "tony", "text", "direct", false)))
                .isEqualTo("12:02 tony -> you (private, direct)  text");
        assertThat(plain(new Notice.Whispered(NOON + 120_000, MAIL, "robert", "text", "direct", true)))
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
                .isEqualTo("12:06 -- f1 SELDOM_2016.png done: 1.2 MB in 0.4 s, via ms-1, hash 9c1e... ok");
        assertThat(plain(new Notice.Moved(NOON + 240_000, "ms-1", "lb-2", "ms-3", 412, 0, 1, 0, 3, true)))
                .isEqualTo(
                        "12:04 -- ms-1 stopped answering; lb-2 moved you to ms-3 in 0.4 s; 0 messages lost, 1 resent;"
                                + " 3 messages came meanwhile, none is missing");
        assertThat(plain(new Notice.Moved(NOON + 240_000, "ms-1", "", "ms-3", 412, 0, 1, 2, 1, false))).endsWith(
                "0 messages lost, 1 resent, 2 queued and sent; 1 message came so far, more are on their way");
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
                        true), true, Optional.of(new Away(NOON, evil)), true))),
                new Notice.UserList(NOON, List.of(evil), Map.of(evil, new Away(NOON, evil)), Set.of()),
                new Notice.IsAway(NOON, evil, new Away(NOON, evil)),
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
    void aListOfCommandsIsAllOrMoreOfOne() {
        assertThat(plain(new Notice.CommandList(NOON, Optional.empty())))
                .startsWith("12:00 -- talking:\n12:00 --   #mes"
                        + "sage #username #text")
                .contains("moderation:");
        assertThat(plain(new Notice.CommandList(NOON, Optional.of("promote")))).isEqualTo("""
                12:00 -- #promote #user: make a moderator
                12:00 --   Of this room.
                12:00 --   for: the owner of the room
                12:00 --   example: #promote #tony""");
    }

    @Test
    void aReceiptSaysWhatBecameOfWhichMessages() {
        var first = new SentMessage(MAIL, "tony", NOON - 60_000, SentMessage.State.READ);
        var second = new SentMessage(new MessageId(MAIL.instance(), 2), "tony", NOON, SentMessage.State.READ);
        assertThat(plain(new Notice.Receipted(NOON + 60_000, "tony", false, List.of(first))))
                .isEqualTo("12:01 -- delivered to tony: your private message of 11:59");
        assertThat(plain(new Notice.Receipted(NOON + 60_000, "tony", true, List.of(first, second))))
                .isEqualTo("12:01 -- read by tony: your 2 private messages, the last one of 12:00");
    }

    @Test
    void statusSaysWhatWasMeasured() {
        assertThat(plain(new Notice.StatusReport(NOON, "elon", new Notice.Link("ms-2", OptionalLong.of(NOON - 60_000),
                2, OptionalLong.of(412)), OptionalLong.of(1_234), 4, Order.TOTAL, 1, 12, 30, "on 3 of 3 servers",
                "private messages that wait: 2 for bob")))
                .isEqualTo("12:00 -- elon on ms-2 (1.2 ms) since 11:59, 4 online; order: total; 1 unsent, 12 stored"
                        + " (the last one on 3 of 3 servers), 30 shown; 2 failovers, the last in 0.4 s;"
                        + " private messages that wait: 2 for bob");
        assertThat(plain(new Notice.StatusReport(NOON, "elon", new Notice.Link("", OptionalLong.empty(), 0, OptionalLong
                .empty()), OptionalLong.empty(), 0, Order.CAUSAL, 2, 0, 0, "", "")))
                .isEqualTo("12:00 -- elon on no server at the moment, 0 online; order: causal; 2 unsent, 0 stored,"
                        + " 0 shown; no failover");
    }

    @Test
    void whoIsAwayIsMarked() {
        var lunch = new Away(NOON - 60_000, "lunch");
        assertThat(
                plain(new Notice.UserList(NOON, List.of("bob", "tony"), Map.of("bob", lunch), Set.of("tony", "bob"))))
                .isEqualTo(
                        "12:00 -- 2 online: bob (verified, away since 11:59: lunch), tony (verified)");
        assertThat(plain(new Notice.MemberList(NOON, "dev", List.of(new Notice.KnownMember(new RoomMember("bob", true,
                false, false), false, Optional.of(new Away(NOON - 86_400_000, "")), true))))).isEqualTo(
                        "12:00 -- 1 member in dev: bob (owner, verified, offline, away since Dec 31 12:00)");
        assertThat(plain(new Notice.IsAway(NOON, "bob", lunch))).isEqualTo("12:00 -- bob is away since 11:59: lunch");
        assertThat(plain(new Notice.IsAway(NOON, "", lunch))).isEqualTo(
                "12:00 -- you are away since 11:59: lunch; #back ends that");
    }

    @Test
    void settingsAreListedWithWhatWasChosen() {
        assertThat(plain(new Notice.SettingList(NOON, new Choices(Map.of("quiet", "22:00-07:00", "bell", "loud")))))
                .contains("quiet     22:00-07:00", "bell      on ", "inbox     20 ", "on all your devices",
                        "on this machine")
                .hasLineCount(1 + Setting.values().length);
    }

    private static String plain(Notice notice) {
        return Wording.keys(ZoneOffset.UTC).of(notice).stream().map(Line::plain).collect(Collectors.joining("\n"));
    }
}
