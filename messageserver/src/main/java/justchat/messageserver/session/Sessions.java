// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.model.Instance;
import justchat.messageserver.model.Presence;
import justchat.messageserver.model.Revocation;
import justchat.messageserver.model.Revocations;

/// Who is attached here. Thread-safe; a lock is held for a few map operations
/// and while listeners are told, so that all of them hear of every change, in
/// order, after the snapshot they began with.
///
/// Invariant: at most one session per instance. One that comes back replaces its
/// former self, whose connection is closed: it may be half open, and its client
/// has given it up. Nobody else has the instance, which is 16 random bytes; a
/// second terminal of the same user is another instance.
public final class Sessions {
    /// Hears of changes. MUST NOT block, nor call back.
    public interface Listener {
        void attached(Presence presence);

        void detached(Instance instance);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by `lock`, like the list of listeners.
    private final Map<Instance, Session> byInstance = new HashMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    /// Guarded by `lock`: so nobody slips in while it changes.
    private Revocations revocations = Revocations.NONE;

    /// @param limit
    ///            sessions at once
    public Sessions(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit);
        }
        this.limit = limit;
    }

    /// What became of a session that wants to be attached.
    public sealed interface Admission {
        /// Attached; its former self, if any, is not, and is to be closed.
        record Attached(Optional<Session> former) implements Admission {}

        /// The instance is another user's.
        record Taken() implements Admission {}

        /// As many sessions as there may be.
        record Full() implements Admission {}

        /// Its ticket is not good any more.
        record Ended(String sentence) implements Admission {}
    }

    public Admission attach(Session session) {
        lock.lock();
        try {
            var ended = sentence(session);
            if (ended.isPresent()) {
                return new Admission.Ended(ended.get());
            }
            var instance = session.presence().instance();
            var former = Optional.ofNullable(byInstance.get(instance));
            if (former.isPresent() && !former.get().user().equals(session.user())) {
                return new Admission.Taken();
            }
            if (former.isEmpty() && byInstance.size() >= limit) {
                return new Admission.Full();
            }
            byInstance.put(instance, session);
            listeners.forEach(listener -> listener.attached(session.presence()));
            return new Admission.Attached(former);
        } finally {
            lock.unlock();
        }
    }

    /// These tickets are not good any more: whoever holds one is not attached from now on,
    /// and cut off if it is already.
    public void revoke(Collection<Revocation> told, long nowMillis) {
        Map<Session, String> over = new HashMap<>();
        lock.lock();
        try {
            revocations = revocations.with(told, nowMillis);
            byInstance.values().forEach(session -> sentence(session).ifPresent(sentence -> over.put(session,
                    sentence)));
        } finally {
            lock.unlock();
        }
        over.forEach((session, sentence) -> {
            LOG.info("{} is ended: {}", session, sentence);
            session.channel().end(sentence);
        });
    }

    private Optional<String> sentence(Session session) {
        return revocations.sentence(session.user(), session.presence().login(), session.generation());
    }

    /// Ends this session, unless it was ended or replaced before. May be repeated.
    public void detach(Session session) {
        lock.lock();
        try {
            var instance = session.presence().instance();
            if (byInstance.remove(instance, session)) {
                listeners.forEach(listener -> listener.detached(instance));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Listens from now on.
    ///
    /// @return who is attached before the first change that it hears of
    public List<Presence> listen(Listener listener) {
        Objects.requireNonNull(listener, "listener");
        lock.lock();
        try {
            listeners.add(listener);
            return byInstance.values().stream().map(Session::presence).toList();
        } finally {
            lock.unlock();
        }
    }

    public void unlisten(Listener listener) {
        lock.lock();
        try {
            listeners.remove(listener);
        } finally {
            lock.unlock();
        }
    }

    public List<Session> all() {
        lock.lock();
        try {
            return List.copyOf(byInstance.values());
        } finally {
            lock.unlock();
        }
    }

    public int count() {
        lock.lock();
        try {
            return byInstance.size();
        } finally {
            lock.unlock();
        }
    }

    /// Bytes that wait for all readers together.
    public long waitingBytes() {
        return all().stream().mapToLong(session -> session.channel().waitingBytes()).sum();
    }
}
