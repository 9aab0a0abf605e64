// SPDX-License-Identifier: Apache-2.0
package justchat.tools.whole;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import justchat.tools.cluster.ChatProcess;
import justchat.tools.cluster.Operators;
import justchat.tools.cluster.Poll;
import justchat.tools.cluster.Program;
import justchat.tools.whole.SharedCluster.Town;

import static java.time.Duration.ofMillis;
import static justchat.tools.whole.SharedCluster.SOON;
import static justchat.tools.whole.SharedCluster.START;
import static org.assertj.core.api.Assertions.assertThat;

/// What scripts do, with real processes: who they are is in a file of settings,
/// and the cluster is found as that of this machine.
@ExtendWith(SharedCluster.class)
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OneShotTest {
    private static final Pattern TEXT = Pattern.compile("\"text\":\"([^\"]*)\"");
    private static final Pattern OFFER = Pattern.compile("\\[(f\\d+)]");
    private static final int BIG = 3_000_000;

    /// Shared by the tests of the class, like the two people.
    @TempDir
    static Path files;

    private static String ann = "";
    private static String bob = "";

    private Town town;
    private Path justchat;
    private final List<Process> started = new ArrayList<>();

    private record Ran(int code, byte[] output, String errors) {
        String text() {
            return new String(output, StandardCharsets.UTF_8);
        }

        List<String> lines() {
            return text().lines().toList();
        }

        List<String> texts() {
            return lines().stream().flatMap(line -> OneShotTest.text(line).stream()).toList();
        }
    }

    private static Optional<String> text(String line) {
        return Optional.of(TEXT.matcher(line)).filter(_ -> line.contains("\"kind\":\"message\"")).filter(
                matcher -> matcher.find()).map(matcher -> matcher.group(1));
    }

    @BeforeEach
    void twoPeople(Town there) throws IOException {
        town = there;
        justchat = launcher();
        if (!ann.isEmpty()) {
            return;
        }
        var people = town.newcomers("ann", "bob");
        people.forEach(person -> person.type("#quit"));
        people.forEach(person -> assertThat(person.awaitExit(SOON)).isZero());
        ann = introduce(people.getFirst());
        bob = introduce(people.getLast());
    }

    @AfterEach
    void noneStaysBehind() {
        started.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }

    /// The person's settings, in a configuration directory of the person's name.
    private static String introduce(ChatProcess person) throws IOException {
        var account = person.account();
        var home = Files.createDirectories(files.resolve(account.user()).resolve("justchat"));
        var password = Files.writeString(home.resolve("password"), account.password() + "\n");
        Files.writeString(home.resolve("client.conf"), "client {\n  user = " + account.user() + "\n  password-file = \""
                + password + "\"\n}\n");
        return account.user();
    }

    /// What `./justchat` is, for the classes under test.
    private static Path launcher() throws IOException {
        var bin = Files.createDirectories(files.resolve("bin"));
        var command = new ArrayList<>(Program.current().command(Program.CLIENT, "-", List.of()));
        command.removeLast();
        var quoted = command.stream().map(word -> "'" + word + "'").reduce((one, two) -> one + " " + two).orElseThrow();
        var script = Files.writeString(bin.resolve("justchat"), "#!/bin/sh\nexec " + quoted + " \"$@\"\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Process start(String who, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(files.toFile());
        builder.environment().put("JUSTCHAT_DIRECTORY", town.cluster().directory().root().toString());
        builder.environment().put("XDG_CONFIG_HOME", files.resolve(who).toString());
        builder.environment().put("XDG_DOWNLOAD_DIR", files.resolve("downloads").toString());
        builder.environment().merge("PATH", justchat.getParent().toString(), (old, bin) -> bin + ":" + old);
        var process = builder.start();
        started.add(process);
        return process;
    }

    private Process start(String who, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(justchat.toString()));
        command.addAll(List.of(arguments));
        if (!command.contains("--timeout")) {
            // Many of them start at once here.
            command.addAll(2, List.of("--timeout", "" + START.toSeconds()));
        }
        return start(who, command);
    }

    private static Ran end(Process process, String input) throws IOException, InterruptedException {
        var errors = CompletableFuture.supplyAsync(() -> read(process));
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        var output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), output, errors.join());
    }

    private static String read(Process process) {
        try {
            return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Ran run(String who, String... arguments) throws IOException, InterruptedException {
        return end(start(who, arguments), "");
    }

    private void done(Ran ran) {
        assertThat(ran.errors() + ran.code()).isEqualTo("0");
    }

    /// Reads until a message has this text.
    private static List<String> until(BufferedReader reader, String last) throws IOException {
        var texts = new ArrayList<String>();
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            text(line).ifPresent(texts::add);
            if (!texts.isEmpty() && texts.getLast().equals(last)) {
                break;
            }
        }
        return texts;
    }

    private String serverOf(String user) throws IOException {
        try (var operators = new Operators(town.cluster().directory(), town.cluster().plan())) {
            return new Poll(SOON, ofMillis(100)).until(() -> operators.whereabouts().entrySet().stream().filter(
                    server -> server.getValue().contains(user)).map(server -> server.getKey()).findFirst(), Poll.NEVER)
                    .orElseThrow();
        }
    }

    @Test
    void whatIsSentIsReadByTailAndHistory() throws Exception {
        done(run(ann, "send", "hello", "you"));
        var lines = end(start(ann, "send", "--json", "-"), "one\n\ntwo \u001b[31m\n");
        done(lines);
        assertThat(lines.lines()).hasSize(2).allMatch(line -> line.startsWith("{\"v\":1,\"kind\":\"receipt\""));
        done(end(start(ann, "send", "--whole", "-"), "three\nlines\nhere\n"));
        var expected = List.of("hello you", "one", "two \\u001b[31m", "three\\nlines\\nhere");
        var tail = start(bob, "tail", "--json", "--no-follow");
        var history = start(bob, "history", "--json", "-n", "4");
        var plain = start(bob, "history", "-n", "2");
        assertThat(end(tail, "").texts()).endsWith(expected.toArray(String[]::new));
        assertThat(end(history, "").texts()).isEqualTo(expected);
        assertThat(end(plain, "").lines()).hasSize(2).satisfiesExactly(
                two -> assertThat(two).endsWith(ann + "  two \ufffd[31m"),
                three -> assertThat(three).endsWith(ann + "  three\\nlines\\nhere"));
    }

    @Test
    void listsAreOneALine() throws Exception {
        var accounts = start(ann, "accounts", bob);
        var json = start(bob, "accounts", "--json", ann);
        var rooms = start(ann, "rooms", "lob*");
        assertThat(end(accounts, "").lines()).anyMatch(line -> line.startsWith(bob + "\t"));
        assertThat(end(json, "").lines()).anyMatch(line -> line.startsWith("{\"v\":1,\"kind\":\"account\",\"name\":\""
                + ann + "\""));
        assertThat(end(rooms, "").lines()).singleElement().asString().startsWith("lobby\t");
    }

    @Test
    void exitCodesSayWhatWentWrong() throws Exception {
        var noRoom = start(ann, "history", "--room", "nowhere");
        var noSuchRoom = start(ann, "send", "--room", "nowhere", "x");
        var noFile = start(ann, "get", "no-such-file");
        var wrong = start(ann, "send", "--user", bob, "x");
        assertThat(end(noRoom, "").code()).isEqualTo(77);
        assertThat(end(noSuchRoom, "").code()).isEqualTo(66);
        assertThat(end(noFile, "").code()).isEqualTo(66);
        assertThat(end(wrong, "").code()).isEqualTo(77);
    }

    @Test
    void aPrivateMessageIsNotSwallowedBySomebodysErrand() throws Exception {
        var errand = start(bob, "tail", "--json", "-n", "0");
        serverOf(bob);
        done(run(ann, "send", "--quiet", "--to", bob, "psst"));
        var letters = run(bob, "tail", "--no-follow", "--private", "--json", "-n", "0");
        assertThat(letters.text()).contains("\"kind\":\"private\"").contains("\"from\":\"" + ann + "\"").contains(
                "\"text\":\"psst\"");
        errand.toHandle().destroy();
        assertThat(new String(errand.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).doesNotContain("psst");
    }

    @Test
    void aFileArrivesByteForByte() throws Exception {
        var content = new byte[BIG];
        new Random(BIG).nextBytes(content);
        var big = Files.write(files.resolve(ann + ".bin"), content);
        done(run(ann, "share", "--quiet", big.toString()));
        var piped = start(bob, "get", "--quiet", ann + "/" + ann + ".bin", "-o", "-");
        var saved = start(bob, "get", "--quiet", ann + ".bin", "-o", "mine.bin");
        var named = start(bob, "get", "--quiet", ann + ".bin");
        var out = end(piped, "");
        done(out);
        assertThat(out.output()).isEqualTo(content);
        done(end(saved, ""));
        assertThat(files.resolve("mine.bin")).hasBinaryContent(content);
        var path = end(named, "");
        done(path);
        assertThat(Path.of(path.text().strip())).hasBinaryContent(content);
        var chat = town.enter(new ChatProcess.Account(bob, Files.readString(files.resolve(bob).resolve(
                "justchat/password")).strip(), false, List.of()));
        var offer = start(ann, "share", "--quiet", big.toString(), "--to", bob, "--wait");
        var id = OFFER.matcher(chat.await("offers you " + ann + ".bin", SOON).text());
        assertThat(id.find()).isTrue();
        chat.type("#accept " + id.group(1));
        done(end(offer, ""));
    }

    @Test
    void tailLosesNothingWhenItsServerDies() throws Exception {
        var tail = start(bob, "tail", "--json", "--quiet");
        var victim = serverOf(bob);
        var send = start(ann, "send", "--timeout", "30", "-");
        var reader = tail.inputReader(StandardCharsets.UTF_8);
        try (var lines = send.outputWriter(StandardCharsets.UTF_8)) {
            lines.write("tail 0\n");
            lines.flush();
            until(reader, "tail 0");
            for (int i = 1; i <= 40; i++) {
                lines.write("tail " + i + "\n");
                lines.flush();
                if (i == 20) {
                    town.cluster().kill(victim);
                }
            }
        }
        assertThat(until(reader, "tail 40")).isEqualTo(IntStream.rangeClosed(1, 40).mapToObj(i -> "tail " + i)
                .toList());
        assertThat(send.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(send.exitValue()).isZero();
        assertThat(tail.isAlive()).isTrue();
        reader.close();
        done(run(ann, "send", "nobody reads this"));
        assertThat(tail.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(tail.exitValue()).isZero();
        assertThat(read(tail)).isEmpty();
    }

    @Test
    void whatNoServerStoredIsCountedAndWhatNeedsNoneIsAnsweredMeanwhile() throws Exception {
        var send = start(ann, "send", "--json", "--timeout", "10", "-");
        var lines = send.outputWriter(StandardCharsets.UTF_8);
        lines.write("stored\n");
        lines.flush();
        assertThat(send.inputReader(StandardCharsets.UTF_8).readLine()).contains("\"receipt\"");
        town.cluster().plan().servers().forEach(server -> town.cluster().kill(server.name()));
        lines.write("not stored\nneither\n");
        lines.close();
        mistakesNeedNoServer();
        assertThat(send.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(read(send)).contains("2 messages were not sent");
        assertThat(send.exitValue()).isEqualTo(75);
    }

    private void mistakesNeedNoServer() throws IOException, InterruptedException {
        var usage = start(ann, "send", "--rom", "lobby", "x");
        var unreachable = start(ann, "send", "--balancers", "127.0.0.1:1", "--timeout", "2", "x");
        assertThat(end(usage, "").code()).isEqualTo(64);
        var gone = end(unreachable, "");
        assertThat(gone.code()).isEqualTo(69);
        assertThat(gone.errors()).contains("nobody could be reached within 2.0 s").contains("1 message was not sent");
        Files.writeString(Files.createDirectories(files.resolve("typo/justchat")).resolve("client.conf"),
                "client { usr = x }");
        var typo = run("typo", "rooms");
        assertThat(typo.code()).isEqualTo(78);
        assertThat(typo.errors()).contains("client.conf:1").contains("did you mean user?");
    }

    /// The very text of the README.
    @Test
    void theBotOfTheReadmeWorks() throws Exception {
        var readme = Files.readString(Path.of("..", "README.md"));
        var bot = readme.substring(readme.indexOf("#!/bin/sh", readme.indexOf("<!-- bot -->")));
        var script = Files.writeString(files.resolve("bot"), bot.substring(0, bot.indexOf("```")));
        var tail = start(ann, "tail", "--json", "-n", "0");
        start(bob, List.of("sh", script.toString(), "lobby"));
        serverOf(ann);
        serverOf(bob);
        var reader = tail.inputReader(StandardCharsets.UTF_8);
        var send = start(ann, "send", "-");
        try (var lines = send.outputWriter(StandardCharsets.UTF_8)) {
            lines.write("!tim\n!time\n");
        }
        assertThat(IntStream.range(0, 3).mapToObj(_ -> next(reader)).toList()).satisfiesExactly(
                one -> assertThat(one).isEqualTo("!tim"), two -> assertThat(two).isEqualTo("!time"),
                three -> assertThat(three).startsWith(ann + ", it is "));
    }

    private static String next(BufferedReader reader) {
        try {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                var text = text(line);
                if (text.isPresent()) {
                    return text.get();
                }
            }
            return "the end";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
