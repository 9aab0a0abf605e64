// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import justchat.client.model.Choices;
import justchat.client.model.Entry;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.Order;
import justchat.client.model.RoomInfo;
import justchat.client.model.RoomSummary;
import justchat.client.model.Seen;

/// One room that the person is in, or is about to be in. Pure; owned by [Rooms].
///
/// JOINING -> (receipt) CLOSED -> (asked) OPENING -> (answer) OPEN; a lost
/// session makes the latter two CLOSED.
final class Room {
    /// For so long after joining, a server that has not heard of it may say no.
    private static final long NEWS_MILLIS = 10_000;
    private static final int RETRY_MILLIS = 500;
    /// Delivered while a page is awaited; one more ends the wait.
    private static final int HELD = 1_000;

    enum Phase {
        JOINING, CLOSED, OPENING, OPEN
    }

    private final String name;
    private final Shown shown = new Shown();
    private final Reading reading = new Reading();
    private RoomSummary summary;
    private Phase phase = Phase.CLOSED;
    private Optional<MessageId> joining = Optional.empty();
    private Optional<String> refusal = Optional.empty();
    private Optional<Now> news = Optional.empty();
    private boolean everOpened;
    private boolean everEntered;
    private Beginning beginning = Beginning.ELSEWHERE;
    private int recent = Limits.RECENT;
    private long retryAt = Long.MAX_VALUE;
    private Optional<List<Entry>> held = Optional.empty();
    private int hold;
    /// Of what is delivered next, entries that were there before this client.
    private long earlier;
    /// Of what is delivered next, entries that the server had already when it opened the room.
    private long owed;

    /// What is shown first.
    private enum Beginning {
        /// Nothing: the person is in another room.
        ELSEWHERE,
        /// The latest entries; the rest counts as read.
        LATEST,
        /// All that is new.
        NEW
    }

    Room(RoomSummary summary) {
        this.name = summary.name();
        this.summary = summary;
    }

    /// One of which nothing is known yet.
    static Room named(String name) {
        return new Room(new RoomSummary(new RoomInfo(name, Order.CAUSAL, "", 0), "", 0, true, 0, Seen.nothing(), 0));
    }

    String name() {
        return name;
    }

    RoomSummary summary() {
        return summary;
    }

    Shown shown() {
        return shown;
    }

    Reading reading() {
        return reading;
    }

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    boolean isJoining() {
        return phase == Phase.JOINING;
    }

    /// Whether the person was in it before.
    boolean entered() {
        boolean before = everEntered;
        everEntered = true;
        return before;
    }

    /// What a server says of it before it is opened for the first time.
    void learn(RoomSummary news) {
        if (!everOpened) {
            summary = news;
        }
    }

    void about(String topic) {
        summary = new RoomSummary(summary.info(), topic, summary.members(), summary.joined(), summary.entries(),
                summary.read(), summary.unread());
    }

    void join(MessageId post) {
        phase = Phase.JOINING;
        joining = Optional.of(post);
        beginning = Beginning.LATEST;
    }

    /// The post that joins it was refused; perhaps we are in it already.
    void notJoined(String sentence) {
        refusal = Optional.of(sentence);
        phase = Phase.CLOSED;
    }

    /// Why we could not join.
    Optional<String> refusal() {
        return refusal;
    }

    /// A post has its receipt, or is given up.
    ///
    /// @return whether it was the one that joins this room
    boolean isJoin(MessageId post) {
        return phase == Phase.JOINING && joining.filter(post::equals).isPresent();
    }

    void joined(Now now) {
        phase = Phase.CLOSED;
        beginning = Beginning.LATEST;
        news = Optional.of(now);
    }

    /// What a room may say to one who has come so lately is no last word.
    boolean isNews(Now now) {
        return news.filter(since -> !now.isAfter(since, NEWS_MILLIS)).isPresent();
    }

    void lost() {
        if (phase != Phase.JOINING) {
            phase = Phase.CLOSED;
        }
        retryAt = Long.MAX_VALUE;
    }

    /// It will be read by the person at once.
    void beginHere(Choices choices) {
        if (everOpened || beginning != Beginning.ELSEWHERE) {
            return;
        }
        long unread = summary.unread();
        if (unread == 0 || summary.read().isNothing()) {
            beginning = Beginning.LATEST;
        } else if (unread <= choices.inbox()) {
            beginning = Beginning.NEW;
        }
    }

    /// It will be read from its latest so many entries on, whoever has read what.
    void beginWith(int latest) {
        beginning = Beginning.LATEST;
        recent = latest;
    }

    void open(Effects effects) {
        phase = Phase.OPENING;
        retryAt = Long.MAX_VALUE;
        effects.add(everOpened
                ? new Effect.Open(name, Optional.of(shown.seen()), 0)
                : beginning == Beginning.NEW
                        ? new Effect.Open(name, Optional.of(summary.read()), 0)
                        : new Effect.Open(name, Optional.empty(), beginning == Beginning.LATEST ? recent : 0));
    }

    /// @return whether it is the first time
    boolean opened(Event.Opened event, Now now) {
        phase = Phase.OPEN;
        owed = event.missed();
        shown.base(event.base(), event.room().info().order());
        boolean first = !everOpened;
        if (first) {
            long unread = beginning == Beginning.ELSEWHERE ? summary.unread() : 0;
            reading.begin(unread > 0 ? summary.read() : shown.seen(), unread);
            if (beginning != Beginning.ELSEWHERE && event.room().unread() > 0) {
                reading.moved(now);
            }
            earlier = event.missed();
        }
        everOpened = true;
        refusal = Optional.empty();
        summary = event.room();
        return first;
    }

    /// To be asked once for each entry that is delivered: whether it came after the room was opened. Whatever came
    /// before, the person was in the room then.
    boolean isSinceOpened() {
        owed = Math.max(-1, owed - 1);
        return owed < 0;
    }

    /// To be asked once for each entry that is delivered: whether it has been said just
    /// now, or while the connection was lost.
    boolean isLive() {
        earlier = Math.max(-1, earlier - 1);
        return earlier < 0;
    }

    /// Everything that follows is new to the person, and all that is.
    boolean beginsNew() {
        return beginning == Beginning.NEW;
    }

    /// Whether what it begins with was, or is being, delivered.
    boolean beginsElsewhere() {
        return beginning == Beginning.ELSEWHERE;
    }

    /// @return false: that was the last word
    boolean refused(Event.OpenRefused refused, Now now) {
        boolean passes = switch (refused.reason()) {
            case BUSY, UNAVAILABLE, NOT_AUTHENTICATED -> true;
            case NOT_FOUND, NOT_PERMITTED -> isNews(now) || refused.retryAfterMillis() > 0;
            case INVALID, WRONG_CREDENTIALS, NAME_TAKEN, TOO_LARGE, EQUIVOCATION, ELSEWHERE, ENDED -> false;
        };
        phase = Phase.CLOSED;
        retryAt = passes
                ? now.nanos() + Math.max(RETRY_MILLIS, refused.retryAfterMillis()) * Now.NANOS_PER_MILLI
                : Long.MAX_VALUE;
        return passes;
    }

    void tick(Now now, Effects effects) {
        if (retryAt - now.nanos() <= 0) {
            open(effects);
        }
    }

    long wakeAt() {
        return retryAt;
    }

    /// A page will be asked for that belongs above what is delivered from now on.
    ///
    /// @return the number of this wait; never 0
    int nextHold() {
        return hold + 1;
    }

    /// It is asked for.
    void hold() {
        hold++;
        held = Optional.of(held.orElseGet(ArrayList::new));
    }

    /// Whether it is this one that is waited for.
    boolean isHolding(int number) {
        return held.isPresent() && hold == number;
    }

    /// @return false: there is no space, or nothing is awaited
    boolean held(Entry entry) {
        return held.filter(list -> list.size() < HELD).map(list -> list.add(entry)).orElse(false);
    }

    List<Entry> release() {
        var list = held.orElseGet(List::of);
        held = Optional.empty();
        return list;
    }
}
