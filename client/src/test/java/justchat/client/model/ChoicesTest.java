// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChoicesTest {

    /// Its twin walks the day minute by minute.
    @Property
    void quietHoursHoldFromTheFirstMinuteToTheLast(@ForAll @IntRange(max = 1_439) int from,
            @ForAll @IntRange(max = 1_439) int to, @ForAll @IntRange(max = 1_439) int at) {
        var typed = time(from) + "-" + time(to);
        if (from == to) {
            assertThat(QuietHours.parse(typed)).isEmpty();
            return;
        }
        boolean quiet = false;
        for (int minute = from; minute != to; minute = (minute + 1) % 1_440) {
            quiet |= minute == at;
        }
        var hours = QuietHours.parse(typed).orElseThrow();
        assertThat(hours.hold(time(at))).isEqualTo(quiet);
        assertThat(QuietHours.parse(hours.toString())).contains(hours);
    }

    private static LocalTime time(int minute) {
        return LocalTime.of(minute / 60, minute % 60);
    }

    @ParameterizedTest
    @CsvSource({"INBOX,200,200", "INBOX,201,", "INBOX,0,", "INBOX,1e2,", "NOTIFY,None,none", "NOTIFY,some,",
            "QUIET,OFF,off", "QUIET,9:05-17:30,09:05-17:30", "QUIET,25:00-07:00,", "QUIET,7-8,",
            "THEME,Solar-2,solar-2",
            "THEME,../x,", "BELL,off,off", "BELL,loud,"})
    void aValueIsKeptAsItIsMeantOrRefused(Setting setting, String typed, String kept) {
        assertThat(setting.value(typed)).isEqualTo(Optional.ofNullable(kept));
        assertThat(new Choices(Map.of(setting.key(), typed)).of(setting)).isEqualTo(kept == null
                ? setting.initial()
                : kept);
    }

    @ParameterizedTest
    @EnumSource
    void everyWordThatIsOfferedIsAValue(Setting setting) {
        assertThat(setting.words()).allSatisfy(word -> assertThat(setting.value(word)).contains(word));
        assertThat(Setting.of(setting.key().toUpperCase(Locale.ROOT))).contains(setting);
    }

    /// Beside a plain set.
    @Property(tries = 200)
    void whoIsIgnoredIsIgnoredUntilNotAnyMore(
            @ForAll @Size(max = 60) List<@AlphaChars @StringLength(min = 1, max = 4) String> names) {
        var settings = new HashMap<String, String>();
        var twin = new TreeSet<String>();
        for (var name : names) {
            var ignored = Ignored.of(new Choices(settings));
            assertThat(ignored.has(name)).isEqualTo(twin.contains(Ignored.key(name)));
            var change = ignored.has(name) ? ignored.without(name) : ignored.with(name);
            change.ifPresent(setting -> settings.put(setting.getKey(), setting.getValue()));
            if (!twin.remove(Ignored.key(name))) {
                twin.add(Ignored.key(name));
            }
        }
        var ignored = Ignored.of(new Choices(settings));
        assertThat(ignored.names().stream().map(Ignored::key)).containsExactlyInAnyOrderElementsOf(twin);
        assertThat(settings.values()).allMatch(value -> value.length() <= Ignored.SLOT_BYTES);
    }

    @Test
    void whatOthersSayOfBeingAwayIsReadOrLeft() {
        var lunch = new Away(1_700_000_000_000L, "back at 2 #sharp");
        assertThat(Away.parse(lunch.value())).contains(lunch);
        assertThat(Away.parse(new Away(5, "").value())).contains(new Away(5, ""));
        for (var odd : List.of("", "lunch", " lunch", "-5 x", "99999999999999999999 x", "12x y")) {
            assertThat(Away.parse(odd)).isEmpty();
        }
    }

    @Test
    void whatNobodyCouldHaveTypedDoesNoHarm() {
        for (var line : List.of("#set colour red", "#set inbox", "#set quiet 22:00", "#theme", "#theme a b", "#notify",
                "#notify now", "#ignore a b", "#unignore", "#unignore #", "#back now", "#trace now", "#ignore " + "x"
                        .repeat(129),
                "#away " + "\u00e9".repeat(101))) {
            assertThat(CommandLine.parse(line)).as(line).isInstanceOf(CommandLine.Parsed.Unclear.class);
        }
    }
}
