// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A real client process in pipe mode: what it is told to type, what it
/// printed. Ends with the program that started it.
public final class ChatProcess implements AutoCloseable {
    private static final Duration GOODBYE = Duration.ofSeconds(10);

    /// Who chats, and how.
    ///
    /// @param extra
    ///            further options of `justchat chat`
    public record Account(String user, String password, boolean signUp, List<String> extra) {
        public Account {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(password, "password");
            extra = List.copyOf(extra);
        }

        public static Account fresh(String user) {
            return new Account(user, user + " likes long passwords", true, List.of());
        }

        /// The same user once more.
        public Account again() {
            return new Account(user, password, false, extra);
        }
    }

    private final Account account;
    private final Path downloads;
    private final Process process;
    private final Writer keyboard;
    private final Transcript transcript;

    private ChatProcess(Account account, Path downloads, Process process) {
        this.account = account;
        this.downloads = downloads;
        this.process = process;
        this.keyboard = process.outputWriter(StandardCharsets.UTF_8);
        this.transcript = new Transcript(account.user(), process.inputReader(StandardCharsets.UTF_8));
    }

    /// Starts `justchat chat --commands`; does not wait for the login.
    public static ChatProcess start(LocalCluster cluster, Account account) throws IOException {
        var home = cluster.directory().clients().resolve(account.user());
        var downloads = home.resolve("downloads");
        Files.createDirectories(downloads);
        var password = home.resolve("password");
        Files.writeString(password, account.password() + "\n");
        var arguments = new ArrayList<>(List.of("--balancers", cluster.plan().balancerAddresses(), "--authority",
                cluster.directory().authorityCertificate().toString(), "--directory", home.toString(), "--user",
                account.user(), "--password-file", password.toString(), "--commands", "--downloads",
                downloads.toString()));
        if (account.signUp()) {
            arguments.add("--sign-up");
        }
        arguments.addAll(account.extra());
        var command = Program.current().command(Program.CLIENT, "chat", arguments);
        var builder = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().put("XDG_CONFIG_HOME", home.resolve("config").toString());
        var process = builder.start();
        return new ChatProcess(account, downloads, process);
    }

    public String user() {
        return account.user();
    }

    public Account account() {
        return account;
    }

    public Path downloads() {
        return downloads;
    }

    public Transcript transcript() {
        return transcript;
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /// Types a line.
    ///
    /// @return [System#nanoTime] just before
    public long type(String line) {
        var typed = System.nanoTime();
        try {
            keyboard.write(line + "\n");
            keyboard.flush();
        } catch (IOException e) {
            throw new Surprise(user() + " can type: " + line, "its standard input is closed: " + e.getMessage());
        }
        return typed;
    }

    /// Shorthand of [Transcript#await(String, Duration)].
    public Transcript.Line await(String words, Duration patience) {
        return transcript.await(words, patience);
    }

    /// Ends its standard input.
    public void endOfInput() throws IOException {
        keyboard.close();
    }

    /// @return its exit code
    public int awaitExit(Duration patience) {
        try {
            return process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS).exitValue();
        } catch (TimeoutException _) {
            throw new Surprise(user() + " ends", "it still runs after " + patience.toMillis() + " ms");
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// SIGKILL.
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// Asks it to end, and kills it if it does not.
    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, GOODBYE.toMillis(), TimeUnit.MILLISECONDS).join();
        kill();
    }
}
