// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import justchat.client.core.Exit;
import justchat.client.model.Login;
import justchat.client.model.RoomName;

/// The client: `justchat chat`.
@Command(name = "chat", mixinStandardHelpOptions = true, description = {
        "Chats. At a terminal: type to talk, #commands lists the rest. In a pipe: each line is a message.", "",
        "Exit codes: 0 all is sent; 64 wrong options; 69 nobody answers; 75 something stays unsent; 77 wrong name"
                + " or password; 78 wrong settings; 130 interrupted."}, exitCodeOnInvalidInput = 64)
public final class Main implements Callable<Integer> {
    private static final int MAX_PASSWORD_BYTES = 1024;

    @Option(names = "--balancers", paramLabel = "HOST:PORT,...", description = "The load balancers (default: those of the cluster on this machine).")
    private String balancers;

    @Option(names = "--authority", paramLabel = "FILE", description = "The certificate of the cluster's authority (default: of the cluster on this machine).")
    private Path authority;

    @Option(names = "--directory", paramLabel = "DIR", description = "Keys, causal log and text log of this account (default: clients/NAME beside the cluster on this machine).")
    private Path directory;

    @Option(names = "--user", paramLabel = "NAME", description = "Who you are (default: you are asked).")
    private String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "Its first line is the password (default: you are asked).")
    private Path passwordFile;

    @Option(names = "--password-stdin", description = "The first line of standard input is the password.")
    private boolean passwordStdin;

    @Option(names = "--sign-up", description = "Make the account first.")
    private boolean signUp;

    @Option(names = "--commands", description = "In a pipe: take lines that start with # or / as commands.")
    private boolean commands;

    @Option(names = "--room", paramLabel = "NAME", description = "The room to be in at first; joined if need be (default: lobby).")
    private String room = RoomName.LOBBY;

    @Option(names = "--downloads", paramLabel = "DIR", description = "Where files are saved (default: JustChat/ in your download directory).")
    private Path downloads;

    @Option(names = {"--plain", "--no-color"}, description = "No colour; so does NO_COLOR in the environment.")
    private boolean plain;

    /// A process of its own.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        TextLog.choose();
        Door.End end;
        try {
            end = run();
        } catch (Settings.Wrong | IllegalArgumentException e) {
            end = new Door.End(Exit.CONFIGURATION, e.getMessage());
        } catch (IOException e) {
            end = new Door.End(Exit.CONFIGURATION, "the terminal cannot be used: " + e.getMessage());
        }
        if (!end.sentence().isEmpty()) {
            System.err.println("justchat: " + end.sentence());
        }
        return end.exit().status();
    }

    private Door.End run() throws Settings.Wrong, IOException, InterruptedException {
        var settings = Settings.of(new Settings.Asked(balancers, authority, directory, downloads));
        var start = RoomName.parse(room).orElseThrow(() -> new IllegalArgumentException("\"" + room
                + "\" is no name of a room"));
        var password = password();
        if (isTerminal()) {
            boolean colourless = plain || System.getenv("NO_COLOR") != null;
            return Keyboard.run(settings, start, new Keyboard.Visitor(user, password, signUp), colourless);
        }
        if (user == null || password == null) {
            return new Door.End(Exit.USAGE, "in a pipe, --user and --password-file (or --password-stdin) are needed");
        }
        return Pipe.run(settings, start, new Login(user, password, signUp), commands, System.in);
    }

    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }

    /// @return null if none was given
    private String password() throws Settings.Wrong {
        try {
            if (passwordFile != null) {
                try (var in = Files.newInputStream(passwordFile)) {
                    return firstLine(in);
                }
            }
            return passwordStdin ? firstLine(System.in) : null;
        } catch (IOException e) {
            throw new Settings.Wrong("cannot read the password: " + e.getMessage());
        }
    }

    /// Byte by byte, for what follows belongs to somebody else.
    private static String firstLine(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n' && bytes.size() < MAX_PASSWORD_BYTES; b = in.read()) {
            bytes.write(b);
        }
        var line = bytes.toString(StandardCharsets.UTF_8);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
