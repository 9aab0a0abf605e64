// SPDX-License-Identifier: Apache-2.0
package justchat.tools.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import justchat.client.model.Command;
import justchat.client.model.CommandWording;
import justchat.tools.cluster.ChatProcess;
import justchat.tools.cluster.Poll;
import justchat.tools.cluster.Transcript;
import justchat.tools.whole.SharedCluster.Town;

import static org.assertj.core.api.Assertions.assertThat;

/// Every command of the table, typed at a real client of a real cluster: one
/// line here for each (`answer`, or `eventually` where the answer depends on what
/// reaches this client by another road). The words of all that was typed are
/// compared with the table at the end.
@ExtendWith(SharedCluster.class)
class CommandsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern SESSION = Pattern.compile(" (\\d)  ");
    private static final Pattern OFFER = Pattern.compile("\\[(f\\d+)]");

    @TempDir
    private Path files;
    private Town town;
    private ChatProcess ann;
    private ChatProcess bob;
    private ChatProcess cat;
    private final Set<String> driven = new TreeSet<>();

    @Test
    void everyCommandOfTheTableDoesWhatItsHelpSays(Town lent) throws IOException {
        town = lent;
        var friends = town.newcomers("ann", "bob", "cat");
        ann = friends.getFirst();
        bob = friends.get(1);
        cat = friends.getLast();
        rooms();
        talking();
        reading();
        files();
        people();
        account();
        moderation();
        client();
        assertThat(driven).containsAll(Arrays.stream(Command.values()).map(Command::word).toList());
    }

    private void rooms() {
        answer(ann, "#create #square", "square, causal order");
        answer(bob, "#join #square", "square, causal order");
        answer(cat, "#join #square", "square, causal order");
        answer(cat, "#leave", "you are not in square any more");
        eventually(ann, "#who", "2 members in square: " + ann.user() + " (owner, online)");
        answer(ann, "#topic what #this is for", ann.user() + " set the topic: what #this is for");
        answer(ann, "#topic", "the topic of square is: what #this is for");
        answer(ann, "#code", "square is an open room and has no code");
        eventually(cat, "#rooms squ*", "square (causal, ");
        answer(cat, "#join #square", "square, causal order");
    }

    private void talking() {
        ann.type(typed("#message #" + bob.user() + " #psst, a #surprise"));
        await(bob, text -> text.contains(ann.user() + " -> you (private, ") && text.endsWith("  psst, a #surprise"));
        hear(ann, "the number is 41", bob);
        answer(bob, "#reply " + ann.user() + " how so?", "to " + ann.user() + " \"the number is 41\": how so?");
        answer(bob, "#react " + ann.user() + " +1", "+1 " + ann.user() + " \"the number is 41\"");
        ann.type(typed("#edit the number is 42"));
        await(bob, ann.user() + "  edited: the number is 42");
        ann.type(typed("#delete"));
        await(bob, ann.user() + " took a message back");
    }

    private void reading() {
        answer(bob, "#create #attic total", "attic, total order");
        hear(ann, "for whoever comes back", ann);
        eventually(bob, "#inbox", ann.user() + "  for whoever comes back");
        answer(bob, "#join #square", "square, causal order");
        answer(bob, "#history 5", "history of square: ");
        answer(bob, "#why " + ann.user(), "comes after what " + ann.user() + " had said or been shown: ");
        eventually(bob, "#search whoever comes from:" + ann.user(), "found in square: 1 message");
    }

    private void files() throws IOException {
        ann.type(typed("#share #" + file("plan.bin")));
        await(bob, ann.user() + " shares plan.bin (");
        eventually(bob, "#available files", "plan.bin (");
        answer(bob, "#get #plan.bin", " plan.bin done: ");
        assertThat(bob.downloads().resolve("plan.bin")).hasSize(5_000);
        answer(bob, "#accept " + offered("letter.bin") + " as taken.bin", " done: ");
        assertThat(bob.downloads().resolve("taken.bin")).hasSize(5_000);
        answer(bob, "#decline " + offered("junk.bin"), "junk.bin declined");
        offered("secret.bin");
        var line = eventually(ann, "#transfers", ": secret.bin, waiting").text();
        var id = line.replaceAll(".* (f\\d+) to .*: secret.bin, .*", "$1");
        answer(ann, "#cancel " + id, id + " secret.bin failed: ");
        answer(ann, "#pause f99", "there is no transfer f99");
        answer(ann, "#resume f99", "there is no transfer f99");
    }

    private void people() {
        eventually(ann, "#accounts " + bob.user() + "*", bob.user() + ", online");
        answer(ann, "#verify #" + bob.user(), "safety number of you and " + bob.user() + ": ");
        answer(ann, "#verify #" + bob.user() + " ok", bob.user() + " is verified");
        answer(bob, "#away lunch until two", "you are away");
        eventually(ann, "#who", bob.user() + " (verified, online, away since ");
        answer(ann, "#message #" + bob.user() + " hello?", bob.user() + " is away since ");
        answer(bob, "#back", "you are back");
        eventually(ann, "#who", bob.user() + " (verified, online)");
        answer(bob, "#ignore #" + cat.user(), "nothing of " + cat.user() + " is shown from now on");
        hear(cat, "noise", ann);
        hear(ann, "signal", bob);
        answer(bob, "#history 5", "1 message of ignored users hidden");
        answer(bob, "#ignore", "you ignore " + cat.user());
        assertThat(bob.transcript().lines()).noneMatch(line -> line.text().contains("  noise"));
        answer(bob, "#unignore " + cat.user(), cat.user() + " is shown again");
        answer(bob, "#history 5", cat.user() + "  noise");
    }

    private void account() throws IOException {
        var other = town.enter(cat.account().again());
        eventually(cat, "#sessions", "2 sessions");
        var own = SESSION.matcher(answer(cat, "#sessions", "<- this one").text());
        assertThat(own.find()).isTrue();
        answer(cat, "#end " + (own.group(1).equals("1") ? 2 : 1), "that session was ended");
        assertThat(other.awaitExit(PATIENCE)).isEqualTo(77);
        answer(ann, "#password", "this asks for a password, which takes a terminal");
        answer(ann, "#account delete", "this asks for a password, which takes a terminal");
        answer(ann, "#new-identity", "this asks for a password, which takes a terminal");
        answer(ann, "#login", "you are logged in as " + ann.user());
        answer(ann, "#invite #square", "justchat:");
    }

    private void moderation() {
        hear(cat, "a slip of the tongue", ann);
        answer(ann, "#delete #" + cat.user(), "took back a message of " + cat.user());
        answer(ann, "#mute #" + cat.user() + " 10m", "muted " + cat.user());
        await(cat, "muted " + cat.user());
        answer(cat, "may I?", "not sent");
        answer(ann, "#unmute #" + cat.user(), "lets " + cat.user() + " write again");
        await(cat, "write again");
        hear(cat, "thank you", ann);
        answer(ann, "#kick #" + cat.user(), "put " + cat.user() + " out of the room");
        eventually(cat, "#join #square", "square, causal order");
        answer(ann, "#ban #" + cat.user(), "banned " + cat.user());
        eventually(cat, "#join #square", "you did not join square: ");
        answer(ann, "#unban #" + cat.user(), "lets " + cat.user() + " join again");
        eventually(cat, "#join #square", "square, causal order");
        answer(ann, "#promote #" + bob.user(), "made " + bob.user() + " a moderator");
        eventually(bob, "#who", bob.user() + " (moderator, online)");
        answer(ann, "#demote #" + bob.user(), "a moderator no more");
        eventually(bob, "#who", bob.user() + " (online)");
    }

    private void client() {
        answer(bob, "#set inbox 7", "inbox is 7 from now on, on all your devices");
        answer(bob, "#set", "inbox     7 ");
        answer(bob, "#set receipts on", "receipts is on from now on, on all your devices");
        answer(bob, "#set inbox none", "inbox is 1 to 200");
        answer(bob, "#theme nonsense", "there is no theme nonsense; there are default, ");
        answer(bob, "#theme default", "theme is default from now on, on this machine");
        answer(bob, "#notify none", "notify is none from now on, on all your devices");
        assertThat(answer(ann, "#status", ann.user() + " on ms-").text()).contains(" since ", " online;",
                "order: causal; ", " unsent, ", "failover");
        var log = answer(ann, "#trace", "the causal log of this client").text();
        assertThat(Path.of(log.replaceAll(".*: (/\\S+-Log\\.txt);.*", "$1"))).isNotEmptyFile();
        answer(ann, "#trace off", "nothing is written to the causal log of this client from now on");
        answer(ann, "#trace", "Nothing is written to it now; #trace on goes on with it");
        answer(ann, "#trace on", "what happens is written to the causal log of this client from now on: /");
        answer(cat, "#commands", "#commands word tells more of one");
        assertThat(cat.transcript().lines().stream().map(line -> line.text().replaceFirst(".* -- ", "")))
                .containsSubsequence(CommandWording.all());
        answer(cat, "#comands", "did you mean #commands");
        answer(cat, "#help reply", "example: " + Command.REPLY.example());
        bob.type(typed("/quit"));
        assertThat(bob.awaitExit(PATIENCE)).isZero();
    }

    /// A file that ann offers to bob.
    ///
    /// @return the offer's id, as bob has it
    private String offered(String name) throws IOException {
        ann.type(typed("#share #" + bob.user() + " #" + file(name)));
        var line = await(bob, ann.user() + " offers you " + name + " (").text();
        var id = OFFER.matcher(line);
        assertThat(id.find()).as(line).isTrue();
        return id.group(1);
    }

    private Path file(String name) throws IOException {
        return Files.write(files.resolve(name), new byte[5_000]);
    }

    private void hear(ChatProcess author, String text, ChatProcess reader) {
        author.type(text);
        await(reader, author.user() + "  " + text);
    }

    /// The first line of the answer that holds the words.
    private Transcript.Line answer(ChatProcess client, String line, String words) {
        int mark = client.transcript().mark();
        client.type(typed(line));
        return client.transcript().await(mark, words + " after " + line, text -> text.contains(words), PATIENCE);
    }

    /// Asks again until the answer is this.
    private Transcript.Line eventually(ChatProcess client, String line, String words) {
        int mark = client.transcript().mark();
        return new Poll(PATIENCE, Duration.ZERO).until(() -> {
            client.type(typed(line));
            return new Poll(Duration.ofSeconds(2), Duration.ofMillis(20)).until(() -> client.transcript().lines()
                    .stream().skip(mark).filter(answer -> answer.text().contains(words)).findFirst(), Poll.NEVER);
        }, Poll.NEVER).orElseThrow(() -> new AssertionError(client.user() + " shows " + words + " after " + line));
    }

    private static Transcript.Line await(ChatProcess client, String words) {
        return client.await(words, PATIENCE);
    }

    private static Transcript.Line await(ChatProcess client, Predicate<String> fits) {
        return client.transcript().await(0, "a private message", fits, PATIENCE);
    }

    private String typed(String line) {
        if (line.startsWith("#") || line.startsWith("/")) {
            driven.add(line.substring(1).split(" ", 2)[0].toLowerCase(Locale.ROOT));
        }
        return line;
    }
}
