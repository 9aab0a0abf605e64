// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;

import justchat.logs.journal.Journal;

/// Virtual time, in microseconds, and chance, from a seed: what is to happen
/// happens in order of time, one after the other, in the thread that calls
/// [#next]. The same seed does the same, and [#hash] shows it.
final class World {
    static final long MILLI = 1_000;
    static final long SECOND = 1_000_000;
    private static final int STORY_LINES = 400;
    private static final long HASH_PRIME = 0x100000001B3L;

    final SplittableRandom random;
    private final Optional<Path> journals;
    private final PriorityQueue<Happening> queue = new PriorityQueue<>();
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final Deque<String> story = new ArrayDeque<>();
    private long now;
    private long happenings;
    private long steps;
    private long hash = 0xCBF29CE484222325L;
    private boolean chaos = true;

    private record Happening(long at, long number, Runnable what) implements Comparable<Happening> {
        @Override
        public int compareTo(Happening other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
        }
    }

    /// @param journals
    ///            where the processes write their causal logs, if they do
    World(long seed, Optional<Path> journals) {
        this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 7);
        this.journals = journals;
    }

    long now() {
        return now;
    }

    long nowMillis() {
        return now / MILLI;
    }

    /// How much has happened.
    long steps() {
        return steps;
    }

    void in(long micros, Runnable what) {
        queue.add(new Happening(now + Math.max(0, micros), happenings++, what));
    }

    /// Lets the next thing happen.
    void next() {
        var happening = queue.remove();
        now = happening.at();
        steps++;
        happening.what().run();
    }

    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    boolean probably(double probability) {
        return random.nextDouble() < probability;
    }

    /// With this probability, while things go wrong.
    boolean unlucky(double probability) {
        return chaos && random.nextDouble() < probability;
    }

    boolean isChaos() {
        return chaos;
    }

    void endOfChaos() {
        chaos = false;
    }

    void fault(Fault kind) {
        faults.merge(kind, 1L, Long::sum);
        note(kind.ordinal());
    }

    void fault(Fault kind, Object who) {
        fault(kind);
        tell(() -> kind + ": " + who);
    }

    Map<Fault, Long> faults() {
        return faults;
    }

    /// Adds to the hash of all that happened.
    void note(long what) {
        hash = (hash ^ now) * HASH_PRIME;
        hash = (hash ^ what) * HASH_PRIME;
    }

    long hash() {
        return hash;
    }

    /// A line of the story, which is told only if something goes wrong.
    void tell(Supplier<String> line) {
        if (journals.isPresent()) {
            story.add(String.format("%10.1f ms  %s", now / (double) MILLI, line.get()));
            if (story.size() > STORY_LINES) {
                story.remove();
            }
        }
    }

    /// The latest lines of the story, if causal logs are kept.
    String story() {
        return String.join("\n", story);
    }

    /// The causal log of one life of this process.
    Journal diary(String process) {
        return journals.map(directory -> Journal.open(directory, process)).orElseGet(Journal::off);
    }
}
