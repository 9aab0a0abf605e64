// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import justchat.client.model.Errand;
import justchat.client.model.Figures;
import justchat.client.model.Input;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.Notice;
import justchat.client.model.Payload;
import justchat.client.model.Refusal;
import justchat.client.model.RoomName;
import justchat.client.model.Seen;
import justchat.client.model.SentMessage;

/// Says what it is asked to say, in order, and ends when the input has ended and
/// all of it is stored, or refused for good. Pure; owned by [ErrandCore].
final class Sending implements Work {
    /// Of what is too long to be repeated.
    private static final int EXCERPT = 40;

    private final Outbox outbox;
    private final Connection connection;
    private final Visit visit;
    private final Deque<Input> typed = new ArrayDeque<>();
    private final Map<Long, Input.Whisper> whispers = new HashMap<>();
    private long lastRequest;
    private boolean ended;
    private int refused;
    private End worst = End.WELL;

    Sending(Errand.Send errand, Outbox outbox, Connection connection) {
        this.outbox = outbox;
        this.connection = connection;
        this.visit = new Visit(errand.room(), false, 0, outbox, connection);
    }

    @Override
    public void attached(Event.Attached session, Now now, Effects effects) {
        visit.attached(session, now, effects);
    }

    @Override
    public void detached(Now now, Effects effects) {
        visit.detached();
    }

    @Override
    public void inputEnded(Now now, Effects effects) {
        ended = true;
    }

    @Override
    public boolean take(Event event, Now now, Effects effects) {
        if (visit.take(event, now, effects)) {
            return true;
        }
        switch (event) {
            case Event.Asked asked -> asked(asked.input(), now, effects);
            case Event.Stored _ -> {
                return true;
            }
            case Event.PostRefused no -> {
                if (!(outbox.refused(no, now) instanceof Lane.Refused.GivenUp(var posts))) {
                    return false;
                }
                posts.forEach((id, payload) -> givenUp(no, id, payload, now, effects));
            }
            case Event.Whispered whispered -> Optional.ofNullable(whispers.remove(whispered.request())).ifPresent(
                    _ -> handedOver(whispered, now, effects));
            case Event.WhisperSealed sealed -> Optional.ofNullable(whispers.remove(sealed.request())).ifPresent(
                    whisper -> letter(whisper, sealed, now, effects));
            case Event.WhisperFailed failed -> Optional.ofNullable(whispers.remove(failed.request())).ifPresent(
                    whisper -> refused(Exit.UNSENT, failed.sentence(), whisper.text(), now, effects));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void asked(Input input, Now now, Effects effects) {
        var text = switch (input) {
            case Input.Say say -> say.text();
            case Input.Whisper whisper -> whisper.text();
            default -> throw new IllegalArgumentException("nothing to be said: " + input);
        };
        if (text.getBytes(StandardCharsets.UTF_8).length > Limits.TEXT_BYTES) {
            refused(Exit.REFUSED, "it is longer than " + Limits.TEXT_BYTES + " bytes", text.substring(0, EXCERPT)
                    + "...", now, effects);
        } else if (!text.isBlank()) {
            typed.add(input);
        }
    }

    private static void handedOver(Event.Whispered whispered, Now now, Effects effects) {
        keep(whispered.id(), whispered.user(), SentMessage.State.DIRECT, now, effects);
        effects.show(new Notice.Whispered(now.millis(), whispered.id(), whispered.user(), whispered.text(), whispered
                .via(), true));
    }

    /// Receipts come to the person's later sessions.
    private static void keep(MessageId id, String user, SentMessage.State state, Now now, Effects effects) {
        effects.add(new Effect.KeepSent(List.of(new SentMessage(id, user, now.millis(), state))));
    }

    private void letter(Input.Whisper whisper, Event.WhisperSealed sealed, Now now, Effects effects) {
        outbox.say(RoomName.PRIVATE, Seen.nothing(), new Payload.Letter(sealed.user(), sealed.letter()), now, effects)
                .ifPresentOrElse(_ -> {
                    keep(sealed.id(), sealed.user(), SentMessage.State.RELAYED, now, effects);
                    effects.show(new Notice.Whispered(now.millis(), sealed.id(), sealed.user(), whisper.text(), Mail
                            .via(sealed), true));
                },
                        () -> refused(Exit.UNSENT, "too much waits to be stored", whisper.text(), now, effects));
    }

    private void givenUp(Event.PostRefused no, MessageId id, Payload payload, Now now, Effects effects) {
        connection.givenUp(new Posted(no.room(), id));
        boolean unfit = no.reason() == Refusal.INVALID || no.reason() == Refusal.TOO_LARGE;
        refused(unfit ? Exit.REFUSED : Exit.NOT_PERMITTED, no.sentence(), Telling.text(payload), now, effects);
    }

    private void refused(Exit exit, String sentence, String text, Now now, Effects effects) {
        effects.show(new Notice.Refused(now.millis(), "not sent: " + sentence, text));
        refused++;
        worst = new End(exit, Figures.count(refused, "message") + (refused == 1 ? " was" : " were") + " not sent: "
                + sentence);
    }

    @Override
    public void tick(Now now, Effects effects) {
        visit.tick(now, effects);
        while (!typed.isEmpty() && outbox.unsent() < Limits.OUTBOX && mayGo(typed.peek())) {
            switch (typed.poll()) {
                case Input.Say say -> outbox.say(visit.room().name(), Seen.nothing(), new Payload.Text(say.text()), now,
                        effects);
                case Input.Whisper whisper -> {
                    whispers.put(++lastRequest, whisper);
                    effects.add(new Effect.Whisper(lastRequest, whisper.user(), whisper.text()));
                }
                default -> throw new IllegalStateException("see asked");
            }
        }
    }

    private boolean mayGo(Input input) {
        return input instanceof Input.Say
                ? visit.isIn()
                : connection.attached() && whispers.size() < Requests.WAITING;
    }

    @Override
    public long wakeAt() {
        return visit.wakeAt();
    }

    @Override
    public int unsent() {
        return typed.size() + outbox.unsent() - (visit.room().isJoining() ? 1 : 0) + whispers.size();
    }

    @Override
    public boolean waits() {
        return unsent() > 0;
    }

    @Override
    public String waitsFor() {
        return "no receipt came";
    }

    @Override
    public Optional<End> end() {
        if (visit.refusal().isPresent()) {
            return visit.refusal();
        }
        return ended && unsent() == 0 ? Optional.of(worst) : Optional.empty();
    }
}
