// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// The one thing for which a program comes, after which it goes.
public sealed interface Errand {

    /// Says in a room, or privately to a user, what [Input.Say] and [Input.Whisper]
    /// ask for until the input ends. Who is not in the room joins it.
    ///
    /// @param privately
    ///            there will be private messages
    record Send(String room, boolean privately) implements Errand {
        public Send {
            Objects.requireNonNull(room, "room");
        }
    }

    /// Reads a room. Who is not in it joins it.
    ///
    /// @param recent
    ///            how many of its latest entries come first, up to [#MAX_RECENT]
    /// @param follow
    ///            then what comes, for ever
    /// @param privately
    ///            private messages too, which counts as having read them
    record Tail(String room, int recent, boolean follow, boolean privately) implements Errand {
        public static final int MAX_RECENT = 1_000;

        public Tail {
            Objects.requireNonNull(room, "room");
            if (recent < 0 || recent > MAX_RECENT) {
                throw new IllegalArgumentException("recent: " + recent);
            }
        }
    }

    /// Gives a file to everybody in a room. Who is not in it joins it.
    record Share(Path file, String room) implements Errand {
        public Share {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(room, "room");
        }
    }

    /// Offers a file to one user, and stays until that one has it.
    ///
    /// @param patient
    ///            waits for the answer as long as an offer stands
    record Offer(Path file, String user, boolean patient) implements Errand {
        public Offer {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(user, "user");
        }
    }

    /// Fetches a public file, the newest of this name.
    ///
    /// @param owner
    ///            who shared it; empty: whoever
    /// @param directory
    ///            where it is saved under a free name
    record Get(String name, Optional<String> owner, Path directory) implements Errand {
        public Get {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(owner, "owner");
            Objects.requireNonNull(directory, "directory");
        }
    }

    /// All accounts whose names match.
    record Accounts(String pattern) implements Errand {
        public Accounts {
            Objects.requireNonNull(pattern, "pattern");
        }
    }

    /// All rooms whose names match.
    record Rooms(String pattern) implements Errand {
        public Rooms {
            Objects.requireNonNull(pattern, "pattern");
        }
    }

    /// What a room holds, oldest first.
    ///
    /// @param count
    ///            the latest so many; empty: [Limits#RECENT], or all since then, up to
    ///            [#MAX]
    record History(String room, OptionalInt count, Optional<Since> since) implements Errand {
        public static final int MAX = 10_000;

        public History {
            Objects.requireNonNull(room, "room");
            Objects.requireNonNull(count, "count");
            Objects.requireNonNull(since, "since");
        }
    }
}
