// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/// Which chunks are stored, promised and needed, and what they take of the
/// quota. Pure; owned by [FileStore], whose lock guards it.
///
/// A chunk is *held* by every whole file and every open upload that it belongs
/// to. It counts from the moment it is first held (so an upload that was let in
/// has its place) or found on disk, until it is neither held nor stored. A
/// stored chunk that nobody holds is what an upload left behind: it is kept, so
/// that the upload can resume, until its place is needed, oldest first.
///
/// Invariant: `used` is the sum over all held or stored chunks, each once, and
/// never above the quota but by what was found on disk.
final class Ledger {
    private final long quotaBytes;
    private final Map<Chunk, Integer> holders = new HashMap<>();
    private final Set<Chunk> stored = new HashSet<>();
    private final SequencedSet<Chunk> leftBehind = new LinkedHashSet<>();
    private long used;
    private long storedBytes;

    Ledger(long quotaBytes) {
        this.quotaBytes = quotaBytes;
    }

    /// Holds these chunks, all or none.
    ///
    /// @return the chunks left behind that must go from disk to make room, maybe
    ///         none; empty if there is no room even so, and nothing was done
    Optional<List<Chunk>> hold(Collection<Chunk> chunks) {
        var distinct = new HashSet<>(chunks);
        long needed = distinct.stream().filter(chunk -> !isCounted(chunk)).mapToLong(Chunk::size).sum();
        var leaving = new ArrayList<Chunk>();
        long freed = 0;
        for (var old : leftBehind) {
            if (needed == 0 || used + needed - freed <= quotaBytes) {
                break;
            }
            if (!distinct.contains(old)) {
                leaving.add(old);
                freed += old.size();
            }
        }
        if (needed > 0 && used + needed - freed > quotaBytes) {
            return Optional.empty();
        }
        leaving.forEach(this::lost);
        distinct.forEach(this::holdOne);
        return Optional.of(leaving);
    }

    /// The reverse of [#hold] with the same chunks.
    void release(Collection<Chunk> chunks) {
        for (var chunk : new HashSet<>(chunks)) {
            int left = holders.merge(chunk, -1, Integer::sum);
            if (left == 0) {
                holders.remove(chunk);
                if (stored.contains(chunk)) {
                    leftBehind.add(chunk);
                } else {
                    used -= chunk.size();
                }
            }
        }
    }

    /// It is on disk now.
    void stored(Chunk chunk) {
        if (!isCounted(chunk)) {
            used += chunk.size();
            leftBehind.add(chunk);
        }
        if (stored.add(chunk)) {
            storedBytes += chunk.size();
        }
    }

    /// It is not on disk any more.
    void lost(Chunk chunk) {
        if (stored.remove(chunk)) {
            storedBytes -= chunk.size();
            if (!holders.containsKey(chunk)) {
                leftBehind.remove(chunk);
                used -= chunk.size();
            }
        }
    }

    /// Forgets those of these chunks that are stored and that nobody holds.
    ///
    /// @return them; they must go from disk
    List<Chunk> dropUnheld(Collection<Chunk> chunks) {
        var dropped = chunks.stream().distinct().filter(leftBehind::contains).toList();
        dropped.forEach(this::lost);
        return dropped;
    }

    /// Bytes that are reserved and not on disk yet.
    long promised() {
        return used - storedBytes;
    }

    boolean isStored(Chunk chunk) {
        return stored.contains(chunk);
    }

    long used() {
        return used;
    }

    private boolean isCounted(Chunk chunk) {
        return stored.contains(chunk) || holders.containsKey(chunk);
    }

    private void holdOne(Chunk chunk) {
        if (!isCounted(chunk)) {
            used += chunk.size();
        }
        leftBehind.remove(chunk);
        holders.merge(chunk, 1, Integer::sum);
    }
}
