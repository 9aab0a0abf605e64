// SPDX-License-Identifier: Apache-2.0
package justchat.tools;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import justchat.client.core.Bar;
import justchat.client.model.Input;
import justchat.client.model.Notice;
import justchat.client.model.RoomName;
import justchat.client.terminal.Appearance;
import justchat.client.terminal.ChatTerminal;
import justchat.tools.cluster.ClusterDirectory;
import justchat.tools.cluster.ClusterFailure;
import justchat.tools.cluster.ClusterPlan;
import justchat.tools.cluster.LocalCluster;
import justchat.tools.cluster.Operators;
import justchat.tools.cluster.Poll;
import justchat.tools.cluster.Ports;
import justchat.tools.cluster.Program;

/// Does in one JVM what all of JustChat's processes do at their start, so that
/// the JVM can keep what it loaded and linked (JEP 514). Run by the launcher
/// after a build, and by nobody else.
@Command(name = RehearseCommand.WORD, hidden = true)
final class RehearseCommand implements Callable<Integer> {
    static final String WORD = "rehearse";
    private static final String CLIENT = "--client";
    private static final String LINES = "hello\n#available files\n#commands\n#message #nobody #hello\n#quit\n";
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration LOOK = Duration.ofMillis(100);

    @Option(names = "--chat-cache", paramLabel = "FILE", description = "Where a client, as a process of its own, leaves its start-up cache.")
    private Path chatCache;

    @Option(names = CLIENT, hidden = true, description = "Be that process: a chat at a screen, and one in a pipe with what follows.")
    private boolean client;

    @Parameters(hidden = true)
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws IOException, ClusterFailure, InterruptedException {
        // Whatever happens, this process ends: somebody waits for it.
        CompletableFuture.delayedExecutor(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .execute(() -> Runtime.getRuntime().halt(1));
        if (client) {
            screen();
            run(Program.CHAT, arguments);
            return 0;
        }
        var root = Files.createTempDirectory("justchat-rehearsal-");
        try {
            // SLF4J must be there before two processes reach for it at once.
            LoggerFactory.getILoggerFactory();
            JustChat.commandLine("--help").execute("--help");
            rehearse(new ClusterDirectory(root));
        } finally {
            delete(root);
        }
        return 0;
    }

    private void rehearse(ClusterDirectory directory) throws IOException, ClusterFailure, InterruptedException {
        var cluster = LocalCluster.prepare(directory, 1, 1, Ports.anywhere());
        var plan = cluster.plan();
        plan.nodes().forEach(node -> Thread.ofPlatform().daemon()
                .start(() -> run(node.kind().subcommand(), plan.arguments(node, directory))));
        try (var operators = new Operators(directory, plan)) {
            new Poll(PATIENCE, LOOK).until(() -> operators.ready() ? Optional.of(true) : Optional.empty(), Poll.NEVER)
                    .orElseThrow(() -> new ClusterFailure(ClusterFailure.UNAVAILABLE, "the rehearsal came to nothing"));
        }
        chat(plan, directory, List.of("--sign-up"));
        if (chatCache != null) {
            chatApart(arguments(plan, directory));
        }
        chat(plan, directory, List.of());
        errand("send", plan, directory, List.of("hello"));
        errand("tail", plan, directory, List.of("--json", "--no-follow"));
        errand("rooms", plan, directory, List.of());
        run("status", List.of("--directory", directory.root().toString()));
    }

    private static void chat(ClusterPlan plan, ClusterDirectory directory, List<String> more) throws IOException {
        var stdin = System.in;
        System.setIn(new ByteArrayInputStream(LINES.getBytes(StandardCharsets.UTF_8)));
        var arguments = arguments(plan, directory);
        arguments.addAll(more);
        run(Program.CHAT, arguments);
        System.setIn(stdin);
    }

    /// A client maps its whole cache, so that of all kinds of processes would cost each
    /// client the size of all.
    private void chatApart(List<String> arguments) throws IOException, InterruptedException {
        var program = Program.current();
        if (!program.isJar()) {
            return;
        }
        var all = new ArrayList<>(List.of(CLIENT, "--"));
        all.addAll(arguments);
        var process = new ProcessBuilder(program.rehearsal(chatCache, Program.CLIENT, WORD, all))
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try (var keyboard = process.outputWriter(StandardCharsets.UTF_8)) {
            keyboard.write(LINES);
        }
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    /// Two questions and a chat at a terminal in memory, all of it typed ahead.
    private static void screen() throws IOException {
        try (var keys = new PipedOutputStream();
                var in = new PipedInputStream(keys);
                var chat = ChatTerminal.between(in, OutputStream.nullOutputStream(), 80, 24, Appearance.COLOURFUL,
                        RoomName.LOBBY, new Nobody())) {
            keys.write("rehearsal\rsecret\r#comm\t\rhello\r\u0004".getBytes(StandardCharsets.UTF_8));
            keys.flush();
            chat.question("Your user name: ", false);
            chat.question("Password: ", true);
            chat.bar(Bar.start(RoomName.LOBBY));
            chat.show(new Notice.Said(System.currentTimeMillis(), "somebody", "hello", false));
            chat.chat();
        }
    }

    private record Nobody() implements ChatTerminal.Typist {
        @Override
        public void ask(Input input) {}

        @Override
        public void answer(int question, Optional<String> text) {}

        @Override
        public void leave() {}
    }

    private static void errand(String word, ClusterPlan plan, ClusterDirectory directory, List<String> more)
            throws IOException {
        var arguments = who(plan, directory);
        arguments.addAll(more);
        run(word, arguments);
    }

    private static List<String> arguments(ClusterPlan plan, ClusterDirectory directory) throws IOException {
        var arguments = who(plan, directory);
        arguments.addAll(List.of("--commands", "--downloads", directory.of("downloads").toString()));
        return arguments;
    }

    private static List<String> who(ClusterPlan plan, ClusterDirectory directory) throws IOException {
        var password = directory.root().resolve("password");
        Files.writeString(password, "correct horse battery staple");
        return new ArrayList<>(List.of("--balancers", plan.balancerAddresses(), "--authority",
                directory.authorityCertificate().toString(), "--directory", directory.of("rehearsal").toString(),
                "--user", "rehearsal", "--password-file", password.toString()));
    }

    private static void run(String subcommand, List<String> arguments) {
        new CommandLine(Subcommand.of(subcommand).orElseThrow().command()).setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments.toArray(String[]::new));
    }

    private static void delete(Path root) throws IOException {
        try (var found = Files.walk(root)) {
            for (var path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
