// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import justchat.client.core.Bar;
import justchat.client.model.ContentHash;
import justchat.client.model.FileInfo;
import justchat.client.model.Input;
import justchat.client.model.Notice;
import justchat.client.model.Order;
import justchat.client.model.Question;
import justchat.client.model.TransferId;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(300)
class ChatTerminalTest {
    private static final ChatTerminal.Typist NOBODY = new ChatTerminal.Typist() {
        @Override
        public void ask(Input input) {}

        @Override
        public void answer(int question, Optional<String> text) {}

        @Override
        public void leave() {}
    };
    private static final String ALT_Y = "\u001by";
    private static final String ALT_N = "\u001bn";
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";

    @Test
    void whatIsTypedSurvivesAThousandArrivingLines() throws IOException {
        try (var screen = new Screenful()) {
            screen.type("half a sen");
            for (int i = 1; i <= 1_000; i++) {
                screen.chat().show(said("tony", "line " + i + "."));
                if (i == 500) {
                    screen.type("tence");
                }
            }
            screen.await("last line", () -> screen.shows("line 1000."));
            screen.awaitInputLine("[lobby] half a sentence");
            var numbers = Pattern.compile("line (\\d+)\\.").matcher(screen.raw()).results()
                    .map(match -> Integer.parseInt(match.group(1))).toList();
            assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, 1_000).boxed().toList());
            screen.type("!\r");
            screen.await("the message", () -> !screen.asked().isEmpty());
            assertThat(screen.asked()).containsExactly(new Input.Say("half a sentence!"));
        }
    }

    @Test
    void anOfferIsAnsweredWithoutTouchingWhatIsTyped() throws IOException {
        try (var screen = new Screenful()) {
            screen.type("can you also check");
            screen.chat().show(new Notice.Offered(0, new TransferId(7), "carol", new FileInfo("100%N%d.pdf", 34_200_000,
                    new ContentHash("00".repeat(32))), true, 60_000));
            screen.chat().bar(new Bar("lobby", 4, "ms-1", OptionalLong.of(3_000), "", 0, List.of(), List.of(
                    new Bar.WaitingOffer(new TransferId(7), "100%N%d.pdf", 34_200_000, "carol")), List.of(),
                    Bar.Attention.NONE));
            screen.await("the offer", () -> screen.shows("carol offers you 100%N%d.pdf (34.2 MB)  [f7]  Alt-Y accept"));
            screen.await("the bar", () -> screen.shows("OFFER f7 100%N%d.pdf 34.2 MB from carol"));
            screen.awaitInputLine("[lobby] can you also check");
            screen.type(ALT_Y).type(ALT_N).type("\r");
            screen.await("the answers", () -> screen.asked().size() == 3);
            assertThat(screen.asked()).containsExactly(new Input.Accept(Optional.empty(), Optional.empty()),
                    new Input.Decline(Optional.empty()), new Input.Say("can you also check"));
        }
    }

    @Test
    void aYOnTheLineIsJustAY() throws IOException {
        try (var screen = new Screenful()) {
            screen.chat().show(new Notice.Offered(0, new TransferId(1), "carol", new FileInfo("x", 1,
                    new ContentHash("00".repeat(32))), true, 60_000));
            screen.type("Y\r");
            screen.await("the message", () -> !screen.asked().isEmpty());
            assertThat(screen.asked()).containsExactly(new Input.Say("Y"));
        }
    }

    @Test
    void aPasteOfManyLinesIsOneMessageAndExecutesNothing() throws IOException {
        var paste = IntStream.rangeClosed(1, 200).mapToObj(i -> i == 3 ? "#quit" : "pasted line " + i)
                .collect(Collectors.joining("\n"));
        try (var screen = new Screenful()) {
            screen.type("\u001b[200~" + paste.replace('\n', '\r') + "\u001b[201~").type("\r");
            screen.await("the message", () -> !screen.asked().isEmpty());
            assertThat(screen.asked()).containsExactly(new Input.Say(paste));
            screen.type("next\r");
            screen.await("the next one", () -> screen.asked().size() == 2);
            assertThat(screen.asked()).last().isEqualTo(new Input.Say("next"));
        }
    }

    @Test
    void hostileTextMovesNothing() throws IOException {
        try (var screen = new Screenful()) {
            screen.type("mine");
            screen.chat().show(said("ev\u001b[2Jil", "\u001b]52;c;aGVsbG8=\u0007\u001b[1;1Hgone\u202e\u0008\u0008"));
            screen.chat().show(said("tony", "x".repeat(100_000)));
            screen.chat().show(said("tony", "after"));
            screen.await("the line after", () -> screen.shows("tony  after"));
            assertThat(screen.raw()).doesNotContain("\u001b]52").doesNotContain("\u001b[2J").doesNotContain("\u202e")
                    .doesNotContain("\u0007").doesNotContain("\u001b[1;1H");
            screen.awaitInputLine("[lobby] mine");
        }
    }

    @Test
    void aMistypedCommandStaysInTheEditor() throws IOException {
        try (var screen = new Screenful()) {
            screen.type("#mesage bob hi\r");
            screen.await("the hint", () -> screen.shows("did you mean"));
            screen.awaitInputLine("[lobby] #mesage bob hi");
            assertThat(screen.asked()).isEmpty();
        }
    }

    @Test
    void aLongMessageIsWrappedUnderItself() throws IOException {
        try (var screen = new Screenful()) {
            screen.chat().show(said("tony", "word ".repeat(30).strip()));
            screen.await("three lines, none of them cut in a word", () -> {
                var lines = screen.screen().lines().filter(line -> line.contains("wo")).toList();
                return lines.size() == 3 && lines.stream()
                        .allMatch(line -> line.replaceAll("[│ ]+$", "").endsWith(" word"));
            });
        }
    }

    @Test
    void tabCompletesCommandsAndPeople() throws IOException {
        try (var screen = new Screenful()) {
            screen.chat().show(said("robert", "hi"));
            screen.await("robert", () -> screen.shows("robert"));
            screen.type("#mes\t#rob\thello\r");
            screen.await("the message", () -> !screen.asked().isEmpty());
            assertThat(screen.asked()).containsExactly(new Input.Whisper("robert", "hello"));
        }
    }

    @Test
    void altAndADigitSwitchTheRoomAndLeaveWhatIsTyped() throws IOException {
        try (var screen = new Screenful()) {
            screen.type("half").type("\u001b2").type("\u001ba").type(" a text\r");
            screen.await("the keys", () -> screen.asked().size() == 3);
            assertThat(screen.asked()).containsExactly(new Input.Switch(2), new Input.NextUnread(),
                    new Input.Say("half a text"));
        }
    }

    @Test
    void theBarNamesTheOtherRoomsWithSomethingUnread() throws IOException {
        try (var screen = new Screenful()) {
            screen.chat().bar(new Bar("lobby", 4, "ms-1", OptionalLong.of(3_000), "", 0, List.of(
                    new Bar.Unread("lobby", 7, false), new Bar.Unread("dev", 2, false), new Bar.Unread("ops", 1, true),
                    new Bar.Unread("quiet", 0, false), new Bar.Unread("@bob", 1, true)), List.of(), List.of(),
                    Bar.Attention.NONE));
            screen.await("the bar", () -> screen.shows("lobby | 4 online | ms-1 3.0ms | dev 2  ops 1!  @bob 1 "));
        }
    }

    @Test
    void aRefusedTextComesBackUnlessSomethingElseIsBeingTyped() throws IOException {
        try (var screen = new Screenful()) {
            screen.type("other");
            screen.awaitInputLine("[lobby] other");
            screen.chat().show(new Notice.Refused(0, "not sent: you are muted", "my words"));
            screen.await("the sentence", () -> screen.shows("not sent: you are muted (\"my words\")"));
            screen.awaitInputLine("[lobby] other");
            screen.type(CTRL_C);
            screen.awaitInputLine("[lobby]");
            screen.chat().show(new Notice.Refused(0, "not sent: you are muted", "my words"));
            screen.awaitInputLine("[lobby] my words");
        }
    }

    @Test
    void tabCompletesRoomsAndOrders() throws IOException {
        try (var screen = new Screenful()) {
            screen.chat().bar(new Bar("lobby", 4, "ms-1", OptionalLong.empty(), "", 0, List.of(
                    new Bar.Unread("development", 0, false)), List.of(), List.of(), Bar.Attention.NONE));
            screen.await("the bar", () -> screen.shows("4 online"));
            screen.type("#joi\t#dev\t\r").type("#create #ops to\t\r");
            screen.await("the commands", () -> screen.asked().size() == 2);
            assertThat(screen.asked()).containsExactly(new Input.Join("development"),
                    new Input.Create("ops", Order.TOTAL));
        }
    }

    @Test
    void ctrlCClearsTheLineAndTwiceLeaves() throws IOException {
        try (var screen = new Screenful()) {
            screen.type("unwanted").type(CTRL_C);
            screen.awaitInputLine("[lobby]");
            assertThat(screen.hasLeft()).isFalse();
            screen.type(CTRL_C);
            screen.await("the end", screen::hasLeft);
            assertThat(screen.asked()).isEmpty();
        }
    }

    @Test
    void ctrlCEndsAWaitBeforeTheChat() throws IOException, InterruptedException {
        try (var keys = new PipedOutputStream();
                var terminal = new ExternalTerminal("test", "xterm-256color",
                        new PipedInputStream(keys), OutputStream.nullOutputStream(), StandardCharsets.UTF_8)) {
            var chat = ChatTerminal.on(terminal, Surroundings.ofProcess(Appearance.PLAIN), "lobby", NOBODY);
            var interrupted = new CountDownLatch(1);
            assertThat(chat.<Boolean>await(() -> typed(keys) && interrupted.await(50, TimeUnit.SECONDS),
                    interrupted::countDown)).isTrue();
        }
    }

    private static boolean typed(OutputStream keys) {
        try {
            keys.write(CTRL_C.getBytes(StandardCharsets.UTF_8));
            keys.flush();
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Bar asking(Bar.Attention attention) {
        return new Bar("lobby", 4, "ms-1", OptionalLong.empty(), "", 0, List.of(), List.of(), List.of(), attention);
    }

    @Test
    void aSecretIsAskedForInPlaceOfThePromptAndWhatWasTypedComesBack() throws IOException {
        try (var screen = new Screenful()) {
            screen.type("half a sen");
            screen.awaitInputLine("[lobby] half a sen");
            screen.chat().bar(asking(new Bar.Attention("", false, false, Optional.of(new Question(1, "Your password: ",
                    true)))));
            screen.await("the question", () -> screen.shows("Your password:"));
            screen.type("rosebud");
            screen.await("asterisks", () -> screen.shows("Your password: *******"));
            screen.type("\u0015\u0019");
            screen.await("asterisks again", () -> screen.shows("Your password: *******"));
            screen.type("\t\r");
            screen.await("the answer", () -> !screen.answers().isEmpty());
            screen.await("an empty line", () -> !screen.shows("Your password: *"));
            screen.type("again");
            screen.await("five asterisks", () -> screen.shows("Your password: *****"));
            screen.type("\r");
            screen.await("no asterisks", () -> !screen.shows("Your password: *"));
            screen.chat().bar(asking(new Bar.Attention("", false, false, Optional.of(new Question(2, "Sure? ",
                    false)))));
            screen.await("the next one", () -> screen.shows("Sure?"));
            screen.type("no");
            screen.await("the word", () -> screen.shows("Sure? no"));
            screen.type(CTRL_C);
            screen.await("no answer", () -> screen.answers().size() == 2);
            screen.chat().bar(asking(Bar.Attention.NONE));
            screen.awaitInputLine("[lobby] half a sen");
            screen.type("tence\u0019\r");
            screen.await("the message", () -> !screen.asked().isEmpty());
            assertThat(screen.asked()).as("nothing of the password can be pasted").containsExactly(new Input.Say(
                    "half a sentence"));
            assertThat(screen.answers()).containsExactly("1: rosebud", "2: no");
            assertThat(screen.raw()).doesNotContain("rosebud");
        }
    }

    @Test
    void enterAsksForThePasswordOnceTheSessionWasEnded() throws IOException {
        try (var screen = new Screenful()) {
            screen.chat().bar(asking(new Bar.Attention("", false, true, Optional.empty())));
            screen.await("the bar", () -> screen.shows("4 online"));
            screen.type("\r");
            screen.await("the wish", () -> !screen.asked().isEmpty());
            assertThat(screen.asked()).containsExactly(new Input.LogIn());
        }
    }

    @Test
    void ctrlCStopsWhatWaitsInsteadOfLeaving() throws IOException {
        try (var screen = new Screenful()) {
            screen.chat().bar(asking(new Bar.Attention("no balancer answers", true, false, Optional.empty())));
            screen.await("the bar", () -> screen.shows("no balancer answers | waits (Ctrl-C stops)"));
            screen.type(CTRL_C);
            screen.await("the wish", () -> !screen.asked().isEmpty());
            assertThat(screen.asked()).containsExactly(new Input.StopWaiting());
            assertThat(screen.hasLeft()).isFalse();
        }
    }

    @Test
    void ctrlDOnAnEmptyLineEnds() throws IOException {
        try (var screen = new Screenful()) {
            screen.type("x").type(CTRL_D).type("\u007f").type(CTRL_D);
            screen.await("the end", screen::hasEnded);
        }
    }

    @Test
    void aHangUpEndsQuietly() throws IOException {
        try (var screen = new Screenful()) {
            screen.hangUp();
            screen.await("the end", screen::hasEnded);
        }
    }

    @Test
    void nothingIsPrintedOnceItIsClosed() throws IOException {
        var screen = new Screenful();
        screen.close();
        var before = screen.raw();
        screen.chat().show(said("tony", "too late"));
        screen.chat().bar(Bar.start("lobby"));
        assertThat(screen.raw()).isEqualTo(before);
    }

    private static Notice said(String author, String text) {
        return new Notice.Said(0, author, text, false);
    }
}
