// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.Map;
import java.util.Optional;

import justchat.client.model.Entry;
import justchat.client.model.Errand;
import justchat.client.model.Figures;
import justchat.client.model.Notice;
import justchat.client.model.RoomName;

/// Reads a room, and private messages if that is wanted: each entry once, without
/// a gap, whatever servers die. Pure; owned by [ErrandCore].
final class Tailing implements Work {
    private final Errand.Tail errand;
    private final Outbox outbox;
    private final Connection connection;
    private final Visit visit;
    private final Telling telling;
    private final Viewing viewing;
    private final Room letters = Room.named(RoomName.PRIVATE);
    private final Choosing choosing;
    private final Mail mail;
    /// Entries that come before any new one; negative: the room was not opened yet.
    private long due = -1;
    private long lettersDue = -1;
    private int opening;
    private Optional<End> end = Optional.empty();

    Tailing(Errand.Tail errand, ErrandCore.Settings settings, Outbox outbox, Connection connection) {
        this.errand = errand;
        this.outbox = outbox;
        this.connection = connection;
        this.visit = new Visit(errand.room(), true, errand.recent(), outbox, connection);
        this.choosing = new Choosing(outbox, connection, Map.of());
        var ignoring = new Ignoring(choosing, connection);
        this.mail = new Mail(outbox, connection, choosing, ignoring, false);
        var recall = new Recall();
        this.telling = new Telling(settings.instance(), connection, recall, (author, file, now, effects) -> effects
                .retell(new Notice.Happened(now.millis(), author + " shares " + file.name() + " ("
                        + Figures.size(file.size()) + ")")),
                ignoring, settings.zone());
        this.viewing = new Viewing(connection, recall, telling);
    }

    @Override
    public void attached(Event.Attached session, Now now, Effects effects) {
        choosing.begin(session.settings());
        visit.attached(session, now, effects);
        if (errand.privately()) {
            connection.opening(letters.name());
            letters.open(effects);
        }
    }

    @Override
    public void detached(Now now, Effects effects) {
        visit.detached();
        letters.lost();
    }

    @Override
    public boolean take(Event event, Now now, Effects effects) {
        if (visit.take(event, now, effects)) {
            if (event instanceof Event.Opened opened && due < 0) {
                due = opened.missed();
            }
            return true;
        }
        switch (event) {
            case Event.Opened opened when opened.room().name().equals(letters.name()) -> {
                letters.opened(opened, now);
                lettersDue = lettersDue < 0 ? opened.missed() : lettersDue;
            }
            case Event.OpenRefused refused when refused.room().equals(letters.name()) -> letters.refused(refused, now);
            case Event.Delivered delivered -> delivered(delivered, now, effects);
            case Event.OfMail of -> {
                opening -= isOpened(of) ? 1 : 0;
                mail.take(of, now, effects);
            }
            case Event.PostRefused refused -> outbox.refused(refused, now);
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Whether it says what became of a letter.
    private static boolean isOpened(Event.OfMail event) {
        return switch (event) {
            case Event.LetterOpened _,Event.LetterUnreadable _,Event.LetterHeld _,Event.LetterLeft _ -> true;
            case Event.ReceiptCame receipt -> receipt.letter().isPresent();
            case Event.WhisperReceived _,Event.Verified _,Event.SealRefused _,Event.ReceiptSealed _,Event.SentBefore _,Event.LetterSealed _,Event.LetterSettled _ ->
                false;
        };
    }

    private void delivered(Event.Delivered delivered, Now now, Effects effects) {
        boolean isLetters = delivered.room().equals(letters.name());
        var room = isLetters ? letters : visit.room();
        if (!delivered.room().equals(room.name()) || !room.isOpen()) {
            return;
        }
        for (var entry : delivered.entries()) {
            if (isLetters) {
                lettersDue = Math.max(0, lettersDue - 1);
            } else {
                due = Math.max(0, due - 1);
            }
            if (end.isEmpty() && room.shown().isNew(entry)) {
                take(isLetters, entry, now, effects);
            }
        }
    }

    private void take(boolean isLetters, Entry entry, Now now, Effects effects) {
        if (!isLetters) {
            telling.tell(errand.room(), entry, effects);
            telling.show(errand.room(), entry, now, effects);
            if (viewing.endsMembership(entry) && due == 0) {
                end = Optional.of(new End(Exit.NOT_PERMITTED, "you are not in " + errand.room() + " any more"));
            }
        } else if (mail.take(entry, effects)) {
            opening++;
        }
    }

    @Override
    public void tick(Now now, Effects effects) {
        visit.tick(now, effects);
        letters.tick(now, effects);
        boolean all = !errand.follow() && isThrough();
        mail.tick(letters.shown().seen(), all, now, effects);
        if (all && (outbox.isEmpty() || !errand.privately())) {
            end = end.or(() -> Optional.of(End.WELL));
        }
    }

    /// What there was is shown.
    private boolean isThrough() {
        return due == 0 && (!errand.privately() || lettersDue == 0 && opening == 0);
    }

    @Override
    public long wakeAt() {
        return Math.min(Math.min(visit.wakeAt(), letters.wakeAt()), mail.wakeAt());
    }

    /// Who follows has all the time in the world, once the room was found.
    @Override
    public boolean waits() {
        return due < 0 || !errand.follow();
    }

    @Override
    public String waitsFor() {
        return errand.room() + " could not be read";
    }

    @Override
    public Optional<End> end() {
        return end.or(visit::refusal);
    }
}
