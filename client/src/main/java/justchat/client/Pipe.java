// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.concurrent.ExecutionException;

import justchat.client.core.Exit;
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
    /// How long to try to come in before saying that nobody answers.
    private static final long PATIENCE_MILLIS = 15_000;

    private Pipe() {}

    /// Runs to the end.
    ///
    /// @param json
    ///            records instead of words
    static Door.End run(Settings settings, String room, Login login, boolean commands, boolean json, InputStream in)
            throws InterruptedException {
        var door = new Door();
        var out = new Printer(Printer.standardOutput(), () -> door.end(Exit.OK, ""));
        var screen = json ? new JsonScreen(out) : new LineScreen(out, Wording.commands(ZoneId.systemDefault()));
        try (var client = new Client(settings, room, screen, door, PATIENCE_MILLIS)) {
            Termination.handle(() -> door.end(Exit.OK, ""));
            client.loop().logIn(login);
            Thread.ofPlatform().name("input").daemon().start(new LineInput(new InputStreamReader(in,
                    StandardCharsets.UTF_8), commands, client.loop())::run);
            Thread.startVirtualThread(() -> watch(door));
            return door.ending().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// With what can be done about it.
    static String explained(Door.Word.Denied denied) {
        return denied.sentence() + (denied.reason() == Refusal.ELSEWHERE ? "; --take-over ends that session" : "");
    }

    private static void watch(Door door) {
        try {
            for (var word = door.word(); !(word instanceof Door.Word.Ended); word = door.word()) {
                if (word instanceof Door.Word.Denied denied) {
                    door.end(switch (denied.reason()) {
                        case UNAVAILABLE, BUSY -> Exit.UNAVAILABLE;
                        case INVALID, WRONG_CREDENTIALS, NAME_TAKEN, NOT_FOUND, NOT_AUTHENTICATED, NOT_PERMITTED,
                                TOO_LARGE, EQUIVOCATION, ELSEWHERE, ENDED ->
                            Exit.NOT_PERMITTED;
                    }, explained(denied));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
