// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import justchat.logs.journal.Journal;
import justchat.messageserver.file.Copies;
import justchat.messageserver.file.FileStore;
import justchat.messageserver.model.Standing;
import justchat.messageserver.room.Room;
import justchat.messageserver.session.Sessions;

/// What the handlers of all connections share.
///
/// @param roomName
///            the one room there is so far
/// @param standing
///            of this server, always the newest
/// @param millis
///            since 1970, for tickets
public record Services(String roomName, Room room, Sessions sessions, FileStore files, Copies copies, Journal journal,
        Supplier<Standing> standing, LongSupplier millis) {
    public Services {
        Objects.requireNonNull(roomName, "roomName");
        Objects.requireNonNull(room, "room");
        Objects.requireNonNull(sessions, "sessions");
        Objects.requireNonNull(files, "files");
        Objects.requireNonNull(copies, "copies");
        Objects.requireNonNull(journal, "journal");
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(millis, "millis");
    }
}
