// SPDX-License-Identifier: Apache-2.0
package justchat.logs.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.logs.clock.VectorClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JournalTest {
    @TempDir
    Path directory;

    @Test
    void writesWhatGoVectorWrites() throws IOException {
        try (var journal = Journal.open(directory, "alice")) {
            journal.record("user typed a line");
            journal.record("got reply", VectorClock.of(Map.of("bob", 3L, "alice", 2L)));
        }
        assertThat(Files.readString(directory.resolve("alice-Log.txt"))).isEqualTo("""
                alice {"alice":1}
                Initialization Complete
                alice {"alice":2}
                INFO user typed a line
                alice {"alice":3, "bob":3}
                INFO got reply
                """);
        try (var second = Journal.open(directory, "alice")) {
            assertThat(second.path()).contains(directory.resolve(second.process() + "-Log.txt"));
        }
        assertThat(Journal.off().path()).isEmpty();
    }

    @Test
    void returnsTheClockToSend() {
        try (var journal = Journal.open(directory, "ms-1")) {
            assertThat(journal.record("send")).isEqualTo(VectorClock.of(Map.of("ms-1", 2L)));
            assertThat(journal.record("receive", Map.of("lb-1", 5L)))
                    .isEqualTo(VectorClock.of(Map.of("ms-1", 3L, "lb-1", 5L)));
        }
    }

    @Test
    void anEventIsWithTheSystemBeforeItsClockCanBeSent() throws IOException {
        try (var journal = Journal.open(directory, "ms-1")) {
            journal.record("send");
            assertThat(Files.readString(directory.resolve("ms-1-Log.txt"))).endsWith("INFO send\n");
        }
    }

    @Test
    void everyLifeHasItsOwnNameAndFile() throws IOException {
        try (var first = Journal.open(directory, "ms-1"); var second = Journal.open(directory, "ms-1")) {
            assertThat(first.process()).isEqualTo("ms-1");
            assertThat(second.process()).isEqualTo("ms-1~2");
            assertThat(second.record("hello").entries()).isEqualTo(Map.of("ms-1~2", 2L));
            assertThat(Files.readString(directory.resolve("ms-1~2-Log.txt"))).startsWith("ms-1~2 {\"ms-1~2\":1}\n");
        }
    }

    @Test
    void anEventIsOneLineWhateverItContains() throws IOException {
        try (var journal = Journal.open(directory, "ms-1")) {
            journal.record("a\nb\r\tc\u0007\u2028\u202e (d) \"e\" {f} 李 😀 \ud800");
            journal.record("x".repeat(1000));
            journal.record("😀".repeat(1000));
        }
        var lines = Files.readAllLines(directory.resolve("ms-1-Log.txt"));
        assertThat(lines).hasSize(8);
        assertThat(lines.get(3)).isEqualTo("INFO a\\nb\\r\\tc\\u0007\\u2028\\u202e (d) \"e\" {f} 李 😀 \\ud800");
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
            journal.record("no clock", (Map<String, Long>) null);
            journal.record("null", withNull);
            journal.record("name", Map.of("a b", 1L, "b", 1L));
            journal.record("negative", Map.of("a", -1L, "b", 1L));
            journal.record("my future", Map.of("ms-1", 1000L, "b", 1L));
            var last = journal.record("too large", Map.of("b", Journal.MAX_TIME + 1));
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
            journal.record("crowd", crowd);
            crowd.remove("client-0");
            var clock = journal.record("fits", crowd);
            assertThat(journal.unmerged()).isEqualTo(1);
            assertThat(clock.entries()).hasSize(Journal.MAX_PROCESSES);
        }
    }

    @Test
    void anUnwritableDiskIsCountedAndStopsNobody() throws IOException {
        var file = Files.writeString(directory.resolve("file"), "in the way");
        try (var journal = Journal.open(file, "ms-1")) {
            var clock = journal.record("send", Map.of("lb-1", 2L));
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
        assertThat(journal.record("late").entries()).isEqualTo(Map.of("ms-1", 1L));
        assertThat(journal.unwritten()).isEqualTo(1);
    }

    @Test
    void offWritesNothing() throws IOException {
        try (var journal = Journal.off(); var files = Files.list(directory)) {
            assertThat(journal.record("x", Map.of("a", 1L))).isEqualTo(VectorClock.empty());
            assertThat(files).isEmpty();
        }
    }

    @Test
    void manyThreadsTakeTurnsAndAnInterruptClosesNothing() throws Exception {
        try (var journal = Journal.open(directory, "ms-1"); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Void> step = () -> {
                Thread.currentThread().interrupt();
                for (int count = 0; count < 100; count++) {
                    journal.record("step");
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
