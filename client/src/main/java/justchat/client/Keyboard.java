// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import justchat.client.core.Event;
import justchat.client.core.Exit;
import justchat.client.model.Input;
import justchat.client.model.Limits;
import justchat.client.model.Login;
import justchat.client.model.Refusal;
import justchat.client.terminal.Appearance;
import justchat.client.terminal.ChatTerminal;
import justchat.client.terminal.Termination;
import justchat.rpc.strand.Strand;

/// A person at a terminal: asks who it is, then chats until the end. The calling
/// thread reads the keys.
final class Keyboard implements ChatTerminal.Typist {
    private static final int ATTEMPTS = 3;
    private static final int TYPED_AHEAD = 256;
    private static final long GOODBYE_SECONDS = 75;

    private final Door door = new Door();
    private final Settings settings;
    private final Strand hands = new Strand("keyboard", TYPED_AHEAD);
    private final Thread keys = Thread.currentThread();
    private final ChatTerminal terminal;
    private final Client client;

    /// Who comes, as far as the command line says.
    ///
    /// @param user
    ///            null: to be asked for
    /// @param password
    ///            null: to be asked for
    /// @param token
    ///            of the invitation, for a new account
    /// @param takeOver
    ///            where one session is allowed, end the one that there is
    record Visitor(String user, String password, boolean signUp, Optional<byte[]> token, boolean takeOver) {
        Login login(String name, String secret, boolean create) {
            return new Login(name, secret, create, token, takeOver);
        }
    }

    private Keyboard(Settings settings, String room, Appearance appearance) throws IOException {
        this.settings = settings;
        this.terminal = ChatTerminal.open(appearance, room, this);
        this.client = new Client(settings, room, terminal, door, 0);
    }

    /// Runs to the end.
    ///
    /// @param room
    ///            the one to be in at first
    /// @return how it ended; the sentence was not printed yet
    static Door.End run(Settings settings, String room, Visitor visitor, Appearance appearance)
            throws IOException, InterruptedException {
        var keyboard = new Keyboard(settings, room, appearance);
        try {
            return keyboard.run(visitor);
        } finally {
            keyboard.hands.close();
            keyboard.client.close();
            keyboard.terminal.close();
        }
    }

    @Override
    public void ask(Input input) {
        if (!hands.tell(() -> client.loop().ask(input))) {
            door.end(Exit.UNSENT, "the client cannot keep up with the keyboard");
        }
    }

    @Override
    public void answer(int question, Optional<String> text) {
        hands.tell(() -> client.loop().answer(question, text));
    }

    @Override
    public void leave() {
        door.end(Exit.INTERRUPTED, "");
    }

    private Door.End run(Visitor visitor) throws InterruptedException {
        Termination.handle(() -> door.end(Exit.OK, ""));
        if (visitor.user() != null && visitor.password() != null) {
            terminal.remember(settings.directoryOf(visitor.user()));
            client.loop().logIn(visitor.login(visitor.user(), visitor.password(), visitor.signUp()));
        } else if (!enter(visitor)) {
            return door.ending().getNow(new Door.End(Exit.INTERRUPTED, ""));
        }
        door.ending().thenRun(keys::interrupt);
        Thread.startVirtualThread(this::watchDoor);
        terminal.chat();
        boolean interrupted = Thread.interrupted();
        if (!interrupted) {
            client.loop().hear(new Event.InputEnded());
        }
        try {
            return door.ending().get(GOODBYE_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | TimeoutException _) {
            return new Door.End(Exit.UNSENT, "the client did not end in time");
        }
    }

    /// After the door has opened, it may still be shut: a ticket that runs out, a
    /// password that was wrong when it came from a file.
    private void watchDoor() {
        try {
            for (var word = door.word(); !(word instanceof Door.Word.Ended); word = door.word()) {
                if (word instanceof Door.Word.Denied denied) {
                    door.end(Exit.NOT_PERMITTED, Pipe.explained(denied));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// The dialogue at the door.
    ///
    /// @return whether we are in
    private boolean enter(Visitor visitor) throws InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var name = visitor.user() != null
                    ? visitor.user()
                    : answer("Your user name (a new one signs you up): ", false);
            if (name != null && !name.isEmpty()) {
                client.loop().expect(name);
            }
            var password = name == null
                    ? null
                    : visitor.password() != null ? visitor.password() : answer("Password: ", true);
            if (password == null) {
                return false;
            }
            if (attempt(name, password, visitor)) {
                terminal.remember(settings.directoryOf(name));
                return true;
            }
            if (door.ending().isDone() || visitor.user() != null && visitor.password() != null) {
                return false;
            }
        }
        door.end(Exit.NOT_PERMITTED, "three attempts, that is enough; try again later");
        return false;
    }

    /// @return whether we are in
    private boolean attempt(String name, String password, Visitor visitor) throws InterruptedException {
        boolean signUp = visitor.signUp();
        var word = signUp && !repeats(password) ? null : ask(visitor.login(name, password, signUp));
        if (word instanceof Door.Word.Denied elsewhere && elsewhere.reason() == Refusal.ELSEWHERE) {
            var yes = answer(elsewhere.sentence() + ". End that session and go on here? [y/N] ", false);
            if (yes == null || !yes.equalsIgnoreCase("y") && !yes.equalsIgnoreCase("yes")) {
                return false;
            }
            word = ask(visitor.login(name, password, false).takingOver());
        }
        if (word instanceof Door.Word.Denied denied && denied.reason() == Refusal.WRONG_CREDENTIALS && !signUp) {
            terminal.say("No account has this name and password. Is " + name
                    + " a new name? Then type the password once more, and it is yours. Enter alone: try again.");
            if (!repeats(password)) {
                return false;
            }
            signUp = true;
            word = ask(visitor.login(name, password, true));
            if (word instanceof Door.Word.Denied taken && taken.reason() == Refusal.NAME_TAKEN) {
                terminal.say("The name " + name + " belongs to somebody already, and this is not the password.");
                return false;
            }
        }
        if (word instanceof Door.Word.Denied denied) {
            terminal.say(denied.sentence());
        }
        boolean in = word instanceof Door.Word.Admitted;
        if (in && signUp) {
            terminal.explain();
        }
        return in;
    }

    private boolean repeats(String password) {
        if (password.length() < Limits.PASSWORD) {
            terminal.say("A password has at least " + Limits.PASSWORD + " characters; nothing was signed up.");
            return false;
        }
        var repeated = answer("Repeat the password: ", true);
        if (repeated != null && !repeated.isEmpty() && !repeated.equals(password)) {
            terminal.say("The two passwords differ; nothing was signed up.");
        }
        return password.equals(repeated);
    }

    private Door.Word ask(Login login) throws InterruptedException {
        client.loop().logIn(login);
        return terminal.await(this::answer, () -> door.end(Exit.INTERRUPTED,
                "stopped; the same name and password can be tried again"));
    }

    private Door.Word answer() throws InterruptedException {
        var word = door.word();
        while (word instanceof Door.Word.Delayed delayed) {
            terminal.say(delayed.sentence());
            word = door.word();
        }
        return word;
    }

    /// @return null if the person left
    private String answer(String question, boolean masked) {
        return switch (terminal.question(question, masked)) {
            case ChatTerminal.Answer.Given given -> masked ? given.text() : given.text().strip();
            case ChatTerminal.Answer.None _ -> {
                door.end(Exit.INTERRUPTED, "");
                yield null;
            }
        };
    }
}
