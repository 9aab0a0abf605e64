// SPDX-License-Identifier: Apache-2.0
package justchat.tools.check;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import justchat.messageserver.history.Histories;
import justchat.messageserver.history.History;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(300)
class CheckCommandTest {
    private static final Origin ONE = new Origin(1, 1);
    private static final Origin TWO = new Origin(2, 4);
    /// Behind the header.
    private static final int FIRST_RECORD = 40;

    @TempDir
    Path root;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void saysOfEveryServerAndRoomWhatItHas() throws Exception {
        write("ms-1", "lobby", 3, 0);
        write("ms-1", "dev", 1, 7);
        write("ms-2", "lobby", 3, 0);

        assertThat(check(root)).isZero();
        assertThat(out.toString()).isEqualTo("""
                ROOT/ms-1:
                  dev: fine, 2 entries of 2 logs in 1 segment, 128 KiB, epochs 7 to 7
                  lobby: fine, 6 entries of 2 logs in 1 segment, 128 KiB
                ROOT/ms-2:
                  lobby: fine, 6 entries of 2 logs in 1 segment, 128 KiB
                """.replace("ROOT", root.toString()));
        assertThat(check(root.resolve("ms-2"))).isZero();
    }

    @Test
    void saysWhatADamagedRecordCosts() throws Exception {
        write("ms-1", "lobby", 3, 0);
        flip(segment("ms-1"), FIRST_RECORD + 20);

        assertThat(check(root)).isOne();
        assertThat(out.toString()).contains("  lobby: DAMAGED, 3 entries of 2 logs in 1 segment",
                "    segment 1 is damaged from byte 40 to ",
                "    log 1.1: entries 1 to 0 count, of those up to 3 some are lost",
                "    a start goes on with what counts and fetches the rest from the other servers").doesNotContain(
                        "log 2.4");
    }

    @Test
    void aBadHeaderCostsNothingTwoBadOnesAllAndAMissingFileToo() throws Exception {
        write("ms-1", "lobby", 3, 0);
        flip(segment("ms-1"), 10);
        assertThat(check(root)).isOne();
        assertThat(out.toString()).contains("DAMAGED, 6 entries", "segment 1 has one bad header of two",
                "nothing is lost");

        flip(segment("ms-1"), (int) Files.size(segment("ms-1")) - 10);
        assertThat(check(root)).isOne();
        assertThat(out.toString()).contains("DAMAGED, 0 entries", "segment 1 is unreadable", "log 2.4: entries 1 to 0");

        Files.delete(segment("ms-1"));
        assertThat(check(root)).isOne();
        assertThat(out.toString()).contains("segment 1 is not there", "log 2.4: entries 1 to 0");
    }

    @Test
    void anUnfinishedWriteIsNoDamage() throws Exception {
        write("ms-1", "lobby", 1, 0);
        Files.delete(segment("ms-1").resolveSibling("delivered"));
        try (var file = new RandomAccessFile(segment("ms-1").toFile(), "rw")) {
            file.seek(10_000);
            file.write(new byte[]{1, 2, 3});
        }
        assertThat(check(root)).isZero();
        assertThat(out.toString()).containsPattern("an unfinished write of 9,[0-9]{3} bytes at the end");
    }

    @Test
    void aShortenedFileIsDamage() throws Exception {
        write("ms-1", "lobby", 3, 0);
        try (var file = new RandomAccessFile(segment("ms-1").toFile(), "rw")) {
            file.setLength(300);
        }
        assertThat(check(root)).isOne();
        assertThat(out.toString()).contains("segment 1 is damaged from byte ");
    }

    @Test
    void changesNothing() throws Exception {
        write("ms-1", "lobby", 3, 0);
        flip(segment("ms-1"), 10);
        var before = Files.readAllBytes(segment("ms-1"));
        check(root);
        assertThat(Files.readAllBytes(segment("ms-1"))).isEqualTo(before);
    }

    @Test
    void refusesWhereThereIsNothingAndWhileTheServerRuns() throws Exception {
        assertThat(check(root)).isEqualTo(64);
        assertThat(err.toString()).contains("no message server has data in " + root);
        assertThat(check(root.resolve("nowhere"))).isEqualTo(64);

        write("ms-1", "lobby", 3, 0);
        try (var _ = new Histories(root.resolve("ms-1/data/history"))) {
            assertThat(check(root)).isEqualTo(64);
            assertThat(err.toString()).contains("ms-1 runs: stop it first.");
        }
        assertThat(check(root)).isZero();
    }

    private int check(Path directory) {
        out.getBuffer().setLength(0);
        return new CommandLine(new CheckCommand()).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                .execute(directory.toString());
    }

    private Path segment(String server) {
        return root.resolve(server).resolve("data/history/room-lobby/00000001.log");
    }

    private static void flip(Path file, int at) throws IOException {
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(at);
            int old = access.read();
            access.seek(at);
            access.write(old ^ 1);
        }
    }

    /// So many entries of each of two logs, by turns, all delivered.
    private void write(String server, String room, int each, long epoch) throws Exception {
        var synced = new CountDownLatch(2 * each);
        try (var histories = new Histories(root.resolve(server).resolve("data/history"));
                var history = histories.open(room)) {
            history.recover(_ -> {});
            history.start(new Counting(synced));
            var delivered = VersionVector.empty();
            for (int i = 1; i <= each; i++) {
                for (var origin : new Origin[]{ONE, TWO}) {
                    var position = new Position(origin, i);
                    delivered = delivered.with(position);
                    history.append(new Entry(position, new MessageId(new Instance(origin.server(), 0), i), "elon",
                            VersionVector.empty(), 0, new Payload.Text("text"), i, epoch));
                }
            }
            assertThat(synced.await(60, TimeUnit.SECONDS)).isTrue();
            history.remember(delivered);
        }
    }

    private static final class Counting implements History.Listener {
        private final CountDownLatch synced;
        private long counted;

        Counting(CountDownLatch synced) {
            this.synced = synced;
        }

        @Override
        public void synced(long upTo) {
            for (; counted < upTo; counted++) {
                synced.countDown();
            }
        }

        @Override
        public void full(boolean full) {
            throw new IllegalStateException(Optional.of(full).toString());
        }

        @Override
        public void failed(IOException cause) {
            throw new IllegalStateException(cause);
        }
    }
}
