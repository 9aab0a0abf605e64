// SPDX-License-Identifier: Apache-2.0
// What a message server offers to clients and to other message servers, and what it calls on a client.
namespace java justchat.wire
namespace py justchat.messageserver

include "chat.thrift"

/**
 * The room of private entries: letters, markers and settings. Everybody may post there; a reader is shown only what it
 * wrote itself and what is addressed to it. It is in no list of rooms.
 */
const string PRIVATE_ROOM = "@private"

/** Opens a session on this connection. */
struct Attach {
  1: required i32 protocolVersion
  2: required binary ticket
  /** This client instance, 16 bytes. */
  3: required binary instance
  /** Where this client listens for direct links: the port; the server observes the address. 0: nowhere. */
  4: required i32 directPort
  /** What the client runs on, for its owner's list of sessions: a host's name; at most 64 bytes of UTF-8. */
  6: optional string device
  /** Where else it listens: addresses of its own interfaces, not names; at most 8. Nobody but other clients connects there. */
  7: optional list<chat.Address> interfaces
  100: optional chat.Clock clock
}

/** A room as its user has it. */
struct RoomSummary {
  /** The lock of a closed room is here the newest one. */
  1: required chat.RoomInfo room
  2: required string topic
  3: required i32 members
  4: required bool joined
  /** Entries so far. */
  5: required i64 entries
  /** How far the user has read it, on whatever device; and messages of others beyond that. */
  6: required chat.VersionVector read
  7: required i64 unread
}

struct Attached {
  1: required chat.Origin server
  2: required string serverName
  /** The user's name as the ticket has it. */
  3: required string name
  /** How often the client must ping, and the silence after which either side gives the other up. */
  4: required i32 pingMillis
  5: required i32 silenceMillis
  /** The rooms that the user is in, by name. Everybody is in the lobby. */
  6: required list<RoomSummary> rooms
  /** The user's settings, see Setting. */
  7: required map<string, string> settings
  /** Letters that wait for the user; delivered when the room of private entries is opened. */
  8: required i32 letters
  100: optional chat.Clock clock
}

/** Starts to read a room; deliveries follow on the same connection. */
struct Open {
  1: required string room
  /** What this client was shown of the room already. Never shown again, and everything else is. */
  2: optional chat.VersionVector seen
  /** For a client that comes with no `seen`: how many of the latest entries to show, 0 to 1,000. */
  3: optional i32 recent
  100: optional chat.Clock clock
}

struct Opened {
  1: required RoomSummary room
  /** How many entries are about to be delivered before any new one. */
  2: required i64 missed
  /**
   * What the server takes for seen before the first delivery: the client's `seen`, or for one that came without, all
   * but the recent entries it asked for. The client's vector starts here, so that a later server owes it nothing older.
   */
  3: required chat.VersionVector base
  100: optional chat.Clock clock
}

/** An entry as it stands now: edited texts read as edited, an erased message is Erased. */
struct Shown {
  1: required chat.Entry entry
  2: required chat.Place place
  3: required bool edited
  /** Who put which sign to it: sign, then users. */
  4: required map<string, list<string>> reactions
}

/** A page of what a room holds, in its linear order, ascending. */
struct Page {
  1: required list<Shown> entries
  /** Where the next older page ends; absent: there is nothing older. */
  2: optional chat.Place before
  /** For `unread`: how many are left. */
  3: required i64 left
}

/** Messages of a room (texts, replies, files), backwards from a place. */
struct HistoryRequest {
  1: required string room
  /** Only what is before this place; absent: from the newest. */
  2: optional chat.Place before
  /** 1 to 200. */
  3: required i32 limit
  /** Nothing stamped before this moment, milliseconds since 1970. */
  4: optional i64 sinceMillis
}

/** Messages that hold all the words. A page may be empty and not the last: a search looks at so much at a time. */
struct SearchRequest {
  1: required HistoryRequest within
  /** Words, or beginnings of words, without regard to case; may be empty if there is another condition. */
  2: required list<string> words
  3: optional string author
  4: required bool filesOnly
}

/** A member of a room. */
struct RoomMember {
  1: required string user
  2: required bool owner
  3: required bool moderator
  4: required bool muted
}

/** Something to say in a room. */
struct Post {
  1: required string room
  2: required chat.MessageId id
  /** What the author had been shown when writing. */
  3: required chat.VersionVector seen
  4: required chat.Payload payload
  100: optional chat.Clock clock
}

/** The entry is durable on enough servers that no single crash can lose it. */
struct Receipt {
  1: required chat.MessageId id
  /** On how many servers it is durable, of how many there are. */
  2: required i32 copies
  3: required i32 servers
  /** Where it stands in the room: the entry that the room shows, whichever retry it came from. */
  4: required chat.Position position
  100: optional chat.Clock clock
}

/** What the server still needs of a file that is being uploaded. */
struct UploadState {
  /** Chunks that the server has already, so that an upload resumes; ascending. */
  1: required list<i32> present
}

/** For clients. Everything but `attach` and `ping` needs an attached session. */
service MessageServer {
  /** Opens the session. */
  Attached attach(1: required Attach request) throws (1: chat.Refused refused)
  /** NOT_FOUND; NOT_PERMITTED to who is not in the room. Opening again starts anew. */
  Opened open(1: required Open request) throws (1: chat.Refused refused)
  /** Deliveries of the room end. */
  void close(1: required string room) throws (1: chat.Refused refused)
  /** All rooms but that of private entries, by name. */
  list<RoomSummary> rooms() throws (1: chat.Refused refused)
  /** Who is in a room, by name; the lobby has everybody, and names only its moderators. */
  list<RoomMember> members(1: required string room) throws (1: chat.Refused refused)
  /**
   * What those of these users (at most 1,000, others are passed over) who are away say about it: their setting `away`, the
   * one that is not theirs alone to read.
   */
  map<string, string> away(1: required list<string> users) throws (1: chat.Refused refused)
  /** NOT_PERMITTED to who is not in the room, like the next two. */
  Page history(1: required HistoryRequest request) throws (1: chat.Refused refused)
  Page search(1: required SearchRequest request) throws (1: chat.Refused refused)
  /**
   * The first messages of others that `read` does not cover, at most `limit` (1 to 200). In linear order, like any page,
   * so the same from every server; those of one origin ascend, so `read` and what is shown of the page are a vector again.
   */
  Page unread(1: required string room, 2: required chat.VersionVector read, 3: required i32 limit) throws (1: chat.Refused refused)
  /**
   * Answers once the entry is durable on enough servers. May be repeated with the same id at any server: one entry.
   * BUSY (retry), TOO_LARGE, EQUIVOCATION, INVALID; NOT_PERMITTED to who may not say this here.
   */
  Receipt post(1: required Post post) throws (1: chat.Refused refused)
  /** Answers at once with what it was given; both sides learn that the other lives. */
  i64 ping(1: required i64 nonce)
  /** A clean goodbye. */
  void detach(1: chat.Clock clock)

  /** A second connection for the chunks of files, which then stand in front of no message. BUSY if too many are asked for. */
  chat.Lane fileLane() throws (1: chat.Refused refused)
  /**
   * TOO_LARGE beyond a quota, or if the disk is too full, before the first byte is sent. If servers have all of it already,
   * every chunk is present. Of a parcel only the recipient counts: the sender is the session's user, the time is now.
   */
  UploadState beginUpload(1: required chat.Manifest manifest, 2: chat.Clock clock) throws (1: chat.Refused refused)
  /** INVALID if the bytes do not have the hash that the manifest gives. Any order, several at once, repeatable. */
  void putChunk(1: required binary file, 2: required i32 index, 3: required binary bytes) throws (1: chat.Refused refused)
  /** Answers when the file is whole and durable on at least two servers (fewer only if fewer live); then post its notice. */
  void finishUpload(1: required binary file, 2: chat.Clock clock) throws (1: chat.Refused refused)
  /** By content hash; fetched from another server if this one does not hold it. */
  chat.Manifest manifest(1: required binary file, 2: chat.Clock clock) throws (1: chat.Refused refused)
  binary getChunk(1: required binary file, 2: required i32 index) throws (1: chat.Refused refused)
  /** A parcel is not needed any more; for its sender and its recipient to say. One that is not there is no mistake. */
  void drop(1: required binary file, 2: chat.Clock clock) throws (1: chat.Refused refused)
}

/** Entries of a room in the room's order. The same bytes go to every reader of the server. */
struct Delivery {
  1: required string room
  2: required list<chat.Entry> entries
  100: optional chat.Clock clock
}

/** Where to go from here; the session here goes on until the client has one there, or the time is over. */
struct Move {
  1: required chat.Member server
  /** At a moment within this time, drawn at random, so that many that are moved do not arrive together. */
  2: required i32 withinMillis
}

/** What a message server calls on an attached client, over the same connection. */
service Reader {
  oneway void deliver(1: required Delivery delivery)
  /** How many sessions there are on all servers. */
  oneway void people(1: required i32 online)
  /** The server is being drained, or has more than its share. */
  oneway void move(1: required Move move)
  /** The session is over and its ticket void: not to be opened again by itself. */
  oneway void ended(1: required string sentence)
}

/** A server that opens a replication link to another one. */
struct ReplicaHello {
  1: required i32 protocolVersion
  2: required chat.Origin origin
  3: required i64 view
  100: optional chat.Clock clock
}

/**
 * In rooms of total order: what the sender binds itself to. It counts once the receiver holds `stamped` entries of the
 * sender's own log.
 */
struct Promise {
  /** The sender will never again order, or acknowledge, anything in an epoch before this view. */
  1: required i64 view
  /** The epoch in which it orders; 0 if in none. Its `have` is an acknowledgement in this epoch only. */
  2: required i64 epoch
  /** It will never stamp anything in this epoch at this time or an earlier one, */
  3: required i64 time
  /** except for what is in its own log already, up to this sequence. */
  4: required i64 stamped
  /** False if it lost some of this room's log that it had; its word does not count when an epoch is closed. */
  5: required bool whole
}

/**
 * One step of replication from one server to another. Loss, repetition and reordering are harmless: entries are taken
 * in sequence per origin, and what is missing is sent again when `have` shows that it is missing.
 */
struct Exchange {
  1: required chat.Origin origin
  2: required string room
  /** Entries that the receiver is thought to lack, ascending per origin. */
  3: required list<chat.Entry> entries
  /** What is durable at the sender, all of it. */
  4: required chat.VersionVector have
  /** In rooms of total order. */
  5: optional Promise promise
  100: optional chat.Clock clock
}

/** For other message servers: the caller's certificate must be a server's. */
service Replica {
  /** Answers the receiver's own hello; NOT_PERMITTED if the caller's incarnation is not the one in the view. */
  ReplicaHello greet(1: required ReplicaHello hello) throws (1: chat.Refused refused)
  /**
   * Answers when the entries are in the room's mailbox, not when they are durable. BUSY: later, same again; so too for
   * a room that the receiver has not heard of yet.
   */
  void exchange(1: required Exchange exchange) throws (1: chat.Refused refused)

  /** Which chunks of this file the receiver already holds; it will hold the manifest afterwards. */
  UploadState offerFile(1: required chat.Manifest manifest) throws (1: chat.Refused refused)
  void storeChunk(1: required binary file, 2: required i32 index, 3: required binary bytes) throws (1: chat.Refused refused)
  /** Answers when the file is whole and durable here. */
  void sealFile(1: required binary file) throws (1: chat.Refused refused)
  /** NOT_FOUND if the file is not whole here; never asks further servers. */
  chat.Manifest fetchManifest(1: required binary file) throws (1: chat.Refused refused)
  binary fetchChunk(1: required binary file, 2: required i32 index) throws (1: chat.Refused refused)
  /** Those of these files (at most 1,000) that are whole here. */
  list<binary> heldFiles(1: required list<binary> files) throws (1: chat.Refused refused)
  /** A parcel that its sender or recipient has dropped. */
  void dropFile(1: required binary file) throws (1: chat.Refused refused)
}
