// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import justchat.logs.journal.Journal;
import justchat.messageserver.codec.Refusals;
import justchat.messageserver.directory.Rooms;
import justchat.messageserver.file.Copies;
import justchat.messageserver.file.FileStore;
import justchat.messageserver.file.Keeper;
import justchat.messageserver.model.Standing;
import justchat.messageserver.session.Allowances;
import justchat.messageserver.session.Sessions;
import justchat.messageserver.session.Turnstile;
import justchat.wire.Refused;

/// What the handlers of all connections share.
///
/// @param serving
///            whether all rooms that were known at the start are open; until then
///            clients and servers are refused
/// @param turnstile
///            lets in so many clients at a time
/// @param posts
///            how much each user may say
/// @param standing
///            of this server, always the newest
/// @param millis
///            since 1970, for tickets
public record Services(BooleanSupplier serving, Rooms rooms, Sessions sessions, Turnstile turnstile,
        Allowances posts, FileStore files, Copies copies, Keeper keeper, Journal journal, Supplier<Standing> standing,
        LongSupplier millis) {
    private static final int STARTING_MILLIS = 200;

    public Services {
        Objects.requireNonNull(serving, "serving");
        Objects.requireNonNull(rooms, "rooms");
        Objects.requireNonNull(sessions, "sessions");
        Objects.requireNonNull(turnstile, "turnstile");
        Objects.requireNonNull(posts, "posts");
        Objects.requireNonNull(files, "files");
        Objects.requireNonNull(copies, "copies");
        Objects.requireNonNull(keeper, "keeper");
        Objects.requireNonNull(journal, "journal");
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(millis, "millis");
    }

    /// @throws Refused
    ///             UNAVAILABLE, until this server serves
    void requireServing() throws Refused {
        if (!serving.getAsBoolean()) {
            throw Refusals.unavailable("this server is starting", STARTING_MILLIS);
        }
    }
}
