// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.codec;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import justchat.logs.clock.VectorClock;
import justchat.messageserver.archive.Page;
import justchat.messageserver.archive.Search;
import justchat.messageserver.model.Address;
import justchat.messageserver.model.Arrival;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Manifest;
import justchat.messageserver.model.Opening;
import justchat.messageserver.model.Parcel;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Place;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.VersionVector;
import justchat.wire.Attach;
import justchat.wire.HistoryRequest;
import justchat.wire.Open;
import justchat.wire.Refused;
import justchat.wire.SearchRequest;

/// A client's requests, from wire to model. Whatever is wrong with them is a
/// typed refusal.
public final class FromClient {
    /// Characters of a room's name.
    private static final int MAX_ROOM_CHARACTERS = 64;

    private FromClient() {}

    public static Arrival attach(Attach wire) throws Refused {
        Parts.required(wire, "request");
        var ticket = Parts.bytes(wire.bufferForTicket(), Arrival.MAX_TICKET_BYTES, "ticket");
        var instance = Parts.instance(wire.bufferForInstance());
        var device = wire.isSetDevice() ? wire.getDevice() : "";
        var interfaces = wire.isSetInterfaces() ? wire.getInterfaces() : List.<justchat.wire.Address>of();
        return Parts.checked(() -> new Arrival(ticket, instance, wire.getDirectPort(), interfaces.stream().map(
                one -> new Address(one.getHost(), one.getPort())).toList(), device, Parts
                        .clock(wire.getClock())));
    }

    public static Opening open(Open wire) throws Refused {
        var room = room(Parts.required(wire, "request").getRoom());
        Optional<VersionVector> seen = wire.isSetSeen()
                ? Optional.of(Parts.vector(wire.getSeen()))
                : Optional.empty();
        int recent = wire.isSetRecent() ? wire.getRecent() : 0;
        return Parts.checked(() -> new Opening(room, seen, recent, Parts.clock(wire.getClock())));
    }

    /// A page of history is a search for everything.
    public static Search history(HistoryRequest wire) throws Refused {
        return search(wire, List.of(), Optional.empty(), false);
    }

    public static Search search(SearchRequest wire) throws Refused {
        var words = Parts.required(Parts.required(wire, "request").getWords(), "words");
        return search(wire.getWithin(), words, Optional.ofNullable(wire.getAuthor()), wire.isFilesOnly());
    }

    private static Search search(HistoryRequest within, List<String> words, Optional<String> author,
            boolean filesOnly) throws Refused {
        var before = Parts.required(within, "request").isSetBefore()
                ? Optional.of(Parts.place(within.getBefore()))
                : Optional.<Place>empty();
        var since = within.isSetSinceMillis()
                ? OptionalLong.of(within.getSinceMillis())
                : OptionalLong.empty();
        return Parts.checked(() -> new Search(words, author, filesOnly, since, before, within.getLimit()));
    }

    /// How far somebody has read.
    public static VersionVector read(List<justchat.wire.Position> wire) throws Refused {
        return Parts.vector(wire);
    }

    /// How many messages a page may have.
    public static int limit(int wire) throws Refused {
        if (wire < 1 || wire > Page.MAX_MESSAGES) {
            throw Refusals.invalid("a page of " + wire + " messages, at most " + Page.MAX_MESSAGES);
        }
        return wire;
    }

    /// @param author
    ///            the name in the session's ticket; a client has no say in it
    public static Post post(justchat.wire.Post wire, String author) throws Refused {
        Parts.required(wire, "post");
        var id = Parts.messageId(wire.getId());
        var seen = Parts.vector(wire.getSeen());
        var payload = Payloads.fromWire(wire.getPayload());
        switch (payload) {
            case Payload.Text text -> {
                if (text.text().isEmpty()) {
                    throw Refusals.invalid("a message without text");
                }
            }
            case Payload.Reply reply -> {
                if (reply.text().isEmpty()) {
                    throw Refusals.invalid("a message without text");
                }
            }
            case Payload.FileNotice file -> requireDisplayName(file.name());
            case Payload.Control _ -> throw Refusals.notPermitted("only servers say this");
            case Payload.Sealed _,Payload.Change _,Payload.Personal _ -> {
            }
        }
        return Parts.checked(() -> new Post(author, id, seen, payload, Parts.clock(wire.getClock())));
    }

    /// Of a parcel only the recipient counts.
    ///
    /// @param author
    ///            the session's user
    /// @param nowMillis
    ///            since 1970
    public static Manifest manifest(justchat.wire.Manifest wire, String author, long nowMillis) throws Refused {
        var manifest = Parts.manifest(wire);
        requireDisplayName(manifest.file().name());
        return manifest.parcel().isEmpty()
                ? manifest
                : Parts.checked(() -> new Manifest(manifest.file(), manifest.chunks(), manifest.parcel().map(
                        parcel -> new Parcel(author, parcel.recipient(), nowMillis)), manifest.room()));
    }

    /// The name of a room.
    public static String room(String wire) throws Refused {
        var room = Parts.required(wire, "room");
        if (room.isEmpty() || room.length() > MAX_ROOM_CHARACTERS) {
            throw Refusals.invalid("room name of " + room.length() + " characters");
        }
        return room;
    }

    /// The content hash that names a file.
    public static ContentHash file(ByteBuffer wire) throws Refused {
        return Parts.hash(wire, "file");
    }

    /// The bytes of one chunk.
    public static byte[] chunk(ByteBuffer wire) throws Refused {
        return Parts.bytes(wire, Manifest.CHUNK_BYTES + Manifest.SEAL_BYTES, "chunk");
    }

    public static VectorClock clock(Map<String, Long> wire) {
        return Parts.clock(wire);
    }

    /// A file's name is for people to read. It never reaches a disk here, but it
    /// must not look like a path, nor hide something, on anybody's.
    private static void requireDisplayName(String name) throws Refused {
        boolean plain = name.codePoints().noneMatch(character -> character == '/' || character == '\\'
                || Character.isISOControl(character) || Character.getType(character) == Character.FORMAT
                || Character.getType(character) == Character.SURROGATE);
        if (!plain || name.isBlank() || name.equals(".") || name.equals("..")) {
            throw Refusals.invalid("a file's name is one line of text without slashes");
        }
    }
}
