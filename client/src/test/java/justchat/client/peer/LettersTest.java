// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.client.core.Event;
import justchat.client.model.SentMessage.News;
import justchat.client.session.FakeCluster;
import justchat.logs.clock.VectorClock;

import static org.assertj.core.api.Assertions.assertThat;

/// Private messages between real clients' networks when there is no direct way,
/// or nobody knows whether it worked.
class LettersTest {
    private static final String PRIVATE = "@private";

    @TempDir
    Path folder;
    private FakeCluster cluster;
    private Person tony;
    private Person robert;

    @BeforeEach
    void twoPeople() throws IOException {
        cluster = new FakeCluster(1, 2);
        tony = person("tony");
        robert = person("robert");
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

    private void robertLeaves() {
        robert.close();
        tony.loop.await("robert's session ends", _ -> cluster.sessions("robert").isEmpty());
    }

    @Test
    void whoIsAwayFindsHisLettersInOrderWhenHeComes() {
        robertLeaves();
        IntStream.rangeClosed(1, 5).forEach(number -> tony.network.whisper(number, "Robert", "psst " + number,
                VectorClock.empty()));
        var sealed = tony.loop.await(Event.WhisperSealed.class, 5);
        assertThat(sealed.user()).isEqualTo("robert");
        assertThat(sealed.online()).isFalse();
        tony.loop.await("stored", loop -> loop.all(Event.Stored.class).size() == 5);

        robert = person("robert");

        robert.loop.await(Event.LetterOpened.class, 5);
        assertThat(robert.loop.all(Event.LetterOpened.class)).extracting(Event.LetterOpened::text)
                .containsExactly("psst 1", "psst 2", "psst 3", "psst 4", "psst 5");
        assertThat(robert.loop.all(Event.LetterOpened.class)).allMatch(one -> one.isNew() && one.from().equals("tony"));
        assertThat(tony.loop.all(Event.Whispered.class)).isEmpty();
        assertThat(tony.loop.all(Event.LetterUnreadable.class)).isEmpty();
    }

    /// The direct copy has arrived, but its answer comes too late: the letter that
    /// follows is the same message.
    @Test
    void aMessageThatCameByBothRoadsIsShownOnce() {
        robert.loop.held = new CountDownLatch(1);
        tony.network.whisper(1, "robert", "psst", VectorClock.empty());
        assertThat(tony.loop.await(Event.WhisperSealed.class, 1).online()).isTrue();
        var letter = robert.loop.await(Event.LetterOpened.class, 1);
        robert.loop.held.countDown();

        assertThat(robert.loop.await(Event.WhisperReceived.class, 1).text()).isEqualTo("psst");
        assertThat(letter.text()).isEqualTo("psst");
        assertThat(letter.isNew()).isFalse();
        assertThat(robert.loop.all(Event.WhisperReceived.class)).hasSize(1);
    }

    @Test
    void whoCannotBeReachedDirectlyReadsTheLetterAtOnce() {
        var listed = cluster.sessions("robert").getFirst().deepCopy();
        cluster.hidden.add("robert");
        listed.getDirect().setPort(9);
        cluster.extraSessions.add(listed);
        tony.network.whisper(1, "robert", "psst", VectorClock.empty());
        assertThat(tony.loop.await(Event.WhisperSealed.class, 1).online()).isTrue();
        assertThat(robert.loop.await(Event.LetterOpened.class, 1).text()).isEqualTo("psst");
    }

    @Test
    void aLetterOutlivesTheServerItWasPostedTo() {
        robertLeaves();
        tony.network.whisper(1, "robert", "psst", VectorClock.empty());
        tony.loop.await("stored", loop -> loop.all(Event.Stored.class).size() == 1);
        cluster.servers.getFirst().kill();
        robert = person("robert");
        assertThat(robert.loop.await(Event.LetterOpened.class, 1).text()).isEqualTo("psst");
    }

    @Test
    void whoIsThereIsToldDirectlyThatALetterArrived() {
        var listed = cluster.sessions("robert").getFirst().deepCopy();
        cluster.hidden.add("robert");
        listed.getDirect().setPort(9);
        cluster.extraSessions.add(listed);
        tony.network.whisper(1, "robert", "psst", VectorClock.empty());
        var sealed = tony.loop.await(Event.WhisperSealed.class, 1);
        var letter = robert.loop.await(Event.LetterOpened.class, 1);
        assertThat(letter.envelope()).isEqualTo(sealed.id());

        robert.network.receipt("tony", List.of(letter.envelope()), News.DELIVERED, VectorClock.empty());
        assertThat(tony.loop.await(Event.ReceiptCame.class, 1)).satisfies(receipt -> {
            assertThat(receipt.from()).isEqualTo("robert");
            assertThat(receipt.messages()).containsExactly(sealed.id());
            assertThat(receipt.news()).isEqualTo(News.DELIVERED);
        });
    }

    @Test
    void whoIsAwayFindsTheReceiptAsALetter() {
        tony.network.whisper(1, "robert", "psst", VectorClock.empty());
        robert.loop.await("it comes by some road", loop -> loop.all(Event.WhisperReceived.class).size()
                + loop.all(Event.LetterOpened.class).size() == 1);
        tony.close();
        robert.loop.await("tony's session ends", _ -> cluster.sessions("tony").isEmpty());
        var id = Stream.concat(robert.loop.all(Event.WhisperReceived.class).stream().map(Event.WhisperReceived::id),
                robert.loop.all(Event.LetterOpened.class).stream().map(Event.LetterOpened::envelope)).findFirst()
                .orElseThrow();
        robert.network.receipt("tony", List.of(id), News.READ, VectorClock.empty());
        robert.loop.await(Event.ReceiptSealed.class, 1);
        robert.loop.await("stored", loop -> loop.all(Event.Stored.class).size() == 1);

        tony = person("tony");
        var receipt = tony.loop.await(Event.ReceiptCame.class, 1);
        assertThat(receipt.letter()).isPresent();
        assertThat(receipt.messages()).containsExactly(id);
        assertThat(receipt.news()).isEqualTo(News.READ);
    }

    @Test
    void noTextOfALetterIsOnAnyServer() {
        robertLeaves();
        tony.network.whisper(1, "robert", "the eagle has landed", VectorClock.empty());
        var letter = tony.loop.await(Event.WhisperSealed.class, 1).letter();
        assertThat(new String(letter.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1)).doesNotContain("eagle")
                .contains("tony", "robert");
    }

    @Test
    void thoseWhoKnowEachOtherNeedNoBalancer() {
        tony.network.whisper(1, "robert", "psst", VectorClock.empty());
        tony.loop.await(Event.Whispered.class, 1);
        cluster.balancers.getFirst().kill();
        tony.network.whisper(2, "robert", "still there?", VectorClock.empty());
        robert.loop.await("it comes by some road", loop -> loop.all(Event.WhisperReceived.class).size()
                + loop.all(Event.LetterOpened.class).size() == 2);
    }
}
