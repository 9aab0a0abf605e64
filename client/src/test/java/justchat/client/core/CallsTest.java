// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import justchat.client.model.ContentHash;
import justchat.client.model.FileInfo;
import justchat.client.model.Payload;
import justchat.client.model.RoomName;
import justchat.client.model.SealedLetter;

import static org.assertj.core.api.Assertions.assertThat;

/// What the person is called for: what is said now, once.
class CallsTest {
    private static final FileInfo FILE = new FileInfo("plan.pdf", 5, new ContentHash("00".repeat(32)));

    @Test
    void aMessageThatNamesThePersonIsAMentionInWhicheverRoom() {
        var script = Script.attached("dev");
        script.delivers(RoomName.LOBBY, 1, "tony", "hi all").delivers("dev", 1, "tony", "Elon, look").delivers("dev", 2,
                "tony", new Payload.Shared(FILE));
        assertThat(script.rings()).containsExactly(new Call(Call.Reason.MESSAGE, "tony", "lobby", "hi all"), new Call(
                Call.Reason.MENTION, "tony", "dev", "Elon, look"),
                new Call(Call.Reason.OFFER, "tony", "dev", "plan.pdf"));
    }

    @Test
    void nobodyIsCalledByOneself() {
        var script = Script.attached();
        script.delivers(RoomName.LOBBY, 1, "elon", "elon is me").delivers(RoomName.LOBBY, 2, "elon'",
                "elon on another device");
        assertThat(script.rings()).isEmpty();
    }

    @Test
    void whatWasSaidBeforeThisClientCameCallsNobody() {
        var script = new Script(0).logsIn();
        script.hear(Script.attachedTo("ms-1", "lb-1")).opens(RoomName.LOBBY, 3);
        IntStream.rangeClosed(1, 3).forEach(i -> script.delivers(RoomName.LOBBY, i, "tony", "elon " + i));
        assertThat(script.rings()).isEmpty();
        script.delivers(RoomName.LOBBY, 4, "tony", "elon now");
        assertThat(script.rings()).hasSize(1);
    }

    @Test
    void afterAReconnectOnlyWhatWasMissedCalls() {
        var script = Script.attached();
        script.delivers(RoomName.LOBBY, 1, "tony", "elon one");
        assertThat(script.rings()).hasSize(1);
        script.hear(new Event.Detached("ms-1", "gone", 0)).hear(Script.attachedTo("ms-2", "lb-1")).opens(RoomName.LOBBY,
                2);
        script.delivers(RoomName.LOBBY, 1, "tony", "elon one").delivers(RoomName.LOBBY, 2, "tony", "elon two");
        assertThat(script.rings()).extracting(Call::text).containsExactly("elon two");
    }

    @Test
    void pagesOfHistoryCallNobody() {
        var script = Script.attached();
        script.types("#history").reads(1, 0, script.shown(1, "tony", "elon, long ago"));
        assertThat(script.rings()).isEmpty();
    }

    @Test
    void aPrivateMessageCallsOnceByWhateverWayItComes() {
        var script = Script.attached();
        script.hear(new Event.WhisperReceived(Script.MAIL, "tony", "psst", "direct",
                justchat.logs.clock.VectorClock.empty()));
        script.delivers("@private", 1, "tony", new Payload.Letter("elon", SealedLetter.of(new byte[]{1})));
        script.hear(new Event.LetterOpened(Script.id("tony", 1), Script.MAIL, "tony", "psst", true));
        script.hear(new Event.LetterOpened(Script.id("tony", 1), Script.MAIL, "tony", "psst", false));
        assertThat(script.rings()).extracting(Call::reason).containsExactly(Call.Reason.PRIVATE, Call.Reason.PRIVATE);
    }
}
