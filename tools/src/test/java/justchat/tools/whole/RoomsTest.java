// SPDX-License-Identifier: Apache-2.0
package justchat.tools.whole;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import justchat.tools.cluster.ChatProcess;
import justchat.tools.cluster.ClusterFailure;
import justchat.tools.cluster.Operators;
import justchat.tools.cluster.Poll;
import justchat.tools.cluster.Progress;
import justchat.tools.cluster.Transcript;
import justchat.tools.whole.SharedCluster.Town;

import static justchat.tools.whole.SharedCluster.SOON;
import static justchat.tools.whole.SharedCluster.START;
import static org.assertj.core.api.Assertions.assertThat;

/// What people do in rooms, with real processes: everything is typed at a
/// client and read from what clients print.
@ExtendWith(SharedCluster.class)
class RoomsTest {
    private static final AtomicInteger ROOMS = new AtomicInteger();

    /// Creates a room of this order; all others join it.
    private static String room(String order, ChatProcess owner, List<ChatProcess> others) {
        var room = "room" + ROOMS.incrementAndGet();
        owner.type("#create #" + room + " " + order);
        owner.await(room + ", " + order + " order", SOON);
        for (var other : others) {
            other.type("#join #" + room);
            other.await(room + ", " + order + " order", SOON);
        }
        return room;
    }

    private static Transcript.Line answer(ChatProcess client, String line, String words) {
        var mark = client.transcript().mark();
        client.type(line);
        return client.transcript().await(mark, words + " after " + line, text -> text.contains(words), SOON);
    }

    /// Asks again until the answer is this.
    private static void eventually(ChatProcess client, String line, String words) {
        var mark = client.transcript().mark();
        new Poll(SOON, Duration.ofMillis(200)).until(() -> {
            client.type(line);
            return client.transcript().lines().stream().skip(mark).filter(answer -> answer.text().contains(words))
                    .findFirst();
        }, Poll.NEVER);
        client.transcript().await(mark, words + " after " + line, text -> text.contains(words), SOON);
    }

    private static List<String> said(ChatProcess reader, String word) {
        var pattern = Pattern.compile("\\b(\\S+  " + word + " \\d+)(  \\[m\\d+])?$");
        return reader.transcript().lines().stream().map(line -> pattern.matcher(line.text()))
                .filter(matcher -> matcher.find()).map(matcher -> matcher.group(1)).toList();
    }

    private static String serverOf(Town town, ChatProcess client) throws IOException {
        try (var operators = new Operators(town.cluster().directory(), town.cluster().plan())) {
            return new Poll(SOON, Duration.ofMillis(100)).until(() -> Optional.of(operators.whereabouts())
                    .flatMap(where -> where.entrySet().stream().filter(server -> server.getValue().contains(client
                            .user())).map(server -> server.getKey()).findFirst()),
                    Poll.NEVER).orElseThrow();
        }
    }

    /// A server dies in the middle of each; the same people talk on in the room of the next order.
    @Test
    void talksInRoomsOfEveryOrderSurviveTheDeathOfAServer(Town town) throws IOException, ClusterFailure {
        var friends = town.newcomers("ann", "bob", "cat");
        for (var order : List.of("unordered", "fifo", "causal", "total")) {
            room(order, friends.getFirst(), friends.subList(1, 3));
            talk(order, friends, town);
            town.cluster().startMissing();
            town.cluster().awaitReady(START, Progress.silent());
        }
    }

    private static void talk(String order, List<ChatProcess> friends, Town town) throws IOException {
        var victim = serverOf(town, friends.getFirst());
        for (var line = 1; line <= 40; line++) {
            for (var author : friends) {
                author.type(order + " " + line);
            }
            if (line == 20) {
                town.cluster().kill(victim);
            }
        }
        for (var reader : friends) {
            for (var author : friends) {
                reader.await(author.user() + "  " + order + " 40", START);
            }
            new Poll(SOON, Duration.ofMillis(100)).until(
                    () -> Optional.of(true).filter(_ -> said(reader, order).size() >= 120), Poll.NEVER);
            assertThat(said(reader, order)).hasSize(120).doesNotHaveDuplicates();
            if (!order.equals("unordered")) {
                for (var author : friends) {
                    assertThat(said(reader, order).stream().filter(line -> line.startsWith(author.user() + " "))
                            .map(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)))).isSorted();
                }
            }
        }
        if (order.equals("total")) {
            assertThat(said(friends.get(1), order)).isEqualTo(said(friends.get(0), order));
            assertThat(said(friends.get(2), order)).isEqualTo(said(friends.get(0), order));
        }
    }

    @Test
    void roomsAreListedAndTheirPeopleNamed(Town town) throws IOException {
        var friends = town.newcomers("ann", "bob");
        var ann = friends.getFirst();
        var bob = friends.getLast();
        var room = room("fifo", ann, List.of(bob));
        answer(ann, "#topic where we test", ann.user() + " set the topic: where we test");
        bob.await(ann.user() + " set the topic: where we test", SOON);
        answer(bob, "#rooms " + room, room + " (fifo, 2 members");
        assertThat(answer(bob, "#who", "2 members in " + room).text()).contains(ann.user() + " (owner, online)");
        answer(bob, "#leave", "you are not in " + room + " any more");
        ann.await(bob.user() + " left", SOON);
        town.hear(bob, "back in the lobby", List.of(bob));
        assertThat(ann.transcript().lines()).noneMatch(line -> line.text().contains("  back in the lobby"));
        answer(bob, "#create #" + room, "there is a room");
    }

    @Test
    void whatWasSaidWhileOneWasAwayIsThereInPortions(Town town) throws IOException {
        var friends = town.newcomers("ann", "bob");
        var ann = friends.getFirst();
        var room = room("causal", ann, friends.subList(1, 2));
        var bob = friends.getLast();
        town.hear(ann, "before", List.of(bob));
        bob.type("#quit");
        assertThat(bob.awaitExit(SOON)).isZero();
        for (var line = 1; line <= 30; line++) {
            ann.type("away " + line);
        }
        ann.await("away 30", SOON);
        var account = bob.account();
        var back = town.enter(new ChatProcess.Account(account.user(), account.password(), false, List.of("--room",
                room)));
        back.await("30 unread; #inbox shows them 20 at a time", SOON);
        answer(back, "#inbox", "10 unread left");
        assertThat(said(back, "away")).hasSize(20);
        answer(back, "#inbox", "nothing unread is left");
        assertThat(said(back, "away")).hasSize(30).doesNotHaveDuplicates();
        assertThat(back.transcript().lines()).noneMatch(line -> line.text().endsWith("  before"));
    }

    @Test
    void aLetterWaitsForWhoIsAwayAndArrivesOnceWhateverDies(Town town) throws IOException {
        var friends = town.newcomers("ann", "bob");
        var ann = friends.getFirst();
        var bob = friends.getLast();
        bob.type("#quit");
        assertThat(bob.awaitExit(SOON)).isZero();
        answer(ann, "#message #" + bob.user() + " #sealed and patient", "waiting until " + bob.user() + " is back");
        eventually(ann, "#status", "0 unsent");
        town.cluster().kill(serverOf(town, ann));
        var back = town.enter(bob.account().again());
        back.await(ann.user() + " -> you (private, via server, sealed)  sealed and patient", SOON);
        back.type("#quit");
        assertThat(back.awaitExit(SOON)).isZero();
        var third = town.enter(bob.account().again());
        eventually(third, "#status", "0 unsent");
        assertThat(third.transcript().lines()).noneMatch(line -> line.text().contains("sealed and patient"));
    }

    @Test
    void historyReadsTheSameForEverybodyAndSearchFindsIt(Town town) throws IOException {
        var friends = town.newcomers("ann", "bob", "cat");
        var ann = friends.getFirst();
        var bob = friends.get(1);
        var room = room("causal", ann, friends.subList(1, 3));
        for (var line = 1; line <= 25; line++) {
            ann.type("tale " + line);
            bob.type("tale " + (100 + line));
        }
        friends.forEach(reader -> {
            reader.await("tale 25", SOON);
            reader.await("tale 125", SOON);
        });
        var pages = friends.stream().map(reader -> {
            var mark = reader.transcript().mark();
            reader.type("#history 50");
            return new Poll(SOON, Duration.ofMillis(100)).until(() -> Optional.of(reader.transcript().lines().stream()
                    .skip(mark).map(Transcript.Line::text).filter(line -> line.contains("  tale "))
                    .map(line -> line.replaceAll("  \\[m\\d+]$", "")).toList()).filter(page -> page.size() == 50),
                    Poll.NEVER).orElseThrow();
        }).toList();
        assertThat(pages.getFirst()).hasSize(50);
        assertThat(pages.get(1)).isEqualTo(pages.getFirst());
        assertThat(pages.get(2)).isEqualTo(pages.getFirst());
        answer(bob, "#search tale 117", "found in " + room + ": 1 message");
        answer(bob, "#search from:" + ann.user() + " TALE 7", "tale 7");
        answer(bob, "#search unsaid", "found in " + room + ": 0 messages");
    }

    @Test
    void messagesAreEditedTakenBackAnsweredAndSigned(Town town) throws IOException {
        var friends = town.newcomers("ann", "bob");
        var ann = friends.getFirst();
        var bob = friends.getLast();
        var room = room("total", ann, List.of(bob));
        town.hear(ann, "the number is 41", List.of(bob));
        answer(ann, "#edit the number is 42", "edited: the number is 42");
        bob.await(ann.user() + "  edited: the number is 42", SOON);
        answer(bob, "#reply " + ann.user() + " how so?", "to " + ann.user() + " \"the number is 42\": how so?");
        answer(bob, "#react " + ann.user() + " +1", "+1 " + ann.user() + " \"the number is 42\"");
        town.hear(ann, "a slip of the tongue", List.of(bob));
        answer(ann, "#delete", "took a message back");
        bob.await(ann.user() + " took a message back", SOON);
        var cat = town.newcomer("cat");
        answer(cat, "#join #" + room, room + ", total order");
        assertThat(answer(cat, "#history", "(edited)").text()).contains("the number is 42").contains("+1 "
                + bob.user());
        answer(cat, "#search slip", "found in " + room + ": 0 messages");
        assertThat(cat.transcript().lines()).noneMatch(line -> line.text().contains("slip of the tongue")
                || line.text().contains("the number is 41"));
    }

    @Test
    void moderatorsKeepOrderOnEveryServer(Town town) throws IOException {
        var friends = town.newcomers("ann", "bob", "cat");
        var ann = friends.getFirst();
        var bob = friends.get(1);
        var cat = friends.getLast();
        var room = room("causal", ann, List.of(bob, cat));
        answer(bob, "#mute #" + cat.user(), "not sent");
        answer(ann, "#promote #" + bob.user(), "made " + bob.user() + " a moderator");
        bob.await("made " + bob.user() + " a moderator", SOON);
        answer(bob, "#mute #" + cat.user() + " 10m", "muted " + cat.user());
        cat.await("muted " + cat.user(), SOON);
        answer(cat, "may I?", "not sent");
        answer(bob, "#unmute #" + cat.user(), "lets " + cat.user() + " write again");
        cat.await("write again", SOON);
        town.hear(cat, "thank you", friends);
        answer(ann, "#delete #" + cat.user(), "took back a message of " + cat.user());
        answer(bob, "#ban #" + cat.user(), "banned " + cat.user());
        cat.await("you are not in " + room + " any more", SOON);
        answer(cat, "#join #" + room, "banned");
        town.hear(ann, "peace", List.of(bob));
        assertThat(cat.transcript().lines()).noneMatch(line -> line.text().endsWith("  peace"));
    }

    @Test
    void whatIsReadOnOneDeviceIsReadOnAll(Town town) throws IOException {
        var friends = town.newcomers("ann", "bob");
        var ann = friends.getFirst();
        var bob = friends.getLast();
        answer(bob, "#set inbox 7", "inbox is 7");
        var room = room("causal", ann, List.of(bob));
        town.hear(ann, "read here", List.of(bob));
        bob.type("#quit");
        assertThat(bob.awaitExit(SOON)).isZero();
        for (var line = 1; line <= 8; line++) {
            ann.type("later " + line);
        }
        ann.await("later 8", SOON);
        var account = bob.account();
        var other = town.enter(new ChatProcess.Account(account.user(), account.password(), false, List.of("--room",
                room)));
        other.await("8 unread; #inbox shows them 7 at a time", SOON);
        assertThat(other.transcript().lines()).noneMatch(line -> line.text().endsWith("  read here"));
    }
}
