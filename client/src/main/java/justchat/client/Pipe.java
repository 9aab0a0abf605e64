// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.ExecutionException;

import justchat.client.core.Exit;
import justchat.client.model.Figures;
import justchat.client.model.Login;
import justchat.client.model.Refusal;
import justchat.client.model.Wording;
import justchat.client.script.JsonScreen;
import justchat.client.script.LineInput;
import justchat.client.script.LineScreen;
import justchat.client.script.Printer;
import justchat.client.terminal.Termination;

/// A program at both ends: lines in, lines out.
final class Pipe {
    private Pipe() {}

    /// Lines that start with `#` or `/` are commands, or text; what comes out are records, or words.
    record Manner(boolean commands, boolean json) {}

    /// Runs to the end.
    ///
    /// @param patience
    ///            how long to try to come in, and at the end of the input to wait for receipts
    static Door.End run(Settings settings, String room, Login login, Manner manner, Duration patience, InputStream in)
            throws InterruptedException {
        var door = new Door();
        var out = new Printer(Printer.standardOutput(), () -> door.end(Exit.OK, ""));
        var screen = manner.json()
                ? new JsonScreen(out)
                : new LineScreen(out, Wording.commands(ZoneId.systemDefault()));
        try (var client = new Client(settings, room, screen, door, patience.toMillis())) {
            Termination.handle(() -> door.end(Exit.OK, ""));
            client.loop().logIn(login);
            Thread.ofPlatform().name("input").daemon().start(new LineInput(new InputStreamReader(in,
                    StandardCharsets.UTF_8), manner.commands(), client.loop())::run);
            Thread.startVirtualThread(() -> watch(door, patience));
            return door.ending().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// With what can be done about it.
    static String explained(Door.Word.Denied denied) {
        return denied.sentence() + (denied.reason() == Refusal.ELSEWHERE ? "; --take-over ends that session" : "");
    }

    private static void watch(Door door, Duration patience) {
        try {
            for (var word = door.word(); !(word instanceof Door.Word.Ended); word = door.word()) {
                if (word instanceof Door.Word.Denied denied) {
                    end(door, denied, patience);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(Door door, Door.Word.Denied denied, Duration patience) {
        switch (denied.reason()) {
            case UNAVAILABLE, BUSY -> door.end(Exit.UNAVAILABLE, denied.sentence() + "; gave up after "
                    + Figures.duration(patience.toMillis()) + ", --timeout says how long to try");
            case INVALID, WRONG_CREDENTIALS, NAME_TAKEN, NOT_FOUND, NOT_AUTHENTICATED, NOT_PERMITTED, TOO_LARGE,
                    EQUIVOCATION, ELSEWHERE, ENDED ->
                door.end(Exit.NOT_PERMITTED, explained(denied));
        }
    }
}
