// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.apache.thrift.TException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.client.codec.PrivateMessage;
import justchat.client.codec.PrivateMessage.Answer;
import justchat.client.codec.PrivateMessage.Outcome;
import justchat.client.core.Event;
import justchat.client.crypto.ChunkSeal;
import justchat.client.file.Chunks;
import justchat.client.file.FileManifest;
import justchat.client.file.LocalFile;
import justchat.client.model.Source;
import justchat.client.model.TransferId;
import justchat.client.session.FakeCluster;
import justchat.logs.clock.VectorClock;
import justchat.wire.Reason;
import justchat.wire.Refused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Robert's real client, which fetches from and sends to a Tony who is played by
/// the test.
class HostileFilesTest {
    private static final TransferId ONE = new TransferId(1);
    private static final String OFFER = "0f".repeat(16);
    private static final byte[] KEY = new byte[32];

    @TempDir
    Path folder;
    private FakeCluster cluster;
    private Person robert;
    private Impostor tony;
    private Path file;
    private FileManifest manifest;

    @BeforeEach
    void start() throws IOException {
        cluster = new FakeCluster(1, 1);
        robert = new Person(cluster, "robert", folder.resolve("robert"));
        tony = new Impostor(cluster, "tony");
        var content = new byte[5 * Chunks.BYTES + 7];
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

    private Path downloads() {
        return folder.resolve("downloads");
    }

    private static void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.getReason())
                .isEqualTo(reason));
    }

    // --- Tony fetches ---

    /// Robert's offer, accepted or not.
    private String offered(boolean accepted) throws TException, InterruptedException {
        robert.network.offer(ONE, "tony", file, System.currentTimeMillis() + 60_000, VectorClock.empty());
        var offer = ((PrivateMessage.Offer) tony.next()).offer();
        robert.loop.await(Event.OfferSent.class, 1);
        if (accepted) {
            tony.tell(robert, new Answer(offer, Outcome.ACCEPTED));
        }
        return offer;
    }

    private byte[] chunk(String offer, int index) throws TException {
        return bytes(tony.to(robert).chunk("tony", ByteBuffer.wrap(OfferIds.bytes(offer)), index));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @Test
    void noByteIsGivenOutBeforeTheAcceptance() throws Exception {
        var offer = offered(false);
        assertRefused(Reason.NOT_PERMITTED, () -> chunk(offer, 0));
        assertRefused(Reason.INVALID,
                () -> tony.tell(robert, new Answer(offer, Outcome.ACCEPTED, manifest.size() + 1)));
    }

    @Test
    void indexesAndResumeOffsetsOutOfRangeAreRefused() throws Exception {
        var offer = offered(true);
        for (var index : new int[]{-1, manifest.chunks(), Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertRefused(Reason.INVALID, () -> chunk(offer, index));
        }
        for (var arrived : new long[]{manifest.size() + 1, Long.MAX_VALUE}) {
            assertRefused(Reason.INVALID, () -> tony.tell(robert, new Answer(offer, Outcome.ACCEPTED, arrived)));
        }
        assertRefused(Reason.NOT_FOUND, () -> chunk("00".repeat(16), 0));
        assertThat(chunk(offer, 0)).hasSize(Chunks.BYTES + ChunkSeal.OVERHEAD_BYTES);
    }

    @Test
    void whoResumesWithoutEndIsCutOffAndTheOwnerIsTold() throws Exception {
        var offer = offered(true);
        var peer = tony.to(robert);
        var id = ByteBuffer.wrap(OfferIds.bytes(offer));
        assertThatThrownBy(() -> {
            for (var time = 0; time < 1_000; time++) {
                if (time % 10 == 0) {
                    tony.tell(robert, new Answer(offer, Outcome.ACCEPTED, 0));
                }
                peer.chunk("tony", id.duplicate(), time % manifest.chunks());
            }
        }).isInstanceOf(Refused.class).hasMessageContaining("too often");
        assertThat(robert.loop.await(Event.TransferFailed.class, 1).sentence()).isEqualTo(
                "tony asked for it again and again");
        assertRefused(Reason.NOT_FOUND, () -> chunk(offer, 0));
    }

    @Test
    void whatThePathOfAFileIsStaysWithItsOwner() throws Exception {
        var offer = offered(true);
        Files.write(file, new byte[10]);
        assertThatThrownBy(() -> chunk(offer, 0)).isInstanceOf(Refused.class).hasMessageContaining("has changed")
                .hasMessageNotContaining(folder.toString());
    }

    // --- Tony sends ---

    private PrivateMessage.Offer offer(String id) {
        return new PrivateMessage.Offer(id, manifest, KEY, System.currentTimeMillis() + 60_000);
    }

    /// Robert accepts what Tony offers.
    private void fetches() throws TException {
        tony.tell(robert, offer(OFFER));
        var offer = robert.loop.await(Event.OfferReceived.class, 1);
        robert.network.download(ONE, offer.offer(), offer.file(), downloads(), offer.file().name(), VectorClock
                .empty());
    }

    private byte[] sealed(int index) {
        try {
            var all = Files.readAllBytes(file);
            var from = index * Chunks.BYTES;
            return ChunkSeal.seal(KEY, OfferIds.bytes(OFFER), index, Arrays.copyOfRange(all, from, Math.min(all.length,
                    from + Chunks.BYTES)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertNothingIsLeft() throws IOException {
        try (var files = Files.list(downloads())) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void theImpostorCanBeHonest() throws Exception {
        tony.chunks = (_, index) -> sealed(index);
        fetches();
        assertThat(robert.loop.await(Event.TransferDone.class, 1).saved()).hasSameBinaryContentAs(file);
        assertThat(tony.next()).isEqualTo(new Answer(OFFER, Outcome.ACCEPTED));
        assertThat(tony.next()).isEqualTo(new Answer(OFFER, Outcome.RECEIVED));
    }

    @Test
    void bytesThatWereNotOfferedEndItAndNothingIsLeft() throws Exception {
        tony.chunks = (id, index) -> index < 3
                ? sealed(index)
                : ChunkSeal.seal(KEY, id, index, new byte[Chunks.length(manifest.size(), index)]);
        fetches();
        assertThat(robert.loop.await(Event.TransferFailed.class, 1).sentence()).contains("is not what was offered");
        assertNothingIsLeft();
    }

    @Test
    void aChunkThatGrewOrIsAnothersOrIsNotSealedIsNotWritten() throws Exception {
        tony.chunks = (id, index) -> switch (index) {
            case 0 -> sealed(1);
            case 1 -> new byte[0];
            default -> ChunkSeal.seal(KEY, id, index, new byte[Chunks.BYTES + 1]);
        };
        fetches();
        assertThat(robert.loop.await(Event.TransferFailed.class, 1).sentence()).contains("is not what was offered");
        assertThat(robert.loop.all(Event.TransferDone.class)).isEmpty();
        assertThat(robert.network.refusedChunks()).isPositive();
        assertNothingIsLeft();
    }

    @Test
    void aSenderThatOnlyPutsOffIsWaitedForVisiblyAndCanBeCancelled() throws Exception {
        tony.chunks = (_, _) -> {
            throw new Refused(Reason.BUSY, "the sender has paused it");
        };
        fetches();
        assertThat(robert.loop.await(Event.TransferHeld.class, 1).sentence()).isEqualTo(
                "tony: the sender has paused it");
        assertThat(tony.asked.get()).isLessThan(60);
        robert.network.cancel(ONE);
        assertThat(robert.loop.await(Event.TransferFailed.class, 1).sentence()).isEqualTo("cancelled");
        assertNothingIsLeft();
    }

    @Test
    void offersBeyondTheLimitAreRefusedAndNoNameIsUsedTwice() throws Exception {
        tony.tell(robert, offer(OFFER));
        tony.tell(robert, offer(OFFER));
        assertRefused(Reason.INVALID, () -> tony.tell(robert,
                new PrivateMessage.Offer(OFFER, new FileManifest("x", 1, List.of(new byte[32])), KEY, 0)));
        for (var number = 1; number < WaitingOffers.PER_USER; number++) {
            tony.tell(robert, offer(String.format("%032x", number)));
        }
        assertRefused(Reason.BUSY, () -> tony.tell(robert, offer("ee".repeat(16))));
        assertThat(robert.loop.all(Event.OfferReceived.class)).hasSize(WaitingOffers.PER_USER);
        try (var elon = new Impostor(cluster, "elon")) {
            elon.tell(robert, offer(OFFER));
            elon.tell(robert, new Answer(OFFER, Outcome.WITHDRAWN));
            assertThat(robert.loop.await(Event.OfferWithdrawn.class, 1).offer()).isEqualTo(new Source.Person("elon",
                    OFFER));
        }
        assertThat(robert.loop.all(Event.OfferWithdrawn.class)).hasSize(1);
    }

    @Test
    void withdrawingWhatWasNeverOfferedChangesNothing() throws Exception {
        IntStream.range(0, 20).forEach(number -> {
            try {
                tony.tell(robert, new Answer(String.format("%032x", number), Outcome.WITHDRAWN));
            } catch (TException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(robert.loop.all(Event.OfferWithdrawn.class)).isEmpty();
    }
}
