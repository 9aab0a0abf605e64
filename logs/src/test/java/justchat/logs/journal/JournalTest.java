// SPDX-License-Identifier: Apache-2.0
package justchat.logs.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import justchat.logs.clock.VectorClock;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JournalTest {
    @TempDir
    Path directory;

    @Test
    void writesWhatGoVectorWrites() throws IOException {
        try (var journal = Journal.open(directory, "alice")) {
            journal.record(say("user typed a line"));
            journal.record(say("got reply"), VectorClock.of(Map.of("bob", 3L, "alice", 2L)));
        }
        assertThat(Files.readString(directory.resolve("alice-Log.txt"))).isEqualTo("""
                alice {"alice":1}
                Initialization Complete
                alice {"alice":2}
                INFO starts reason=user+typed+a+line
                alice {"alice":3, "bob":3}
                INFO starts reason=got+reply
                """);
        try (var second = Journal.open(directory, "alice")) {
            assertThat(second.path()).contains(directory.resolve(second.process() + "-Log.txt"));
        }
        assertThat(Journal.off().path()).isEmpty();
    }

    @Test
    void returnsTheClockToSend() {
        try (var journal = Journal.open(directory, "ms-1")) {
            assertThat(journal.record(say("send"))).isEqualTo(VectorClock.of(Map.of("ms-1", 2L)));
            assertThat(journal.record(say("receive"), Map.of("lb-1", 5L)))
                    .isEqualTo(VectorClock.of(Map.of("ms-1", 3L, "lb-1", 5L)));
        }
    }

    @Test
    void anEventIsWithTheSystemBeforeItsClockCanBeSent() throws IOException {
        try (var journal = Journal.open(directory, "ms-1")) {
            journal.record(say("send"));
            assertThat(Files.readString(directory.resolve("ms-1-Log.txt"))).endsWith("INFO starts reason=send\n");
        }
    }

    @Test
    void everyLifeHasItsOwnNameAndFile() throws IOException {
        try (var first = Journal.open(directory, "ms-1"); var second = Journal.open(directory, "ms-1")) {
            assertThat(first.process()).isEqualTo("ms-1");
            assertThat(second.process()).isEqualTo("ms-1~2");
            assertThat(second.record(say("hello")).entries()).isEqualTo(Map.of("ms-1", 1L, "ms-1~2", 3L));
            assertThat(Files.readString(directory.resolve("ms-1~2-Log.txt"))).startsWith("ms-1~2 {\"ms-1~2\":1}\n");
        }
    }

    @Test
    void aLifeHappensAfterWhatTheOneBeforeWroteDownWhole() throws IOException {
        try (var first = Journal.open(directory, "ms-1")) {
            first.record(say("hears"), Map.of("lb-1", 7L));
        }
        var log = directory.resolve("ms-1-Log.txt");
        for (var torn : List.of("", "ms-1 {\"lb-1\":9, \"ms-1\":3}\n", "ms-1 {\"lb-1\":9, \"ms-1\":3}\nINFO st")) {
            var whole = Files.readString(log);
            Files.writeString(log, whole + torn);
            try (var next = Journal.open(directory, "ms-1")) {
                assertThat(next.record(say("goes on")).entries()).containsEntry("lb-1", 7L).containsEntry("ms-1", 2L);
                assertThat(Files.readString(next.path().orElseThrow())).contains("INFO continues from=ms-1");
                Files.delete(next.path().orElseThrow());
            }
            Files.writeString(log, whole);
        }
        for (var nonsense : List.of("", "\n", "ms-1", "ms-1 {}\n\n",
                "ms-1 {\"\":1, \"a\":-1, \"b\":99999999999999999999}\nx\n")) {
            Files.writeString(log, nonsense);
            try (var next = Journal.open(directory, "ms-1")) {
                assertThat(next.record(say("goes on")).entries()).containsOnlyKeys("ms-1~2");
                Files.delete(next.path().orElseThrow());
            }
        }
    }

    @Test
    void anEventIsOneLineWhateverItContains() throws IOException {
        try (var journal = Journal.open(directory, "ms-1")) {
            journal.record(say("a\nb\r\tc\u0007\u2028\u202e (d) \"e\" {f} 李 😀 \ud800"));
            journal.record(say("x".repeat(10_000)));
            journal.record(say("😀".repeat(10_000)));
        }
        var lines = Files.readAllLines(directory.resolve("ms-1-Log.txt"));
        assertThat(lines).hasSize(8);
        assertThat(lines.get(3))
                .isEqualTo("INFO starts reason=a%0ab%0d%09c%07%e2%80%a8%e2%80%ae+(d)+\"e\"+{f}+李+😀+%3f");
        assertThat(lines.get(5)).hasSize(EventText.MAX_LENGTH).endsWith("x...");
        assertThat(lines.get(7)).hasSizeBetween(EventText.MAX_LENGTH - 1, EventText.MAX_LENGTH).endsWith("😀...");
    }

    @Test
    void refusesNamesThatShiVizCannotDraw() {
        assertThatThrownBy(() -> Journal.open(directory, "ms 1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNotBelieveAClockThatNoHonestProcessCanHaveSent() {
        try (var journal = Journal.open(directory, "ms-1")) {
            var withNull = new HashMap<String, Long>();
            withNull.put("a", null);
            withNull.put(null, 1L);
            journal.record(say("no clock"), (Map<String, Long>) null);
            journal.record(say("null"), withNull);
            journal.record(say("name"), Map.of("a b", 1L, "b", 1L));
            journal.record(say("negative"), Map.of("a", -1L, "b", 1L));
            journal.record(say("my future"), Map.of("ms-1", 1000L, "b", 1L));
            var last = journal.record(say("too large"), Map.of("b", Journal.MAX_TIME + 1));
            assertThat(last.entries()).isEqualTo(Map.of("ms-1", 7L));
            assertThat(journal.unmerged()).isEqualTo(5);
            assertThat(journal.unwritten()).isZero();
        }
    }

    @Test
    void clocksDoNotGrowWithoutLimit() {
        try (var journal = Journal.open(directory, "ms-1")) {
            var crowd = new HashMap<String, Long>();
            IntStream.range(0, Journal.MAX_PROCESSES).forEach(number -> crowd.put("client-" + number, 1L));
            journal.record(say("crowd"), crowd);
            crowd.remove("client-0");
            var clock = journal.record(say("fits"), crowd);
            assertThat(journal.unmerged()).isEqualTo(1);
            assertThat(clock.entries()).hasSize(Journal.MAX_PROCESSES);
        }
    }

    @Test
    void anUnwritableDiskIsCountedAndStopsNobody() throws IOException {
        var file = Files.writeString(directory.resolve("file"), "in the way");
        try (var journal = Journal.open(file, "ms-1")) {
            var clock = journal.record(say("send"), Map.of("lb-1", 2L));
            assertThat(clock.entries()).as("no event of ms-1 is named that is not written")
                    .isEqualTo(Map.of("lb-1", 2L));
            assertThat(journal.unwritten()).isEqualTo(2);
        }
    }

    @Test
    void isQuietOnceClosed() {
        var journal = Journal.open(directory, "ms-1");
        journal.close();
        journal.close();
        assertThat(journal.record(say("late")).entries()).isEqualTo(Map.of("ms-1", 1L));
        assertThat(journal.unwritten()).isEqualTo(1);
    }

    @Test
    void offWritesNothing() throws IOException {
        try (var journal = Journal.off(); var files = Files.list(directory)) {
            assertThat(journal.record(say("x"), Map.of("a", 1L))).isEqualTo(VectorClock.empty());
            assertThat(files).isEmpty();
        }
    }

    @Test
    void whatIsOffIsNotEvenAskedWhatItSays() {
        Supplier<Saying> neverAsked = () -> {
            throw new AssertionError("asked");
        };
        try (var off = Journal.open(directory, "ms-1", Tracing.OFF)) {
            off.record(neverAsked);
            off.record(neverAsked, VectorClock.of(Map.of("a", 1L)));
            off.record(neverAsked, Map.of("a", 1L));
            assertThat(off.wants(1, VectorClock.of(Map.of("a", 1L)))).isFalse();
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void whatRestsPassesOnWhatItHearsAndGoesOnWhereItStopped() throws IOException {
        try (var journal = Journal.open(directory, "ms-1")) {
            journal.record(say("first"));
            journal.rest();
            journal.rest();
            assertThat(journal.isWriting()).isFalse();
            assertThat(journal.record(say("unseen"), Map.of("a", 5L)).entries())
                    .isEqualTo(Map.of("a", 5L, "ms-1", 3L));
            assertThat(journal.record(say("unseen"), Map.of("ms-1", 4L, "b", 1L)).entries())
                    .as("not credible").isEqualTo(Map.of("a", 5L, "ms-1", 3L));
            journal.goOn();
            journal.goOn();
            assertThat(journal.isWriting()).isTrue();
            journal.record(say("second"));
            assertThat(journal.unwritten()).isZero();
        }
        assertThat(directory.resolve("ms-1-Log.txt")).content().isEqualTo("""
                ms-1 {"ms-1":1}
                Initialization Complete
                ms-1 {"ms-1":2}
                INFO starts reason=first
                ms-1 {"ms-1":3}
                INFO traces tracing=off
                ms-1 {"a":5, "ms-1":4}
                INFO traces tracing=full
                ms-1 {"a":5, "ms-1":5}
                INFO starts reason=second
                """);
        try (var off = Journal.off()) {
            off.rest();
            off.goOn();
            assertThat(off.isWriting()).isFalse();
        }
    }

    @Test
    void whatRestsWritesNothingBetweenWhicheverThreadsAreAtIt() throws Exception {
        try (var journal = Journal.open(directory, "ms-1"); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Void> step = () -> {
                for (int count = 0; count < 50; count++) {
                    journal.record(say("step"));
                }
                return null;
            };
            Callable<Void> turn = () -> {
                for (int count = 0; count < 20; count++) {
                    journal.rest();
                    journal.goOn();
                }
                return null;
            };
            for (var done : threads.invokeAll(List.of(step, turn, step, turn, step))) {
                done.get();
            }
        }
        var lines = Files.readAllLines(directory.resolve("ms-1-Log.txt"));
        for (int line = 1; line < lines.size(); line += 2) {
            assertThat(lines.get(line - 1)).isEqualTo("ms-1 {\"ms-1\":" + (line + 1) / 2 + "}");
            if (lines.get(line).equals("INFO traces tracing=off")) {
                assertThat(line + 2 == lines.size() || lines.get(line + 2).equals("INFO traces tracing=full")).isTrue();
            }
        }
    }

    @Test
    void aSampleIsTheSameEverywhereAndTakesWhatCameWithAClock() {
        var tracing = Tracing.parse("1/16");
        try (var one = Journal.open(directory, "ms-1", tracing); var other = Journal.open(directory, "ms-2", tracing)) {
            var none = VectorClock.empty();
            int drawn = 0;
            for (long sequence = 1; sequence <= 16_000; sequence++) {
                long key = Journal.key(0x9f86d081_00000000L, sequence);
                assertThat(other.wants(key, none)).isEqualTo(one.wants(key, none));
                assertThat(one.wants(key, VectorClock.of(Map.of("a", 1L)))).isTrue();
                drawn += one.wants(key, none) ? 1 : 0;
            }
            assertThat(drawn).isBetween(800, 1_200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "on", "1", "1/0", "1/", "2/3", "1/-4", "1/10000000", "0"})
    void refusesWhatIsNoMeasureOfTracing(String text) {
        assertThatThrownBy(() -> Tracing.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "full", "1/2", "1/1000000"})
    void tracingIsWrittenAsItIsRead(String text) {
        assertThat(Tracing.parse(text)).hasToString(text);
    }

    private static Supplier<Saying> say(String what) {
        return () -> Saying.of(Verb.STARTS).with(Key.REASON, what);
    }

    @Test
    void manyThreadsTakeTurnsAndAnInterruptClosesNothing() throws Exception {
        try (var journal = Journal.open(directory, "ms-1"); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Void> step = () -> {
                Thread.currentThread().interrupt();
                for (int count = 0; count < 100; count++) {
                    journal.record(say("step"));
                }
                return null;
            };
            for (var done : threads.invokeAll(IntStream.range(0, 20).mapToObj(_ -> step).toList())) {
                done.get();
            }
            assertThat(journal.unwritten()).isZero();
        }
        var lines = Files.readAllLines(directory.resolve("ms-1-Log.txt"));
        assertThat(lines).hasSize(2 * 2001);
        for (int number = 1; number <= 2001; number++) {
            assertThat(lines.get(2 * number - 2)).isEqualTo("ms-1 {\"ms-1\":" + number + "}");
        }
    }
}
