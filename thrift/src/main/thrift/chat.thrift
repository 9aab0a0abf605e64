// SPDX-License-Identifier: Apache-2.0
// What two or more of the services speak of: who, where, when, what was said, and how a request is refused.
namespace java justchat.wire
namespace py justchat.chat

/** The version of these files. It is said in every greeting; fields are only ever added, as optional ones. */
const i32 PROTOCOL_VERSION = 1

/**
 * The trace clock of the sending process at the moment of sending: a vector clock by process name, for ShiViz.
 * It travels with every request that matters to a reader of the trace; leave it out and only the trace is poorer.
 */
typedef map<string, i64> Clock

/** Why a request was refused. A client that does not know a value treats it as UNAVAILABLE. */
enum Reason {
  /** The request is wrong in itself: a bad name, a field missing or too large. Repeating it is useless. */
  INVALID = 1
  /** User name or password is wrong; the two are never told apart. */
  WRONG_CREDENTIALS = 2
  /** The name belongs to somebody else, or looks too much like one that does. */
  NAME_TAKEN = 3
  /** No such user, file or room, or the user is not online. */
  NOT_FOUND = 4
  /** The ticket is forged or expired, or the session is not attached: log in again. */
  NOT_AUTHENTICATED = 5
  /** The caller may not do this. */
  NOT_PERMITTED = 6
  /** A queue or a rate limit is full. The request had no effect; repeat it with the same key after retryAfterMillis. */
  BUSY = 7
  /** What it takes is not there at the moment: a majority of balancers, a message server. Repeating may help. */
  UNAVAILABLE = 8
  /** A limit on size or number is exceeded, for good. */
  TOO_LARGE = 9
  /** This message id was used before for other bytes. */
  EQUIVOCATION = 10
  /** The user has a session elsewhere and this deployment allows one; log in with `takeOver` to end that one. */
  ELSEWHERE = 11
  /** The session was ended, or its account changed: not to be opened again without the person at the keyboard. */
  ENDED = 12
}

/** The one exception of every service: a request that had no effect, and why. */
exception Refused {
  1: required Reason reason
  /** One sentence for the person at the keyboard. */
  2: required string message
  /** When to try again; absent where trying again is useless. */
  3: optional i32 retryAfterMillis
}

/** Where a process listens for TCP. */
struct Address {
  1: required string host
  2: required i32 port
}

/** One life of one message server: its number, and the incarnation it was given when it registered. */
struct Origin {
  1: required i32 server
  2: required i32 incarnation
}

/** One entry of a version vector: of this origin's log, everything up to and including this sequence. */
struct Position {
  1: required Origin origin
  2: required i64 sequence
}

/** A version vector: what is known of a room, an entry per origin. Origins that are missing count as 0. */
typedef list<Position> VersionVector

/**
 * The identity of a message over all its retries, at any server: the client instance that wrote it (16 random bytes,
 * fresh for every outbox) and that instance's sequence in the room, 1, 2, 3, ... It is the idempotency key of a post.
 */
struct MessageId {
  1: required binary instance
  2: required i64 sequence
}

/** What a room promises about the order in which it shows its entries. Decided when the room is created, for ever. */
enum Order {
  /** Each entry once, in any order: whatever is safe is shown. */
  UNORDERED = 1
  /** What one client says is shown in the order it was said. */
  FIFO = 2
  /** And nothing is shown before what its author had been shown when writing it. */
  CAUSAL = 3
  /** And everybody is shown everything in the same order. */
  TOTAL = 4
}

/**
 * What keeps a room closed: its entries are sealed with keys that come from a conference code (ARCHITECTURE.md, Closed
 * rooms). Servers check by it that who joins knows the code, and learn nothing that opens an entry.
 */
struct Lock {
  /** 1, 2, 3, ...: a new code is a new lock. Every sealed entry names the lock whose key it was sealed with. */
  1: required i32 number
  /** 16 random bytes that salt the code. */
  2: required binary salt
  /** The Ed25519 public key (32 bytes raw) whose private half the code gives. */
  3: required binary admissionKey
  /** Argon2id: memory in KiB, passes, lanes. A client refuses values outside its own bounds. */
  4: required i32 argonMemoryKiB
  5: required i32 argonPasses
  6: required i32 argonLanes
}

/** A room as the book has it. Its name: 1 to 32 of a-z, 0-9, '-', '_' and '.', the first a letter or digit. */
struct RoomInfo {
  1: required string name
  2: required Order order
  /** Who created it, and is its first moderator; empty for the lobby, which has always been there. */
  3: required string owner
  /** The view in which it was created; the lobby: 0. */
  4: required i64 createdInView
  5: required i64 createdAtMillis
  /** Of a closed room: the lock it was created with. A later one is an entry of the room. */
  6: optional Lock lock
}

/** What opens a file of a closed room. It is told in a sealed message only. */
struct FileSeal {
  /** SHA-256 of the sealed chunks' hashes, one after another: what servers know the file by. */
  1: required binary file
  /** The AES-256-GCM key (32 bytes) of this file's chunks, and of nothing else. */
  2: required binary key
}

/** A file as its author published it: the name is for display only, the content is what the hash says. */
struct FileNotice {
  1: required string name
  2: required i64 size
  /** SHA-256 of its chunks' hashes, one after another; the file's identity. */
  3: required binary hash
  /** Inside a sealed message: the servers have the content sealed. */
  4: optional FileSeal seal
}

/** A text that answers an earlier message of the room. */
struct Reply {
  1: required MessageId target
  /** UTF-8, at most 16,384 bytes. */
  2: required string text
}

/** The text of a message of one's own, as it is to be read from now on. */
struct Edit {
  1: required MessageId target
  2: required string text
  /** Inside a sealed message: what the target answers, for on a page only the edit is left of it. */
  3: optional MessageId answers
}

/** Takes messages back: one's own, or for a moderator anybody's. 1 to 256 of them. */
struct Erase {
  1: required list<MessageId> targets
}

/** A sign put to a message, or withdrawn; at most 32 bytes of UTF-8. */
struct Reaction {
  1: required MessageId target
  2: required string sign
  3: required bool withdrawn
}

/** What a moderator does to a user in a room. */
enum Measure {
  /** May read, may not write. */
  MUTE = 1
  UNMUTE = 2
  /** Is no member any more; may join again. */
  KICK = 3
  /** Is no member, and may neither join nor write. */
  BAN = 4
  UNBAN = 5
  /** Only the owner may make moderators, and unmake them. */
  PROMOTE = 6
  DEMOTE = 7
}

struct Sanction {
  1: required string user
  2: required Measure measure
  /** Until when, milliseconds since 1970; absent: until it is lifted. For MUTE and BAN. */
  3: optional i64 untilMillis
}

/**
 * In rooms of total order: from here on the members of a view order the room among themselves. It says what the order
 * before holds; it is in force once it is durable on every member.
 */
struct Epoch {
  /** The number of the view. */
  1: required i64 view
  2: required list<Origin> members
  /** The view of the epoch that this one follows; 0 if it is the first. */
  3: required i64 previous
  /** Of each log, how much belongs to the epochs before this one. What a server of theirs stamped beyond it is void. */
  4: required VersionVector cut
}

/**
 * These logs of former lives are complete at every member, and nobody will ever add to them. A vector that covers this
 * entry covers them too, so vectors need not name them any more.
 */
struct Fold {
  1: required VersionVector complete
}

/** In the room of private entries: a sealed message for a user who could not be reached directly. */
struct Letter {
  1: required string recipient
  /** An Envelope (peer.thrift) in Thrift's compact encoding, at most 20,480 bytes. */
  2: required binary envelope
}

/** In the room of private entries: letters that their recipient, the author of this entry, has read. 1 to 256 of them. */
struct Collected {
  1: required list<MessageId> letters
}

/** In the room of private entries: how far its author has read a room, on any device. Markers of one room are merged. */
struct Marker {
  1: required string room
  2: required VersionVector read
}

/** In the room of private entries: a choice of its author's that all devices share; the last one counts. */
struct Setting {
  /** At most 32 bytes. */
  1: required string name
  /** At most 256 bytes. */
  2: required string value
}

/**
 * What a member of a closed room says, for members only. Inside is a payload of the open kind (text, file, reply, edit,
 * reaction) in Thrift's compact encoding, with its author's signature.
 */
struct Sealed {
  /** The number of the lock. */
  1: required i32 lock
  /** At most 20,480 bytes. */
  2: required binary content
  /** The message that this one replaces, if it is an edit: one's own. */
  3: optional MessageId edits
  /** The file that it tells of (whose bytes are sealed too), so that servers keep the file as long as the message. */
  4: optional binary file
}

/** Stands where an erased message stood. */
struct Erased {
  /** Who erased it. */
  1: required string by
}

/** What an entry of a room says. A reader that meets a member it does not know shows that it does not. */
union Payload {
  /** Text that everybody in the room reads, UTF-8, at most 16,384 bytes. */
  1: string text
  /** A file that everybody in the room may fetch. */
  2: FileNotice file
  3: Reply reply
  4: Edit edit
  5: Erase erase
  6: Reaction reaction
  /** What the room is about, for moderators to say; UTF-8, at most 512 bytes. */
  7: string topic
  /** The author joins the room (true) or leaves it. */
  8: bool membership
  9: Sanction sanction
  10: Epoch epoch
  11: Fold fold
  12: Letter letter
  13: Collected collected
  14: Marker marker
  15: Setting setting
  /** Never posted: said to a reader in place of what was erased. */
  16: Erased erased
  /** In closed rooms, in place of text, file, reply, edit, reaction and topic, which are refused there. */
  17: Sealed sealed
  /** The room has a new code from here on; for moderators to say. Who is in the room stays in it. */
  18: Lock lock
  /** The author joins a closed room: the lock's signature (Ed25519, 64 bytes) over "jc-admission-v1", room, lock and author. */
  19: binary admission
}

/** One entry of a room: what was said, by whom, and its place in the room's partial order. */
struct Entry {
  /** The server that stamped the entry, and the entry's sequence in that server's log for the room: 1, 2, 3, ... */
  1: required Origin origin
  2: required i64 sequence
  3: required MessageId id
  /** Empty for what a server itself says: Epoch, Fold. */
  4: required string author
  /** The room's vector clock as the author had seen it when writing: no reader is shown this entry before those. */
  5: required VersionVector dependencies
  /** When the author's server stamped it, milliseconds since 1970. For display; nothing is ever ordered by it. */
  6: required i64 stampedAtMillis
  7: required Payload payload
  /** The stamping server's Lamport time: above that of everything it had appended or received in the room before. */
  8: required i64 time
  /** In rooms of total order: the view of the epoch in which it was stamped; else 0. */
  9: required i64 epoch
}

/**
 * A place in the one linear order of a room that is the same on every server and extends the room's own order: by
 * epoch, then time, then origin. Places of entries that arrive late are between others.
 */
struct Place {
  1: required i64 epoch
  2: required i64 time
  3: required Origin origin
  4: required i64 sequence
}

/** One message server in a view. */
struct Member {
  1: required Origin origin
  /** The name it was started with, like ms-1. */
  2: required string name
  /** Where clients and other servers reach it, over TLS. */
  3: required Address address
  /** Where it takes heartbeats, over UDP. */
  4: required Address heartbeats
  /** It holds nothing from before the view of this number: it was new then, or had lost its disk. */
  5: required i64 blankSince
  /** It takes no new sessions, and those it has are moved away, so that it can be stopped. */
  6: optional bool draining
}

/** One load balancer. */
struct Balancer {
  1: required string name
  2: required Address address
  /** Where it takes heartbeats, over UDP. */
  3: required Address heartbeats
  /** The Ed25519 public key (32 bytes raw) that its tickets are signed with. */
  4: required binary ticketKey
  /** Of one that was removed: its tickets are believed until then. */
  5: optional i64 untilMillis
}

/** Tickets that are not good any more, though they have not expired. */
struct Revocation {
  /** Of this user, */
  1: required string user
  /** without a generation: those of this login (16 bytes); with one: all but those of this login, */
  2: optional binary login
  /** all of an older generation of the account than this, but for the login's, which changed the password itself. */
  3: optional i32 generation
  /** By then all such tickets have expired; milliseconds since 1970. */
  4: required i64 untilMillis
  /** One sentence for the person whose session it ends. */
  5: required string sentence
}

/** An earlier view: which servers, by number, were members. */
struct PastView {
  1: required i64 number
  2: required list<i32> servers
}

/** The set of message servers, as decided by the balancers' Raft. Views are numbered 1, 2, 3, ... */
struct View {
  1: required i64 number
  2: required list<Member> members
  3: required list<Balancer> balancers
  /** The views before this one, oldest first; at most the latest 512. */
  4: required list<PastView> past
  /** Balancers that were removed, and are not to be called any more; their tickets are believed for a while. */
  5: optional list<Balancer> retired
}

/** For whom a sealed file is kept, by whom, and since when (milliseconds since 1970, as the first server had it). */
struct Parcel {
  1: required string sender
  2: required string recipient
  3: required i64 keptSinceMillis
}

/**
 * Lets one more connection be made, for chunks of files, to the port of the one that this came over: without TLS, but every
 * frame sealed with the key, as thrift/README.md says. It has the services of this one, and ends with it. Good once, and
 * for ten seconds.
 */
struct Lane {
  /** 16 random bytes, which the new connection begins with, in clear. */
  1: required binary ticket
  /** 32 random bytes, for AES-256-GCM. */
  2: required binary key
}

/** The parts of a file: chunks of 262,144 bytes, the last one shorter, each with its own SHA-256. */
struct Manifest {
  1: required FileNotice file
  2: required list<binary> chunkHashes
  /**
   * Not a public file, but one person's for another: its chunks are those of a private offer, sealed, so of 262,160 bytes.
   * In no list; only the two may fetch it; dropped by either of them, or after 7 days.
   */
  3: optional Parcel parcel
  /**
   * A file of this closed room: its chunks are sealed, so of 262,160 bytes; size and hash are those of the sealed bytes, and
   * its name says nothing: "sealed". In no list; only who is in the room may put or fetch it.
   */
  4: optional string room
}
