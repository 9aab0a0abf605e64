// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(300)
class HistoriesTest {
    private static final int ROOMS = 2 * Writers.MAX_OPEN;
    private static final Origin ONE = new Origin(1, 1);

    @TempDir
    Path directory;
    private final Semaphore synced = new Semaphore(0);
    private final ConcurrentHashMap<String, Boolean> threads = new ConcurrentHashMap<>();

    private final class Hears implements History.Listener {
        private long heard;

        @Override
        public void synced(long upTo) {
            threads.put(Thread.currentThread().getName(), true);
            synced.release((int) (upTo - heard));
            heard = upTo;
        }

        @Override
        public void full(boolean full) {
            throw new IllegalStateException("full: " + full);
        }

        @Override
        public void failed(IOException cause) {
            throw new IllegalStateException(cause);
        }
    }

    @Test
    void manyRoomsShareAFewThreadsAndLoseNothing() throws Exception {
        try (var histories = new Histories(directory)) {
            var rooms = new ArrayList<SegmentHistory>();
            for (int i = 0; i < ROOMS; i++) {
                var history = histories.open("room." + i);
                assertThat(history.recover(_ -> {}).whole()).isTrue();
                history.start(new Hears());
                rooms.add(history);
            }
            for (int sequence = 1; sequence <= 3; sequence++) {
                for (var room : rooms) {
                    room.append(entry(sequence));
                }
            }
            assertThat(synced.tryAcquire(3 * ROOMS, 90, TimeUnit.SECONDS)).isTrue();
            assertThat(threads).hasSizeBetween(1, 4);
            rooms.forEach(SegmentHistory::close);
        }

        assertThat(Histories.rooms(directory)).hasSize(ROOMS).contains("room.0");
        try (var histories = new Histories(directory)) {
            for (int i = 0; i < ROOMS; i++) {
                var found = new ArrayList<Entry>();
                try (var history = histories.open("room." + i)) {
                    history.recover(found::add);
                }
                assertThat(found).containsExactly(entry(1), entry(2), entry(3));
            }
        }
    }

    @Test
    void aRoomCostsNothingBeforeSomethingIsSaidAndLittleThen() throws Exception {
        try (var histories = new Histories(directory); var history = histories.open("dev")) {
            history.recover(_ -> {});
            history.start(new Hears());
            history.remember(VersionVector.empty());
            history.mended();
            assertThat(Histories.isBlank(directory)).isTrue();
            history.append(entry(1));
            assertThat(synced.tryAcquire(1, 60, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.size(directory.resolve("room-dev/00000001.log"))).isEqualTo(Growth.USUAL.first());
            assertThat(Histories.isBlank(directory)).isFalse();
        }
    }

    @Test
    void segmentsDoubleUpToALimit() throws Exception {
        var disk = new FaultyDisk();
        var text = "x".repeat(10_000);
        try (var history = new SegmentHistory("dev", disk, new Writers(), new Growth(1 << 17, 1 << 19))) {
            history.start(new Hears());
            for (int i = 1; i <= 200; i++) {
                history.append(new Entry(new Position(ONE, i), new MessageId(new Instance(1, 1), i), "elon",
                        VersionVector.empty(), 0, new Payload.Text(text), i, 0));
            }
            assertThat(synced.tryAcquire(200, 60, TimeUnit.SECONDS)).isTrue();
        }
        var sizes = new ArrayList<Integer>();
        for (long number : disk.segments()) {
            sizes.add(disk.open(number).size());
        }
        assertThat(sizes).startsWith(1 << 17, 1 << 18, 1 << 19, 1 << 19).allMatch(size -> size <= 1 << 19);
    }

    @Test
    void aDirectoryBelongsToOneServerAtATime() throws Exception {
        try (var _ = new Histories(directory)) {
            assertThat(Histories.isInUse(directory)).isTrue();
            assertThatThrownBy(() -> new Histories(directory)).isInstanceOf(IOException.class).hasMessageContaining(
                    "in use");
        }
        assertThat(Histories.isInUse(directory)).isFalse();
        new Histories(directory).close();
    }

    @Test
    void aSegmentThatIsGoneIsMissedAndMended() throws Exception {
        var entries = List.of(entry(1), entry(2));
        try (var histories = new Histories(directory); var history = histories.open("dev")) {
            history.start(new Hears());
            entries.forEach(history::append);
            assertThat(synced.tryAcquire(2, 60, TimeUnit.SECONDS)).isTrue();
            history.remember(VersionVector.empty().with(new Position(ONE, 2)));
        }
        Files.delete(directory.resolve("room-dev/00000001.log"));

        try (var histories = new Histories(directory); var history = histories.open("dev")) {
            assertThat(history.recover(_ -> {})).isEqualTo(new History.Recovery(0, 0, 1, false));
            history.start(new Hears());
            entries.forEach(history::append);
            assertThat(synced.tryAcquire(2, 60, TimeUnit.SECONDS)).isTrue();
            history.mended();
        }
        try (var histories = new Histories(directory); var history = histories.open("dev")) {
            assertThat(history.recover(_ -> {})).isEqualTo(new History.Recovery(2, 0, 0, true));
        }
        assertThat(Inspection.of(directory, "dev").isFine()).isTrue();
    }

    private static Entry entry(long sequence) {
        return new Entry(new Position(ONE, sequence), new MessageId(new Instance(1, 1), sequence), "elon",
                VersionVector.empty(), 0, new Payload.Text("text"), sequence, 0);
    }
}
