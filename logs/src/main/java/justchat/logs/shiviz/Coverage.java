// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;

/// What of a run is written at all: a process may write a sample only, or nothing for a while.
final class Coverage {
    private static final String FULL = "full";

    private final Set<String> clients = new HashSet<>();
    /// Clients that did not write all there was.
    private final Set<String> partial = new HashSet<>();
    /// Of an author's client instance, the process.
    private final Map<String, String> authors = new HashMap<>();
    private boolean sampled;

    /// @param saying
    ///            how much its process writes from here on
    void traces(Event event, Saying saying) {
        if (saying.get(Key.ROLE).filter("client"::equals).isPresent()) {
            clients.add(event.process());
        }
        if (!isFull(saying)) {
            if (clients.contains(event.process())) {
                partial.add(event.process());
            } else {
                sampled = true;
            }
        }
    }

    /// This instance is that process.
    void author(String instance, String process) {
        authors.put(instance, process);
    }

    /// Whether servers wrote all there was.
    boolean isWhole() {
        return !sampled;
    }

    /// Whether this process, a client, did.
    boolean isWhole(String process) {
        return !partial.contains(process);
    }

    /// Whether all is there that this client instance said.
    boolean knows(String instance) {
        return process(instance).isPresent();
    }

    /// The process that is this client instance, if it wrote down all that it said.
    Optional<String> process(String instance) {
        return Optional.ofNullable(authors.get(instance)).filter(this::isWhole);
    }

    /// What a process says that does not write less than it could.
    static boolean isFull(Saying saying) {
        return saying.get(Key.TRACING).filter(tracing -> !tracing.equals(FULL)).isEmpty();
    }
}
