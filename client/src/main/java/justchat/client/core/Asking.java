// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

import justchat.client.model.AccountAnswer;
import justchat.client.model.AccountQuestion;
import justchat.client.model.AccountSummary;
import justchat.client.model.Errand;
import justchat.client.model.Limits;
import justchat.client.model.Notice;
import justchat.client.model.Place;
import justchat.client.model.ShownEntry;
import justchat.client.model.Told;

/// Asks one question, page by page, and shows the answer. Pure; owned by
/// [ErrandCore].
abstract sealed class Asking implements Work {
    private static final long RETRY_MILLIS = 1_000;

    private long request;
    private long againAt = Long.MAX_VALUE;
    private Optional<End> end = Optional.empty();

    /// What is asked next.
    abstract Effect question(long number, Now now);

    /// @return false: it is no answer to that
    abstract boolean answer(Event event, Now now, Effects effects);

    /// Why it cannot be asked at all; empty: it can.
    Optional<End> objection(Event.Attached session) {
        return Optional.empty();
    }

    final void ask(Now now, Effects effects) {
        effects.add(question(++request, now));
    }

    final void finished() {
        end = Optional.of(End.WELL);
    }

    @Override
    public void attached(Event.Attached session, Now now, Effects effects) {
        if (request == 0) {
            end = objection(session);
            if (end.isEmpty()) {
                ask(now, effects);
            }
        }
    }

    @Override
    public boolean take(Event event, Now now, Effects effects) {
        switch (event) {
            case Event.AskPostponed _ -> {
                againAt = now.nanos() + RETRY_MILLIS * Now.NANOS_PER_MILLI;
                return false;
            }
            case Event.AskFailed failed -> {
                end = Optional.of(new End(Exit.UNAVAILABLE, failed.sentence()));
                return true;
            }
            default -> {
                return answer(event, now, effects);
            }
        }
    }

    @Override
    public void tick(Now now, Effects effects) {
        if (againAt - now.nanos() <= 0) {
            againAt = Long.MAX_VALUE;
            ask(now, effects);
        }
    }

    @Override
    public long wakeAt() {
        return againAt;
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public String waitsFor() {
        return "no answer came";
    }

    @Override
    public Optional<End> end() {
        return end;
    }

    /// Who has an account.
    static final class Accounts extends Asking {
        private final String pattern;
        private Optional<String> after = Optional.empty();

        Accounts(String pattern) {
            this.pattern = pattern;
        }

        @Override
        Effect question(long number, Now now) {
            return new Effect.AskAccount(number, new AccountQuestion.Accounts(pattern, after));
        }

        @Override
        boolean answer(Event event, Now now, Effects effects) {
            if (!(event instanceof Event.AccountAnswered(var _, AccountAnswer.Accounts page))) {
                return false;
            }
            effects.show(new Notice.AccountList(now.millis(), page.accounts(), pattern, page.more()));
            var last = page.accounts().isEmpty()
                    ? Optional.<AccountSummary>empty()
                    : Optional.of(page.accounts().getLast());
            if (page.more() && last.isPresent()) {
                after = last.map(AccountSummary::name);
                ask(now, effects);
            } else {
                finished();
            }
            return true;
        }
    }

    /// Which rooms there are.
    static final class Rooms extends Asking {
        private final String pattern;

        Rooms(String pattern) {
            this.pattern = pattern.toLowerCase(Locale.ROOT);
        }

        @Override
        Effect question(long number, Now now) {
            return new Effect.AskRooms(number);
        }

        @Override
        boolean answer(Event event, Now now, Effects effects) {
            if (!(event instanceof Event.Rooms list)) {
                return false;
            }
            effects.show(new Notice.RoomList(now.millis(), list.rooms().stream().filter(room -> Answers.fits(room,
                    pattern)).map(room -> new Notice.KnownRoom(room, 0, room.unread())).toList()));
            finished();
            return true;
        }
    }

    /// What was said.
    static final class History extends Asking {
        private final Errand.History errand;
        private final ZoneId zone;
        private final int limit;
        private final List<ShownEntry> entries = new ArrayList<>();
        private Optional<Place> before = Optional.empty();

        History(Errand.History errand, ZoneId zone) {
            this.errand = errand;
            this.zone = zone;
            this.limit = errand.count().orElse(errand.since().isPresent() ? Errand.History.MAX : Limits.RECENT);
        }

        @Override
        Optional<End> objection(Event.Attached session) {
            return session.rooms().stream().anyMatch(room -> room.name().equals(errand.room()))
                    ? Optional.empty()
                    : Optional.of(new End(Exit.NOT_PERMITTED, "you are not in " + errand.room()
                            + "; tail and send join it"));
        }

        @Override
        Effect question(long number, Now now) {
            var since = errand.since().map(moment -> OptionalLong.of(moment.millis(now.millis(), zone))).orElse(
                    OptionalLong.empty());
            return new Effect.AskHistory(number, errand.room(), before, Math.min(Limits.PAGE, limit - entries.size()),
                    since);
        }

        @Override
        boolean answer(Event event, Now now, Effects effects) {
            if (!(event instanceof Event.PageRead read)) {
                return false;
            }
            entries.addAll(0, read.page().entries());
            before = read.page().before();
            if (before.isPresent() && entries.size() < limit) {
                ask(now, effects);
                return true;
            }
            if (before.isPresent() && errand.count().isEmpty() && errand.since().isPresent()) {
                effects.problem(now, "these are the latest " + limit + "; there are more");
            }
            show(now, effects);
            finished();
            return true;
        }

        private void show(Now now, Effects effects) {
            entries.forEach(shown -> effects.tell(new Told.Heard(errand.room(), shown, false, false, Optional.of(
                    Notice.Listed.Source.HISTORY))));
            effects.retell(new Notice.Listed(now.millis(), Notice.Listed.Source.HISTORY, errand.room(), entries.stream()
                    .map(shown -> Listing.unnumbered(shown)).toList(), OptionalLong.empty(), before.isPresent()));
        }
    }
}
