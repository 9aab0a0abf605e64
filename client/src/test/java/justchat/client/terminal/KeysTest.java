// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import justchat.client.core.Bar;
import justchat.client.core.Call;
import justchat.client.model.Input;
import justchat.client.model.Notice;
import justchat.client.model.Preferences;
import justchat.client.model.Question;

import static org.assertj.core.api.Assertions.assertThat;

/// What is found again, and what the person chose.
@Timeout(300)
class KeysTest {
    private static final String UP = "\u001b[A";
    private static final String DOWN = "\u001b[B";
    private static final String CTRL_R = "\u0012";
    private static final String CTRL_L = "\u000c";

    @TempDir
    private Path directory;

    @Test
    void upFindsWhatWasSentAndDownTheDraft() throws IOException {
        try (var screen = new Screenful()) {
            screen.type("first\r").type("second\r").type("half a sen");
            screen.awaitInputLine("[lobby] half a sen");
            screen.type(UP).type(UP);
            screen.awaitInputLine("[lobby] first");
            screen.type(DOWN).type(DOWN);
            screen.awaitInputLine("[lobby] half a sen");
        }
    }

    @Test
    void ctrlRSearchesWhatWasSentWhileLinesArrive() throws IOException {
        try (var screen = new Screenful()) {
            screen.type("the build is green\r").type("lunch?\r").type(CTRL_R).type("build");
            screen.await("the search", () -> screen.shows("bck-i-search: build"));
            screen.chat().show(new Notice.Said(0, "bob", "meanwhile", false));
            screen.await("the message", () -> screen.shows("bob  meanwhile"));
            screen.type("\r");
            screen.await("it again", () -> screen.asked().size() == 3);
            assertThat(screen.asked()).last().isEqualTo(new Input.Say("the build is green"));
        }
    }

    @Test
    void theNextRunKnowsWhatWasSentAndWhatWasNot() throws IOException {
        try (var screen = new Screenful()) {
            screen.chat().remember(directory);
            screen.type("sent\r").type("#message #bob psst\r");
            screen.await("both", () -> screen.asked().size() == 2);
            screen.type("not sent");
            screen.awaitInputLine("[lobby] not sent");
        }
        try (var screen = new Screenful()) {
            screen.chat().remember(directory);
            screen.chat().bar(bar("lobby", Optional.empty()));
            screen.awaitInputLine("[lobby] not sent");
            screen.type(UP);
            screen.awaitInputLine("[lobby] sent");
            screen.type("\u0003");
            screen.awaitInputLine("[lobby]");
        }
        try (var screen = new Screenful()) {
            screen.chat().remember(directory);
            screen.chat().bar(bar("lobby", Optional.empty()));
            screen.await("the bar", () -> screen.shows("4 online"));
            screen.awaitInputLine("[lobby]");
        }
    }

    @Test
    void anAnswerIsNeverFoundAgainNorIsAnythingFoundInAQuestion() throws IOException {
        try (var screen = new Screenful()) {
            screen.chat().remember(directory);
            screen.type("sent\r");
            screen.await("it", () -> !screen.asked().isEmpty());
            screen.chat().bar(bar("lobby", Optional.of(new Question(1, "Sure? ", false))));
            screen.await("the question", () -> screen.shows("Sure?"));
            screen.type("my answer").type(UP).type(CTRL_R);
            screen.await("the answer", () -> screen.shows("Sure? my answer"));
            screen.type("\r");
            screen.await("the answer", () -> !screen.answers().isEmpty());
            screen.chat().bar(bar("lobby", Optional.empty()));
            screen.awaitInputLine("[lobby]");
            screen.type(UP);
            screen.awaitInputLine("[lobby] sent");
            assertThat(screen.answers()).containsExactly("1: my answer");
        }
        assertThat(Files.readString(directory.resolve("typed.txt"))).isEqualTo("sent\n");
    }

    @Test
    void ctrlLClearsTheScreenAndKeepsTheLine() throws IOException {
        try (var screen = new Screenful()) {
            screen.chat().show(new Notice.Said(0, "bob", "hello", false));
            screen.await("the message", () -> screen.shows("bob  hello"));
            screen.type("typed").type(CTRL_L);
            screen.await("an empty screen", () -> !screen.shows("bob  hello"));
            screen.awaitInputLine("[lobby] typed");
        }
    }

    @Test
    void pathsAreCompletedWithBlanksAndHiddenFilesOnDemand() throws IOException {
        Files.writeString(directory.resolve("my long name.txt"), "");
        Files.writeString(directory.resolve(".hidden"), "");
        Files.createDirectory(directory.resolve("sub"));
        var at = directory + "/";
        assertThat(completed("#share " + at)).containsExactly(at + "my long name.txt", at + "sub/");
        assertThat(completed("#share #" + at + "my lo")).containsExactly("#" + at + "my long name.txt");
        assertThat(completed("#share #bob #" + at + "my lo")).containsExactly("#" + at + "my long name.txt");
        assertThat(completed("#share " + at + ".")).containsExactly(at + ".hidden");
        assertThat(completed("#share ~")).containsExactly("~/");
        assertThat(completed("#share " + at + "nothing/")).isEmpty();
    }

    private static List<String> completed(String line) {
        return Completion.of(line, new Known(List::of)).candidates();
    }

    @Test
    void aThemeCountsAtOnceAndOneThatIsNotThereIsTold() throws IOException {
        try (var screen = new Screenful()) {
            screen.chat().preferences(chosen("nowhere"));
            screen.await("the problem",
                    () -> screen.shows("there is no theme nowhere; there are default, high-contrast"));
            screen.chat().show(new Notice.Said(0, "bob", "in colour", false));
            screen.await("the message", () -> screen.shows("in colour"));
            assertThat(screen.raw()).containsPattern("38;5;\\d+[;0-9]*m ?bob");
            int before = screen.raw().length();
            screen.chat().preferences(chosen("mono"));
            screen.chat().show(new Notice.Said(0, "bob", "without", false));
            screen.await("the message", () -> screen.shows("without"));
            assertThat(screen.raw().substring(before)).doesNotContain("38;5;");
        }
    }

    @Test
    void aCallRingsAndMovesNothing() throws IOException {
        try (var screen = new Screenful()) {
            screen.type("typed");
            screen.chat().call(new Call(Call.Reason.MESSAGE, "bob", "dev", "hi"));
            screen.chat().call(new Call(Call.Reason.MENTION, "bob", "dev", "elon!"));
            screen.await("the bell", () -> screen.raw().contains("\u0007"));
            screen.awaitInputLine("[lobby] typed");
            assertThat(screen.raw().chars().filter(c -> c == 7).count()).isEqualTo(1);
        }
    }

    @Test
    void aPlainScreenHasNoColourNoBarAndSaysWhatTheBarWould() throws IOException {
        try (var screen = new Screenful(new Surroundings(Appearance.PLAIN, _ -> null, InstantSource.system(),
                ZoneOffset.UTC, new Themes(directory)))) {
            screen.chat().bar(new Bar("lobby", 4, "ms-1", OptionalLong.empty(), "", 0, List.of(new Bar.Unread("dev", 1,
                    true)), List.of(), List.of(), Bar.Attention.NONE));
            screen.await("the words", () -> screen.shows("note: unread in dev, you are named"));
            screen.chat().show(new Notice.Problem(0, "it did not work"));
            screen.await("the problem", () -> screen.shows("problem: it did not work"));
            assertThat(screen.raw()).doesNotContain("4 online").doesNotContainPattern("\u001b\\[[0-9;]+m");
        }
    }

    private static Preferences chosen(String theme) {
        return new Preferences(theme, Preferences.Notify.MENTIONS, Optional.empty(), true);
    }

    private static Bar bar(String room, Optional<Question> question) {
        return new Bar(room, 4, "ms-1", OptionalLong.empty(), "", 0, List.of(), List.of(), List.of(), new Bar.Attention(
                "", false, false, question));
    }
}
