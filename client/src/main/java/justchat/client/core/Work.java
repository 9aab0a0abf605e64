// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.Optional;

/// What an [ErrandCore] does once it is in. Pure; owned by it.
interface Work {

    /// What became of it.
    ///
    /// @param sentence
    ///            for people; empty if all is well
    record End(Exit exit, String sentence) {
        static final End WELL = new End(Exit.OK, "");
    }

    /// A session is open, the first or another one; no room is.
    void attached(Event.Attached session, Now now, Effects effects);

    /// It is gone; another one is being looked for.
    default void detached(Now now, Effects effects) {
        // what is asked goes on by itself
    }

    /// Something that is no matter of coming and going.
    ///
    /// @return whether it brings the work forward
    boolean take(Event event, Now now, Effects effects);

    /// Nothing more will be asked for.
    default void inputEnded(Now now, Effects effects) {
        // nothing was expected
    }

    default void tick(Now now, Effects effects) {
        // nothing goes by time
    }

    /// Nanoseconds; `Long.MAX_VALUE`: never.
    default long wakeAt() {
        return Long.MAX_VALUE;
    }

    /// Messages that are not stored yet.
    default int unsent() {
        return 0;
    }

    /// Whether something is due that should come within the time that is given.
    boolean waits();

    /// What waits, in a few words, for when it has waited too long.
    String waitsFor();

    /// A file on its way.
    default Optional<Bar.Running> moving(Now now) {
        return Optional.empty();
    }

    /// How it ended; empty: it goes on.
    Optional<End> end();
}
