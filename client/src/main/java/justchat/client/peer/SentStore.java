// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.client.model.Instance;
import justchat.client.model.MessageId;
import justchat.client.model.SentMessage;
import justchat.rpc.strand.Strand;

/// Which private messages were sent from this data directory, and how far they are
/// known to have come, so that a receipt that comes in a later run is understood: `sent.txt`,
/// a line per news, oldest first: instance, sequence, state, time, recipient. No texts.
///
/// Thread-safe; writing is done behind the caller. Read are the latest 1,024 messages of
/// the last 30 days, for as long as which servers keep letters. A disk that cannot be written costs
/// the memory of this run only.
final class SentStore implements AutoCloseable {
    static final int REMEMBERED = 1_024;
    static final long DAYS = 30;
    private static final int WAITING = 4_096;
    private static final Logger LOG = LoggerFactory.getLogger(SentStore.class);
    private static final String FILE = "sent.txt";

    private final Path file;
    private final Strand strand = new Strand("sent", WAITING);

    SentStore(Path directory) {
        this.file = directory.resolve(FILE);
    }

    /// Does not wait.
    void keep(List<SentMessage> messages) {
        strand.tell(() -> append(messages.stream().map(SentStore::line).toList()));
    }

    /// What earlier runs sent, oldest first; the file is made shorter if need be. Waits for the disk.
    ///
    /// @param nowMillis
    ///            on the clock that the messages have their times from
    synchronized List<SentMessage> load(long nowMillis) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            var lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            var all = new LinkedHashMap<MessageId, SentMessage>();
            lines.forEach(line -> parse(line).ifPresent(message -> all.put(message.id(), message)));
            all.values().removeIf(message -> nowMillis - message.atMillis() > TimeUnit.DAYS.toMillis(DAYS));
            shorten(all);
            if (lines.size() > 2 * REMEMBERED) {
                var fresh = file.resolveSibling(FILE + ".new");
                Files.write(fresh, all.values().stream().map(SentStore::line).toList());
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return List.copyOf(all.values());
        } catch (IOException e) {
            LOG.warn("cannot read which private messages were sent in {}: {}", file, e.toString());
            return List.of();
        }
    }

    private static void shorten(SequencedMap<MessageId, SentMessage> all) {
        while (all.size() > REMEMBERED) {
            all.pollFirstEntry();
        }
    }

    private synchronized void append(List<String> lines) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("cannot remember what was sent in {}: {}", file, e.toString());
        }
    }

    static String line(SentMessage message) {
        return message.id().instance().hex() + " " + message.id().sequence() + " " + message.state() + " " + message
                .atMillis() + " " + message.user();
    }

    /// Empty: somebody else wrote that.
    static Optional<SentMessage> parse(String line) {
        var parts = line.split(" ", 5);
        try {
            return Optional
                    .of(new SentMessage(new MessageId(new Instance(parts[0]), Long.parseLong(parts[1])), parts[4],
                            Long.parseLong(parts[3]), SentMessage.State.valueOf(parts[2])));
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        strand.close();
    }
}
