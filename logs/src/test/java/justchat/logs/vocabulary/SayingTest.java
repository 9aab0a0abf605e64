// SPDX-License-Identifier: Apache-2.0
package justchat.logs.vocabulary;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import justchat.logs.vocabulary.Entries.At;

import static org.assertj.core.api.Assertions.assertThat;

class SayingTest {
    @Test
    void isWrittenForPeople() {
        var saying = Saying.of(Verb.STAMPS).with(Key.MESSAGE, "9f86d081/3").with(Key.ROOM, "lobby")
                .with(Key.AFTER, List.of(new At("1.1", 4), new At("2.7", 30)));
        assertThat(saying).hasToString("INFO stamps room=lobby message=9f86d081/3 after=1.1:4,2.7:30");
        assertThat(saying.as(Priority.WARNING).toString()).startsWith("WARNING stamps ");
        assertThat(Saying.of(Verb.KEEPS_SERVER).with(Key.REASON, "it is 100% there\n"))
                .hasToString("INFO keeps server reason=it+is+100%25+there%0a");
    }

    @Property
    void comesBackAsItWas(@ForAll Priority priority, @ForAll Verb verb, @ForAll("details") Map<Key, String> details) {
        var saying = new Saying(priority, verb, details);
        assertThat(Saying.parse(saying.toString())).contains(saying);
        assertThat(saying.toString()).doesNotContainPattern("[\\p{Cntrl}\\u2028\\u202e]");
    }

    @Property
    void takesWhateverStandsThere(@ForAll String text) {
        assertThat(Saying.parse(text).map(Saying::toString).map(Saying::parse)).isEqualTo(Saying.parse(text).map(
                java.util.Optional::of));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "INFO", "INFO ", "INFO hello", "stamps room=a", "INFO stamps room", "INFO stamps x=a",
            "INFO stamps room=a room=b", "INFO stamps room=%", "INFO stamps room=%zz", "INFO stamps room=%ff",
            "INFO  stamps", "INFO stamps  room=a", "Initialization Complete"})
    void whatIsNotInTheseWordsIsNoSaying(String text) {
        assertThat(Saying.parse(text)).isEmpty();
    }

    @Test
    void entriesInARowAreWrittenShort() {
        var entries = List.of(new At("2.7", 31), new At("2.7", 32), new At("2.7", 33), new At("1.4", 9),
                new At("2.7", 34), new At("2.7", 36));
        assertThat(Entries.text(entries)).isEqualTo("2.7:31-33,1.4:9,2.7:34,2.7:36");
        assertThat(Entries.parse("2.7:31-33,1.4:9,2.7:34,2.7:36")).contains(entries);
    }

    @Property
    void entriesComeBackInTheirOrder(@ForAll("entries") @Size(max = 50) List<At> entries) {
        assertThat(Entries.parse(Entries.text(entries))).contains(entries);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", ":", ":1", "1.1:", "1.1:0", "1.1:-1", "1.1:3-2", "1.1:1,", "1.1:1-", "1.1:1-99999999",
            "1.1:9999999999999999999", "1.1:٣"})
    void refusesWhatAreNoEntries(String text) {
        assertThat(Entries.parse(text)).isEmpty();
    }

    @Provide
    Arbitrary<Map<Key, String>> details() {
        var value = Arbitraries.strings().filter(text -> !hasLoneSurrogate(text));
        return Arbitraries.maps(Arbitraries.of(Key.class), value).ofMaxSize(6)
                .map(map -> map.isEmpty() ? map : new EnumMap<>(map));
    }

    @Provide
    Arbitrary<List<At>> entries() {
        var at = Arbitraries.of("1.1", "2.7", "x").flatMap(origin -> Arbitraries.longs().between(1, 9)
                .map(sequence -> new At(origin, sequence)));
        return at.list().map(ArrayList::new);
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(character -> Character.getType(character) == Character.SURROGATE);
    }
}
