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

/** A file as its author published it: the name is for display only, the content is what the hash says. */
struct FileNotice {
  1: required string name
  2: required i64 size
  /** SHA-256 of the content; the file's identity. */
  3: required binary hash
}

/** What an entry of a room says. A reader that meets a member it does not know shows that it does not. */
union Payload {
  /** Text that everybody in the room reads, UTF-8, at most 16,384 bytes. */
  1: string text
  /** A file that everybody in the room may fetch. */
  2: FileNotice file
}

/** One entry of a room: what was said, by whom, and its place in the room's partial order. */
struct Entry {
  /** The server that stamped the entry, and the entry's sequence in that server's log for the room: 1, 2, 3, ... */
  1: required Origin origin
  2: required i64 sequence
  3: required MessageId id
  4: required string author
  /** The room's vector clock as the author had seen it when writing: no reader is shown this entry before those. */
  5: required VersionVector dependencies
  /** When the author's server stamped it, milliseconds since 1970. For display; nothing is ever ordered by it. */
  6: required i64 stampedAtMillis
  7: required Payload payload
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
}

/** One load balancer. */
struct Balancer {
  1: required string name
  2: required Address address
  /** Where it takes heartbeats, over UDP. */
  3: required Address heartbeats
  /** The Ed25519 public key (32 bytes raw) that its tickets are signed with. */
  4: required binary ticketKey
}

/** The set of message servers, as decided by the balancers' Raft. Views are numbered 1, 2, 3, ... */
struct View {
  1: required i64 number
  2: required list<Member> members
  3: required list<Balancer> balancers
}

/** The parts of a file: chunks of 262,144 bytes, the last one shorter, each with its own SHA-256. */
struct Manifest {
  1: required FileNotice file
  2: required list<binary> chunkHashes
}
