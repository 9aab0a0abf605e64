// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

import justchat.client.model.MessageId;
import justchat.client.model.SentMessage;
import justchat.client.model.SentMessage.News;
import justchat.client.model.SentMessage.State;

import static org.assertj.core.api.Assertions.assertThat;

/// What others say became of private messages.
class SentMailTest {
    private final SentMail sent = new SentMail();

    private static MessageId id(long number) {
        return new MessageId(Script.SELF, number);
    }

    private static SentMessage message(long number, String user, State state) {
        return new SentMessage(id(number), user, 5, state);
    }

    private State state(long number) {
        return sent.of(id(number)).orElseThrow().state();
    }

    @Test
    void aLetterIsDeliveredAndThenRead() {
        sent.add(message(1, "tony", State.RELAYED));
        assertThat(sent.waiting()).containsEntry("tony", 1);
        assertThat(sent.receipt("tony", List.of(id(1)), News.DELIVERED))
                .containsExactly(message(1, "tony", State.DELIVERED));
        assertThat(sent.waiting()).isEmpty();
        assertThat(sent.receipt("tony", List.of(id(1)), News.READ)).containsExactly(message(1, "tony", State.READ));
    }

    @Test
    void whatWasReadHasArrivedAndNothingGoesBack() {
        sent.add(message(1, "tony", State.RELAYED));
        assertThat(sent.receipt("tony", List.of(id(1), id(1)), News.READ)).hasSize(1);
        assertThat(sent.receipt("tony", List.of(id(1)), News.DELIVERED)).isEmpty();
        assertThat(sent.receipt("tony", List.of(id(1)), News.READ)).isEmpty();
        assertThat(state(1)).isEqualTo(State.READ);
    }

    @Test
    void thatWhatWentDirectlyHasArrivedIsNoNews() {
        sent.add(message(1, "tony", State.DIRECT));
        assertThat(sent.receipt("tony", List.of(id(1)), News.DELIVERED)).isEmpty();
        assertThat(sent.receipt("tony", List.of(id(1)), News.READ)).hasSize(1);
    }

    @Test
    void whoWasNotWrittenToCannotSayThatItWasRead() {
        sent.add(message(1, "tony", State.RELAYED));
        assertThat(sent.receipt("natasha", List.of(id(1)), News.READ)).isEmpty();
        assertThat(state(1)).isEqualTo(State.RELAYED);
        assertThat(sent.refused()).isEqualTo(1);
    }

    @Test
    void aReceiptThatIsQuickerThanTheNewsOfTheMessageWaitsForIt() {
        assertThat(sent.receipt("tony", List.of(id(1)), News.READ)).isEmpty();
        assertThat(sent.receipt("natasha", List.of(id(1)), News.READ)).isEmpty();
        assertThat(sent.refused()).isEqualTo(2);
        assertThat(sent.add(message(1, "tony", State.DIRECT))).contains(message(1, "tony", State.READ));
        assertThat(sent.refused()).isEqualTo(1);
    }

    @Test
    void whatWasNeverSentTakesBoundedMemoryAndIsCounted() {
        for (long number = 1; number <= 2 * SentMail.EARLY; number++) {
            assertThat(sent.receipt("tony", List.of(id(number)), News.READ)).isEmpty();
        }
        assertThat(sent.refused()).isEqualTo(2 * SentMail.EARLY);
        assertThat(sent.add(message(1, "tony", State.RELAYED))).isEmpty();
        assertThat(sent.add(message(2 * SentMail.EARLY, "tony", State.RELAYED))).isPresent();
    }

    @Test
    void whatOneDeviceCannotOpenAnotherOneMayHave() {
        sent.add(message(1, "tony", State.RELAYED));
        assertThat(sent.receipt("tony", List.of(id(1)), News.UNOPENED)).containsExactly(message(1, "tony",
                State.UNOPENED));
        assertThat(sent.waiting()).isEmpty();
        assertThat(sent.receipt("tony", List.of(id(1)), News.DELIVERED)).hasSize(1);
        assertThat(sent.receipt("tony", List.of(id(1)), News.UNOPENED)).isEmpty();
    }

    @Test
    void onlyTheLatestAreRemembered() {
        for (long number = 1; number <= SentMail.REMEMBERED + 1; number++) {
            sent.add(message(number, "tony", State.RELAYED));
        }
        assertThat(sent.of(id(1))).isEmpty();
        assertThat(sent.waiting()).containsEntry("tony", SentMail.REMEMBERED);
    }

    @Test
    void aLetterThatWasRefusedDoesNotWait() {
        sent.add(message(1, "tony", State.RELAYED));
        sent.forget(id(1));
        assertThat(sent.waiting()).isEmpty();
    }

    /// A step: a message leaves (`from` is its recipient), or a receipt of it comes.
    record Step(boolean leaves, long number, String from, News news) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators
                .combine(Arbitraries.of(true, false), Arbitraries.longs().between(1, 6), Arbitraries.of("tony",
                        "natasha"), Arbitraries.of(News.class))
                .as(Step::new).list().ofMaxSize(60);
    }

    /// The slow twin knows all that ever happened, and asks it anew each time.
    @Property(tries = 300)
    void agreesWithATwinThatLooksThroughAllThatHappened(@ForAll("steps") List<Step> steps) {
        var mail = new SentMail();
        var happened = new ArrayList<Step>();
        var told = new HashMap<Long, State>();
        for (var step : steps) {
            happened.add(step);
            if (step.leaves()) {
                mail.add(message(step.number(), step.from(), State.RELAYED)).ifPresent(
                        news -> told.put(step.number(), news.state()));
            } else {
                mail.receipt(step.from(), List.of(id(step.number())), step.news()).forEach(
                        news -> told.put(news.id().sequence(), news.state()));
            }
            for (long number = 1; number <= 6; number++) {
                var expected = twin(happened, number);
                assertThat(mail.of(id(number)).map(SentMessage::state).orElse(null)).isEqualTo(expected);
                if (expected != null && expected != State.RELAYED) {
                    assertThat(told).containsEntry(number, expected);
                }
            }
        }
    }

    /// Null: it was not sent.
    private static State twin(List<Step> happened, long number) {
        var leaving = happened.stream().filter(step -> step.leaves() && step.number() == number).findFirst();
        if (leaving.isEmpty()) {
            return null;
        }
        var receipts = happened.stream().filter(step -> !step.leaves() && step.number() == number && step.from().equals(
                leaving.get().from())).toList();
        var best = receipts.stream().map(Step::news).max(Comparator.naturalOrder());
        return best.map(news -> State.valueOf(news.name())).orElse(State.RELAYED);
    }
}
