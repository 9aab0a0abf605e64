// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import justchat.rpc.Endpoint;
import justchat.rpc.Oneway;
import justchat.wire.Delivery;
import justchat.wire.Entry;
import justchat.wire.MessageId;
import justchat.wire.Origin;
import justchat.wire.Payload;
import justchat.wire.Position;
import justchat.wire.Post;
import justchat.wire.Reader;

/// The room as all fake servers share it: what the real ones replicate, here in
/// one place. Takes an instance's posts in sequence, each once, and delivers to
/// every reader what it has not seen. Thread-safe.
public final class FakeRoom {
    static final Origin ORIGIN = new Origin(1, 1);

    private final List<Entry> entries = new ArrayList<>();
    private final Map<MessageId, Long> positions = new HashMap<>();
    private final Map<ByteBuffer, Long> latest = new HashMap<>();
    private final Map<Endpoint, Long> readers = new LinkedHashMap<>();
    private int duplicates;

    /// @return the entry's place; waits for the posts before it
    synchronized long post(String author, Post post) throws InterruptedException {
        var instance = ByteBuffer.wrap(post.getId().getInstance());
        while (post.getId().getSequence() > latest.getOrDefault(instance, 0L) + 1) {
            wait(5_000);
        }
        if (positions.containsKey(post.getId())) {
            duplicates++;
            return positions.get(post.getId());
        }
        var sequence = entries.size() + 1L;
        entries.add(new Entry(ORIGIN, sequence, post.getId(), author, post.getSeen(), 0, post.getPayload()));
        positions.put(post.getId(), sequence);
        latest.put(instance, post.getId().getSequence());
        notifyAll();
        readers.keySet().forEach(this::deliver);
        return sequence;
    }

    synchronized void read(Endpoint reader, long seen) {
        readers.put(reader, seen);
        deliver(reader);
    }

    synchronized void leave(Endpoint reader) {
        readers.remove(reader);
    }

    private void deliver(Endpoint reader) {
        var seen = readers.get(reader);
        var news = List.copyOf(entries.subList(seen.intValue(), entries.size()));
        if (!news.isEmpty()
                && reader.send(new Oneway("deliver", new Reader.deliver_args(new Delivery("lobby", news))))) {
            readers.put(reader, (long) entries.size());
        }
    }

    static long seen(List<Position> vector) {
        return vector.stream().mapToLong(Position::getSequence).max().orElse(0);
    }

    public synchronized List<String> texts() {
        return entries.stream().map(Entry::getPayload).map(Payload::getText).toList();
    }

    synchronized int size() {
        return entries.size();
    }

    synchronized int duplicates() {
        return duplicates;
    }
}
