// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.mirror;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.file.FileStore;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Manifest;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Standing;

/// Makes lost copies of files again: at every change of the view, and every
/// minute, it asks all others what they hold of what is held here, and copies
/// what is this server's to copy ([Shortage]), one file after another, no faster
/// than [#BYTES_PER_SECOND]. One virtual thread, which waits for nobody else.
public final class Repair implements AutoCloseable {
    /// So that repair leaves most of an ordinary link and disk to people.
    static final long BYTES_PER_SECOND = 64L << 20;
    private static final Logger LOG = LoggerFactory.getLogger(Repair.class);
    private static final long PERIOD_MILLIS = 60_000;
    /// When copies are missing still after a round.
    private static final long RETRY_MILLIS = 5_000;

    private final Mirror mirror;
    private final FileStore files;
    private final Predicate<Manifest> needed;
    private final Supplier<Standing> standing;
    private final int copies;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread = Thread.ofVirtual().name("repair").unstarted(this::run);
    /// Guarded by `lock`, like the next.
    private boolean woken;
    private boolean closed;
    private volatile int shortFiles;

    private Repair(Mirror mirror, FileStore files, Predicate<Manifest> needed, int copies,
            Supplier<Standing> standing) {
        this.mirror = Objects.requireNonNull(mirror, "mirror");
        this.files = Objects.requireNonNull(files, "files");
        this.needed = Objects.requireNonNull(needed, "needed");
        this.standing = Objects.requireNonNull(standing, "standing");
        this.copies = copies;
    }

    /// @param needed
    ///            which files are to be on as many servers as there should be
    public static Repair start(Mirror mirror, FileStore files, Predicate<Manifest> needed, int copies,
            Supplier<Standing> standing) {
        var repair = new Repair(mirror, files, needed, copies, standing);
        repair.thread.start();
        return repair;
    }

    /// Files that are on fewer servers than they should be, and for which this
    /// server is the one to do something about it; as of the last round.
    public int shortFiles() {
        return shortFiles;
    }

    /// The view has changed. Does not block.
    public void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
    }

    private void run() {
        try {
            while (await(shortFiles > 0 ? RETRY_MILLIS : PERIOD_MILLIS)) {
                round();
            }
        } catch (InterruptedException _) {
            LOG.debug("repair ends");
        }
    }

    /// @return false once this is closed
    private boolean await(long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!closed && !woken && left > 0) {
                left = changed.awaitNanos(left);
            }
            woken = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void round() throws InterruptedException {
        var now = standing.get();
        var known = ask(now);
        var shortage = Shortage.of(now.name(), copies, known);
        shortFiles = shortage.shortFiles();
        for (var copy : shortage.copies()) {
            var manifest = files.manifest(copy.file()).filter(needed);
            if (manifest.isPresent() && mirror.copy(manifest.get(), copy.target())) {
                LOG.info("{} is on {} again", copy.file(), copy.target().name());
                pace(manifest.get().file().size());
            }
        }
        if (!shortage.copies().isEmpty()) {
            shortFiles = Shortage.of(now.name(), copies, ask(now)).shortFiles();
        }
    }

    private Shortage.Knowledge ask(Standing now) {
        var members = now.deployment().view().members();
        var here = files.all().stream().filter(manifest -> !manifest.isParcel()).filter(needed).map(Manifest::hash)
                .toList();
        Map<ContentHash, Set<String>> holders = new HashMap<>();
        here.forEach(file -> holders.put(file, new HashSet<>(Set.of(now.name()))));
        Set<String> silent = new HashSet<>();
        for (var member : others(members, now.name())) {
            mirror.held(member, here).ifPresentOrElse(held -> held.forEach(file -> holders.get(file).add(member
                    .name())), () -> silent.add(member.name()));
        }
        return new Shortage.Knowledge(members, holders, silent);
    }

    private static List<Member> others(List<Member> members, String self) {
        return members.stream().filter(member -> !member.name().equals(self)).toList();
    }

    /// After so many bytes.
    private void pace(long bytes) throws InterruptedException {
        lock.lock();
        try {
            long left = (long) (bytes * (double) TimeUnit.SECONDS.toNanos(1) / BYTES_PER_SECOND);
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
