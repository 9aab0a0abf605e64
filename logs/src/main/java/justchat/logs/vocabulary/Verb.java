// SPDX-License-Identifier: Apache-2.0
package justchat.logs.vocabulary;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import static java.util.stream.Collectors.toUnmodifiableMap;

/// What can happen in a process of JustChat, as it stands in the causal log.
public enum Verb {
    // --- every process
    STARTS("starts", Kind.LOCAL), //
    STOPS("stops", Kind.LOCAL),
    /// Another life goes on with what an earlier one left on its disk: [Key#FROM].
    CONTINUES("continues", Kind.LOCAL),
    /// From here on the log has more of what happens, or less, or nothing: [Key#TRACING].
    TRACES("traces", Kind.LOCAL),

    // --- a message in a room
    /// The author's client hands it to its server.
    POSTS("posts", Kind.SEND), //
    RECEIVES_POST("receives post", Kind.RECEIVE),
    /// A server gives it its place in the room: [Key#AT], what it comes [Key#AFTER].
    STAMPS("stamps", Kind.LOCAL), //
    REPLICATES("replicates", Kind.SEND), //
    RECEIVES_COPIES("receives copies", Kind.RECEIVE),
    /// A server shows it to its readers, in the room's order.
    DELIVERS("delivers", Kind.SEND),
    /// The same, of what a reader missed.
    DELIVERS_EARLIER("delivers earlier", Kind.SEND),
    /// A client shows it to its user.
    SHOWS("shows", Kind.RECEIVE), //
    ACKNOWLEDGES("acknowledges", Kind.SEND), //
    REFUSES_POST("refuses post", Kind.SEND), //
    IS_STORED("is stored", Kind.RECEIVE), //
    IS_REFUSED("is refused", Kind.RECEIVE),

    // --- rooms
    OPENS("opens", Kind.SEND), //
    RECEIVES_OPEN("receives open", Kind.RECEIVE), //
    HAS_OPENED("has opened", Kind.RECEIVE), //
    ASKS_FOR_ROOM("asks for room", Kind.SEND), //
    RECEIVES_ROOM_REQUEST("receives room request", Kind.RECEIVE), //
    CREATES_ROOM("creates room", Kind.SEND), //
    HAS_ROOM("has room", Kind.RECEIVE), //
    ANNOUNCES_ROOMS("announces rooms", Kind.SEND), //
    RECEIVES_ROOMS("receives rooms", Kind.RECEIVE),

    // --- people
    ASKS_TO_JOIN("asks to join", Kind.SEND), //
    RECEIVES_JOIN("receives join", Kind.RECEIVE), //
    RECEIVES_SIGN_UP("receives sign-up", Kind.RECEIVE), //
    ADMITS("admits", Kind.SEND), //
    IS_ADMITTED("is admitted", Kind.RECEIVE), //
    RECEIVES_SERVER_REQUEST("receives server request", Kind.RECEIVE), //
    ASSIGNS("assigns", Kind.SEND), //
    ATTACHES("attaches", Kind.SEND), //
    RECEIVES_SESSION("receives session", Kind.RECEIVE), //
    IS_ATTACHED("is attached", Kind.RECEIVE), //
    MOVES("moves", Kind.RECEIVE), //
    DETACHES("detaches", Kind.RECEIVE), //
    LOSES_SERVER("loses server", Kind.LOCAL), //
    SESSION_ENDS("session ends", Kind.LOCAL), //
    ASKS_ABOUT_ACCOUNT("asks about account", Kind.SEND), //
    RECEIVES_LOCATE("receives locate", Kind.RECEIVE), //
    RECEIVES_ACCOUNT_CHANGE("receives account change", Kind.RECEIVE), //
    CHANGES_ACCOUNT("changes account", Kind.LOCAL), //
    INVITES("invites", Kind.LOCAL), //
    REVOKES("revokes", Kind.LOCAL), //
    SENDS_REVOCATIONS("sends revocations", Kind.SEND), //
    RECEIVES_REVOCATIONS("receives revocations", Kind.RECEIVE),

    // --- from person to person
    SENDS_PRIVATE("sends private", Kind.SEND), //
    RECEIVES_PRIVATE("receives private", Kind.RECEIVE), //
    IS_RECEIVED("is received", Kind.RECEIVE),
    /// There is no direct way: it is to wait in the room of private entries.
    SEALS_LETTER("seals letter", Kind.LOCAL), //
    OPENS_LETTER("opens letter", Kind.LOCAL),
    /// What became of so many private messages.
    SENDS_RECEIPT("sends receipt", Kind.SEND), //
    RECEIVES_RECEIPT("receives receipt", Kind.RECEIVE), //
    OFFERS_FILE("offers file", Kind.SEND), //
    RECEIVES_OFFER("receives offer", Kind.RECEIVE), //
    DECLINES_FILE("declines file", Kind.SEND), //
    IS_ACCEPTED("is accepted", Kind.RECEIVE), //
    IS_DECLINED("is declined", Kind.RECEIVE),

    // --- files
    UPLOADS("uploads", Kind.SEND), //
    RECEIVES_UPLOAD("receives upload", Kind.RECEIVE), //
    RECEIVES_CHUNKS("receives chunks", Kind.LOCAL), //
    STORES_FILE("stores file", Kind.RECEIVE), //
    DROPS_FILE("drops file", Kind.RECEIVE), //
    HAS_UPLOADED("has uploaded", Kind.RECEIVE), //
    DOWNLOADS("downloads", Kind.SEND), //
    GIVES_MANIFEST("gives manifest", Kind.RECEIVE), //
    SENDS_CHUNKS("sends chunks", Kind.LOCAL), //
    TRANSFERS("transfers", Kind.LOCAL), //
    HAS_FILE("has file", Kind.RECEIVE), //
    ASKS_FOR_FILES("asks for files", Kind.SEND), //
    RECEIVES_FILES_REQUEST("receives files request", Kind.RECEIVE), //
    HAS_FILE_LIST("has file list", Kind.RECEIVE),

    // --- servers and balancers
    REGISTERS("registers", Kind.SEND), //
    RECEIVES_REGISTRATION("receives registration", Kind.RECEIVE), //
    IS_REGISTERED("is registered", Kind.RECEIVE), //
    ANNOUNCES("announces", Kind.SEND), //
    RECEIVES_ANNOUNCEMENT("receives announcement", Kind.RECEIVE), //
    SENDS_VIEW("sends view", Kind.SEND), //
    INSTALLS_VIEW("installs view", Kind.RECEIVE), //
    CHANGES_VIEW("changes view", Kind.SEND), //
    LEARNS_VIEW("learns view", Kind.LOCAL), //
    KEEPS_SERVER("keeps server", Kind.LOCAL), //
    MOVES_SESSIONS("moves sessions", Kind.LOCAL), //
    REPORTS("reports", Kind.SEND), //
    RECEIVES_REPORT("receives report", Kind.RECEIVE), //
    LINKS("links", Kind.RECEIVE);

    /// How an event takes part in the exchange of messages.
    public enum Kind {
        /// Something leaves with its clock.
        SEND,
        /// It came with a clock.
        RECEIVE,
        /// Neither.
        LOCAL
    }

    private static final Map<String, Verb> BY_WORDS = Stream.of(values())
            .collect(toUnmodifiableMap(Verb::words, Function.identity()));

    private final String words;
    private final Kind kind;

    Verb(String words, Kind kind) {
        this.words = words;
        this.kind = kind;
    }

    /// As it is written, like `receives post`.
    public String words() {
        return words;
    }

    public Kind kind() {
        return kind;
    }

    static Optional<Verb> of(String words) {
        return Optional.ofNullable(BY_WORDS.get(words));
    }
}
