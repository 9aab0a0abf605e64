// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.Optional;

import justchat.client.model.TransferId;

/// How far the one file of an errand is. Pure.
final class Moving {
    /// Before that, a rate is a guess.
    private static final long MEASURED_MILLIS = 200;

    private final TransferId id;
    private final String name;
    private Optional<Event.Progress> last = Optional.empty();
    private Optional<Now> since = Optional.empty();

    Moving(TransferId id, String name) {
        this.id = id;
        this.name = name;
    }

    void progress(Event.Progress progress, Now now) {
        last = Optional.of(progress);
        since = since.or(() -> Optional.of(now));
    }

    /// Empty before the first byte.
    Optional<Bar.Running> at(Now now) {
        return last.map(progress -> {
            long millis = now.millisSince(since.orElseThrow());
            return new Bar.Running(id, name, progress.done(), progress.total(), millis < MEASURED_MILLIS
                    ? 0
                    : progress.done() * 1000 / millis, "");
        });
    }
}
