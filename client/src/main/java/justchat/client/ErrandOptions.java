// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import justchat.client.core.Exit;
import justchat.client.model.Code;
import justchat.client.model.Login;
import justchat.client.model.RoomName;

/// What the commands that come for one thing have in common.
final class ErrandOptions {
    /// For the help of each of them.
    static final String EXIT_CODES = "Exit codes: 0 done; 64 wrong options; 65 not fit to be said; 66 not there;"
            + " 69 nobody could be reached; 75 not all was done, try again; 77 wrong name or password, or not allowed;"
            + " 78 wrong settings; 130 interrupted.";

    private static final long MAX_SECONDS = Duration.ofDays(1).toSeconds();

    @Mixin
    private ClientOptions client;

    @Option(names = "--json", description = "Print a JSON object per line, for programs (client/README.md lists them).")
    private boolean json;

    @Option(names = "--quiet", description = "Say nothing but what was asked for, and what went wrong.")
    private boolean quiet;

    @Option(names = "--no-color", description = "No colour. There is none in any case.")
    private boolean colourless;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "15", converter = Seconds.class, description = "Give up after so long without any progress (default: ${DEFAULT-VALUE}; also 2m).")
    private Duration timeout;

    @Option(names = "--code-file", paramLabel = "FILE", description = "The code of the room, if it is closed and never was entered here.")
    private Path codeFile;

    /// `15`, `15s`, `2m`.
    static final class Seconds implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(s|m)?");

        @Override
        public Duration convert(String typed) {
            var form = FORM.matcher(typed);
            long seconds = form.matches()
                    ? Long.parseLong(form.group(1)) * ("m".equals(form.group(2)) ? 60 : 1)
                    : 0;
            if (seconds < 1 || seconds > MAX_SECONDS) {
                throw new TypeConversionException("\"" + typed + "\" is no time between 1 s and a day, like 15 or 2m");
            }
            return Duration.ofSeconds(seconds);
        }
    }

    boolean isJson() {
        return json;
    }

    boolean isQuiet() {
        return quiet;
    }

    ClientOptions client() {
        return client;
    }

    long timeoutMillis() {
        return timeout.toMillis();
    }

    /// The first line of the file that was named.
    Optional<Code> code() throws Unfit {
        if (codeFile == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(codeFile).lines().findFirst().map(String::strip).filter(line -> !line
                    .isEmpty()).map(Code::new).orElseThrow(() -> new Unfit(Exit.NOT_THERE, codeFile
                            + " holds no code")));
        } catch (IOException e) {
            throw new Unfit(Exit.NOT_THERE, "the code cannot be read from " + codeFile + ": " + e.getMessage());
        }
    }

    /// A room as it was typed.
    static String room(String typed) throws Unfit {
        return RoomName.parse(typed).orElseThrow(() -> new Unfit(Exit.USAGE, "\"" + typed + "\" is no name of a room"));
    }

    /// Who comes; asks for the password if somebody can be asked.
    Login login() throws Settings.Wrong, Unfit {
        var user = client.user().orElseThrow(() -> new Unfit(Exit.USAGE,
                "say who you are: --user NAME, or client { user = NAME } in " + ConfigFiles.user()));
        var password = client.password().or(() -> asked(user)).orElseThrow(() -> new Unfit(Exit.USAGE,
                "the password of " + user + " is needed: --password-file FILE, --password-stdin, or"
                        + " client { password-file = FILE } in " + ConfigFiles.user()));
        return new Login(user, password, false, Optional.empty(), client.takesOver());
    }

    private Optional<String> asked(String user) {
        var console = System.console();
        if (!client.mayAsk() || console == null || !console.isTerminal()) {
            return Optional.empty();
        }
        return Optional.ofNullable(console.readPassword("Password of %s: ", user)).map(String::new);
    }

    /// The command cannot be run as it was typed.
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1;
        private final Exit exit;

        Unfit(Exit exit, String sentence) {
            super(sentence);
            this.exit = exit;
        }

        Exit exit() {
            return exit;
        }
    }
}
