// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.PublicFile;

/// The public files, derived from what the rooms show and from nothing else: so
/// the list has the rooms' own guarantees, holds the same on every server, and is
/// there again after a restart. Thread-safe; nothing here blocks.
///
/// A file is *announced* while a message that tells of it is not erased; those of
/// closed rooms are kept like others, and in no list. Changes are numbered; who remembers the last number that it heard of asks for those
/// after it.
///
/// Invariant: an announcement has one number, that of what happened to it last.
public final class Catalogue {
    /// Announcements that are listed at once; files of further ones are kept, and can
    /// be fetched.
    static final int MAX_FILES = 10_000;
    /// Erased announcements that are told of, the latest ones.
    static final int MAX_ERASED = 10_000;
    static final long UNKNOWN = -1;
    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

    private final Runnable changed;
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by `lock`, like all below.
    private final Map<Place, Telling> living = new HashMap<>();
    private final TreeMap<Long, Change> listed = new TreeMap<>();
    private final TreeMap<Long, Change> erased = new TreeMap<>();
    private final Map<ContentHash, Map<Place, Telling>> byContent = new HashMap<>();
    private final Map<String, Map<ContentHash, Long>> byOwner = new HashMap<>();
    /// Contents that nobody tells of any more, by whom the last message was erased.
    private final SequencedMap<ContentHash, String> gone = new LinkedHashMap<>();
    private long last;

    /// The message that tells of a file.
    private record Place(String room, MessageId message) {}

    /// @param bytes
    ///            of the content; [#UNKNOWN] if the message is sealed
    /// @param number
    ///            in the list; 0: it is not listed
    private record Telling(ContentHash content, String owner, long bytes, long number) {}

    /// What happened to an announcement.
    public record Change(long number, PublicFile file, boolean isErased) {}

    /// @param changed
    ///            called after the list changed; must not block
    public Catalogue(Runnable changed) {
        this.changed = Objects.requireNonNull(changed, "changed");
    }

    /// A room shows this entry. Messages that were erased before they came are not
    /// told of.
    public void shown(String room, Entry entry) {
        boolean isNews = switch (entry.payload()) {
            case Payload.FileNotice notice -> locked(() -> list(new PublicFile(notice, entry.author(), entry
                    .stampedAtMillis(), room, entry.id())));
            case Payload.Sealed sealed -> {
                sealed.file().ifPresent(file -> locked(() -> add(new Place(room, entry.id()), new Telling(file, entry
                        .author(), UNKNOWN, 0))));
                yield false;
            }
            case Payload.Erase(var targets) -> locked(() -> targets.stream().filter(target -> erase(new Place(room,
                    target), entry.author())).count() > 0);
            case Payload.Message _,Payload.Change _,Payload.Control _,Payload.Personal _ -> false;
        };
        if (isNews) {
            changed.run();
        }
    }

    private boolean list(PublicFile file) {
        boolean fits = listed.size() < MAX_FILES;
        var content = file.file();
        if (!add(new Place(file.room(), file.message()), new Telling(content.hash(), file.owner(), content.size(), fits
                ? last + 1
                : 0))) {
            return false;
        }
        if (fits) {
            listed.put(++last, new Change(last, file, false));
        } else {
            LOG.warn("{} files are listed; {} is not, but can be fetched", MAX_FILES, content.hash());
        }
        return fits;
    }

    private boolean add(Place place, Telling telling) {
        if (living.putIfAbsent(place, telling) != null) {
            return false;
        }
        byContent.computeIfAbsent(telling.content, _ -> new HashMap<>()).put(place, telling);
        byOwner.computeIfAbsent(telling.owner, _ -> new HashMap<>()).merge(telling.content, telling.bytes, Math::max);
        gone.remove(telling.content);
        return true;
    }

    private boolean erase(Place place, String by) {
        var telling = living.remove(place);
        if (telling == null) {
            return false;
        }
        release(place, telling, by);
        var change = listed.remove(telling.number);
        if (change == null) {
            return false;
        }
        erased.put(++last, new Change(last, change.file, true));
        if (erased.size() > MAX_ERASED) {
            erased.pollFirstEntry();
        }
        return true;
    }

    private void release(Place place, Telling telling, String by) {
        var others = byContent.get(telling.content);
        others.remove(place);
        if (others.values().stream().noneMatch(other -> other.owner.equals(telling.owner))) {
            byOwner.get(telling.owner).remove(telling.content);
            if (byOwner.get(telling.owner).isEmpty()) {
                byOwner.remove(telling.owner);
            }
        }
        if (others.isEmpty()) {
            byContent.remove(telling.content);
            gone.putLast(telling.content, by);
            if (gone.size() > MAX_ERASED) {
                gone.pollFirstEntry();
            }
        }
    }

    /// What happened after the change of this number (0: from the beginning), at most
    /// `limit` of it, in order.
    public List<Change> after(long number, int limit) {
        return locked(() -> {
            var both = new TreeMap<>(listed.tailMap(number, false));
            both.putAll(erased.tailMap(number, false));
            return both.values().stream().limit(limit).toList();
        });
    }

    /// Whether some message tells of this content.
    public boolean isAnnounced(ContentHash content) {
        return locked(() -> byContent.containsKey(content));
    }

    /// Who erased the last message that told of this content, if none does any more.
    public Optional<String> erasedBy(ContentHash content) {
        return locked(() -> Optional.ofNullable(gone.get(content)));
    }

    /// What this user's messages tell of: contents, each once, and their sizes, which
    /// are [#UNKNOWN] where only sealed messages tell of one.
    public Map<ContentHash, Long> announcedBy(String user) {
        return locked(() -> Map.copyOf(byOwner.getOrDefault(user, Map.of())));
    }

    private <T> T locked(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }
}
