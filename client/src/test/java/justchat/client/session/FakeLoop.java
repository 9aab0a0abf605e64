// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

import justchat.client.core.Event;
import justchat.client.core.Network;
import justchat.client.model.Entry;
import justchat.client.model.Instance;
import justchat.client.model.MessageId;
import justchat.client.model.Payload;
import justchat.client.model.Seen;
import justchat.logs.clock.VectorClock;

/// The rules of the client's loop in their simplest form: keeps what was shown
/// and what has no receipt, attaches again when the session is lost, and then
/// posts again. Remembers every event. Thread-safe.
public final class FakeLoop implements Consumer<Event> {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Instance instance;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// All guarded by `lock`.
    public final List<Event> events = new ArrayList<>();
    public final List<Long> eventNanos = new ArrayList<>();
    final List<String> shown = new ArrayList<>();
    final TreeMap<Long, Payload> outbox = new TreeMap<>();
    private Seen seen = Seen.nothing();
    private long sequence;
    private Attacher attacher = (_, _) -> {};
    private Poster poster = (_, _, _, _) -> {};

    public FakeLoop(Instance instance) {
        this.instance = instance;
    }

    interface Attacher {
        void attach(Seen seen, VectorClock clock);
    }

    interface Poster {
        void post(MessageId id, Seen seen, Payload payload, VectorClock clock);
    }

    public FakeLoop drives(Network network) {
        attacher = network::attach;
        poster = network::post;
        return this;
    }

    FakeLoop drives(ClusterNetwork network) {
        attacher = network::attach;
        poster = network::post;
        return this;
    }

    @Override
    public void accept(Event event) {
        lock.lock();
        try {
            events.add(event);
            eventNanos.add(System.nanoTime());
            switch (event) {
                case Event.LoggedIn _,Event.Detached _ -> attacher.attach(seen, VectorClock.empty());
                case Event.Attached attached -> {
                    seen = seen.merge(attached.base());
                    outbox.forEach(this::send);
                }
                case Event.Delivered delivered -> delivered.entries().forEach(this::show);
                case Event.Stored stored -> outbox.remove(stored.id().sequence());
                case Event.PostRefused refused -> outbox.remove(refused.id().sequence());
                default -> {
                    // Remembered, that is all.
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void show(Entry entry) {
        seen = seen.with(entry.origin(), entry.sequence());
        if (entry.payload() instanceof Payload.Text(var text)) {
            shown.add(text);
        }
    }

    void post(String text) {
        lock.lock();
        try {
            outbox.put(++sequence, new Payload.Text(text));
            send(sequence, outbox.get(sequence));
        } finally {
            lock.unlock();
        }
    }

    private void send(long number, Payload payload) {
        poster.post(new MessageId(instance, number), seen, payload, VectorClock.empty());
    }

    /// Waits until all of this is so, and fails with what happened instead.
    public void await(String what, Predicate<FakeLoop> condition) {
        lock.lock();
        try {
            var left = PATIENCE.toNanos();
            while (!condition.test(this)) {
                if (left <= 0) {
                    throw new AssertionError("not within " + PATIENCE + ": " + what + "; happened: " + summary());
                }
                left = changed.awaitNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(200)))
                        + Math.max(0, left - TimeUnit.MILLISECONDS.toNanos(200));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the n-th event of this kind.
    public <E extends Event> E await(Class<E> type, int n) {
        await(type.getSimpleName() + " number " + n, loop -> loop.all(type).size() >= n);
        return all(type).get(n - 1);
    }

    public <E extends Event> List<E> all(Class<E> type) {
        lock.lock();
        try {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        } finally {
            lock.unlock();
        }
    }

    long nanosOf(Event event) {
        lock.lock();
        try {
            return eventNanos.get(events.indexOf(event));
        } finally {
            lock.unlock();
        }
    }

    List<String> shown() {
        lock.lock();
        try {
            return List.copyOf(shown);
        } finally {
            lock.unlock();
        }
    }

    private List<Event> summary() {
        return events.stream().filter(event -> !(event instanceof Event.Delay || event instanceof Event.Delivered))
                .toList();
    }
}
