// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import justchat.logs.journal.Journal;
import justchat.messageserver.directory.Rooms;
import justchat.messageserver.file.Copies;
import justchat.messageserver.file.FileStore;
import justchat.messageserver.model.Standing;
import justchat.messageserver.session.Allowances;
import justchat.messageserver.session.Sessions;

/// What the handlers of all connections share.
///
/// @param posts
///            how much each user may say
/// @param standing
///            of this server, always the newest
/// @param millis
///            since 1970, for tickets
public record Services(Rooms rooms, Sessions sessions, Allowances posts, FileStore files, Copies copies,
        Journal journal, Supplier<Standing> standing, LongSupplier millis) {
    public Services {
        Objects.requireNonNull(rooms, "rooms");
        Objects.requireNonNull(sessions, "sessions");
        Objects.requireNonNull(posts, "posts");
        Objects.requireNonNull(files, "files");
        Objects.requireNonNull(copies, "copies");
        Objects.requireNonNull(journal, "journal");
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(millis, "millis");
    }
}
