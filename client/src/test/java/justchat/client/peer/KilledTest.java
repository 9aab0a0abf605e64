// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.client.codec.PrivateMessage;
import justchat.client.core.Event;
import justchat.client.crypto.ChunkSeal;
import justchat.client.file.Chunks;
import justchat.client.file.LocalFile;
import justchat.client.model.FileInfo;
import justchat.client.model.Source;
import justchat.client.model.TransferId;
import justchat.client.session.FakeCluster;
import justchat.logs.clock.VectorClock;
import justchat.wire.Reason;
import justchat.wire.Refused;

import static org.assertj.core.api.Assertions.assertThat;

/// The receiver of a private file is dropped at random places, with chunks on
/// their way, and rebuilt on the same directory.
class KilledTest {
    private static final int KILLS = 20;
    private static final TransferId ONE = new TransferId(1);
    private static final byte[] KEY = new byte[32];

    @TempDir
    Path folder;

    @Test
    void whoeverIsKilledTwentyTimesHasTheFileInTheEnd() throws Exception {
        long seed = System.nanoTime();
        System.out.println("KilledTest: seed " + seed);
        var random = new Random(seed);
        var content = new byte[3 * KILLS * Chunks.BYTES + 7];
        random.nextBytes(content);
        var file = Files.write(folder.resolve("plan.pdf"), content);
        var manifest = ((LocalFile.Scan.Ready) LocalFile.scan(file.toString())).file().manifest();
        try (var cluster = new FakeCluster(1, 1); var tony = new Impostor(cluster, "tony")) {
            var robert = robert(cluster);
            try {
                tony.tell(robert, new PrivateMessage.Offer("0f".repeat(16), manifest, KEY, System.currentTimeMillis()
                        + 600_000));
                var offer = robert.loop.await(Event.OfferReceived.class, 1);
                for (int kill = 0; kill < KILLS; kill++) {
                    var dry = new CountDownLatch(1);
                    var left = new AtomicInteger(random.nextInt(4));
                    tony.chunks = (id, index) -> {
                        if (left.getAndDecrement() <= 0) {
                            dry.countDown();
                            throw new Refused(Reason.BUSY, "not now");
                        }
                        return sealed(content, id, index);
                    };
                    begin(robert, offer.offer(), offer.file());
                    assertThat(dry.await(60, TimeUnit.SECONDS)).as("it goes on, seed " + seed).isTrue();
                    robert.close();
                    robert = robert(cluster);
                    awaitLetGo(robert);
                }
                tony.chunks = (id, index) -> sealed(content, id, index);
                tony.asked.set(0);
                begin(robert, offer.offer(), offer.file());
                var done = robert.loop.await(Event.TransferDone.class, 1);
                assertThat(done.saved()).as("seed " + seed).hasSameBinaryContentAs(file);
                assertThat(tony.asked.get()).as("what arrived was kept").isLessThan(manifest.chunks());
            } finally {
                robert.close();
            }
        }
    }

    private Person robert(FakeCluster cluster) {
        return new Person(cluster, "robert", folder.resolve("robert"));
    }

    private Path downloads() {
        return folder.resolve("downloads");
    }

    private void begin(Person robert, Source.Person offer, FileInfo file) {
        robert.network.download(ONE, offer, file, downloads(), "plan.pdf", VectorClock.empty());
    }

    /// The run before is still letting go of it.
    private void awaitLetGo(Person robert) {
        robert.loop.await("the run before has ended", loop -> {
            robert.network.findUnfinished(downloads());
            return loop.all(Event.Unfinished.class).stream().anyMatch(found -> !found.downloads().isEmpty());
        });
    }

    private static byte[] sealed(byte[] content, byte[] offer, int index) {
        int from = index * Chunks.BYTES;
        return ChunkSeal.seal(KEY, offer, index, Arrays.copyOfRange(content, from, Math.min(content.length, from
                + Chunks.BYTES)));
    }
}
