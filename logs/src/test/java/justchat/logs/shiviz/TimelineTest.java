// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import justchat.logs.clock.VectorClock;

import static org.assertj.core.api.Assertions.assertThat;

/// Against the list of events that it holds small.
class TimelineTest {
    @Property(tries = 100)
    void isTheListThatItWasMadeOf(@ForAll long seed, @ForAll @IntRange(max = 400) int size) {
        var events = events(new Random(seed), size);
        var timeline = Timeline.of(new Names(), events);
        assertThat(timeline).containsExactlyElementsOf(events);
        for (int index = 0; index < size; index++) {
            assertThat(timeline.get(index)).isEqualTo(events.get(index));
        }
        var others = new Names();
        others.index("somebody");
        assertThat(Timeline.of(others, timeline)).containsExactlyElementsOf(events);
        assertThat(timeline.subList(0, size / 2)).containsExactlyElementsOf(events.subList(0, size / 2));
    }

    @Property(tries = 100)
    void isReadAsItWasWritten(@ForAll long seed, @ForAll @IntRange(max = 300) int size) {
        var events = events(new Random(seed), size);
        var text = new StringBuilder();
        events.forEach(event -> text.append("p ").append(event.clock()).append('\n').append(event.text()).append('\n'));
        var log = ProcessLog.parse("p-Log.txt", text.toString());
        assertThat(log.damage()).isEmpty();
        assertThat(log.events()).containsExactlyElementsOf(events);
    }

    /// Of a process whose clock may also forget.
    private static List<Event> events(Random random, int size) {
        var events = new ArrayList<Event>();
        Map<String, Long> entries = new HashMap<>();
        for (int number = 1; number <= size; number++) {
            for (int times = random.nextInt(4); times > 0; times--) {
                var process = "q" + random.nextInt(12);
                if (random.nextInt(5) == 0) {
                    entries.remove(process);
                } else {
                    entries.merge(process, 1L + random.nextInt(3), Long::sum);
                }
            }
            entries.put("p", (long) number);
            events.add(new Event("p", VectorClock.of(entries), "INFO ü " + random.nextInt()));
        }
        return events;
    }
}
