// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// What contents take of the quota, and which of them are needed. Pure; owned by
/// [FileStore], whose lock guards it.
///
/// A content is *held* by the whole file that it is, and by every open upload of
/// it. While it is held it counts with all its bytes, so an upload that was let in
/// has its place; else with those that have arrived. What has arrived and nobody
/// holds is what an upload left behind: it is kept, so that the upload can resume,
/// until its place is needed, oldest first.
///
/// Invariant: `used` is the sum of what all contents count, and never above the
/// quota but by what was found on disk.
final class Ledger {
    private final long quotaBytes;
    private final Map<Content, Share> shares = new HashMap<>();
    private final SequencedSet<Content> leftBehind = new LinkedHashSet<>();
    private long used;
    private long arrivedBytes;

    /// @param arrived
    ///            in bytes
    private record Share(int holders, long arrived) {
        private static final Share NONE = new Share(0, 0);

        private long counted(Content content) {
            return holders > 0 ? content.size() : arrived;
        }
    }

    Ledger(long quotaBytes) {
        this.quotaBytes = quotaBytes;
    }

    /// Holds this content.
    ///
    /// @return what was left behind and must go from disk to make room, maybe none;
    ///         empty if there is no room even so, and nothing was done
    Optional<List<Content>> hold(Content content) {
        var share = share(content);
        var needed = content.size() - share.counted(content);
        var leaving = new ArrayList<Content>();
        long freed = 0;
        for (var old : leftBehind) {
            if (needed == 0 || used + needed - freed <= quotaBytes) {
                break;
            }
            if (!old.equals(content)) {
                leaving.add(old);
                freed += share(old).arrived;
            }
        }
        if (needed > 0 && used + needed - freed > quotaBytes) {
            return Optional.empty();
        }
        leaving.forEach(this::lost);
        become(content, new Share(share.holders + 1, share.arrived));
        return Optional.of(leaving);
    }

    /// The reverse of [#hold].
    void release(Content content) {
        var share = share(content);
        become(content, new Share(share.holders - 1, share.arrived));
    }

    /// So many more of its bytes are on disk now.
    void arrived(Content content, long bytes) {
        var share = share(content);
        become(content, new Share(share.holders, share.arrived + bytes));
    }

    /// So many of its bytes are not on disk any more.
    void lost(Content content, long bytes) {
        arrived(content, -bytes);
    }

    /// Nothing of it is on disk any more.
    void lost(Content content) {
        lost(content, share(content).arrived);
    }

    private Share share(Content content) {
        return shares.getOrDefault(content, Share.NONE);
    }

    private void become(Content content, Share share) {
        var former = share(content);
        used += share.counted(content) - former.counted(content);
        arrivedBytes += share.arrived - former.arrived;
        if (share.equals(Share.NONE)) {
            shares.remove(content);
        } else {
            shares.put(content, share);
        }
        if (share.holders == 0 && share.arrived > 0) {
            leftBehind.add(content);
        } else {
            leftBehind.remove(content);
        }
    }

    /// Whether it counts at all.
    boolean knows(Content content) {
        return shares.containsKey(content);
    }

    /// Bytes that are reserved and not on disk yet.
    long promised() {
        return used - arrivedBytes;
    }

    long used() {
        return used;
    }
}
