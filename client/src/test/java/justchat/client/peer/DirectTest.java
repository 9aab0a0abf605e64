// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.client.core.Event;
import justchat.client.core.Seal;
import justchat.client.model.Source;
import justchat.client.model.TransferId;
import justchat.client.session.FakeCluster;
import justchat.logs.clock.VectorClock;

import static org.assertj.core.api.Assertions.assertThat;

/// Two real clients' networks that talk directly over loopback TLS.
class DirectTest {
    private static final TransferId OUT = new TransferId(1);
    private static final TransferId IN = new TransferId(7);

    @TempDir
    Path folder;
    private FakeCluster cluster;
    private Person tony;
    private Person robert;

    @BeforeEach
    void twoPeople() throws IOException {
        cluster = new FakeCluster(1, 2);
        tony = new Person(cluster, "tony", folder.resolve("tony"));
        robert = new Person(cluster, "robert", folder.resolve("robert"));
    }

    @AfterEach
    void end() {
        tony.close();
        robert.close();
        cluster.close();
    }

    private Path file(int bytes) throws IOException {
        var content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return Files.write(folder.resolve("surprise.png"), content);
    }

    private Event.OfferReceived offered(Path file, long waitsMillis) {
        tony.network.offer(OUT, "robert", file, System.currentTimeMillis() + waitsMillis, VectorClock.empty());
        return robert.loop.await(Event.OfferReceived.class, 1);
    }

    private void accept(Event.OfferReceived offer) {
        robert.network.download(IN, offer.offer(), offer.file(), folder.resolve("downloads"), offer.file().name(),
                VectorClock.empty());
    }

    @Test
    void aPrivateMessageArrivesOnceInOrderAndPassesNoServer() {
        IntStream.rangeClosed(1, 20).forEach(number -> tony.network.whisper(number, "Robert", "psst " + number,
                VectorClock.empty().tick("client-tony")));

        tony.loop.await(Event.Whispered.class, 20);
        robert.loop.await(Event.WhisperReceived.class, 20);
        var received = robert.loop.all(Event.WhisperReceived.class);
        assertThat(received).extracting(Event.WhisperReceived::text)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).mapToObj(number -> "psst " + number).toList());
        assertThat(received).allMatch(one -> one.from().equals("tony") && one.via().equals("direct")
                && one.clock().at("client-tony") == 1);
        assertThat(tony.loop.all(Event.Whispered.class)).allMatch(one -> one.user().equals("robert"));
        assertThat(cluster.room.texts()).isEmpty();
    }

    @Test
    void everySessionOfAUserHearsAPrivateMessage() {
        try (var second = new Person(cluster, "robert", folder.resolve("robert"))) {
            tony.network.whisper(1, "robert", "psst", VectorClock.empty());
            assertThat(robert.loop.await(Event.WhisperReceived.class, 1).text()).isEqualTo("psst");
            assertThat(second.loop.await(Event.WhisperReceived.class, 1).text()).isEqualTo("psst");
        }
    }

    @Test
    void whoIsNotThereIsSaidInWords() {
        tony.network.whisper(1, "nobody", "psst", VectorClock.empty());
        assertThat(tony.loop.await(Event.WhisperFailed.class, 1).sentence()).isEqualTo("there is no user nobody");
        tony.network.whisper(2, "tony", "psst", VectorClock.empty());
        assertThat(tony.loop.await(Event.WhisperFailed.class, 2).sentence()).contains("no other session");
    }

    /// No byte travels before the acceptance (W18), then all of them do.
    @Test
    void anAcceptedFileArrivesWholeAndBothSidesHearOfIt() throws IOException {
        var size = 8 * 1024 * 1024 + 17;
        var offer = offered(file(size), 60_000);
        assertThat(tony.loop.await(Event.OfferSent.class, 1).file()).isEqualTo(offer.file());
        assertThat(offer.file().name()).isEqualTo("surprise.png");
        assertThat(offer.file().size()).isEqualTo(size);
        assertThat(tony.loop.all(Event.Progress.class)).isEmpty();

        accept(offer);

        var here = robert.loop.await(Event.TransferDone.class, 1);
        assertThat(here.saved()).hasFileName("surprise.png").hasSameBinaryContentAs(folder.resolve("surprise.png"));
        assertThat(here.via()).isEqualTo("direct");
        assertThat(tony.loop.await(Event.OfferAnswered.class, 1).accepted()).isTrue();
        var there = tony.loop.await(Event.TransferDone.class, 1);
        assertThat(there.transfer()).isEqualTo(OUT);
        assertThat(there.hash()).isEqualTo(here.hash());
        assertThat(robert.loop.all(Event.Progress.class)).isNotEmpty();
        System.out.println("private file: " + size + " bytes in " + here.millis() + " ms");
    }

    @Test
    void aDeclinedFileIsOver() throws IOException {
        var offer = offered(file(1000), 60_000);
        robert.network.decline(offer.offer(), VectorClock.empty());
        assertThat(tony.loop.await(Event.OfferAnswered.class, 1).accepted()).isFalse();
        accept(offer);
        assertThat(robert.loop.await(Event.TransferFailed.class, 1).sentence()).isEqualTo("this offer is gone");
    }

    @Test
    void anOfferThatNobodyAnswersExpires() throws IOException {
        var offer = offered(file(1000), 3_000);
        assertThat(tony.loop.await(Event.TransferFailed.class, 1).sentence()).contains("did not take it in time");
        accept(offer);
        assertThat(robert.loop.await(Event.TransferFailed.class, 1).sentence()).contains("no such offer any more");
        assertThat(folder.resolve("downloads")).doesNotExist();
    }

    @Test
    void anOfferCanBeWithdrawn() throws IOException {
        var offer = offered(file(1000), 60_000);
        tony.loop.await(Event.OfferSent.class, 1);
        tony.network.cancel(OUT);
        assertThat(tony.loop.await(Event.TransferFailed.class, 1).sentence()).isEqualTo("cancelled");
        assertThat(robert.loop.await(Event.OfferWithdrawn.class, 1)).isEqualTo(new Event.OfferWithdrawn(offer.offer(),
                false));
        accept(offer);
        assertThat(robert.loop.await(Event.TransferFailed.class, 1).sentence()).isEqualTo("this offer is gone");
    }

    @Test
    void anOfferEndsVisiblyWhenItsSenderLeaves() throws IOException {
        var offer = offered(file(1000), 60_000);
        tony.close();
        assertThat(robert.loop.await(Event.OfferWithdrawn.class, 1).offer()).isEqualTo(offer.offer());
    }

    @Test
    void oneThatIsGoneWithoutAWordIsMissedAtTheSecondLook() throws IOException {
        var offer = offered(file(1000), 60_000);
        cluster.hidden.add("tony");
        assertThat(robert.loop.await(Event.OfferWithdrawn.class, 1)).isEqualTo(new Event.OfferWithdrawn(offer.offer(),
                true));
    }

    @Test
    void theSenderCanPauseAndTheOtherSeesWhy() throws IOException {
        var offer = offered(file(3_000_000), 60_000);
        tony.loop.await(Event.OfferSent.class, 1);
        tony.network.pause(OUT);
        accept(offer);
        assertThat(robert.loop.await(Event.TransferHeld.class, 1).sentence()).isEqualTo(
                "tony: the sender has paused it");
        tony.network.goOn(OUT);
        assertThat(robert.loop.await(Event.TransferDone.class, 1).saved()).hasSameBinaryContentAs(folder.resolve(
                "surprise.png"));
    }

    @Test
    void aDownloadThatWasPausedGoesOnWithWhatIsThere() throws IOException {
        var offer = offered(file(3_000_000), 60_000);
        tony.loop.await(Event.OfferSent.class, 1);
        tony.network.pause(OUT);
        accept(offer);
        robert.loop.await(Event.TransferHeld.class, 1);
        robert.network.pause(IN);
        accept(offer);
        tony.network.goOn(OUT);
        assertThat(robert.loop.await(Event.TransferDone.class, 1).saved()).hasFileName("surprise.png")
                .hasSameBinaryContentAs(folder.resolve("surprise.png"));
        assertThat(robert.loop.all(Event.TransferFailed.class)).isEmpty();
        tony.loop.await(Event.TransferDone.class, 1);
    }

    @Test
    void aFileThatChangesUnderWayIsNotTakenForTheOneOffered() throws IOException {
        var path = file(300_000);
        var offer = offered(path, 60_000);
        Files.write(path, new byte[300_000]);
        accept(offer);
        assertThat(robert.loop.await(Event.TransferFailed.class, 1).sentence()).contains("has changed");
        assertThat(tony.loop.await(Event.TransferFailed.class, 1).sentence()).contains("robert could not fetch it");
    }

    /// Enough chunks for a lane of their own.
    @Test
    void aLargeFileArrivesWhole() throws IOException {
        var first = offered(file(9_000_000), 60_000);
        accept(first);
        var done = robert.loop.await(Event.TransferDone.class, 1);
        assertThat(done.via()).isEqualTo("direct");
        assertThat(done.saved()).hasSameBinaryContentAs(file(9_000_000));
        assertThat(tony.loop.await(Event.TransferDone.class, 1).via()).isEqualTo("direct");
    }

    @Test
    void aLargeFileThatChangesUnderWayIsNotTakenForTheOneOffered() throws IOException {
        var file = file(9_000_000);
        var offer = offered(file, 60_000);
        var before = Files.getLastModifiedTime(file);
        var other = Files.readAllBytes(file);
        other[8_000_000]++;
        Files.write(file, other);
        // So that only its bytes tell.
        Files.setLastModifiedTime(file, before);
        accept(offer);
        assertThat(robert.loop.await(Event.TransferFailed.class, 1).sentence()).contains("is not what was offered");
        assertThat(robert.loop.await(Event.SealRefused.class, 1).seal()).isEqualTo(Seal.CHUNK);
    }

    @Test
    void aFileThatCannotBeReadIsASentenceForItsOwner() {
        tony.network.offer(OUT, "robert", folder.resolve("missing.png"), Long.MAX_VALUE, VectorClock.empty());
        assertThat(tony.loop.await(Event.TransferFailed.class, 1).sentence()).startsWith("No such file: ");
        assertThat(robert.loop.all(Event.OfferReceived.class)).isEmpty();
    }

    @Test
    void nobodyCanAcceptForAnother() throws IOException {
        var offer = offered(file(1000), 60_000);
        try (var elon = new Person(cluster, "elon", folder.resolve("elon"))) {
            elon.network.download(IN, new Source.Person("tony", offer.offer().offer()), offer.file(),
                    folder.resolve("stolen"), "x", VectorClock.empty());
            assertThat(elon.loop.await(Event.TransferFailed.class, 1).sentence()).isEqualTo("this offer is gone");
        }
        assertThat(tony.loop.all(Event.OfferAnswered.class)).isEmpty();
    }
}
