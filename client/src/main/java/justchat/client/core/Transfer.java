// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;
import java.util.Optional;

import justchat.client.model.FileInfo;
import justchat.client.model.Notice;
import justchat.client.model.Source;
import justchat.client.model.TransferId;

/// One file on its way. Pure; owned by [Transfers].
///
/// ```
/// ours to drive:   QUEUED --a place is free--> RUNNING <--> HELD (the other is away: it goes on by itself)
///                     ^                          |  \--all is there--> CHECKING --> over
///                     |-- #resume -- PAUSED <----|
///                     `-- #resume -- STOPPED <---'  (it could not go on; what has arrived is kept)
/// theirs to drive: PREPARING --> OFFERED --accepted--> RUNNING <--> PAUSED --> over
/// ```
final class Transfer {
    final TransferId id;
    final Job job;
    /// Asked for in this run of the client, which therefore waits for it at its end.
    final boolean asked;
    private State state;
    private String words = "";
    private String via = "";
    private long done;
    private long total;
    private Now movedAt;
    private boolean mailed;
    private final Rate rate = new Rate();

    /// What it is about.
    sealed interface Job {
        /// @param from
        ///            who offered or published it; empty: not known
        /// @param name
        ///            what it is saved as, safe
        record Download(Source source, FileInfo file, String from, String name) implements Job {}

        /// @param room
        ///            where its notice is to be posted
        record Upload(Path path, String room) implements Job {}

        record Offer(Path path, String user) implements Job {}

        /// An offer of an earlier run that was accepted then.
        record Kept(FileInfo file, String user) implements Job {}
    }

    enum State {
        PREPARING("preparing"), OFFERED("waiting for an answer"), QUEUED("waiting for its turn"), RUNNING(
                "running"), HELD("waiting"), CHECKING("checking"), PAUSED("paused"), STOPPED("stopped");

        private final String word;

        State(String word) {
            this.word = word;
        }
    }

    Transfer(TransferId id, Job job, boolean asked, State state, long total, Now now) {
        this.id = id;
        this.job = job;
        this.asked = asked;
        this.state = state;
        this.total = total;
        this.movedAt = now;
    }

    State state() {
        return state;
    }

    boolean is(State... states) {
        for (var one : states) {
            if (state == one) {
                return true;
            }
        }
        return false;
    }

    /// Whether this client fetches or sends it by itself; else the other does.
    boolean isDriven() {
        return job instanceof Job.Download || job instanceof Job.Upload;
    }

    boolean isIncoming() {
        return job instanceof Job.Download;
    }

    String fileName() {
        return switch (job) {
            case Job.Download download -> download.file.name();
            case Job.Upload upload -> name(upload.path);
            case Job.Offer offer -> name(offer.path);
            case Job.Kept kept -> kept.file.name();
        };
    }

    /// Who has it, or is to have it; empty: everybody, or the servers.
    String other() {
        return switch (job) {
            case Job.Download download -> download.from;
            case Job.Upload _ -> "";
            case Job.Offer offer -> offer.user;
            case Job.Kept kept -> kept.user;
        };
    }

    private static String name(Path path) {
        return Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("file");
    }

    void become(State next, Now now) {
        if (next == State.RUNNING && state != State.RUNNING) {
            rate.reset();
            movedAt = now;
        }
        state = next;
        words = "";
    }

    /// It stands still, or stopped, for this reason.
    void become(State next, String reason, Now now) {
        become(next, now);
        words = reason;
    }

    /// What is there already, from an earlier run.
    void had(long bytes) {
        done = bytes;
    }

    void progress(long bytes, long of, String by, Now now) {
        if (!is(State.RUNNING, State.HELD, State.CHECKING, State.OFFERED, State.PREPARING)) {
            return;
        }
        become(bytes >= of && isDriven() ? State.CHECKING : State.RUNNING, now);
        if (bytes != done) {
            movedAt = now;
        }
        done = bytes;
        total = of;
        via = by;
        rate.at(bytes, now);
    }

    /// Whether it takes one of the places of those that run: one that does not move
    /// takes none.
    boolean takesPlace(Now now, long stalledMillis) {
        return isDriven() && is(State.RUNNING, State.CHECKING) && !now.isAfter(movedAt, stalledMillis);
    }

    /// When it stops taking its place if nothing moves, in nanoseconds.
    long stallsAt(long stalledMillis) {
        return movedAt.nanos() + stalledMillis * Now.NANOS_PER_MILLI;
    }

    /// Its offer is a letter.
    void mailed() {
        mailed = true;
    }

    /// The answer comes as a letter, and finds us later, too.
    boolean waitsWithoutUs() {
        return mailed && is(State.OFFERED);
    }

    /// 0 while it does not move.
    long bytesPerSecond(Now now) {
        return is(State.RUNNING) ? rate.bytesPerSecond(now) : 0;
    }

    int percent() {
        return total <= 0 ? 0 : (int) (100 * done / total);
    }

    long total() {
        return total;
    }

    Bar.Running bar(Now now) {
        return new Bar.Running(id, fileName(), done, total, bytesPerSecond(now), is(State.RUNNING, State.PREPARING)
                ? ""
                : state.word);
    }

    Notice.TransferLine line(Now now) {
        return new Notice.TransferLine(id, isIncoming(), fileName(), other(), done, total, bytesPerSecond(now), via,
                state.word, words);
    }
}
