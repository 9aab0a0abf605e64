// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import justchat.messageserver.codec.Refusals;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Manifest;
import justchat.messageserver.model.Payload;
import justchat.messageserver.room.Room;
import justchat.wire.Refused;

/// What one client does with files: puts public ones, those of closed rooms and
/// parcels here, and fetches them, from this server or another. What belongs to a
/// closed room is for who is in it, like its history. Thread-safe; methods may wait for disks and
/// other servers.
final class ClientFiles {
    private static final int RETRY_MILLIS = 1_000;
    private static final int UPLOADS = 4;

    private final Services services;
    private final Uploads uploads;
    /// Uploads of which servers have every byte already.
    private final Set<ContentHash> complete = ConcurrentHashMap.newKeySet();
    /// Begun and not finished, by whom: they count for that user's quota.
    private final Set<Begun> begun = ConcurrentHashMap.newKeySet();

    private record Begun(String user, ContentHash file) {}

    ClientFiles(Services services) {
        this.services = Objects.requireNonNull(services, "services");
        this.uploads = new Uploads(services.files(), UPLOADS);
    }

    /// @return the chunks that need not be sent
    List<Integer> begin(String user, Manifest manifest) throws Refused {
        requireOfClosedRoom(user, manifest);
        var refusal = services.keeper().refusal(user, manifest);
        if (refusal.isPresent()) {
            throw Refusals.tooLarge(refusal.get());
        }
        var file = manifest.hash();
        begun.add(new Begun(user, file));
        if (isWholeSomewhere(manifest)) {
            complete.add(file);
            return IntStream.range(0, manifest.chunks().size()).boxed().toList();
        }
        try {
            return uploads.begin(manifest);
        } catch (Refused refused) {
            giveUp(new Begun(user, file));
            throw refused;
        }
    }

    /// A file that is on the way out stays for the one who is about to tell of it.
    private boolean isWholeSomewhere(Manifest manifest) {
        var here = services.files().manifest(manifest.hash());
        services.files().wanted(manifest.hash());
        return here.or(() -> services.copies().manifest(manifest.hash())).filter(known -> known.chunks().equals(manifest
                .chunks()) && route(known).equals(route(manifest))).isPresent();
    }

    /// From whom to whom, or the room; nothing for a public file.
    private static List<String> route(Manifest manifest) {
        return manifest.parcel().map(parcel -> List.of(parcel.sender(), parcel.recipient())).orElseGet(() -> manifest
                .room().stream().toList());
    }

    /// A file that names a room belongs into a closed one that the user is in.
    private void requireOfClosedRoom(String user, Manifest manifest) throws Refused {
        if (manifest.room().isPresent()) {
            var room = requireIn(user, manifest.room().get());
            if (room.info().lock().isEmpty()) {
                throw Refusals.invalid(room.info().name() + " is not closed: files are not sealed there");
            }
        }
    }

    private Room requireIn(String user, String name) throws Refused {
        var room = services.rooms().find(name).orElseThrow(() -> Refusals.notFound("there is no room " + name));
        if (!services.rooms().isIn(room, user)) {
            throw Lookups.outside(name);
        }
        return room;
    }

    void put(ContentHash file, int index, ByteBuffer bytes) throws Refused {
        uploads.put(file, index, bytes);
    }

    /// @throws Refused
    ///             UNAVAILABLE while no other server takes a copy
    void finish(String user, ContentHash file) throws Refused {
        if (!complete.remove(file)) {
            var whole = uploads.seal(file);
            if (!services.copies().spread(whole)) {
                throw Refusals.unavailable("no other server took a copy of the file; it is kept here, finish it again",
                        RETRY_MILLIS);
            }
        }
        begun.remove(new Begun(user, file));
    }

    /// For who may fetch it.
    Manifest manifest(String user, ContentHash file) throws Refused {
        var erased = services.keeper().erasedBy(file);
        if (erased.isPresent()) {
            throw Refusals.notFound(erased.get() + " has deleted the message that told of this file, and with it"
                    + " the file");
        }
        var found = find(user, file);
        services.files().wanted(file);
        return found;
    }

    private Manifest find(String user, ContentHash file) throws Refused {
        var found = services.files().manifest(file).or(() -> services.copies().manifest(file)).filter(
                manifest -> manifest.parcel().filter(parcel -> !parcel.isOf(user)).isEmpty()).orElseThrow(
                        () -> Refusals.notFound("no server has this file"));
        if (found.room().isPresent()) {
            requireIn(user, found.room().get());
        }
        return found;
    }

    byte[] chunk(String user, ContentHash file, int index) throws Refused {
        find(user, file);
        try {
            return services.files().chunk(file, index).or(() -> services.copies().chunk(file, index)).orElseThrow(
                    () -> Refusals.notFound("no server has this chunk"));
        } catch (IOException e) {
            throw Uploads.diskFailed(file, e);
        }
    }

    /// One chunk, where there is room for it.
    void read(String user, ContentHash file, int index, ByteBuffer into) throws Refused {
        find(user, file);
        try {
            var begin = into.position();
            if (!services.files().read(file, index, into)) {
                into.position(begin).put(services.copies().chunk(file, index).orElseThrow(() -> Refusals.notFound(
                        "no server has this chunk")));
            }
        } catch (IOException e) {
            throw Uploads.diskFailed(file, e);
        }
    }

    /// A notice must tell of a public file that is whole.
    void requireWhole(String user, Payload.FileNotice notice) throws Refused {
        var manifest = find(user, notice.hash());
        if (manifest.isParcel() || manifest.room().isPresent()) {
            throw Refusals.invalid("that is no file for everybody: it is sealed");
        }
        if (manifest.file().size() != notice.size()) {
            throw Refusals.invalid("the file has another size than the notice says");
        }
    }

    /// A sealed message must tell of a file that is whole, and was sealed for its room.
    void requireWhole(String user, String room, ContentHash file) throws Refused {
        if (!find(user, file).room().equals(Optional.of(room))) {
            throw Refusals.invalid("the file was not sealed for " + room);
        }
    }

    /// A parcel is not needed any more.
    void drop(String user, ContentHash file) throws Refused {
        if (services.files().manifest(file).or(() -> services.copies().manifest(file)).isEmpty()) {
            return;
        }
        if (!find(user, file).isParcel()) {
            throw Refusals.notPermitted("only parcels are dropped; a file goes with the message that tells of it");
        }
        services.files().remove(file);
        services.copies().drop(file);
    }

    private void giveUp(Begun one) {
        if (begun.remove(one)) {
            services.keeper().givenUp(one.user, one.file);
        }
    }

    /// The session has ended.
    void close() {
        uploads.close();
        begun.forEach(this::giveUp);
    }
}
