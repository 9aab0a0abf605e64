// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.client.codec.PrivateMessage;
import justchat.client.codec.PrivateMessage.Answer;
import justchat.client.codec.PrivateMessage.Outcome;
import justchat.client.core.Event;
import justchat.client.crypto.CannotOpen;
import justchat.client.crypto.ChunkSeal;
import justchat.client.file.Chunks;
import justchat.client.file.FileManifest;
import justchat.client.file.LocalFile;
import justchat.client.model.ContentHash;
import justchat.client.model.TransferId;
import justchat.client.session.FakeCluster;
import justchat.logs.clock.VectorClock;
import justchat.wire.Reason;
import justchat.wire.Refused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// One side is real and starts again in the middle; the other is played by the
/// test, which counts.
class ResumeTest {
    private static final TransferId ONE = new TransferId(1);
    private static final TransferId TWO = new TransferId(2);
    private static final String OFFER = "0f".repeat(16);
    private static final byte[] KEY = new byte[32];

    @TempDir
    Path folder;
    private FakeCluster cluster;
    private Person robert;
    private Impostor tony;
    private byte[] content;
    private Path file;
    private FileManifest manifest;

    @BeforeEach
    void start() throws IOException {
        cluster = new FakeCluster(1, 1);
        robert = new Person(cluster, "robert", folder.resolve("robert"));
        tony = new Impostor(cluster, "tony");
        content = new byte[20 * Chunks.BYTES + 7];
        new Random(1).nextBytes(content);
        file = Files.write(folder.resolve("plan.pdf"), content);
        manifest = ((LocalFile.Scan.Ready) LocalFile.scan(file.toString())).file().manifest();
    }

    @AfterEach
    void end() {
        robert.close();
        tony.close();
        cluster.close();
    }

    private void robertStartsAgain() {
        robert.close();
        robert = new Person(cluster, "robert", folder.resolve("robert"));
    }

    private byte[] plain(int index) {
        var from = index * Chunks.BYTES;
        return Arrays.copyOfRange(content, from, Math.min(content.length, from + Chunks.BYTES));
    }

    private byte[] sealed(byte[] offer, int index) {
        return ChunkSeal.seal(KEY, offer, index, plain(index));
    }

    private Path downloads() {
        return folder.resolve("downloads");
    }

    private Event.Unfinished unfinished() {
        robert.network.findUnfinished(downloads());
        return robert.loop.await(Event.Unfinished.class, 1);
    }

    /// The run before is still letting go of it.
    private Event.Unfinished.Download left() {
        robert.loop.await("the run before has ended", loop -> {
            robert.network.findUnfinished(downloads());
            return loop.all(Event.Unfinished.class).stream().anyMatch(found -> !found.downloads().isEmpty());
        });
        return robert.loop.all(Event.Unfinished.class).getLast().downloads().getFirst();
    }

    @Test
    void aReceiverThatStartsAgainGoesOnWhereItWas() throws Exception {
        tony.chunks = (id, index) -> {
            if (index >= 10) {
                throw new Refused(Reason.BUSY, "not now");
            }
            return sealed(id, index);
        };
        tony.tell(robert, new PrivateMessage.Offer(OFFER, manifest, KEY, System.currentTimeMillis() + 60_000));
        var offer = robert.loop.await(Event.OfferReceived.class, 1);
        robert.network.download(ONE, offer.offer(), offer.file(), downloads(), "plan.pdf", VectorClock.empty());
        robert.loop.await(Event.TransferHeld.class, 1);
        robertStartsAgain();
        assertThat(tony.next()).isEqualTo(new Answer(OFFER, Outcome.ACCEPTED));

        var found = left();
        assertThat(found.source()).isEqualTo(offer.offer());
        assertThat(found.file()).isEqualTo(offer.file());
        assertThat(found.done()).isEqualTo(10L * Chunks.BYTES);
        tony.chunks = this::sealed;
        tony.asked.set(0);
        robert.network.download(TWO, found.source(), found.file(), downloads(), found.name(), VectorClock.empty());
        assertThat(robert.loop.await(Event.TransferDone.class, 1).saved()).hasSameBinaryContentAs(file);
        assertThat(tony.next()).isEqualTo(new Answer(OFFER, Outcome.ACCEPTED, 10L * Chunks.BYTES));
        assertThat(tony.next()).isEqualTo(new Answer(OFFER, Outcome.RECEIVED));
        assertThat(tony.asked.get()).isEqualTo(manifest.chunks() - 10);
        try (var left = Files.list(downloads())) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void whatADifferentAccountLeftIsNotTouched() throws Exception {
        aReceiverWithATenthOfIt();
        robert.close();
        try (var elon = new Person(cluster, "elon", folder.resolve("elon"))) {
            elon.network.findUnfinished(downloads());
            assertThat(elon.loop.await(Event.Unfinished.class, 1).downloads()).isEmpty();
        }
    }

    private void aReceiverWithATenthOfIt() throws Exception {
        tony.chunks = (id, index) -> {
            if (index >= 2) {
                throw new Refused(Reason.BUSY, "not now");
            }
            return sealed(id, index);
        };
        tony.tell(robert, new PrivateMessage.Offer(OFFER, manifest, KEY, System.currentTimeMillis() + 60_000));
        var offer = robert.loop.await(Event.OfferReceived.class, 1);
        robert.network.download(ONE, offer.offer(), offer.file(), downloads(), "plan.pdf", VectorClock.empty());
        robert.loop.await(Event.TransferHeld.class, 1);
    }

    @Test
    void aPauseOutlivesTheRunAndCancellingItLeavesNothing() throws Exception {
        aReceiverWithATenthOfIt();
        robert.network.pause(ONE);
        robert.loop.await("it is written down", _ -> {
            robert.network.findUnfinished(downloads());
            return robert.loop.all(Event.Unfinished.class).stream().anyMatch(found -> found.downloads().stream()
                    .anyMatch(Event.Unfinished.Download::paused));
        });
        robertStartsAgain();
        var found = unfinished().downloads().getFirst();
        assertThat(found.paused()).isTrue();
        robert.network.discard(TWO, found.source(), found.file(), downloads(), found.name());
        tony.next();
        assertThat(tony.next()).isEqualTo(new Answer(OFFER, Outcome.FAILED));
        try (var left = Files.list(downloads())) {
            assertThat(left).isEmpty();
        }
    }

    /// The servers have it, as the sender left it there; only the rest is fetched.
    @Test
    void whenTheDirectLinkDiesForGoodTheRestComesByTheServers() throws Exception {
        robert.close();
        robert = new Person(cluster, "robert", folder.resolve("robert"), 1);
        robert.loop.reads("@private");
        var dry = new CountDownLatch(1);
        var gone = new CountDownLatch(1);
        tony.chunks = (id, index) -> {
            if (index >= 10) {
                dry.countDown();
                awaitQuietly(gone);
            }
            return sealed(id, index);
        };
        tony.tell(robert, new PrivateMessage.Offer(OFFER, manifest, KEY, System.currentTimeMillis() + 60_000));
        var offer = robert.loop.await(Event.OfferReceived.class, 1);
        robert.network.download(ONE, offer.offer(), offer.file(), downloads(), "plan.pdf", VectorClock.empty());
        assertThat(dry.await(60, TimeUnit.SECONDS)).isTrue();
        tony.hangUp();
        gone.countDown();
        assertThat(robert.loop.await(Event.LetterSealed.class, 1).user()).isEqualTo("tony");
        var parcel = new TreeMap<Integer, byte[]>();
        for (var index = 0; index < manifest.chunks(); index++) {
            parcel.put(index, sealed(OfferIds.bytes(OFFER), index));
        }
        var given = ConcurrentHashMap.<Integer>newKeySet();
        cluster.handed = (index, bytes) -> {
            given.add(index);
            return bytes;
        };
        cluster.files().put(ByteBuffer.wrap(new byte[32]), parcel);
        tony.tell(robert, new PrivateMessage.Left(OFFER, ContentHash.of(new byte[32])));
        var done = robert.loop.await(Event.TransferDone.class, 1);
        assertThat(done.saved()).hasSameBinaryContentAs(file);
        assertThat(done.via()).isEqualTo("relayed");
        assertThat(given).as("what came directly is kept").isNotEmpty().hasSizeLessThan(manifest.chunks());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    // --- robert sends ---

    private String accepted() throws Exception {
        robert.network.offer(ONE, "tony", file, System.currentTimeMillis() + 60_000, VectorClock.empty());
        var offer = (PrivateMessage.Offer) tony.next();
        robert.loop.await(Event.OfferSent.class, 1);
        tony.tell(robert, new Answer(offer.offer(), Outcome.ACCEPTED));
        key = offer.key();
        return offer.offer();
    }

    private byte[] key;

    private byte[] fetched(String offer, int index) throws Exception {
        var id = OfferIds.bytes(offer);
        var sealed = tony.to(robert).chunk("tony", ByteBuffer.wrap(id), index);
        var bytes = new byte[sealed.remaining()];
        sealed.get(bytes);
        try {
            return ChunkSeal.open(key, id, index, bytes);
        } catch (CannotOpen e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSenderThatStartsAgainServesTheRestOfWhatWasAccepted() throws Exception {
        var offer = accepted();
        var arrived = new ByteArrayOutputStream();
        for (var index = 0; index < 9; index++) {
            arrived.writeBytes(fetched(offer, index));
        }
        robertStartsAgain();
        assertThatThrownBy(() -> tony.tell(robert, new Answer(offer, Outcome.ACCEPTED, arrived.size())))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.getReason()).isEqualTo(
                        Reason.NOT_FOUND));
        var kept = unfinished().offers().getFirst();
        assertThat(kept.offer()).isEqualTo(offer);
        assertThat(kept.user()).isEqualTo("tony");
        robert.network.serve(TWO, offer);
        tony.tell(robert, new Answer(offer, Outcome.ACCEPTED, arrived.size()));
        for (var index = 9; index < manifest.chunks(); index++) {
            arrived.writeBytes(fetched(offer, index));
        }
        assertThat(arrived.toByteArray()).isEqualTo(content);
        assertThat(robert.loop.all(Event.Progress.class).getFirst().done()).isEqualTo(10L * Chunks.BYTES);
        tony.tell(robert, new Answer(offer, Outcome.RECEIVED));
        assertThat(robert.loop.await(Event.TransferDone.class, 1).transfer()).isEqualTo(TWO);
        try (var left = Files.list(folder.resolve("robert/offers"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFileThatChangedMeanwhileIsRefusedInWordsAndItsOwnerIsTold() throws Exception {
        var offer = accepted();
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        robertStartsAgain();
        assertThat(unfinished().offers()).isEmpty();
        assertThat(robert.warnings).singleElement().satisfies(warning -> assertThat(warning).contains("tony",
                "plan.pdf has changed", "offer it again"));
        assertThatThrownBy(() -> fetched(offer, 0)).isInstanceOf(Refused.class).hasMessageContaining(
                "plan.pdf is not any more what was offered");
    }

    @Test
    void whatWasNeverAcceptedOrIsOverIsNotServedAgain() throws Exception {
        var offer = accepted();
        robert.network.cancel(ONE);
        assertThat(robert.loop.await(Event.TransferFailed.class, 1).sentence()).isEqualTo("cancelled");
        assertThat(tony.next()).isEqualTo(new Answer(offer, Outcome.WITHDRAWN));
        robert.network.offer(TWO, "tony", file, System.currentTimeMillis() + 60_000, VectorClock.empty());
        tony.next();
        robert.loop.await(Event.OfferSent.class, 1);
        robertStartsAgain();
        assertThat(unfinished().offers()).isEmpty();
        assertThatThrownBy(() -> fetched(offer, 0)).isInstanceOf(Refused.class);
    }

    @Test
    void anOfferFileThatIsTornOrOldIsNotServed() throws Exception {
        var offer = accepted();
        robert.close();
        var kept = folder.resolve("robert/offers").resolve(offer + ".offer");
        var whole = Files.readAllBytes(kept);
        var owner = " robert";
        var offers = new KeptOffers(folder.resolve("robert"));
        assertThat(offers.load("somebody else", System.currentTimeMillis())).isEmpty();
        assertThat(offers.load(owner, System.currentTimeMillis())).hasSize(1);
        assertThat(offers.load(owner, System.currentTimeMillis() + KeptOffers.KEPT_MILLIS)).isEmpty();
        assertThat(kept).doesNotExist();
        for (var length = 0; length < whole.length; length += 13) {
            Files.write(kept, Arrays.copyOf(whole, length));
            assertThat(offers.load(owner, System.currentTimeMillis())).isEmpty();
        }
        Files.write(kept, whole);
        assertThat(offers.load(owner, System.currentTimeMillis())).hasSize(1);
        assertThat(offers.load(owner, System.currentTimeMillis()).getFirst().toString()).isEqualTo("Kept[" + offer
                + "]");
    }
}
