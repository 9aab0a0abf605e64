// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.balancer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.model.Delivery;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.PublicFile;
import justchat.messageserver.session.Outbox;

/// The public files, derived from the room's entries: a reader like any other,
/// that reads the room from its beginning. So the list has the room's own
/// guarantees, and is the same on every server. Thread-safe.
public final class Catalogue implements Outbox {
    /// More files than this are not listed; they can still be fetched.
    static final int MAX_FILES = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

    private final Runnable changed;
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by `lock`. Only grows, so a place in it is a bookmark.
    private final List<PublicFile> files = new ArrayList<>();

    /// @param changed
    ///            called after files were added; must not block
    public Catalogue(Runnable changed) {
        this.changed = changed;
    }

    @Override
    public boolean offer(Delivery delivery) {
        int added = 0;
        lock.lock();
        try {
            for (var entry : delivery.entries()) {
                if (entry.payload() instanceof Payload.FileNotice file && files.size() < MAX_FILES) {
                    files.add(new PublicFile(file, entry.author(), entry.stampedAtMillis()));
                    added++;
                }
            }
        } finally {
            lock.unlock();
        }
        if (added > 0) {
            changed.run();
        }
        return true;
    }

    /// There is always room.
    @Override
    public void whenRoom(Runnable action) {
        action.run();
    }

    @Override
    public void cut(String reason) {
        LOG.error("the list of files is cut off from the room: {}", reason);
    }

    /// The files from this place on, at most `limit`.
    List<PublicFile> from(int place, int limit) {
        lock.lock();
        try {
            return List.copyOf(files.subList(place, Math.min(files.size(), place + limit)));
        } finally {
            lock.unlock();
        }
    }
}
