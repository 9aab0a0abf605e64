// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;
import java.util.Objects;

import justchat.logs.journal.Journal;
import justchat.logs.journal.Tracing;

/// The causal log of whoever is logged in here: begun when somebody comes, and kept or not as the person says.
/// Owned by its [ClientLoop].
public final class CausalLog {
    private final Journals journals;
    /// How much is written when something is.
    private final Tracing measure;
    private boolean kept;
    private String user = "";
    private Journal journal = Journal.off();

    /// Where journals come from.
    public interface Journals {
        /// @return one that is off, if there can be none for this user, or none is wanted
        Journal open(String user, Tracing tracing);
    }

    /// @param tracing
    ///            what is wanted as long as the person says nothing else
    public CausalLog(Journals journals, Tracing tracing) {
        this.journals = Objects.requireNonNull(journals, "journals");
        this.kept = !tracing.equals(Tracing.OFF);
        this.measure = kept ? tracing : Tracing.FULL;
    }

    /// Of a client that keeps none.
    public static CausalLog none() {
        return new CausalLog((_, _) -> Journal.off(), Tracing.OFF);
    }

    Journal journal() {
        return journal;
    }

    /// This user comes. A name that was mistyped at the door may leave a journal behind that has but its attempts.
    void of(String name) {
        if (!user.equals(name)) {
            journal.close();
            user = name;
            journal = Journal.off();
            if (kept) {
                begin();
            }
        }
    }

    /// Writes from now on, or writes nothing from now on.
    ///
    /// @return what came of it, as a sentence
    String keep(boolean keeps) {
        kept = keeps;
        if (!keeps) {
            journal.rest();
            return "nothing is written to the causal log of this client from now on; #trace on goes on with it";
        }
        if (journal.path().isEmpty() && !user.isEmpty()) {
            begin();
        }
        journal.goOn();
        return journal.path().map(log -> "what happens is written to the causal log of this client from now on: "
                + log.toAbsolutePath()).orElse("this client cannot keep a causal log: there is no place for it");
    }

    /// Where it is, as a sentence.
    String place() {
        return journal.path().map(Path::toAbsolutePath).map(log -> "the causal log of this client, as " + journal
                .process() + ": " + log + "; ./justchat trace --directory " + all(log)
                + " makes one picture of all the logs there" + (journal.isWriting()
                        ? ""
                        : ". Nothing is written to it now; #trace on goes on with it"))
                .orElse("this client keeps no causal log" + (kept ? "" : "; #trace on begins one"));
    }

    void close() {
        journal.close();
    }

    private void begin() {
        journal = journals.open(user, measure);
        Journaling.starting(journal);
    }

    /// Where the logs of the others are that run on this machine.
    private static Path all(Path log) {
        var clients = log.getParent().getParent();
        return clients != null && clients.endsWith("clients") ? clients.getParent() : log.getParent();
    }
}
