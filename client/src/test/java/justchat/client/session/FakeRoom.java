// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;

import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;

import justchat.rpc.Endpoint;
import justchat.rpc.Oneway;
import justchat.wire.Delivery;
import justchat.wire.Entry;
import justchat.wire.Lock;
import justchat.wire.MessageId;
import justchat.wire.Order;
import justchat.wire.Origin;
import justchat.wire.Page;
import justchat.wire.Payload;
import justchat.wire.Place;
import justchat.wire.Position;
import justchat.wire.Post;
import justchat.wire.Reader;
import justchat.wire.RoomInfo;
import justchat.wire.RoomSummary;
import justchat.wire.Shown;

/// One room as all fake servers share it: what the real ones replicate, here in
/// one place. Takes an instance's posts in sequence, each once, and delivers to
/// every reader what it has not seen; of private entries, what it wrote or what
/// is addressed to it. Thread-safe.
public final class FakeRoom {
    static final Origin ORIGIN = new Origin(1, 1);
    private static final int BATCH = 100;

    private final RoomInfo info;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<MessageId, Long> positions = new HashMap<>();
    private final Map<ByteBuffer, Long> latest = new HashMap<>();
    private final Map<Endpoint, Reading> readers = new LinkedHashMap<>();
    private final Set<String> members = new HashSet<>();
    private int duplicates;

    private record Reading(String user, int seen) {}

    FakeRoom(String name, Order order, String owner) {
        info = new RoomInfo(name, order, owner, 0, 0);
        members.add(owner);
    }

    RoomInfo info() {
        return info;
    }

    /// @param lock
    ///            null: it is open
    FakeRoom lockedBy(Lock lock) {
        info.setLock(lock);
        return this;
    }

    synchronized void pretendToBeOpen() {
        info.unsetLock();
    }

    /// Why this may not be said here.
    synchronized Optional<String> refusal(String author, Payload payload) {
        if (!info.isSetLock()) {
            return Optional.empty();
        }
        return switch (payload.getSetField()) {
            case MEMBERSHIP -> payload.getMembership()
                    ? Optional.of(info.getName() + " is closed: joining takes its code")
                    : Optional.empty();
            case ADMISSION -> admits(author, payload.getAdmission()) ? Optional.empty() : Optional.of("a wrong code");
            case SEALED, LOCK, ERASE, SANCTION -> Optional.empty();
            default -> Optional.of(info.getName() + " is closed");
        };
    }

    private boolean admits(String author, byte[] signature) {
        var lock = info.getLock();
        var name = info.getName().getBytes(StandardCharsets.UTF_8);
        var key = ByteBuffer.allocate(44).put(HexFormat.of().parseHex("302a300506032b6570032100")).put(lock
                .getAdmissionKey()).array();
        var signed = ByteBuffer.allocate(200).put("jc-admission-v1".getBytes(StandardCharsets.UTF_8)).put((byte) 0).put(
                (byte) name.length).put(name).putInt(lock.getNumber()).put(lock.getSalt()).put(author.getBytes(
                        StandardCharsets.UTF_8))
                .flip();
        try {
            var check = Signature.getInstance("Ed25519");
            check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key)));
            check.update(signed);
            return check.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    /// All that was ever posted here, as bytes.
    synchronized List<byte[]> everything() {
        return entries.stream().map(entry -> {
            try {
                return new TSerializer(new TBinaryProtocol.Factory()).serialize(entry);
            } catch (TException e) {
                throw new AssertionError(e);
            }
        }).toList();
    }

    private boolean isPrivate() {
        return info.getName().startsWith("@");
    }

    synchronized boolean has(String user) {
        return isPrivate() || "lobby".equals(info.getName()) || members.contains(user);
    }

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
        entries.add(new Entry(ORIGIN, sequence, post.getId(), author, post.getSeen(), 0, post.getPayload(), sequence,
                0));
        positions.put(post.getId(), sequence);
        latest.put(instance, post.getId().getSequence());
        if (post.getPayload().isSetMembership() || post.getPayload().isSetAdmission()) {
            members.add(author);
        }
        if (post.getPayload().isSetLock()) {
            info.setLock(post.getPayload().getLock());
        }
        notifyAll();
        List.copyOf(readers.keySet()).forEach(this::deliver);
        return sequence;
    }

    synchronized void read(Endpoint reader, String user, long seen) {
        readers.put(reader, new Reading(user, (int) seen));
        deliver(reader);
    }

    synchronized void leave(Endpoint reader) {
        readers.remove(reader);
    }

    synchronized int readers() {
        return readers.size();
    }

    private void deliver(Endpoint reader) {
        var reading = readers.get(reader);
        var news = entries.subList(reading.seen(), entries.size()).stream()
                .filter(entry -> !isPrivate() || concerns(entry, reading.user())).toList();
        var sent = true;
        for (var from = 0; from < news.size() && sent; from += BATCH) {
            sent = deliver(reader, news.subList(from, Math.min(news.size(), from + BATCH)));
        }
        if (sent) {
            readers.put(reader, new Reading(reading.user(), entries.size()));
        }
    }

    boolean deliver(Endpoint reader, List<Entry> batch) {
        return reader.send(new Oneway("deliver", new Reader.deliver_args(
                new Delivery(info.getName(), List.copyOf(batch)))));
    }

    private static boolean concerns(Entry entry, String user) {
        return entry.getAuthor().equals(user)
                || entry.getPayload().isSetLetter() && entry.getPayload().getLetter().getRecipient().equals(user);
    }

    static long seen(List<Position> vector) {
        return vector.stream().mapToLong(Position::getSequence).max().orElse(0);
    }

    static List<Position> vector(long seen) {
        return seen == 0 ? List.of() : List.of(new Position(ORIGIN, seen));
    }

    synchronized RoomSummary summary(String user) {
        return new RoomSummary(info, "", members.size(), has(user), entries.size(), List.of(), 0);
    }

    synchronized List<String> members() {
        return members.stream().sorted().toList();
    }

    /// The latest entries before a place that meet a condition, ascending.
    synchronized Page page(long before, int limit, Predicate<Entry> wanted) {
        var found = LongStream.range(0, Math.min(entries.size(), before - 1)).mapToObj(at -> entries.get((int) at))
                .filter(wanted).toList();
        var last = found.subList(Math.max(0, found.size() - limit), found.size());
        var page = new Page(last.stream().map(FakeRoom::shown).toList(), 0);
        if (last.size() < found.size()) {
            page.setBefore(place(last.getFirst()));
        }
        return page;
    }

    /// The first messages of others after a place.
    synchronized Page unread(String user, long after, int limit) {
        var found = entries.subList((int) Math.min(after, entries.size()), entries.size()).stream()
                .filter(entry -> entry.getPayload().isSetText() && !entry.getAuthor().equals(user)).toList();
        return new Page(found.stream().limit(limit).map(FakeRoom::shown).toList(),
                Math.max(0, found.size() - limit));
    }

    private static Shown shown(Entry entry) {
        return new Shown(entry, place(entry), false, Map.of());
    }

    private static Place place(Entry entry) {
        return new Place(0, entry.getTime(), entry.getOrigin(), entry.getSequence());
    }

    public synchronized List<String> texts() {
        return entries.stream().map(Entry::getPayload).filter(Payload::isSetText).map(Payload::getText).toList();
    }

    synchronized int size() {
        return entries.size();
    }

    synchronized int duplicates() {
        return duplicates;
    }
}
