// SPDX-License-Identifier: Apache-2.0
package justchat.logs.view;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import justchat.logs.clock.VectorClock;
import justchat.logs.shiviz.Event;

import static org.assertj.core.api.Assertions.assertThat;

class RunDataTest {
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

    @Test
    void aRunIsWrittenByNumbers() {
        var run = SpaceTime.of(List.of(event("client-elon", "INFO posts", Map.of("client-elon", 1L)),
                event("ms-1", "INFO starts", Map.of("ms-1", 1L)),
                event("ms-1", "INFO receives post", Map.of("ms-1", 2L, "client-elon", 1L)),
                event("lb-1", "INFO starts", Map.of("lb-1", 1L, "ms-1", 2L, "client-elon", 1L))));
        assertThat(RunData.of(run, "demo", List.of("one", "two"))).isEqualTo("""
                {"title":"demo",
                "notes":["one","two"],
                "processes":["lb-1","ms-1","client-elon"],
                "roles":[0,1,2],
                "texts":["INFO starts","INFO posts","INFO receives post"],
                "levels":[2,1,1],
                "process":[1,2,1,0],
                "text":[0,1,2,0],
                "news":[0,0,0,0,1,0,2,1,1,1,1,2,2,1]}""");
    }

    @Test
    void anEmptyRunIsWrittenToo() {
        assertThat(RunData.of(SpaceTime.of(List.of()), "", List.of())).contains("\"levels\":[]", "\"process\":[]");
    }

    @Property
    void noTextLeavesItsPlaceOrIsLost(@ForAll String text) {
        var json = RunData.of(SpaceTime.of(List.of(event("a", text, Map.of("a", 1L)))), text, List.of());
        assertThat(json).matches("[\\n -~]*").doesNotContain("<", ">", "&");
        assertThat(json.lines().filter(line -> line.startsWith("\"texts\""))).singleElement().asString()
                .matches("\"texts\":\\[\"[^\"]*\"],");
        var escaped = json.substring("{\"title\":\"".length(), json.indexOf("\",\n"));
        assertThat(ESCAPE.matcher(escaped).replaceAll(
                found -> Matcher.quoteReplacement("" + (char) Integer.parseInt(found.group(1), 16))))
                .isEqualTo(Shown.text(text));
    }

    @Test
    void whatTurnsOrHidesTextIsShownAsItsEscape() {
        assertThat(Shown.text("a\u202eb\u200bc\u0007d\u2028e\ud800f\ue000 ü \ud83d\udc69\u200d\ud83d\udcbb"))
                .isEqualTo("a\\u202eb\\u200bc\\u0007d\\u2028e\\ud800f\\ue000 ü \ud83d\udc69\u200d\ud83d\udcbb");
    }

    private static Event event(String process, String text, Map<String, Long> clock) {
        return new Event(process, VectorClock.of(clock), text);
    }
}
