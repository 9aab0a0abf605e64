// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import justchat.client.codec.Directory;
import justchat.client.session.NobodyAnswers;
import justchat.logs.clock.VectorClock;
import justchat.wire.Refused;

/// Where users are, as the directory says, remembered for two seconds (for as
/// long as no balancer answers), with their keys checked against the pins. Thread-safe; asking waits.
final class Whereabouts {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);
    /// Somebody who knocks with a wrong certificate makes us ask this often at most.
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int REMEMBERED = 256;

    private final Lookup lookup;
    private final Pins pins;
    private final Consumer<String> warn;
    /// Guarded by `this`; oldest first.
    private final Map<String, Found> found = new LinkedHashMap<>();

    /// @param warn
    ///            shows a sentence that must not be missed; may wait
    Whereabouts(Lookup lookup, Pins pins, Consumer<String> warn) {
        this.lookup = lookup;
        this.pins = pins;
        this.warn = warn;
    }

    /// The directory.
    interface Lookup {
        Directory.Location locate(String user, VectorClock clock) throws Refused, NobodyAnswers;
    }

    private record Found(Directory.Location location, long atNanos) {}

    /// @param again
    ///            what is remembered did not serve; ask again unless that was
    ///            just done
    Directory.Location of(String user, boolean again, VectorClock clock) throws Refused, NobodyAnswers, KeyChanged {
        var location = asTheDirectoryHasIt(user, again, clock);
        try {
            pins.check(location.user(), location.identityKey());
        } catch (KeyChanged changed) {
            if (changed.isNew()) {
                warn.accept(changed.getMessage());
            }
            throw changed;
        }
        return location;
    }

    /// Whatever its key is.
    Directory.Location asTheDirectoryHasIt(String user, boolean again, VectorClock clock)
            throws Refused, NobodyAnswers {
        var limit = again ? AGAIN_NANOS : FRESH_NANOS;
        synchronized (this) {
            var known = found.get(user);
            if (known != null && System.nanoTime() - known.atNanos() < limit) {
                return known.location();
            }
        }
        Directory.Location location;
        try {
            location = lookup.locate(user, clock);
        } catch (NobodyAnswers e) {
            location = remembered(user).orElseThrow(() -> e);
        }
        synchronized (this) {
            found.remove(user);
            found.put(user, new Found(location, System.nanoTime()));
            if (found.size() > REMEMBERED) {
                found.remove(found.keySet().iterator().next());
            }
        }
        return location;
    }

    /// What the directory said last, however long ago: a link is made only to who
    /// holds the pinned key.
    private synchronized Optional<Directory.Location> remembered(String user) {
        return Optional.ofNullable(found.get(user)).map(Found::location);
    }

    /// For when the directory does not answer: the user's pinned key, and no session.
    Optional<Directory.Location> pinned(String user) {
        return pins.pin(user).map(pin -> new Directory.Location(user, pin.key(), List.of()));
    }

    /// Lets the directory's news arrive before it is asked again.
    static void pause() {
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(AGAIN_NANOS, TimeUnit.NANOSECONDS))
                .join();
    }
}
