// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.security.MessageDigest;
import java.util.function.Consumer;

import justchat.client.codec.Directory;
import justchat.client.core.Event;
import justchat.client.crypto.SafetyNumber;
import justchat.client.model.AccountAnswer;
import justchat.client.model.AccountAnswer.Standing;
import justchat.client.model.AccountQuestion;
import justchat.client.session.Account;
import justchat.client.session.NobodyAnswers;
import justchat.logs.clock.VectorClock;
import justchat.wire.Refused;

/// What the person says of other users' keys: shows the safety number, remembers
/// that it was compared, takes a new key. Thread-safe; waits.
final class Verification {
    private final Whereabouts whereabouts;
    private final Pins pins;
    private final LetterBox letters;
    private final Consumer<Event> loop;

    /// @param letters
    ///            some may wait for the person's decision
    Verification(Whereabouts whereabouts, Pins pins, LetterBox letters, Consumer<Event> loop) {
        this.whereabouts = whereabouts;
        this.pins = pins;
        this.letters = letters;
        this.loop = loop;
    }

    /// Tells whom the person has verified, if anybody.
    void begin() {
        var verified = pins.verified();
        if (!verified.isEmpty()) {
            loop.accept(new Event.Verified(verified));
        }
    }

    /// Answered by one event.
    void answer(long request, Account us, AccountQuestion.Verify asked, VectorClock clock) {
        var answer = decide(request, us, asked, clock);
        loop.accept(new Event.Verified(pins.verified()));
        loop.accept(answer);
        if (answer instanceof Event.AccountAnswered(_, AccountAnswer.Safety(var user, _, var standing))
                && standing == Standing.TAKEN) {
            letters.reopen(user);
        }
    }

    private Event decide(long request, Account us, AccountQuestion.Verify asked, VectorClock clock) {
        try {
            var user = locate(asked.user(), clock);
            if (user.user().equals(us.name())) {
                return new Event.AskFailed(request, "that is you; others verify you with #verify #" + us.name());
            }
            return new Event.AccountAnswered(request, new AccountAnswer.Safety(user.user(), SafetyNumber.of(us.name(),
                    us.identity().publicKey(), user.user(), user.identityKey()), decide(user, asked)));
        } catch (Refused refused) {
            return new Event.AskFailed(request, refused.getMessage());
        } catch (NobodyAnswers e) {
            return new Event.AskFailed(request, e.getMessage());
        } catch (IllegalArgumentException e) {
            return new Event.AskFailed(request, e.getMessage());
        }
    }

    /// As the directory has it now; if it does not answer, as it is pinned.
    private Directory.Location locate(String user, VectorClock clock) throws Refused, NobodyAnswers {
        try {
            return whereabouts.asTheDirectoryHasIt(user, true, clock);
        } catch (NobodyAnswers e) {
            return whereabouts.pinned(user).orElseThrow(() -> e);
        }
    }

    private Standing decide(Directory.Location user, AccountQuestion.Verify asked) {
        var told = pins.changed(user.user());
        boolean isChanged = isChanged(user);
        return switch (asked.verdict()) {
            case SHOW -> isChanged ? Standing.CHANGED : standing(user.user());
            case SAME -> {
                if (isChanged) {
                    throw new IllegalArgumentException("the key has changed: #verify #" + user.user()
                            + " shows the number with the new one, #verify #" + user.user() + " accept takes it");
                }
                pins.set(user.user(), new Pins.Pin(user.identityKey(), true));
                yield Standing.VERIFIED;
            }
            case ACCEPT -> {
                if (!isChanged) {
                    throw new IllegalArgumentException("there is no new key of " + user.user() + " to take");
                }
                if (told.filter(key -> MessageDigest.isEqual(key, user.identityKey())).isEmpty()) {
                    throw new IllegalArgumentException(
                            "you have not seen the number with this key yet: #verify #" + user
                                    .user() + " shows it");
                }
                pins.set(user.user(), new Pins.Pin(user.identityKey(), false));
                yield Standing.TAKEN;
            }
        };
    }

    private boolean isChanged(Directory.Location user) {
        try {
            pins.check(user.user(), user.identityKey());
            return false;
        } catch (KeyChanged _) {
            return true;
        }
    }

    private Standing standing(String user) {
        return pins.pin(user).filter(Pins.Pin::verified).isPresent() ? Standing.VERIFIED : Standing.PINNED;
    }
}
