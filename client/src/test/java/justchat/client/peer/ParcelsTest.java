// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.client.core.Event;
import justchat.client.crypto.ChunkSeal;
import justchat.client.file.Chunks;
import justchat.client.model.TransferId;
import justchat.client.session.FakeCluster;
import justchat.logs.clock.VectorClock;

import static org.assertj.core.api.Assertions.assertThat;

/// Private files between real clients' networks that find no direct way to each
/// other: the directory lists neither.
class ParcelsTest {
    private static final TransferId ONE = new TransferId(1);
    private static final TransferId TWO = new TransferId(2);
    private static final String PRIVATE = "@private";

    @TempDir
    Path folder;
    private FakeCluster cluster;
    private Person tony;
    private Person robert;
    private Path file;

    @BeforeEach
    void twoPeople() throws IOException {
        cluster = new FakeCluster(1, 2);
        cluster.hidden.add("tony");
        cluster.hidden.add("robert");
        tony = person("tony");
        robert = person("robert");
        var content = new byte[9 * Chunks.BYTES + 7];
        new Random(1).nextBytes(content);
        file = Files.write(folder.resolve("plan.pdf"), content);
    }

    private Person person(String name) {
        var person = new Person(cluster, name, folder.resolve(name));
        person.loop.reads(PRIVATE);
        return person;
    }

    @AfterEach
    void end() {
        tony.close();
        robert.close();
        cluster.close();
    }

    private Path downloads() {
        return folder.resolve("downloads");
    }

    private void offers() {
        tony.network.offer(ONE, "robert", file, System.currentTimeMillis() + 600_000, VectorClock.empty());
        assertThat(tony.loop.await(Event.OfferSent.class, 1).mailed()).isTrue();
    }

    private Event.OfferReceived accepts() {
        var offer = robert.loop.await(Event.OfferReceived.class, 1);
        robert.network.download(ONE, offer.offer(), offer.file(), downloads(), "plan.pdf", VectorClock.empty());
        return offer;
    }

    private static void stored(Person person, int letters) {
        person.loop.await("letters are stored", loop -> loop.all(Event.Stored.class).size() >= letters);
    }

    /// The run before may still be letting go of it.
    private Event.Unfinished.Download left() {
        robert.loop.await("the run before has ended", loop -> {
            robert.network.findUnfinished(downloads());
            return loop.all(Event.Unfinished.class).stream().anyMatch(found -> !found.downloads().isEmpty());
        });
        return robert.loop.all(Event.Unfinished.class).stream().filter(found -> !found.downloads().isEmpty()).toList()
                .getLast().downloads().getFirst();
    }

    private void nothingIsLeftAtTheServers() {
        robert.loop.await("the parcel is dropped", _ -> cluster.files().isEmpty());
    }

    @Test
    void aFileGoesSealedByWayOfTheServersAndNothingOfItStaysThere() throws Exception {
        offers();
        accepts();
        var done = robert.loop.await(Event.TransferDone.class, 1);
        assertThat(done.saved()).hasSameBinaryContentAs(file);
        assertThat(done.via()).isEqualTo("relayed");
        assertThat(tony.loop.await(Event.TransferDone.class, 1).via()).isEqualTo("relayed");
        assertThat(robert.loop.all(Event.Progress.class)).extracting(Event.Progress::via).contains("relayed")
                .doesNotContain("direct");
        nothingIsLeftAtTheServers();
        try (var offers = Files.list(folder.resolve("tony/offers")); var left = Files.list(downloads())) {
            assertThat(offers).isEmpty();
            assertThat(left).hasSize(1);
        }
        robert.loop.await("the letters are collected", loop -> loop.all(Event.LetterSettled.class).size() == 2);
    }

    @Test
    void noByteTravelsBeforeItIsAccepted() {
        offers();
        var offer = robert.loop.await(Event.OfferReceived.class, 1);
        assertThat(cluster.files()).isEmpty();
        robert.network.decline(offer.offer(), VectorClock.empty());
        assertThat(tony.loop.await(Event.OfferAnswered.class, 1).accepted()).isFalse();
        assertThat(cluster.files()).isEmpty();
    }

    /// Each of the four steps finds the other away.
    @Test
    void twoWhoAreNeverThereAtTheSameTimeGetItDone() throws Exception {
        robert.close();
        offers();
        stored(tony, 1);
        tony.close();

        robert = person("robert");
        accepts();
        stored(robert, 1);
        robert.close();

        tony = person("tony");
        tony.network.findUnfinished(downloads());
        var kept = tony.loop.await(Event.Unfinished.class, 1).offers().getFirst();
        assertThat(kept.accepted()).isFalse();
        tony.network.serve(TWO, kept.offer());
        tony.loop.await("it is left there", loop -> loop.all(Event.TransferHeld.class).stream().anyMatch(held -> held
                .sentence().contains("sealed at the servers")));
        tony.loop.await("the word of it is stored", loop -> !loop.all(Event.LetterSealed.class).isEmpty() && loop.all(
                Event.Stored.class).size() >= loop.all(Event.LetterSealed.class).size());
        tony.close();

        robert = person("robert");
        var found = left();
        robert.network.download(TWO, found.source(), found.file(), downloads(), found.name(), VectorClock.empty());
        assertThat(robert.loop.await(Event.TransferDone.class, 1).saved()).hasSameBinaryContentAs(file);
        nothingIsLeftAtTheServers();
    }

    /// Its chunks' hashes do not fit a letter.
    @Test
    void aLargeFileBringsTheHashesOfItsChunksInItsParcel() throws Exception {
        try (var large = Files.newByteChannel(Files.createFile(folder.resolve("large.bin")),
                StandardOpenOption.WRITE)) {
            large.position(401L * Chunks.BYTES).write(ByteBuffer.wrap(new byte[]{1, 2, 3}));
        }
        file = folder.resolve("large.bin");
        offers();
        accepts();
        assertThat(robert.loop.await(Event.TransferDone.class, 1).saved()).hasSameBinaryContentAs(file);
        nothingIsLeftAtTheServers();
    }

    @Test
    void whatTheServersHaveNoPlaceForIsSaidInWordsToBoth() {
        cluster.full = "your parcels take 8,192 of 8,192 MiB";
        offers();
        accepts();
        assertThat(tony.loop.await(Event.TransferFailed.class, 1).sentence()).contains("8,192 MiB");
        assertThat(robert.loop.await(Event.TransferFailed.class, 1).sentence()).contains("tony has withdrawn it");
    }

    @Test
    void whoeverCancelsWhatIsLeftThereLeavesNothing() throws Exception {
        var gate = new Gate(12);
        cluster.moves = gate;
        offers();
        accepts();
        tony.loop.await("it is left there", loop -> loop.all(Event.TransferHeld.class).stream().anyMatch(held -> held
                .sentence().contains("sealed at the servers")));
        tony.network.cancel(ONE);
        assertThat(tony.loop.await(Event.TransferFailed.class, 1).sentence()).isEqualTo("cancelled");
        nothingIsLeftAtTheServers();
        gate.open.countDown();
        robert.loop.await("it ends here, too", loop -> !loop.all(Event.TransferFailed.class).isEmpty() || !loop.all(
                Event.TransferStopped.class).isEmpty());
        assertThat(robert.loop.all(Event.TransferDone.class)).isEmpty();
    }

    @Test
    void whoDoesNotWantItAnyMoreDropsIt() throws Exception {
        var gate = new Gate(12);
        cluster.moves = gate;
        offers();
        accepts();
        robert.loop.await("it knows where it is", _ -> !cluster.files().isEmpty() && unfinished());
        robert.network.cancel(ONE);
        gate.open.countDown();
        assertThat(robert.loop.await(Event.TransferFailed.class, 1).sentence()).isEqualTo("cancelled");
        assertThat(tony.loop.await(Event.TransferFailed.class, 1).sentence()).contains("could not fetch it");
        nothingIsLeftAtTheServers();
        try (var left = Files.list(downloads())) {
            assertThat(left).isEmpty();
        }
    }

    private boolean unfinished() {
        return robert.loop.all(Event.LetterSettled.class).size() == 2;
    }

    /// So many chunks are moved; the next ones wait until it is opened.
    private static final class Gate implements BooleanSupplier {
        private final AtomicInteger left;
        private final CountDownLatch open = new CountDownLatch(1);

        private Gate(int number) {
            left = new AtomicInteger(number);
        }

        @Override
        public boolean getAsBoolean() {
            if (left.getAndDecrement() <= 0) {
                try {
                    open.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
            return true;
        }
    }

    @Test
    void serversThatGiveOutSomethingElseAreNotBelievedAndWhatIsRightIsTakenLater() throws Exception {
        offers();
        cluster.handed = this::wrong;
        accepts();
        var stopped = robert.loop.await(Event.TransferStopped.class, 1);
        assertThat(stopped.sentence()).contains("gave out something else for chunk", "refused");
        assertThat(robert.network.refusedChunks()).isGreaterThanOrEqualTo(4);
        cluster.handed = (_, bytes) -> bytes;
        var found = left();
        robert.network.download(TWO, found.source(), found.file(), downloads(), found.name(), VectorClock.empty());
        assertThat(robert.loop.await(Event.TransferDone.class, 1).saved()).hasSameBinaryContentAs(file);
        nothingIsLeftAtTheServers();
    }

    /// Truncated, in another's place, of another offer, and tampered.
    private byte[] wrong(int index, byte[] bytes) {
        return switch (index % 4) {
            case 0 -> Arrays.copyOf(bytes, bytes.length - 1);
            case 1 -> cluster.files().values().iterator().next().get(index - 1);
            case 2 -> ChunkSeal.seal(new byte[ChunkSeal.KEY_BYTES], new byte[16], index, new byte[Chunks.BYTES]);
            default -> {
                var other = bytes.clone();
                other[index] ^= 1;
                yield other;
            }
        };
    }
}
