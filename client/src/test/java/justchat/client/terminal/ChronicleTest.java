// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import justchat.client.model.Instance;
import justchat.client.model.MessageId;
import justchat.client.model.Notice;
import justchat.client.model.Order;
import justchat.client.model.RoomInfo;
import justchat.client.model.RoomSummary;
import justchat.client.model.Seen;
import justchat.client.model.Wording;

import static org.assertj.core.api.Assertions.assertThat;

class ChronicleTest {
    private static final MessageId MAIL = new MessageId(new Instance("dd".repeat(16)), 1);
    private static final long NOON = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();
    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60 * MINUTE;

    private final Chronicle chronicle = new Chronicle(Wording.keys(ZoneOffset.UTC), NOON);
    private final List<String> lines = new ArrayList<>();
    private long attendedAt = NOON;
    private boolean away;

    @Test
    void aDateStandsBeforeTheFirstLineOfAnotherDayAndOnlyThere() {
        attendedAt = NOON + DAY;
        says(NOON + 10 * 60 * MINUTE, "late");
        says(NOON + 12 * 60 * MINUTE, "after midnight");
        says(NOON + 12 * 60 * MINUTE + MINUTE, "more");
        assertThat(lines).containsExactly("22:00 bob  late", "= Sunday, 22 November 2026", "00:00 bob  after midnight",
                "00:01 bob  more");
    }

    @Test
    void aServerWhoseClockIsALittleBehindBringsNoSecondDate() {
        attendedAt = NOON + DAY;
        says(NOON + 12 * 60 * MINUTE, "new day");
        says(NOON + 12 * 60 * MINUTE - 1, "a moment ago");
        says(NOON + 12 * 60 * MINUTE + 1, "now");
        assertThat(lines).containsExactly("= Sunday, 22 November 2026", "00:00 bob  new day", "23:59 bob  a moment ago",
                "00:00 bob  now");
    }

    @Test
    void theDaysOfHistoryStandAboveTheirMessagesAndTodayComesBack() {
        show(new Notice.Listed(NOON, Notice.Listed.Source.HISTORY, "dev", List.of(message(NOON - 2 * DAY, "old"),
                message(NOON - 2 * DAY + MINUTE, "older"), message(NOON - DAY, "newer")), OptionalLong.empty(), false));
        says(NOON, "today");
        assertThat(lines).containsExactly("12:00 -- history of dev: 3 messages", "= Thursday, 19 November 2026",
                "12:00 bob  old", "12:01 bob  older", "= Friday, 20 November 2026", "12:00 bob  newer",
                "= Saturday, 21 November 2026", "12:00 bob  today");
    }

    @Test
    void whatWasFoundKeepsItsDaysInTheLines() {
        show(new Notice.Listed(NOON, Notice.Listed.Source.SEARCH, "dev", List.of(message(NOON - DAY, "found")),
                OptionalLong.empty(), false));
        assertThat(lines).containsExactly("12:00 -- found in dev: 1 message", "Nov 20 12:00 bob  found");
    }

    @Test
    void whatIsNewSinceThePersonWasThereStandsBelowOneLine() {
        says(NOON, "seen");
        says(NOON + Attention.IDLE_MILLIS + MINUTE, "new");
        says(NOON + Attention.IDLE_MILLIS + 2 * MINUTE, "newer");
        assertThat(lines).containsExactly("12:00 bob  seen", "= new since 12:00", "12:06 bob  new", "12:07 bob  newer");
        attendedAt = NOON + Attention.IDLE_MILLIS + 3 * MINUTE;
        says(attendedAt, "together");
        says(attendedAt + Attention.IDLE_MILLIS + MINUTE, "again new");
        assertThat(lines.subList(4, lines.size())).containsExactly("12:08 bob  together", "= new since 12:08",
                "12:14 bob  again new");
    }

    @Test
    void whoSaidThatSheGoesDoesNotLookFromThenOn() {
        says(NOON, "seen");
        away = true;
        says(NOON + MINUTE, "new");
        says(NOON + 2 * MINUTE, "newer");
        attendedAt = NOON + 3 * MINUTE;
        away = false;
        says(attendedAt, "together");
        assertThat(lines).containsExactly("12:00 bob  seen", "= new since 12:00", "12:01 bob  new", "12:02 bob  newer",
                "12:03 bob  together");
    }

    @Test
    void whatOneDidOneselfIsNotNew() {
        long later = NOON + Attention.IDLE_MILLIS + MINUTE;
        show(new Notice.Said(later, "elon", "mine", true), later);
        show(new Notice.Info(later, "a word"), later);
        show(new Notice.Whispered(later, MAIL, "bob", "psst", "direct", true), later);
        assertThat(lines).noneMatch(line -> line.startsWith("="));
    }

    @Test
    void aSwitchToARoomWithUnreadDrawsOneLineAlsoAfterBeingAway() {
        enter("dev");
        says(NOON, "seen");
        enter("ops");
        enter("dev");
        show(unread("dev", message(NOON + MINUTE, "new")));
        says(NOON + Attention.IDLE_MILLIS + MINUTE, "live");
        assertThat(lines).filteredOn(line -> !line.contains("order")).containsExactly("12:00 bob  seen",
                "= new since 12:00", "12:01 bob  new", "= new since 12:01", "12:06 bob  live");
    }

    @Test
    void noLineFollowsTheOneThatARoomBeginsWith() {
        attendedAt = NOON - Attention.IDLE_MILLIS - MINUTE;
        show(new Notice.InRoom(NOON, room("dev"), 2, true, 0, 20));
        says(NOON, "one");
        says(NOON, "two");
        assertThat(lines).filteredOn(line -> line.startsWith("=")).containsExactly("= new since you were here: 2");
    }

    @Test
    void theInboxNamesAnotherRoom() {
        enter("dev");
        show(unread("ops", message(NOON - MINUTE, "one")));
        assertThat(lines).contains("= new in ops since 11:59", "11:59 bob  one");
    }

    private void enter(String name) {
        show(new Notice.InRoom(NOON, room(name), 0, false, 0, 20));
    }

    private static RoomSummary room(String name) {
        return new RoomSummary(new RoomInfo(name, Order.CAUSAL, "", 0), "", 3, true, 9, Seen.nothing(), 0);
    }

    private static Notice.Listed unread(String room, Notice.ShownMessage... messages) {
        return new Notice.Listed(NOON, Notice.Listed.Source.UNREAD, room, List.of(messages), OptionalLong.empty(),
                false);
    }

    private static Notice.ShownMessage message(long at, String text) {
        return new Notice.ShownMessage(0, at, "bob", text, "", "", false, Map.of());
    }

    private void says(long at, String text) {
        show(new Notice.Said(at, "bob", text, false), at);
    }

    private void show(Notice notice) {
        show(notice, NOON);
    }

    private void show(Notice notice, long now) {
        chronicle.of(notice, new Attention(attendedAt, away), now).forEach(line -> lines.add(line.time()
                .isEmpty() ? "= " + line.body() : line.plain()));
    }
}
