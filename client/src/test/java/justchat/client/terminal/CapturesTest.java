// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import justchat.client.core.Bar;
import justchat.client.model.ContentHash;
import justchat.client.model.FileInfo;
import justchat.client.model.Instance;
import justchat.client.model.MessageId;
import justchat.client.model.Notice;
import justchat.client.model.Order;
import justchat.client.model.RoomInfo;
import justchat.client.model.RoomSummary;
import justchat.client.model.Seen;
import justchat.client.model.TransferId;

import static org.assertj.core.api.Assertions.assertThat;

/// Screens as a person sees them, kept as text. `-Djustchat.rewrite` writes them
/// anew.
@Timeout(300)
class CapturesTest {
    private static final MessageId MAIL = new MessageId(new Instance("dd".repeat(16)), 1);
    private static final Path DIRECTORY = Path.of("src/test/resources/captures");
    private static final long NOON = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();
    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60 * MINUTE;

    @Test
    void chatting() throws IOException {
        compare("chatting", Appearance.COLOURFUL, CapturesTest::chat);
    }

    @Test
    void plain() throws IOException {
        compare("plain", Appearance.PLAIN, CapturesTest::chat);
    }

    @Test
    void catchingUp() throws IOException {
        compare("catching-up", Appearance.COLOURFUL, screen -> {
            var chat = screen.chat();
            chat.show(said(0, "bob", "good morning"));
            chat.show(new Notice.InRoom(NOON + MINUTE, room("dev"), 0, false, 0, 20));
            chat.show(new Notice.Listed(NOON + MINUTE, Notice.Listed.Source.UNREAD, "dev", List.of(message(NOON - DAY,
                    "carol", "the build is red"), message(NOON - 2 * MINUTE, "dan", "green again")), OptionalLong.of(0),
                    false));
            chat.show(new Notice.Listed(NOON + 2 * MINUTE, Notice.Listed.Source.HISTORY, "dev", List.of(message(NOON - 9
                    * DAY, "carol", "long ago")), OptionalLong.empty(), true));
            chat.show(said(3, "carol", "and now"));
            chat.bar(bar("dev", List.of(), List.of()));
            screen.await("the bar", () -> screen.shows("4 online"));
        });
    }

    @Test
    void hostile() throws IOException {
        compare("hostile", Appearance.COLOURFUL, screen -> {
            var chat = screen.chat();
            chat.show(
                    said(0, "ev\u001b[2Jil", "\u001b]52;c;aGk=\u0007 clipboard, \u001b[1;1H home, \u202etfel ot thgir,"
                            + " \u0008\u0008 back, \u009b31m red"));
            chat.show(said(1, "\u0001\u0002\u0003", "a name of control characters"));
            chat.show(said(2, "zalgo", "h" + "\u0301".repeat(50) + "ello"));
            chat.show(said(3, "wide", "\u4f60\u597d\u4e16\u754c".repeat(12)));
            chat.show(said(4, "long", "x".repeat(200)));
            screen.await("the last line", () -> screen.shows("xxx"));
            screen.type("still here");
            screen.awaitInputLine("[lobby] still here");
        });
    }

    private static void chat(Screenful screen) throws IOException {
        var chat = screen.chat();
        chat.show(new Notice.Entered(NOON, "alice", "ms-1", "lb-1"));
        chat.show(said(1, "alice", "morning all"));
        chat.show(said(1, "bob", "hi alice"));
        screen.await("the morning", () -> screen.shows("hi alice"));
        screen.clock(NOON + 9 * MINUTE);
        chat.show(new Notice.Whispered(NOON + 9 * MINUTE, MAIL, "bob", "psst, surprise for carol", "direct", false));
        chat.show(
                said(9, "carol", "here is the plan, which is long enough to need a second line on this screen\nand has"
                        + " a third one of its own"));
        chat.show(new Notice.Reacted(NOON + 9 * MINUTE, "alice", "+1", false, "carol", "here is the plan"));
        chat.show(
                new Notice.Offered(NOON + 10 * MINUTE, new TransferId(7), "carol", new FileInfo("plan.pdf", 34_200_000,
                        new ContentHash("00".repeat(32))), true, 600_000));
        chat.show(new Notice.Moved(NOON + 10 * MINUTE, "ms-1", "lb-2", "ms-3", 400, 0, 1, 0, 3, true));
        chat.show(new Notice.Problem(NOON + 10 * MINUTE, "there is no file plan.odt; #available files lists them"));
        chat.bar(bar("lobby", List.of(new Bar.Unread("dev", 2, true), new Bar.Unread("@bob", 1, true)), List.of(
                new Bar.WaitingOffer(new TransferId(7), "plan.pdf", 34_200_000, "carol"))));
        // Who types is back: what is new must have been drawn by then.
        screen.await("the last notice and the bar", () -> screen.shows("no file plan.odt") && (screen.shows("OFFER f7")
                || screen.shows("unread in @bob")));
        screen.type("can you also check the numb");
        screen.awaitInputLine("[lobby] can you also check the numb");
    }

    private static Bar bar(String room, List<Bar.Unread> unread, List<Bar.WaitingOffer> offers) {
        return new Bar(room, 4, "ms-3", OptionalLong.of(5_000), "", 0, unread, offers, List.of(), Bar.Attention.NONE);
    }

    private static RoomSummary room(String name) {
        return new RoomSummary(new RoomInfo(name, Order.CAUSAL, "", 0), "what we build", 3, true, 9, Seen.nothing(), 0);
    }

    private static Notice.ShownMessage message(long at, String author, String text) {
        return new Notice.ShownMessage(0, at, author, text, "", "", false, Map.of());
    }

    private static Notice said(int minute, String author, String text) {
        return new Notice.Said(NOON + minute * MINUTE, author, text, false);
    }

    private interface Play {
        void on(Screenful screen) throws IOException;
    }

    private static void compare(String name, Appearance appearance, Play play) throws IOException {
        var around = new Surroundings(appearance, _ -> null, InstantSource.fixed(Instant.ofEpochMilli(NOON)),
                ZoneOffset.UTC, new Themes(Path.of("none")));
        try (var screen = new Screenful(around)) {
            play.on(screen);
            var file = DIRECTORY.resolve(name + ".txt");
            var kept = Files.exists(file) ? Files.readString(file) : "";
            if (System.getProperty("justchat.rewrite") != null) {
                Files.createDirectories(DIRECTORY);
                Files.writeString(file, drawn(screen));
            } else {
                screen.await("capture like " + file + ":\n" + kept, () -> drawn(screen).equals(kept));
            }
            assertThat(drawn(screen)).doesNotContain("\u001b").doesNotContain("\u202e");
        }
    }

    private static String drawn(Screenful screen) {
        return screen.screen().lines().map(String::stripTrailing).collect(Collectors.joining("\n")).strip() + "\n";
    }
}
