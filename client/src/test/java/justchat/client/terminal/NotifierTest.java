// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import justchat.client.core.Call;
import justchat.client.model.Preferences;
import justchat.client.model.QuietHours;

import static org.assertj.core.api.Assertions.assertThat;

class NotifierTest {
    private static final ZonedDateTime NOON = ZonedDateTime.of(2026, 11, 21, 12, 0, 0, 0, ZoneOffset.UTC);
    private static final Call NAMED = new Call(Call.Reason.MENTION, "bob", "dev", "elon, look");
    private static final Call SAID = new Call(Call.Reason.MESSAGE, "bob", "dev", "hi all");
    private static final Call PRIVATE = new Call(Call.Reason.PRIVATE, "bob", "", "a secret");
    private static final Call OFFER = new Call(Call.Reason.OFFER, "carol", "", "plan.pdf");

    @Test
    void byDefaultOnlyWhatIsForThePersonRings() {
        assertThat(rings(Preferences.Notify.MENTIONS, SAID)).isFalse();
        assertThat(rings(Preferences.Notify.MENTIONS, NAMED)).isTrue();
        assertThat(rings(Preferences.Notify.MENTIONS, PRIVATE)).isTrue();
        assertThat(rings(Preferences.Notify.MENTIONS, OFFER)).isTrue();
        assertThat(rings(Preferences.Notify.ALL, SAID)).isTrue();
        assertThat(rings(Preferences.Notify.NONE, PRIVATE)).isFalse();
        assertThat(Preferences.DEFAULT.rings()).isEqualTo(Preferences.Notify.MENTIONS);
    }

    @Test
    void nothingRingsInQuietHours() {
        var quiet = wanted(Preferences.Notify.ALL, Optional.of(QuietHours.parse("11:00-12:30").orElseThrow()), true);
        assertThat(notifier(Notifier.Way.NONE, false).of(NAMED, quiet, NOON)).isEmpty();
        assertThat(notifier(Notifier.Way.NONE, false).of(NAMED, quiet, NOON.plusMinutes(30))).contains("\u0007");
    }

    @Test
    void aCrowdOfCallsIsOne() {
        var notifier = notifier(Notifier.Way.NONE, false);
        var all = wanted(Preferences.Notify.ALL, Optional.empty(), true);
        assertThat(notifier.of(NAMED, all, NOON)).isPresent();
        assertThat(notifier.of(PRIVATE, all, NOON.plusSeconds(1))).isEmpty();
        assertThat(notifier.of(PRIVATE, all, NOON.plusSeconds(2))).isPresent();
    }

    @Test
    void eachTerminalIsToldInItsOwnWay() {
        assertThat(text(Notifier.Way.NONE, false, NAMED)).isEqualTo("^G");
        assertThat(text(Notifier.Way.OSC_9, false, NAMED)).isEqualTo("^G^[]9;JustChat: bob in dev: elon, look^G");
        assertThat(text(Notifier.Way.OSC_777, false, OFFER)).isEqualTo(
                "^G^[]777;notify;JustChat;carol offers you plan.pdf^G");
        assertThat(text(Notifier.Way.OSC_99, false, NAMED)).isEqualTo(
                "^G^[]99;i=justchat:d=0;JustChat^[\\^[]99;i=justchat:p=body;bob in dev: elon, look^[\\");
        assertThat(text(Notifier.Way.OSC_9, true, NAMED)).isEqualTo(
                "^G^[Ptmux;^[^[]9;JustChat: bob in dev: elon, look^G^[\\");
    }

    @Test
    void withoutABellOnlyTheDesktopIsTold() {
        assertThat(
                notifier(Notifier.Way.OSC_9, false).of(NAMED, wanted(Preferences.Notify.ALL, Optional.empty(), false),
                        NOON).orElseThrow())
                .startsWith("\u001b]9;");
    }

    @Test
    void nothingOfAPrivateMessageIsToldButItsAuthor() {
        assertThat(text(Notifier.Way.OSC_9, false, PRIVATE)).contains("private message from bob").doesNotContain(
                "secret");
    }

    @Property
    void noTextEndsTheSequenceOrBeginsAnother(@ForAll String from, @ForAll String text) {
        for (var way : Notifier.Way.values()) {
            var written = notifier(way, false)
                    .of(new Call(Call.Reason.MENTION, from + "\u001b\\\u0007\u009c", "dev", text
                            + "\u0007\u001b]52;c;aGk=\u0007"), wanted(Preferences.Notify.ALL, Optional.empty(), true),
                            NOON)
                    .orElseThrow();
            long controls = written.chars().filter(c -> c < 0x20 || c >= 0x7f && c < 0xa0).count();
            assertThat(controls).isEqualTo(switch (way) {
                case NONE -> 1;
                case OSC_9, OSC_777 -> 3;
                case OSC_99 -> 5;
            });
            assertThat(written.codePointCount(0, written.length())).isLessThan(Notifier.MAX_LENGTH + 80);
        }
    }

    @Test
    void theTerminalIsKnownByItsEnvironment() {
        assertThat(way("KITTY_WINDOW_ID=1")).isEqualTo(Notifier.Way.OSC_99);
        assertThat(way("TERM=foot")).isEqualTo(Notifier.Way.OSC_777);
        assertThat(way("TERM_PROGRAM=WezTerm")).isEqualTo(Notifier.Way.OSC_777);
        assertThat(way("TERM_PROGRAM=iTerm.app")).isEqualTo(Notifier.Way.OSC_9);
        assertThat(way("TERM_PROGRAM=tmux", "LC_TERMINAL=iTerm2")).isEqualTo(Notifier.Way.OSC_9);
        assertThat(way("TERM=xterm-256color")).isEqualTo(Notifier.Way.NONE);
        assertThat(way()).isEqualTo(Notifier.Way.NONE);
    }

    private static Notifier.Way way(String... variables) {
        Map<String, String> environment = Arrays.stream(variables).map(variable -> variable.split("=", 2)).collect(
                Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return Notifier.Way.of(environment::get);
    }

    private static boolean rings(Preferences.Notify what, Call call) {
        return notifier(Notifier.Way.NONE, false).of(call, wanted(what, Optional.empty(), true), NOON).isPresent();
    }

    private static String text(Notifier.Way way, boolean tmux, Call call) {
        return notifier(way, tmux).of(call, wanted(Preferences.Notify.ALL, Optional.empty(), true), NOON).orElseThrow()
                .replace("\u001b", "^[").replace("\u0007", "^G");
    }

    private static Preferences wanted(Preferences.Notify what, Optional<QuietHours> quiet, boolean bell) {
        return new Preferences("default", what, quiet, bell);
    }

    private static Notifier notifier(Notifier.Way way, boolean tmux) {
        return new Notifier(way, tmux, new Letters(StandardCharsets.UTF_8));
    }
}
