// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.balancer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.PublicFile;

/// The public files, derived from what the rooms show: so the list has the rooms'
/// own guarantees, and holds the same on every server. Thread-safe.
public final class Catalogue {
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

    /// A room shows this entry. Does not block.
    public void shown(Entry entry) {
        if (!(entry.payload() instanceof Payload.FileNotice file)) {
            return;
        }
        lock.lock();
        try {
            if (files.size() >= MAX_FILES) {
                LOG.warn("{} files are listed; {} is not, but can be fetched", MAX_FILES, file.hash());
                return;
            }
            files.add(new PublicFile(file, entry.author(), entry.stampedAtMillis()));
        } finally {
            lock.unlock();
        }
        changed.run();
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
