// SPDX-License-Identifier: Apache-2.0
package justchat.logs.journal;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import justchat.logs.clock.ProcessName;
import justchat.logs.clock.VectorClock;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;

/// The causal log of one process, in GoVector's format, and the vector clock
/// that goes with it.
///
/// May be called from any thread: each call is one event, and the calls take
/// turns. An event is with the operating system before `record` returns, so what
/// a SIGKILL interrupts was never told to anybody. A journal never stops its
/// process: an event that cannot be written is counted and does not happen, that
/// is, the own clock does not tick, so that the file always counts 1, 2, 3, ...
/// whatever the disk did in between.
///
/// Events name ids, counts and sizes, never what somebody wrote; they are made
/// only if they are written, so that a journal that is off costs a test of a
/// final field.
///
/// It can rest for a while. Then nothing is written and its own clock stands still,
/// but what is received is merged, and what is sent carries what is known: what
/// others do through this process stays in its order, only this process's part in it
/// does not show.
public final class Journal implements AutoCloseable {
    /// Processes in a clock. A merge that would make more is left out, as a whole,
    /// so that clocks stay transitive.
    static final int MAX_PROCESSES = 1024;
    /// What JavaScript counts exactly.
    static final long MAX_TIME = (1L << 53) - 1;

    private final String process;
    private final Tracing tracing;
    private final Optional<JournalFile> file;
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by `lock`.
    private VectorClock clock = VectorClock.empty();
    /// Written under `lock`.
    private volatile boolean resting;
    /// Guarded by `lock`.
    private long unwritten;
    /// Guarded by `lock`.
    private long unmerged;

    private Journal(String process, Tracing tracing, Optional<JournalFile> file) {
        this.process = process;
        this.tracing = tracing;
        this.file = file;
    }

    /// Starts the file `<process>-Log.txt` in this directory, which is made if
    /// needed, with the event `Initialization Complete`. Where the file exists, from
    /// an earlier life, this life is called `<process>~2`, or `~3` and so on, and
    /// happens after what that one wrote: its disk is this one's. A
    /// directory that cannot be written to makes a journal that only counts.
    ///
    /// @throws IllegalArgumentException
    ///             if `process` is no [ProcessName]
    public static Journal open(Path directory, String process) {
        return open(directory, process, Tracing.FULL);
    }

    /// The same, writing as much as is wanted; of what is off no file is made.
    public static Journal open(Path directory, String process, Tracing tracing) {
        ProcessName.check(process);
        if (tracing.equals(Tracing.OFF)) {
            return off();
        }
        var file = JournalFile.create(directory, process);
        var journal = new Journal(file.process(), tracing, Optional.of(file));
        journal.append("Initialization Complete", Map.of());
        file.former().ifPresent(last -> journal.record(() -> Saying.of(Verb.CONTINUES).with(
                Key.FROM, last.process()), last.times()));
        return journal;
    }

    /// A journal that writes nothing and whose clock is always empty.
    public static Journal off() {
        return new Journal("off", Tracing.OFF, Optional.empty());
    }

    /// The name of this life of the process, as it stands in clocks.
    public String process() {
        return process;
    }

    /// Where it is written; empty: nowhere.
    public Optional<Path> path() {
        return file.flatMap(JournalFile::path);
    }

    /// How much of what happens it writes.
    public Tracing tracing() {
        return tracing;
    }

    /// Whether what happens to this message is written. What came with a clock is in
    /// any case, unless this journal is off.
    ///
    /// @param key
    ///            the same in every process, like that of [#key]
    public boolean wants(long key, VectorClock received) {
        return tracing.draws(key) || received.size() > 0 && file.isPresent();
    }

    /// The key of a message, by which samples are drawn.
    ///
    /// @param instance
    ///            the first 64 bits of its author's client instance
    public static long key(long instance, long sequence) {
        return instance * 31 + sequence;
    }

    /// A local event, or the sending of a message, which takes the returned clock
    /// with it.
    ///
    /// @param event
    ///            what it says; not asked if nothing is written
    public VectorClock record(Supplier<Saying> event) {
        return record(event, Map.of());
    }

    /// The receipt of something that came with this clock.
    public VectorClock record(Supplier<Saying> event, VectorClock received) {
        return record(event, received.entries());
    }

    /// The same with a clock as it came off the wire, null if it had none. One that
    /// no honest process could have sent (names that no process may have, negative
    /// times, more of this process's events than there were) is not merged,
    /// only counted.
    public VectorClock record(Supplier<Saying> event, Map<String, Long> received) {
        if (file.isEmpty()) {
            return VectorClock.empty();
        }
        var known = received == null ? Map.<String, Long>of() : received;
        return resting ? learn(known) : append(event.get().toString(), known);
    }

    /// Writes nothing from now on, but that it does so, until it is to [#goOn]. Does nothing where nothing is written.
    public void rest() {
        change(true, Tracing.OFF);
    }

    /// Writes again what it wrote before, and first that it does so: an event that has learned what was received
    /// meanwhile. Does nothing if it does not rest.
    public void goOn() {
        change(false, tracing);
    }

    /// Whether what happens is written now.
    public boolean isWriting() {
        return file.isPresent() && !resting;
    }

    /// Events that could not be written.
    public long unwritten() {
        lock.lock();
        try {
            return unwritten;
        } finally {
            lock.unlock();
        }
    }

    /// Received clocks that were not believed.
    public long unmerged() {
        lock.lock();
        try {
            return unmerged;
        } finally {
            lock.unlock();
        }
    }

    /// Later events are counted as unwritten.
    @Override
    public void close() {
        lock.lock();
        try {
            file.ifPresent(JournalFile::close);
        } finally {
            lock.unlock();
        }
    }

    private void change(boolean rests, Tracing now) {
        lock.lock();
        try {
            if (file.isPresent() && resting != rests) {
                resting = false;
                append(Saying.of(Verb.TRACES).with(Key.TRACING, now).toString(), Map.of());
                resting = rests;
            }
        } finally {
            lock.unlock();
        }
    }

    private VectorClock learn(Map<String, Long> received) {
        lock.lock();
        try {
            merge(received);
            return clock;
        } finally {
            lock.unlock();
        }
    }

    private VectorClock append(String line, Map<String, Long> received) {
        lock.lock();
        try {
            merge(received);
            if (resting) {
                return clock;
            }
            var next = clock.tick(process);
            var text = new StringBuilder(process.length() + 24 * next.size() + line.length() + 8).append(process)
                    .append(' ');
            next.appendTo(text);
            text.append('\n').append(EventText.onOneLine(line)).append('\n');
            if (file.orElseThrow().append(text.toString())) {
                clock = next;
            } else {
                unwritten++;
            }
            return clock;
        } finally {
            lock.unlock();
        }
    }

    private void merge(Map<String, Long> received) {
        if (received.isEmpty()) {
            return;
        }
        if (!received.entrySet().stream().allMatch(this::isCredible)) {
            unmerged++;
            return;
        }
        var merged = clock.merge(VectorClock.of(received));
        if (merged.size() > MAX_PROCESSES) {
            unmerged++;
            return;
        }
        clock = merged;
    }

    private boolean isCredible(Map.Entry<String, Long> entry) {
        var name = entry.getKey();
        var time = entry.getValue();
        return name != null && time != null && ProcessName.isValid(name) && 0 <= time
                && time <= (name.equals(process) ? clock.at(process) : MAX_TIME);
    }
}
