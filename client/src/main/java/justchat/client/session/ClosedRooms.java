// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;

import justchat.client.codec.PayloadCodec;
import justchat.client.codec.SealedCodec;
import justchat.client.core.Event;
import justchat.client.crypto.PasswordCost;
import justchat.client.crypto.RoomCode;
import justchat.client.crypto.RoomKeys;
import justchat.client.crypto.RoomSeal;
import justchat.client.model.Code;
import justchat.client.model.ContentHash;
import justchat.client.model.FileSeal;
import justchat.client.model.MessageId;
import justchat.client.model.Page;
import justchat.client.model.Payload;
import justchat.client.model.Refusal;
import justchat.client.model.RoomInfo;
import justchat.client.model.RoomLock;

/// The closed rooms that this client has to do with: which lock is their newest,
/// their keys, and what is under way, sealed. What is said in a closed room leaves
/// this class only sealed; a room that ever was closed here stays so, whatever
/// servers say. Thread-safe.
///
/// A post goes out as the same bytes until it has its receipt or is refused; if
/// the servers say that its lock is too old, it is sealed anew.
final class ClosedRooms {
    /// RFC 9106's second recommended choice; what costs more stops small machines.
    private static final PasswordCost COST = new PasswordCost(64 * 1024, 3, 1);
    private static final int RETRY_MILLIS = 300;
    /// Of one room: older ones are forgotten, and their code is not recognized any more.
    private static final int LOCKS = 32;
    private static final int REPLIES = 4_096;

    private final KeyShelf shelf;
    private final UploadKeys uploads;
    private final Opening opening;
    private final Supplier<Optional<Account>> account;
    private final SecureRandom random;
    /// All that were heard of, by room, the newest last. Guarded by `this`, like all below.
    private final Map<String, List<RoomLock>> locks = new HashMap<>();
    private final Map<Id, Under> way = new HashMap<>();
    /// What replies answer that were said or shown here, so that an edit of one can say
    /// it; the oldest are forgotten first.
    private final SequencedMap<Id, MessageId> replies = new LinkedHashMap<>();

    private record Id(String room, MessageId message) {}

    /// @param lock
    ///            its number
    private record Under(Payload payload, int lock, justchat.wire.Payload sealed) {}

    /// What becomes of a post.
    sealed interface Outgoing {
        record Goes(justchat.wire.Payload wire) implements Outgoing {}

        record Stays(String sentence) implements Outgoing {}
    }

    /// A lock that was made, and its code.
    record Made(RoomLock lock, RoomKeys keys, Code code) {}

    /// @param directory
    ///            where keys are kept; empty: nowhere
    ClosedRooms(Optional<Path> directory, Identities identities, Supplier<Optional<Account>> account,
            SecureRandom random) {
        this.shelf = new KeyShelf(directory);
        this.uploads = new UploadKeys(directory, random);
        this.opening = new Opening(shelf, new Signers(identities, account));
        this.account = account;
        this.random = random;
    }

    // --- what is known

    synchronized void learn(RoomInfo room) {
        room.lock().ifPresent(lock -> learn(room.name(), lock));
    }

    /// Of two locks of one number the one heard of last counts, until a server says
    /// otherwise.
    private synchronized void learn(String room, RoomLock lock) {
        var known = new ArrayList<>(locks.getOrDefault(room, List.of()));
        if (known.isEmpty() || !known.getLast().equals(lock)) {
            known.remove(lock);
            known.add(lock);
            known.sort(Comparator.comparingInt(RoomLock::number));
            locks.put(room, List.copyOf(known.subList(Math.max(0, known.size() - LOCKS), known.size())));
        }
    }

    private synchronized Optional<RoomLock> newest(String room) {
        return Optional.ofNullable(locks.get(room)).map(List::getLast);
    }

    boolean isClosed(String room) {
        return newest(room).isPresent() || shelf.knows(room);
    }

    /// Whether any closed room was heard of.
    synchronized boolean areAny() {
        return !locks.isEmpty();
    }

    /// Whether this client could join it.
    boolean hasNewestKeys(String room) {
        return newest(room).flatMap(lock -> shelf.of(room, lock)).isPresent();
    }

    // --- what goes out

    /// What is to be said, as it may leave this machine.
    Outgoing outgoing(String room, MessageId id, Payload payload) {
        return switch (payload) {
            case Payload.Membership(boolean joined) when joined -> new Outgoing.Goes(joining(room));
            case Payload.Shared(var file) when isClosed(room) != file.seal().isPresent() -> new Outgoing.Stays(room
                    + (isClosed(room) ? " is closed, and that file is not" : " is open, and that file is sealed")
                    + ": nobody was told of it; share it again");
            case Payload.Text _,Payload.Reply _,Payload.Edit _,Payload.Reaction _,Payload.Shared _ when isClosed(
                    room) ->
                sealed(new Id(room, id), payload);
            case Payload.Topic _ when isClosed(room) -> new Outgoing.Stays(room
                    + " is closed, and a topic would stand open on the servers: say it in the room instead");
            default -> new Outgoing.Goes(PayloadCodec.payload(payload));
        };
    }

    private justchat.wire.Payload joining(String room) {
        var lock = newest(room);
        var keys = lock.flatMap(newest -> shelf.of(room, newest));
        return keys.isPresent() && account.get().isPresent()
                ? SealedCodec.admission(keys.get().admit(room, lock.get().number(), lock.get().saltBytes(), account
                        .get().get().name()))
                : PayloadCodec.payload(new Payload.Membership(true));
    }

    /// Why nothing can be sealed there now; empty: it can.
    Optional<String> obstacle(String room) {
        if (newest(room).isEmpty()) {
            return Optional.of("the server says that " + room
                    + " is an open room, but it is closed: nothing is sent there");
        }
        return hasNewestKeys(room) && account.get().isPresent()
                ? Optional.empty()
                : Optional.of("this client lacks the code of " + room + "; #code asks for it");
    }

    /// The key that this content is sealed with on its way into this room.
    byte[] fileKey(String room, ContentHash content) {
        return uploads.of(room, content);
    }

    private synchronized Outgoing sealed(Id id, Payload payload) {
        var lock = newest(id.room);
        var before = way.get(id);
        if (lock.isPresent() && before != null && before.payload.equals(payload)) {
            return new Outgoing.Goes(before.sealed);
        }
        var obstacle = obstacle(id.room);
        if (obstacle.isPresent()) {
            return new Outgoing.Stays(obstacle.get());
        }
        var keys = shelf.of(id.room, lock.get());
        var header = new RoomSeal.Header(id.room, lock.get().number(), account.get().get().name(), id.message.instance()
                .bytes(), id.message.sequence());
        remember(id, payload);
        byte[] content = SealedCodec.content(payload instanceof Payload.Edit edit
                ? new Payload.Edit(edit.target(), edit.text(), Optional.ofNullable(replies.get(new Id(id.room, edit
                        .target()))))
                : payload);
        if (content.length > RoomSeal.MAX_CONTENT_BYTES) {
            return new Outgoing.Stays("that is too long for a closed room");
        }
        var wire = SealedCodec.sealed(header.lock(), RoomSeal.seal(keys.get(), header, content, account.get().get()
                .identity()), payload instanceof Payload.Edit edit
                        ? Optional.of(edit.target())
                        : Optional.empty(),
                seal(payload).map(FileSeal::file));
        way.put(id, new Under(payload, header.lock(), wire));
        return new Outgoing.Goes(wire);
    }

    private synchronized void remember(Id id, Payload payload) {
        if (payload instanceof Payload.Reply reply) {
            replies.put(id, reply.target());
            if (replies.size() > REPLIES) {
                replies.pollFirstEntry();
            }
        }
    }

    private static Optional<FileSeal> seal(Payload payload) {
        return payload instanceof Payload.Shared(var file) ? file.seal() : Optional.empty();
    }

    // --- what comes in

    /// What the loop is to hear of this. May wait, see [Opening].
    Event incoming(Event event) {
        return switch (event) {
            case Event.Attached attached -> {
                attached.rooms().forEach(room -> learn(room.info()));
                yield event;
            }
            case Event.Moved moved -> {
                moved.to().rooms().forEach(room -> learn(room.info()));
                yield event;
            }
            case Event.Opened opened -> {
                learn(opened.room().info());
                yield event;
            }
            case Event.Rooms list -> {
                list.rooms().forEach(room -> learn(room.info()));
                yield event;
            }
            case Event.Delivered delivered when isClosed(delivered.room()) -> {
                delivered.entries().forEach(entry -> {
                    if (entry.payload() instanceof Payload.NewLock(var lock)) {
                        learn(delivered.room(), lock);
                    }
                });
                var opened = opening.entries(delivered.room(), delivered.entries());
                opened.forEach(entry -> remember(new Id(delivered.room(), entry.id()), entry.payload()));
                yield new Event.Delivered(delivered.room(), opened, delivered.clock());
            }
            case Event.Stored stored -> {
                arrived(new Id(stored.room(), stored.id()));
                yield event;
            }
            case Event.PostRefused refused -> refused(refused);
            default -> event;
        };
    }

    private synchronized void arrived(Id id) {
        var under = way.remove(id);
        if (under != null && under.payload instanceof Payload.Shared(var file)) {
            uploads.forget(id.room, file.hash());
        }
    }

    /// What was sealed with a lock that is too old by now is to be sent again.
    private synchronized Event refused(Event.PostRefused refused) {
        var id = new Id(refused.room(), refused.id());
        var under = way.get(id);
        if (under == null || refused.reason() == Refusal.BUSY || refused.reason() == Refusal.UNAVAILABLE) {
            return refused;
        }
        way.remove(id);
        boolean old = newest(id.room).filter(lock -> lock.number() > under.lock + 1).isPresent();
        return refused.reason() == Refusal.INVALID && old
                ? new Event.PostRefused(id.room, id.message, Refusal.BUSY, refused.sentence(), RETRY_MILLIS)
                : refused;
    }

    Page opened(String room, Page page) {
        if (!isClosed(room)) {
            return page;
        }
        var opened = opening.page(room, page);
        opened.entries().forEach(shown -> remember(new Id(room, shown.entry().id()), shown.entry().payload()));
        return opened;
    }

    // --- codes

    /// A lock for a room, from this code, or one that is made. Takes a moment.
    ///
    /// @throws IllegalArgumentException
    ///             if the code is too weak; the message says so
    Made make(String room, int number, Code wish) {
        if (!wish.isToBeMade()) {
            RoomCode.weakness(wish.text()).ifPresent(sentence -> {
                throw new IllegalArgumentException(sentence);
            });
        }
        var code = wish.isToBeMade() ? new Code(RoomCode.of(randomBytes(RoomCode.RANDOM_BYTES))) : wish;
        var salt = randomBytes(RoomLock.SALT_BYTES);
        var keys = RoomKeys.derive(code.text(), room, salt, COST);
        return new Made(RoomLock.of(number, salt, keys.admissionKey(), COST.memoryKiB(), COST.passes(), COST.lanes()),
                keys, code);
    }

    /// The lock after the newest.
    ///
    /// @throws IllegalArgumentException
    ///             if the room is not closed, or the code too weak
    Made makeNext(String room, Code wish) {
        var lock = newest(room).orElseThrow(() -> new IllegalArgumentException(room + " is an open room"));
        return make(room, lock.number() + 1, wish);
    }

    /// Keeps the keys of a lock that the room has, or will have.
    void keep(String room, Made made) {
        shelf.put(room, made.lock().number(), made.keys());
    }

    private byte[] randomBytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Keeps the keys of the lock that this is the code of: the newest, or an earlier one
    /// that was heard of. Takes a moment for each.
    ///
    /// @return its number
    /// @throws IllegalArgumentException
    ///             if it is the code of none; the message says so
    int enter(String room, Code code) {
        if (RoomCode.isMistyped(code.text())) {
            throw new IllegalArgumentException("that code has a mistake in it; look again");
        }
        List<RoomLock> known;
        synchronized (this) {
            known = locks.getOrDefault(room, List.of());
        }
        for (var lock : known.reversed()) {
            var keys = RoomKeys.derive(code.text(), room, lock.saltBytes(), new PasswordCost(lock.memoryKiB(), lock
                    .passes(), lock.lanes()));
            if (Arrays.equals(keys.admissionKey(), lock.admissionKeyBytes())) {
                shelf.put(room, lock.number(), keys);
                return lock.number();
            }
        }
        throw new IllegalArgumentException("that is not the code of " + room);
    }
}
