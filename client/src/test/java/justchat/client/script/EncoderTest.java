// SPDX-License-Identifier: Apache-2.0
package justchat.client.script;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import justchat.client.model.AccountSummary;
import justchat.client.model.ContentHash;
import justchat.client.model.Entry;
import justchat.client.model.FileInfo;
import justchat.client.model.Instance;
import justchat.client.model.Measure;
import justchat.client.model.MessageId;
import justchat.client.model.Notice;
import justchat.client.model.Order;
import justchat.client.model.Origin;
import justchat.client.model.Payload;
import justchat.client.model.Place;
import justchat.client.model.RoomInfo;
import justchat.client.model.RoomSummary;
import justchat.client.model.Seen;
import justchat.client.model.SentMessage;
import justchat.client.model.ShownEntry;
import justchat.client.model.Told;
import justchat.client.model.TransferId;

import static org.assertj.core.api.Assertions.assertThat;

/// The lines are the format: a change here breaks other people's programs.
class EncoderTest {
    private static final long AT = 1_795_176_331_207L;
    private static final String A = "aa".repeat(16);
    private static final MessageId ID = new MessageId(new Instance(A), 7);
    private static final FileInfo FILE = new FileInfo("p.png", 34, new ContentHash("9c".repeat(32)));
    private static final String HEAD = "\"room\":\"dev\",\"origin\":\"3.1\",\"seq\":1204,\"id\":\"" + A
            + "-7\",\"from\":\"bob\",\"at\":\"2026-11-20T12:05:31.207Z\"";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final JsonScreen screen = new JsonScreen(new Printer(printed, () -> {}));

    private static Entry entry(Payload payload) {
        return new Entry(new Origin(3, 1), 1204, ID, "bob", AT, payload);
    }

    private String told(Payload payload) {
        return told(Told.Heard.delivered("dev", entry(payload), true, false));
    }

    private String told(Told told) {
        screen.tell(told);
        return printed();
    }

    private String shown(Notice notice) {
        screen.show(notice);
        return printed();
    }

    private String printed() {
        var text = printed.toString(StandardCharsets.UTF_8);
        printed.reset();
        return text;
    }

    private static String line(String kind, String fields) {
        return "{\"v\":1,\"kind\":\"" + kind + "\"," + fields + "}\n";
    }

    @Test
    void aMessageSaysWhereItIsAndWhoItMeans() {
        assertThat(told(new Payload.Text("done\n\u001b[31m"))).isEqualTo(line("message", HEAD
                + ",\"text\":\"done\\n\\u001b[31m\",\"mention\":true,\"mine\":false"));
        assertThat(told(new Payload.Reply(ID, "yes"))).isEqualTo(line("message", HEAD
                + ",\"text\":\"yes\",\"mention\":true,\"mine\":false,\"reply_to\":\"" + A + "-7\""));
    }

    @Test
    void aListedMessageSaysHowItReadsNow() {
        var shown = new ShownEntry(entry(new Payload.Text("x")), new Place(0, 0, new Origin(3, 1), 1204), true, Map.of(
                "+1", List.of("cat")));
        assertThat(told(new Told.Heard("dev", shown, false, true, Optional.of(Notice.Listed.Source.HISTORY))))
                .isEqualTo(line("message", HEAD
                        + ",\"listed\":\"history\",\"text\":\"x\",\"mention\":false,\"mine\":true,\"edited\":true,"
                        + "\"reactions\":{\"+1\":[\"cat\"]}"));
    }

    @Test
    void whateverElseStandsInARoomHasAKindOfItsOwn() {
        var id = "\"" + A + "-7\"";
        assertThat(told(new Payload.Edit(ID, "y"))).isEqualTo(line("edit", HEAD + ",\"target\":" + id
                + ",\"text\":\"y\""));
        assertThat(told(new Payload.Erase(List.of(ID)))).isEqualTo(line("delete", HEAD + ",\"targets\":[" + id + "]"));
        assertThat(told(new Payload.Erased("cat"))).isEqualTo(line("deleted", HEAD + ",\"by\":\"cat\""));
        assertThat(told(new Payload.Reaction(ID, "+1", false))).isEqualTo(line("reaction", HEAD + ",\"target\":" + id
                + ",\"sign\":\"+1\",\"withdrawn\":false"));
        assertThat(told(new Payload.Shared(FILE))).isEqualTo(line("file", HEAD
                + ",\"name\":\"p.png\",\"size\":34,\"hash\":\"" + "9c".repeat(32) + "\""));
        assertThat(told(new Payload.Topic("t"))).isEqualTo(line("topic", HEAD + ",\"text\":\"t\""));
        assertThat(told(new Payload.Membership(true))).isEqualTo(line("member", HEAD + ",\"joined\":true"));
        assertThat(told(new Payload.Sanction("eve", Measure.MUTE, OptionalLong.of(AT)))).isEqualTo(line("sanction", HEAD
                + ",\"user\":\"eve\",\"measure\":\"mute\",\"until\":\"2026-11-20T12:05:31.207Z\""));
        assertThat(told(new Payload.Unknown())).isEqualTo(line("unknown", HEAD));
        assertThat(told(new Payload.Control())).isEmpty();
    }

    @Test
    void aReceiptSaysOnHowManyServers() {
        assertThat(told(new Told.Receipt(AT, "dev", ID, 2, 3))).isEqualTo(line("receipt",
                "\"at\":\"2026-11-20T12:05:31.207Z\",\"room\":\"dev\",\"id\":\"" + A
                        + "-7\",\"copies\":2,\"servers\":3"));
    }

    @Test
    void aMomentHasMillisecondsAlways() {
        assertThat(shown(new Notice.Info(1000, "i"))).isEqualTo(line("notice",
                "\"at\":\"1970-01-01T00:00:01.000Z\",\"text\":\"i\""));
    }

    @Test
    void noticesAreRecordsToo() {
        var at = "\"at\":\"2026-11-20T12:05:31.207Z\"";
        assertThat(shown(new Notice.Whispered(AT, ID, "bob", "psst", "direct", false))).isEqualTo(line("private", at
                + ",\"from\":\"bob\",\"id\":\"" + A + "-7\",\"text\":\"psst\",\"via\":\"direct\",\"mine\":false"));
        assertThat(shown(new Notice.Receipted(AT, "bob", true, List.of(new SentMessage(ID, "bob", 5,
                SentMessage.State.READ))))).isEqualTo(line("private_receipt", at
                        + ",\"user\":\"bob\",\"state\":\"read\",\"ids\":[\"" + A + "-7\"]"));
        assertThat(shown(new Notice.Offered(AT, new TransferId(3), "bob", FILE, true, 9))).isEqualTo(line("offer", at
                + ",\"id\":\"f3\",\"from\":\"bob\",\"private\":true,\"name\":\"p.png\",\"size\":34,\"hash\":\""
                + "9c".repeat(32) + "\""));
        assertThat(shown(new Notice.Done(AT, new TransferId(3), true, Path.of("/d/p.png"), "p.png", 34, 5, "ms-1", FILE
                .hash()))).isEqualTo(line("transfer", at
                        + ",\"id\":\"f3\",\"state\":\"done\",\"name\":\"p.png\",\"hash\":\"" + "9c".repeat(32)
                        + "\",\"incoming\":true,\"millis\":5,\"path\":\"/d/p.png\",\"size\":34,\"via\":\"ms-1\""));
        assertThat(shown(new Notice.Problem(AT, "no"))).isEqualTo(line("problem", at + ",\"text\":\"no\""));
        assertThat(shown(new Notice.Moved(AT, "ms-1", "lb-1", "ms-2", 400, 0, 1, 0, 3, true)))
                .isEqualTo(line("connection", at
                        + ",\"server\":\"ms-2\",\"was\":\"ms-1\",\"millis\":400,\"resent\":1,\"lost\":0"));
    }

    @Test
    void aListHasARecordALine() {
        assertThat(shown(new Notice.AccountList(AT, List.of(new AccountSummary("bob", 0, true), new AccountSummary(
                "cat", 0, false)), "", false))).isEqualTo(line("account",
                        "\"name\":\"bob\",\"created\":\"1970-01-01T00:00:00.000Z\",\"online\":true")
                        + line("account",
                                "\"name\":\"cat\",\"created\":\"1970-01-01T00:00:00.000Z\",\"online\":false"));
        var room = new RoomSummary(new RoomInfo("dev", Order.TOTAL, "ann", 0), "t", 2, true, 9, Seen.nothing(), 4);
        assertThat(shown(new Notice.RoomList(AT, List.of(new Notice.KnownRoom(room, 0, 4))))).isEqualTo(line("room",
                "\"name\":\"dev\",\"order\":\"total\",\"members\":2,\"joined\":true,\"entries\":9,\"unread\":4,"
                        + "\"owner\":\"ann\",\"topic\":\"t\""));
    }

    @Test
    void whatWasToldIsNotToldAgainInWords() {
        screen.retell(new Notice.Said(AT, "bob", "x", false));
        assertThat(printed()).isEmpty();
        assertThat(shown(new Notice.Mentioned(AT, "dev", "bob", "x"))).isEmpty();
    }
}
