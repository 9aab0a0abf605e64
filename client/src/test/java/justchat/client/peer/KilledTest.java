// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import justchat.client.codec.PrivateMessage;
import justchat.client.codec.PrivateMessage.Answer;
import justchat.client.codec.PrivateMessage.Outcome;
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

/// Either side of a private file, directly or by way of the servers, is dropped at
/// random places, with chunks on their way, and rebuilt on the same directory.
class KilledTest {
    private static final int KILLS = 20;
    private static final TransferId ONE = new TransferId(1);
    private static final byte[] KEY = new byte[32];

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoeverIsKilledTwentyTimesHasTheFileInTheEnd(boolean lanes) throws Exception {
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
                    gives(tony, content, lanes, left, dry);
                    begin(robert, offer.offer(), offer.file());
                    assertThat(dry.await(60, TimeUnit.SECONDS)).as("it goes on, seed " + seed).isTrue();
                    robert.close();
                    robert = robert(cluster);
                    awaitLetGo(robert);
                }
                gives(tony, content, lanes, new AtomicInteger(Integer.MAX_VALUE), new CountDownLatch(1));
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

    @Test
    void aSenderThatIsKilledTwentyTimesHasGivenOutTheFileInTheEnd() throws Exception {
        long seed = System.nanoTime();
        System.out.println("KilledTest, sender: seed " + seed);
        var random = new Random(seed);
        var file = file(random);
        try (var cluster = new FakeCluster(1, 1); var tony = new Impostor(cluster, "tony")) {
            var robert = robert(cluster);
            try {
                robert.network.offer(ONE, "tony", file, System.currentTimeMillis() + 600_000, VectorClock.empty());
                var offer = (PrivateMessage.Offer) tony.next();
                robert.loop.await(Event.OfferSent.class, 1);
                tony.tell(robert, new Answer(offer.offer(), Outcome.ACCEPTED));
                var arrived = new ByteArrayOutputStream();
                var next = 0;
                for (int kill = 0; kill < KILLS; kill++) {
                    for (var more = random.nextInt(4); more > 0 && next < offer.manifest().chunks(); more--) {
                        arrived.writeBytes(fetched(tony, robert, offer, next++));
                    }
                    robert.close();
                    robert = robert(cluster);
                    robert.network.findUnfinished(downloads());
                    robert.loop.await(Event.Unfinished.class, 1);
                    robert.network.serve(ONE, offer.offer());
                    tony.tell(robert, new Answer(offer.offer(), Outcome.ACCEPTED, arrived.size()));
                }
                while (next < offer.manifest().chunks()) {
                    arrived.writeBytes(fetched(tony, robert, offer, next++));
                }
                assertThat(arrived.toByteArray()).as("seed " + seed).isEqualTo(Files.readAllBytes(file));
                tony.tell(robert, new Answer(offer.offer(), Outcome.RECEIVED));
                robert.loop.await(Event.TransferDone.class, 1);
            } finally {
                robert.close();
            }
        }
    }

    private static byte[] fetched(Impostor tony, Person robert, PrivateMessage.Offer offer, int index)
            throws Exception {
        var id = OfferIds.bytes(offer.offer());
        var sealed = tony.to(robert).chunk("tony", ByteBuffer.wrap(id), index);
        var bytes = new byte[sealed.remaining()];
        sealed.get(bytes);
        return ChunkSeal.open(offer.key(), id, index, bytes);
    }

    private Path file(Random random) throws IOException {
        var content = new byte[3 * KILLS * Chunks.BYTES + 7];
        random.nextBytes(content);
        return Files.write(folder.resolve("plan.pdf"), content);
    }

    /// First the sender while it brings it to the servers, then the receiver while it fetches it there.
    @Test
    void bothAreKilledTwentyTimesWithAFileThatGoesByTheServers() throws Exception {
        long seed = System.nanoTime();
        System.out.println("KilledTest, by the servers: seed " + seed);
        var random = new Random(seed);
        var file = file(random);
        try (var cluster = new FakeCluster(1, 2)) {
            cluster.hidden.add("tony");
            cluster.hidden.add("robert");
            var dry = dryAfter(random.nextInt(4), cluster);
            var tony = letters(new Person(cluster, "tony", folder.resolve("tony")));
            var robert = letters(robert(cluster));
            try {
                tony.network.offer(ONE, "robert", file, System.currentTimeMillis() + 600_000, VectorClock.empty());
                var offer = robert.loop.await(Event.OfferReceived.class, 1);
                begin(robert, offer.offer(), offer.file());
                tony.loop.await(Event.OfferAnswered.class, 1);
                robert.close();
                for (int kill = 0; kill < KILLS; kill++) {
                    awaitDry(dry, seed);
                    tony.close();
                    dry = dryAfter(random.nextInt(4), cluster);
                    tony = letters(new Person(cluster, "tony", folder.resolve("tony")));
                    tony.network.findUnfinished(downloads());
                    var kept = tony.loop.await(Event.Unfinished.class, 1).offers().getFirst();
                    tony.network.serve(ONE, kept.offer());
                }
                cluster.moves = () -> true;
                tony.loop.await("it is left there", loop -> loop.all(Event.TransferHeld.class).stream().anyMatch(
                        held -> held.sentence().contains("sealed at the servers")));
                for (int kill = 0; kill < KILLS; kill++) {
                    dry = dryAfter(random.nextInt(4), cluster);
                    robert = letters(robert(cluster));
                    awaitLetGo(robert);
                    begin(robert, offer.offer(), offer.file());
                    awaitDry(dry, seed);
                    robert.close();
                }
                cluster.moves = () -> true;
                robert = letters(robert(cluster));
                awaitLetGo(robert);
                begin(robert, offer.offer(), offer.file());
                assertThat(robert.loop.await(Event.TransferDone.class, 1).saved()).as("seed " + seed)
                        .hasSameBinaryContentAs(file);
                tony.loop.await(Event.TransferDone.class, 1);
                tony.loop.await("nothing of it stays at the servers", _ -> cluster.files().isEmpty());
            } finally {
                tony.close();
                robert.close();
            }
        }
    }

    private static Person letters(Person person) {
        person.loop.reads("@private");
        return person;
    }

    /// From here on so many chunks are moved.
    ///
    /// @return open when one more is asked for in vain
    private static CountDownLatch dryAfter(int chunks, FakeCluster cluster) {
        var dry = new CountDownLatch(1);
        var left = new AtomicInteger(chunks);
        cluster.moves = () -> {
            if (left.getAndDecrement() > 0) {
                return true;
            }
            dry.countDown();
            return false;
        };
        return dry;
    }

    private static void awaitDry(CountDownLatch dry, long seed) throws InterruptedException {
        assertThat(dry.await(60, TimeUnit.SECONDS)).as("it goes on, seed " + seed).isTrue();
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

    /// By calls sealed, over lanes, if there are any, as they are; until there are no more.
    private static void gives(Impostor tony, byte[] content, boolean lanes, AtomicInteger left, CountDownLatch dry) {
        Impostor.Chunks plain = (_, index) -> {
            if (left.getAndDecrement() <= 0) {
                dry.countDown();
                throw new Refused(Reason.BUSY, "not now");
            }
            int from = index * Chunks.BYTES;
            return Arrays.copyOfRange(content, from, Math.min(content.length, from + Chunks.BYTES));
        };
        tony.chunks = (id, index) -> ChunkSeal.seal(KEY, id, index, plain.of(id, index));
        tony.laneChunks = lanes ? Optional.of(plain) : Optional.empty();
    }
}
