// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.util.HashMap;
import java.util.Map;

import justchat.messageserver.model.ContentHash;

/// How much users may keep: what their messages tell of, and what they are
/// uploading or have just uploaded and not told of yet. Each content counts once
/// for each user. Pure; not thread-safe.
final class Allotment {
    private final long bytesPerUser;
    private final long graceMillis;
    private final Map<String, Map<ContentHash, Pending>> pending = new HashMap<>();

    /// @param untilMillis
    ///            when it stops to count if no message tells of it
    private record Pending(long bytes, long untilMillis) {}

    /// @param graceMillis
    ///            how long something counts that was uploaded and not told of
    Allotment(long bytesPerUser, long graceMillis) {
        this.bytesPerUser = bytesPerUser;
        this.graceMillis = graceMillis;
    }

    /// What this user keeps, in bytes.
    long taken(String user, Map<ContentHash, Long> announced, long nowMillis) {
        forgetOld(user, nowMillis);
        long bytes = announced.values().stream().mapToLong(size -> size).sum();
        return bytes + pending.getOrDefault(user, Map.of()).entrySet().stream().filter(one -> !announced.containsKey(one
                .getKey())).mapToLong(one -> one.getValue().bytes).sum();
    }

    /// This user is about to upload a file.
    ///
    /// @param announced
    ///            what the user's messages tell of, and how large it is
    /// @return false if it is too much; then nothing has changed
    boolean take(String user, ContentHash file, long bytes, Map<ContentHash, Long> announced, long nowMillis) {
        long taken = taken(user, announced, nowMillis);
        boolean counts = announced.containsKey(file) || pending.getOrDefault(user, Map.of()).containsKey(file);
        if (!counts && bytes > bytesPerUser - taken) {
            return false;
        }
        pending.computeIfAbsent(user, _ -> new HashMap<>()).put(file, new Pending(bytes, nowMillis + graceMillis));
        return true;
    }

    /// The upload ended without a file.
    void giveBack(String user, ContentHash file) {
        pending.computeIfPresent(user, (_, files) -> {
            files.remove(file);
            return files.isEmpty() ? null : files;
        });
    }

    private void forgetOld(String user, long nowMillis) {
        pending.computeIfPresent(user, (_, files) -> {
            files.values().removeIf(one -> one.untilMillis < nowMillis);
            return files.isEmpty() ? null : files;
        });
    }
}
