// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.SentMessage.News;

import static org.assertj.core.api.Assertions.assertThat;

/// When which receipts leave.
class OwedReceiptsTest {
    private static final long MILLI = Now.NANOS_PER_MILLI;
    private final OwedReceipts owed = new OwedReceipts();

    private static MessageId id(long number) {
        return new MessageId(Script.OTHER, number);
    }

    private static OwedReceipts.Receipt receipt(String user, News news, long... numbers) {
        var ids = new ArrayList<MessageId>();
        for (long number : numbers) {
            ids.add(id(number));
        }
        return new OwedReceipts.Receipt(user, ids, news);
    }

    @Test
    void receiptsOfASecondLeaveTogether() {
        owed.add("tony", id(1), News.DELIVERED, 0);
        owed.add("tony", id(2), News.DELIVERED, 900 * MILLI);
        assertThat(owed.wakeAt()).isEqualTo(1_000 * MILLI);
        assertThat(owed.due(false, 999 * MILLI)).isEmpty();
        assertThat(owed.due(false, 1_000 * MILLI)).containsExactly(receipt("tony", News.DELIVERED, 1, 2));
        assertThat(owed.due(false, 9_000 * MILLI)).isEmpty();
        assertThat(owed.wakeAt()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theNextOnesToTheSameUserWaitFiveSecondsAndThoseToOthersDoNot() {
        owed.add("tony", id(1), News.DELIVERED, 0);
        owed.due(false, 1_000 * MILLI);
        owed.add("tony", id(2), News.DELIVERED, 1_100 * MILLI);
        owed.add("natasha", id(3), News.DELIVERED, 1_100 * MILLI);
        assertThat(owed.due(false, 5_999 * MILLI)).containsExactly(receipt("natasha", News.DELIVERED, 3));
        assertThat(owed.due(false, 6_000 * MILLI)).containsExactly(receipt("tony", News.DELIVERED, 2));
    }

    @Test
    void whatWasReadIsNotSaidToHaveArrivedToo() {
        owed.add("tony", id(1), News.DELIVERED, 0);
        owed.add("tony", id(2), News.DELIVERED, 0);
        owed.add("tony", id(1), News.READ, 0);
        owed.add("tony", id(1), News.DELIVERED, 0);
        assertThat(owed.due(true, 0)).containsExactly(receipt("tony", News.DELIVERED, 2),
                receipt("tony", News.READ, 1));
    }

    @Test
    void thoseThatDoNotFitOneEnvelopeComeLater() {
        for (long number = 1; number <= Limits.RECEIPTS + 1; number++) {
            owed.add("tony", id(number), News.DELIVERED, 0);
        }
        assertThat(owed.due(false, 1_000 * MILLI)).singleElement().satisfies(one -> assertThat(one.messages()).hasSize(
                Limits.RECEIPTS));
        assertThat(owed.due(false, 6_000 * MILLI))
                .containsExactly(receipt("tony", News.DELIVERED, Limits.RECEIPTS + 1));
    }

    @Test
    void whoLeavesSaysAllThatIsOwed() {
        for (long number = 1; number <= Limits.RECEIPTS + 1; number++) {
            owed.add("tony", id(number), News.DELIVERED, 0);
        }
        assertThat(owed.due(true, 0)).hasSize(2);
        assertThat(owed.size()).isZero();
    }

    @Test
    void whoeverWritesTooMuchIsNotToldOfAll() {
        for (long number = 1; number <= OwedReceipts.OWED + 5; number++) {
            owed.add("tony", id(number), News.DELIVERED, 0);
            owed.add("tony", id(number), News.READ, 0);
        }
        assertThat(owed.size()).isEqualTo(OwedReceipts.OWED);
    }

    @Test
    void twoWhoCannotOpenEachOthersLettersDoNotWriteForEver() {
        for (long number = 1; number <= OwedReceipts.UNOPENED + 5; number++) {
            owed.add("tony", id(number), News.UNOPENED, 0);
        }
        assertThat(owed.size()).isEqualTo(OwedReceipts.UNOPENED);
        owed.due(true, 0);
        owed.add("natasha", id(1), News.UNOPENED, 0);
        assertThat(owed.size()).isZero();
    }

    record Step(long afterMillis, String user, long number, News news) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(Arbitraries.longs().between(0, 3_000), Arbitraries.of("tony", "natasha"), Arbitraries
                .longs().between(1, 30), Arbitraries.of(News.class)).as(Step::new).list().ofMaxSize(40);
    }

    @Property(tries = 200)
    void allIsToldAndNobodyIsToldTooOften(@ForAll("steps") List<Step> steps) {
        var receipts = new OwedReceipts();
        var told = new HashSet<String>();
        var wanted = new HashSet<String>();
        var last = new java.util.HashMap<String, Long>();
        long now = 0;
        for (var step : steps) {
            long until = now + step.afterMillis() * MILLI;
            now = run(receipts, now, until, told, last);
            receipts.add(step.user(), id(step.number()), step.news(), now);
            wanted.add(step.user() + step.number());
        }
        run(receipts, now, now + 60_000 * MILLI, told, last);
        assertThat(told).isEqualTo(wanted);
        assertThat(receipts.wakeAt()).isEqualTo(Long.MAX_VALUE);
    }

    /// Wakes when it wants to be woken.
    private static long run(OwedReceipts receipts, long from, long until, Set<String> told,
            java.util.Map<String, Long> last) {
        long now = from;
        while (receipts.wakeAt() <= until) {
            now = Math.max(now, receipts.wakeAt());
            for (var receipt : receipts.due(false, now)) {
                var before = last.put(receipt.user() + receipt.news(), now);
                assertThat(before == null || now - before >= OwedReceipts.GAP_NANOS).isTrue();
                receipt.messages().forEach(id -> told.add(receipt.user() + id.sequence()));
            }
        }
        return until;
    }
}
