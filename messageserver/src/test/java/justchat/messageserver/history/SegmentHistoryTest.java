// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import justchat.messageserver.model.ContentHash;
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
class SegmentHistoryTest {
    private static final int SEGMENT = 1 << 18;
    private static final Origin ONE = new Origin(1, 1);
    private static final Origin TWO = new Origin(2, 3);

    /// Hears of everything, in order.
    private static final class Heard implements History.Listener {
        final LinkedBlockingQueue<Object> all = new LinkedBlockingQueue<>();
        final CompletableFuture<IOException> failed = new CompletableFuture<>();

        @Override
        public void synced(long upTo) {
            all.add(upTo);
        }

        @Override
        public void full(boolean full) {
            all.add(full);
        }

        @Override
        public void failed(IOException cause) {
            failed.complete(cause);
        }

        void await(Object what) throws InterruptedException {
            for (var heard = next(); !heard.equals(what); heard = next()) {
                assertThat(heard).isInstanceOf(Long.class);
            }
        }

        Object next() throws InterruptedException {
            var next = all.poll(60, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }
    }

    @Test
    void givesBackWhatWasSyncedInTheOrderItWasAppended(@TempDir Path directory) throws Exception {
        var entries = List.of(entry(ONE, 1, "a"), entry(TWO, 1, "b"), file(ONE, 2), entry(TWO, 2, "é".repeat(8_000)));
        assertThat(Histories.isBlank(directory)).isTrue();
        try (var histories = new Histories(directory); var history = histories.open("lobby")) {
            write(history, entries);
            history.remember(VersionVector.empty().with(new Position(ONE, 2)));
        }

        assertThat(Histories.isBlank(directory)).isFalse();
        try (var histories = new Histories(directory); var history = histories.open("lobby")) {
            var recovered = new ArrayList<Entry>();
            assertThat(history.recover(recovered::add)).isEqualTo(new History.Recovery(4, 0, 0, true));
            assertThat(recovered).isEqualTo(entries);
            assertThat(history.delivered()).isEqualTo(VersionVector.empty().with(new Position(ONE, 2)));
            assertThat(history.recent(entries.getFirst().position())).isEmpty();
            assertThat(history.read(List.of(new Position(TWO, 2), new Position(ONE, 1)))).containsExactly(entries.get(
                    3), entries.getFirst());
        }
        try (var files = Files.list(directory.resolve("room-lobby"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("00000001.log",
                    "delivered");
        }
    }

    @Test
    void goesOnInTheSameSegmentAfterARestartAndInANewOneWhenItIsFull() throws Exception {
        var disk = new FaultyDisk();
        var entries = new ArrayList<Entry>();
        for (int life = 0; life < 3; life++) {
            try (var history = history(disk, SEGMENT)) {
                history.recover(_ -> {});
                var more = new ArrayList<Entry>();
                for (int i = 0; i < 20; i++) {
                    more.add(entry(ONE, entries.size() + i + 1, "x".repeat(10_000)));
                }
                write(history, more);
                entries.addAll(more);
            }
        }

        assertThat(recover(disk)).isEqualTo(entries);
        assertThat(disk.segments()).hasSizeBetween(3, 6);
    }

    @Test
    void oneForceIsForAllThatIsQueued() throws Exception {
        var disk = new FaultyDisk();
        try (var history = history(disk, SEGMENT)) {
            var heard = new Heard();
            history.start(heard);
            history.append(entry(ONE, 1, "first"));
            heard.await(1L);
            int before = disk.forces.get();
            var gate = disk.closeGate();
            for (int i = 2; i <= 101; i++) {
                history.append(entry(ONE, i, "text"));
            }
            gate.countDown();
            heard.await(101L);

            assertThat(disk.forces.get() - before).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void nothingIsSyncedBeforeItIsForced() throws Exception {
        var disk = new FaultyDisk();
        var history = history(disk, SEGMENT);
        var heard = new Heard();
        history.start(heard);
        history.append(entry(ONE, 1, "kept"));
        heard.await(1L);
        var gate = disk.closeGate();
        history.append(entry(ONE, 2, "lost"));

        assertThat(heard.all.poll(50, TimeUnit.MILLISECONDS)).isNull();
        assertThat(history.recent(new Position(ONE, 2))).isPresent();
        assertThat(recover(disk.afterPowerFailure(0))).containsExactly(entry(ONE, 1, "kept"));
        gate.countDown();
        heard.await(2L);
        history.close();
    }

    @Test
    void cutsATornTailAndWritesOverIt() throws Exception {
        for (int torn = 1; torn < 30; torn += 7) {
            var disk = new FaultyDisk();
            var history = history(disk, SEGMENT);
            var heard = new Heard();
            history.start(heard);
            history.append(entry(ONE, 1, "kept"));
            heard.await(1L);
            disk.closeGate();
            history.append(entry(ONE, 2, "torn"));
            while (disk.afterPowerFailure(1_000).segments().isEmpty() || recover(disk.afterPowerFailure(1_000))
                    .size() < 2) {
                Thread.onSpinWait();
            }
            var left = disk.afterPowerFailure(torn);

            try (var next = history(left, SEGMENT)) {
                var recovery = next.recover(_ -> {});
                assertThat(recovery.entries()).isEqualTo(1);
                assertThat(recovery.cutBytes()).isPositive();
                assertThat(recovery.damagedPlaces()).isZero();
                write(next, List.of(entry(ONE, 2, "again")));
            }
            assertThat(recover(left)).containsExactly(entry(ONE, 1, "kept"), entry(ONE, 2, "again"));
        }
    }

    @Test
    void leavesOutWhatFollowsADamagedRecordInItsLogAndTakesItAgainFromPeers() throws Exception {
        var disk = new FaultyDisk();
        try (var history = history(disk, SEGMENT)) {
            write(history, List.of(entry(ONE, 1, "a"), entry(TWO, 1, "b"), entry(ONE, 2, "c"), entry(TWO, 2, "d"),
                    entry(ONE, 3, "e")));
        }
        int record = recordBytes(entry(ONE, 1, "a"));
        // In the third record: ONE 2.
        disk.flip(1, Segment.HEADER_BYTES + 2 * record + 20);

        try (var history = history(disk, SEGMENT)) {
            var recovered = new ArrayList<Entry>();
            assertThat(history.recover(recovered::add)).isEqualTo(new History.Recovery(3, 0, 1, false));
            assertThat(recovered).containsExactly(entry(ONE, 1, "a"), entry(TWO, 1, "b"), entry(TWO, 2, "d"));
            write(history, List.of(entry(ONE, 2, "c"), entry(ONE, 3, "e")));
        }
        assertThat(recover(disk)).containsExactly(entry(ONE, 1, "a"), entry(TWO, 1, "b"), entry(TWO, 2, "d"), entry(
                ONE, 2, "c"), entry(ONE, 3, "e"));
    }

    @Test
    void whateverBitFlipsNothingWrongIsGivenBackAndWhatPeersHoldComesBackForGood() throws Exception {
        var entries = List.of(entry(ONE, 1, "a"), entry(TWO, 1, "b"), file(ONE, 2), entry(TWO, 2, "c"));
        var disk = new FaultyDisk();
        try (var history = history(disk, 1 << 17)) {
            write(history, entries);
            history.remember(VersionVector.empty().with(new Position(ONE, 2)).with(new Position(TWO, 2)));
        }
        int used = Segment.HEADER_BYTES + entries.stream().mapToInt(SegmentHistoryTest::recordBytes).sum();
        for (int at = 0; at < used; at += 3) {
            disk.flip(1, at);
            repair(disk.afterPowerFailure(0), entries, at < Segment.HEADER_BYTES);
            disk.flip(1, at);
        }
    }

    /// As a server does with its peers: recovers, fetches what is missing, and is as
    /// before in its next life.
    private static void repair(FaultyDisk disk, List<Entry> entries, boolean isHarmless) throws Exception {
        var recovered = new ArrayList<Entry>();
        try (var history = history(disk, 1 << 17)) {
            var recovery = history.recover(recovered::add);
            assertThat(entries).containsAll(recovered);
            assertThat(recovery.whole()).isEqualTo(isHarmless);
            assertThat(recovered.equals(entries)).isEqualTo(isHarmless);
            assertThat(recovery.damagedPlaces()).isEqualTo(1);
            for (var origin : List.of(ONE, TWO)) {
                assertThat(sequences(recovered, origin)).isEqualTo(sequences(entries, origin).subList(0,
                        sequences(recovered, origin).size()));
            }
            if (!isHarmless) {
                write(history, entries.stream().filter(entry -> !recovered.contains(entry)).toList());
                history.mended();
            }
        }
        try (var history = history(disk, 1 << 17)) {
            var again = new ArrayList<Entry>();
            assertThat(history.recover(again::add)).isEqualTo(new History.Recovery(entries.size(), 0, 0, true));
            assertThat(again).containsExactlyInAnyOrderElementsOf(entries);
        }
    }

    private static List<Long> sequences(List<Entry> entries, Origin origin) {
        return entries.stream().map(Entry::position).filter(position -> position.origin().equals(origin))
                .map(Position::sequence).toList();
    }

    @Test
    void aTextCannotPassForARecordWhenDamageIsSearchedThrough() throws Exception {
        var disk = new FaultyDisk();
        var other = new FaultyDisk();
        try (var history = history(other, SEGMENT)) {
            write(history, List.of(entry(ONE, 1, "forged")));
        }
        var bytes = new byte[recordBytes(entry(ONE, 1, "forged"))];
        other.open(1).read(ByteBuffer.wrap(bytes), Segment.HEADER_BYTES);
        // The record of another segment, as the payload of ours; Latin-1 keeps most bytes as they are.
        try (var history = history(disk, SEGMENT)) {
            write(history, List.of(entry(ONE, 1, new String(bytes, StandardCharsets.ISO_8859_1)),
                    entry(ONE, 2, "next")));
        }
        disk.flip(1, Segment.HEADER_BYTES + 1);

        assertThat(recover(disk)).isEmpty();
    }

    @Test
    void aFullDiskIsSaidAndTriedAgainAndNothingQueuedIsLost() throws Exception {
        var disk = new FaultyDisk();
        disk.full(true);
        try (var history = history(disk, SEGMENT)) {
            var heard = new Heard();
            history.start(heard);
            history.append(entry(ONE, 1, "patient"));
            assertThat(heard.next()).isEqualTo(true);
            assertThat(history.read(List.of(new Position(ONE, 1)))).containsExactly(entry(ONE, 1, "patient"));

            disk.full(false);

            heard.await(1L);
            assertThat(heard.next()).isEqualTo(false);
        }
        assertThat(recover(disk)).containsExactly(entry(ONE, 1, "patient"));
    }

    @Test
    void aFailedForceIsFatalAndNeverTriedAgain() throws Exception {
        var disk = new FaultyDisk();
        try (var history = history(disk, SEGMENT)) {
            var heard = new Heard();
            history.start(heard);
            history.append(entry(ONE, 1, "kept"));
            heard.await(1L);
            disk.forceFails();
            history.append(entry(ONE, 2, "unknown"));

            assertThat(heard.failed.get(60, TimeUnit.SECONDS)).hasMessage("force failed");
            history.append(entry(ONE, 3, "never"));
            assertThat(heard.all).isEmpty();
        }
    }

    @Test
    void saysWhatItDoesNotHave() throws Exception {
        try (var history = history(new FaultyDisk(), SEGMENT)) {
            assertThatThrownBy(() -> history.read(List.of(new Position(ONE, 1)))).isInstanceOf(IOException.class)
                    .hasMessageContaining("1.1:1");
        }
    }

    private static SegmentHistory history(FaultyDisk disk, int segmentBytes) {
        return new SegmentHistory("lobby", disk, new Writers(), new Growth(segmentBytes, segmentBytes));
    }

    private static List<Entry> recover(FaultyDisk disk) throws IOException {
        try (var history = history(disk, SEGMENT)) {
            var recovered = new ArrayList<Entry>();
            history.recover(recovered::add);
            return recovered;
        }
    }

    private static void write(SegmentHistory history, List<Entry> entries) throws InterruptedException {
        var heard = new Heard();
        history.start(heard);
        entries.forEach(history::append);
        heard.await((long) entries.size());
    }

    private static int recordBytes(Entry entry) {
        var buffer = ByteBuffer.allocate(EntryFormat.MAX_BYTES);
        EntryFormat.write(entry, buffer);
        return buffer.position() + Segment.RECORD_HEADER_BYTES;
    }

    private static Entry entry(Origin origin, long sequence, String text) {
        return new Entry(new Position(origin, sequence), new MessageId(new Instance(origin.server(), 7), sequence),
                "elon", VersionVector.empty().with(new Position(TWO, 9)), 1_700_000_000_000L, new Payload.Text(text),
                sequence, 0);
    }

    private static Entry file(Origin origin, long sequence) {
        var hash = new ContentHash("0123456789abcdef".repeat(4));
        return new Entry(new Position(origin, sequence), new MessageId(new Instance(origin.server(), 7), sequence),
                "tony", VersionVector.empty(), 0, new Payload.FileNotice("Übung.png", 1_200_000, hash), sequence, 3);
    }
}
