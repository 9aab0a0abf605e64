// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.client.model.Instance;
import justchat.client.model.MessageId;
import justchat.client.model.SentMessage;
import justchat.client.model.SentMessage.State;

import static org.assertj.core.api.Assertions.assertThat;

/// What a later run knows of private messages that were sent.
class SentStoreTest {
    private static final Instance INSTANCE = new Instance("ab".repeat(16));
    private static final long NOW = TimeUnit.DAYS.toMillis(20_000);

    @TempDir
    Path folder;

    private static SentMessage message(long number, State state) {
        return new SentMessage(new MessageId(INSTANCE, number), "tony stark", NOW, state);
    }

    private Path file() {
        return folder.resolve("sent.txt");
    }

    private void write(List<SentMessage> messages) throws IOException {
        Files.write(file(), messages.stream().map(SentStore::line).toList());
    }

    private List<SentMessage> load(long now) {
        try (var store = new SentStore(folder)) {
            return store.load(now);
        }
    }

    @Test
    void theLastWordOfAMessageCounts() throws IOException {
        write(List.of(message(1, State.RELAYED), message(2, State.DIRECT), message(1, State.DELIVERED)));
        assertThat(load(NOW)).containsExactly(message(1, State.DELIVERED), message(2, State.DIRECT));
    }

    @Test
    void everyStateSurvivesItsLine() {
        for (var state : State.values()) {
            assertThat(SentStore.parse(SentStore.line(message(3, state)))).contains(message(3, state));
        }
    }

    @Test
    void whatSomebodyElseWroteIntoTheFileSaysNothing() throws IOException {
        Files.writeString(file(), "x\n\n" + "ab".repeat(16) + " 0 READ 5 tony\n" + "ab".repeat(16) + " 1 NEVER 5 tony\n"
                + "ab".repeat(16) + " 1 READ 5 \n");
        assertThat(load(NOW)).isEmpty();
    }

    @Test
    void whatServersDoNotKeepAnyLongerIsForgotten() throws IOException {
        write(List.of(message(1, State.RELAYED)));
        assertThat(load(NOW + TimeUnit.DAYS.toMillis(SentStore.DAYS))).hasSize(1);
        assertThat(load(NOW + TimeUnit.DAYS.toMillis(SentStore.DAYS) + 1)).isEmpty();
    }

    @Test
    void aLongFileIsMadeShorter() throws IOException {
        write(LongStream.rangeClosed(1, 2 * SentStore.REMEMBERED + 1).mapToObj(number -> message(number, State.RELAYED))
                .toList());
        assertThat(load(NOW)).hasSize(SentStore.REMEMBERED).endsWith(message(2 * SentStore.REMEMBERED + 1,
                State.RELAYED));
        assertThat(Files.readAllLines(file())).hasSize(SentStore.REMEMBERED);
        assertThat(load(NOW)).hasSize(SentStore.REMEMBERED);
    }

    @Test
    void nothingWasSentBeforeTheFirstMessage() {
        assertThat(load(NOW)).isEmpty();
    }
}
