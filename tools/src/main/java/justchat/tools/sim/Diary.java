// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

import justchat.logs.clock.VectorClock;
import justchat.logs.journal.Journal;

/// The causal log of one life of a simulated process. Where none is kept its
/// words are not even made.
final class Diary {
    private final Optional<Journal> journal;

    Diary(Optional<Path> directory, String process) {
        this.journal = directory.map(logs -> Journal.open(logs, process));
    }

    VectorClock record(Supplier<String> event) {
        return record(event, VectorClock.empty());
    }

    /// @param received
    ///            what came with it
    VectorClock record(Supplier<String> event, VectorClock received) {
        return journal.map(kept -> kept.record(event.get(), received)).orElse(VectorClock.empty());
    }

    void close() {
        journal.ifPresent(Journal::close);
    }
}
