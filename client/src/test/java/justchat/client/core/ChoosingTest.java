// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import justchat.client.model.Away;
import justchat.client.model.Payload;
import justchat.client.model.Preferences;
import justchat.client.model.RoomName;
import justchat.client.model.SealedLetter;

import static org.assertj.core.api.Assertions.assertThat;

/// What the user chose, on this device and on others.
class ChoosingTest {
    private static final String ON_ALL = " from now on, on all your devices";

    private static Script with(Map<String, String> settings) {
        var script = new Script(0).logsIn();
        script.hear(new Event.Attached("ms-1", "lb-1", List.of(Script.room(RoomName.LOBBY)), settings, 0,
                Script.CLOCK));
        script.opens(RoomName.LOBBY, 0).opens(RoomName.PRIVATE, 0);
        return script;
    }

    @Test
    void aChoiceOfTheAccountIsPostedAndOneOfTheMachineIsKeptHere() {
        var script = Script.attached();
        script.types("#notify all").types("#set quiet 22:00-7:00").types("#theme ocean").types("#set bell off");
        assertThat(script.transcript()).containsExactly("post @private 1 notify=all", "> 12:00 -- notify is all"
                + ON_ALL, "post @private 2 quiet=22:00-07:00", "> 12:00 -- quiet is 22:00-07:00" + ON_ALL,
                "keep theme = ocean", "> 12:00 -- theme is ocean from now on, on this machine", "keep bell = off",
                "> 12:00 -- bell is off from now on, on this machine");
        var chosen = script.core().preferences();
        assertThat(chosen.theme()).isEqualTo("ocean");
        assertThat(chosen.rings()).isEqualTo(Preferences.Notify.ALL);
        assertThat(chosen.bell()).isFalse();
        assertThat(chosen.quiet().orElseThrow().toString()).isEqualTo("22:00-07:00");
    }

    @Test
    void whatAnotherDeviceChoosesHoldsHereButNotWhatItsMachineIs() {
        var script = Script.attached();
        script.delivers(RoomName.PRIVATE, 1, "elon'", new Payload.Setting("notify", "none"));
        script.delivers(RoomName.PRIVATE, 2, "elon'", new Payload.Setting("theme", "ocean"));
        script.delivers(RoomName.PRIVATE, 3, "tony", new Payload.Setting("quiet", "10:00-11:00"));
        assertThat(script.core().preferences().rings()).isEqualTo(Preferences.Notify.NONE);
        assertThat(script.core().preferences().theme()).isEqualTo("default");
        assertThat(script.core().preferences().quiet()).isEmpty();
    }

    @Test
    void whatMakesNoSenseCountsAsNotChosen() {
        assertThat(with(Map.of("notify", "sometimes", "quiet", "07:00-07:00", "inbox", "0")).core().preferences())
                .isEqualTo(Preferences.DEFAULT);
    }

    @Test
    void nothingOfAnIgnoredUserIsShownNorCountedAsUnread() {
        var script = Script.attached("dev");
        script.types("#ignore #Tony");
        assertThat(script.transcript()).containsExactly("post @private 1 ignore1=Tony",
                "> 12:00 -- nothing of Tony is shown from now on, on all your devices; Tony is not told; #unignore"
                        + " #Tony ends that");
        script.delivers(RoomName.LOBBY, 1, "tony", "elon, look");
        script.delivers("dev", 1, "tony", "elon, look here");
        script.delivers(RoomName.LOBBY, 2, "tony", new Payload.Shared(Script.PICTURE));
        script.delivers(RoomName.LOBBY, 3, "tony", new Payload.Reaction(Script.id("natasha", 9), "+1", false));
        script.hear(new Event.WhisperReceived(Script.MAIL, "tony", "psst", "direct", Script.CLOCK));
        script.delivers(RoomName.PRIVATE, 1, "tony", new Payload.Letter("elon", SealedLetter.of(new byte[]{1})));
        script.hear(new Event.LetterOpened(Script.id("tony", 1), Script.MAIL, "tony", "psst", true));
        assertThat(script.transcript()).containsExactly("open letter 1 of tony");
        assertThat(script.core().bar(script.now()).rooms()).allMatch(room -> room.count() == 0);
        assertThat(script.core().bar(script.now()).offers()).isEmpty();
        assertThat(script.told()).isEmpty();
        script.passes(1_000);
        assertThat(script.transcript()).contains("post @private 2 collected [1]");
        script.types("#ignore");
        assertThat(script.transcript()).containsExactly("> 12:00 -- you ignore Tony (5 hidden since you came)");
        script.types("#unignore tony").transcript();
        script.delivers(RoomName.LOBBY, 4, "tony", "hello?");
        assertThat(script.transcript()).containsExactly("> 12:00 tony  hello?");
        assertThat(script.told()).hasSize(1);
    }

    @Test
    void historySaysHowMuchIsHidden() {
        var script = with(Map.of("ignore3", "bob tony"));
        script.transcript();
        script.types("#history").transcript();
        script.reads(1, 0, script.shown(1, "tony", "noise"), script.shown(2, "natasha", "signal"),
                script.shown(3, "BOB",
                        "noise"));
        assertThat(script.transcript()).anyMatch(line -> line.contains("natasha  signal")).noneMatch(line -> line
                .contains("noise")).contains("> 12:00 -- 2 messages of ignored users hidden");
    }

    @Test
    void manyAreIgnoredUntilThereIsNoSpace() {
        var script = Script.attached();
        IntStream.range(0, 300).forEach(i -> script.types("#ignore somebody-with-a-long-name-" + i));
        assertThat(script.transcript()).filteredOn(line -> line.contains("too many")).isNotEmpty();
        script.types("#ignore elon").types("#ignore somebody-with-a-long-name-1").types("#unignore nobody");
        assertThat(script.transcript()).containsExactly("> 12:00 -- that is you; nobody was ignored",
                "> 12:00 -- you ignore somebody-with-a-long-name-1 already", "> 12:00 -- you do not ignore nobody");
    }

    @Test
    void whoIsAwaySaysSoAndIsRemindedAtTheNextLogin() {
        var script = Script.attached();
        script.types("#away lunch");
        var away = new Away(12 * 3_600_000L, "lunch").value();
        assertThat(script.transcript()).containsExactly("post @private 1 away=" + away,
                "> 12:00 -- you are away; #who says so, and whoever writes to you privately is told, until #back");
        script.types("#back").types("#back");
        assertThat(script.transcript()).containsExactly("post @private 2 away=", "> 12:00 -- you are back",
                "> 12:00 -- you were not away");
        assertThat(with(Map.of("away", away)).transcript()).containsSubsequence(Script.WELCOME,
                "> 12:00 -- you are away since 12:00: lunch; #back ends that");
    }

    @Test
    void whoeverWritesToOneWhoIsAwayIsTold() {
        var script = Script.attached();
        script.types("#message #tony psst")
                .hear(new Event.Whispered(1, Script.MAIL, "tony", "psst", "direct", Script.CLOCK));
        script.hear(new Event.WhoIsAway(2, Map.of("tony", new Away(0, "lunch"))));
        assertThat(script.transcript()).endsWith("ask who is away 2: [tony]",
                "> 12:00 -- tony is away since 00:00: lunch");
    }

    @Test
    void whoIsListedAlsoWhenNobodyCanSayWhoIsAway() {
        var script = Script.attached();
        script.types("#who").hear(new Event.Online(1, List.of("elon", "tony")));
        script.hear(new Event.AskFailed(2, "no message server at the moment"));
        assertThat(script.transcript()).containsExactly("ask who is online 1", "ask who is away 2: [elon, tony]",
                "> 12:00 -- 2 online: elon, tony");
        script.types("#who").hear(new Event.Online(3, List.of("elon", "tony")));
        script.hear(new Event.WhoIsAway(4, Map.of("tony", new Away(11 * 3_600_000L, ""))));
        assertThat(script.transcript()).endsWith("> 12:00 -- 2 online: elon, tony (away since 11:00)");
    }
}
