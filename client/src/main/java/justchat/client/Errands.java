// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import justchat.client.core.ClientLoop;
import justchat.client.core.Exit;
import justchat.client.core.Screen;
import justchat.client.model.Errand;
import justchat.client.model.Wording;
import justchat.client.script.ErrandScreen;
import justchat.client.script.JsonScreen;
import justchat.client.script.Meter;
import justchat.client.script.Printer;
import justchat.client.terminal.Termination;

/// Runs one [Errand] from the login to the end of the process.
final class Errands {
    /// Set by the launcher if standard error is a terminal, which Java cannot tell.
    private static final String TERMINAL = "justchat.terminal";

    private Errands() {}

    /// One command: what it wants, made from its options.
    interface Plan {
        Door.End run() throws ErrandOptions.Unfit, Settings.Wrong, IOException, InterruptedException;
    }

    /// @return the status of the process
    static int run(Plan plan) throws InterruptedException {
        TextLog.choose();
        Door.End end;
        try {
            end = plan.run();
        } catch (ErrandOptions.Unfit unfit) {
            end = new Door.End(unfit.exit(), unfit.getMessage());
        } catch (Settings.Wrong | IllegalArgumentException e) {
            end = new Door.End(Exit.CONFIGURATION, e.getMessage());
        } catch (IOException e) {
            end = new Door.End(Exit.UNSENT, e.getMessage());
        }
        if (!end.sentence().isEmpty()) {
            System.err.println("justchat: " + end.sentence());
        }
        return end.exit().status();
    }

    /// Does it, and prints what comes of it.
    ///
    /// @param begin
    ///            starts what asks; must not wait
    static Door.End run(ErrandOptions options, Errand errand, Consumer<ClientLoop> begin)
            throws ErrandOptions.Unfit, Settings.Wrong, InterruptedException {
        var door = new Door();
        return run(options, errand, begin, screen(options, door), door);
    }

    static Door.End run(ErrandOptions options, Errand errand, Consumer<ClientLoop> begin, Screen screen, Door door)
            throws ErrandOptions.Unfit, Settings.Wrong, InterruptedException {
        var login = options.login();
        var settings = Settings.of(options.client().asked(Path.of("")), JoinedClusters.standard());
        try (var client = Client.on(errand, settings, screen, door, options.timeoutMillis(), options.code())) {
            Termination.handle(() -> door.end(errand instanceof Errand.Tail ? Exit.OK : Exit.INTERRUPTED, ""));
            client.loop().logIn(login);
            begin.accept(client.loop());
            return door.ending().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Records or words; who goes away from the other end of the pipe has had enough.
    static Screen screen(ErrandOptions options, Door door) {
        var out = new Printer(Printer.standardOutput(), () -> door.end(Exit.OK, ""));
        var screen = options.isJson()
                ? new JsonScreen(out)
                : new ErrandScreen(out, errors(), Wording.commands(ZoneId.systemDefault()), options.isQuiet());
        return Boolean.getBoolean(TERMINAL) && !options.isQuiet() ? new Meter(screen, System.err) : screen;
    }

    private static Printer errors() {
        return new Printer(new FileOutputStream(FileDescriptor.err), () -> {});
    }
}
