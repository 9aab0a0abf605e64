// SPDX-License-Identifier: Apache-2.0
// What a load balancer offers to clients, to message servers and to the operator. All three services are on one TCP
// port; who may call which is decided by the caller's certificate (none: a client).
namespace java justchat.wire
namespace py justchat.loadbalancer

include "chat.thrift"

/** What a client must know before it can log in. */
struct Cluster {
  1: required i32 protocolVersion
  /** The name of this deployment; it salts passwords, so that equal passwords at two deployments differ. */
  2: required string deployment
  /** Argon2id: memory in KiB, passes, lanes. A client refuses values below its own floor. */
  3: required i32 argonMemoryKiB
  4: required i32 argonPasses
  5: required i32 argonLanes
  /** All balancers; any of them serves. */
  6: required list<chat.Balancer> balancers
  /** An account takes an invitation's token. */
  7: optional bool inviteOnly
}

/** A new account. The password never leaves the client; see protocol notes in ARCHITECTURE.md, Login. */
struct SignUp {
  1: required string name
  /** HKDF(Argon2id(password), "auth"), 32 bytes; the balancer keeps only its SHA-256. */
  2: required binary authKey
  /** The account's two public keys, 64 bytes: Ed25519 (it signs), then X25519 (private messages are sealed to it). */
  3: required binary identityKey
  /** Their private halves, sealed by the client with HKDF(Argon2id(password), "wrap"), at most 256 bytes. */
  4: required binary sealedIdentity
  /** 16 random bytes; the same over all retries of this sign-up, which therefore happens once. */
  5: required binary command
  /** Of an invitation, 16 bytes; it is used up by this. */
  6: optional binary token
  100: optional chat.Clock clock
}

struct LogIn {
  1: required string name
  2: required binary authKey
  /** Where only one session is allowed: end the one that there is. */
  3: optional bool takeOver
  100: optional chat.Clock clock
}

/** Where to go. */
struct Assignment {
  1: required chat.Member server
  /** Where to go when that server fails and no balancer answers, best first. */
  2: required list<chat.Member> backups
  100: optional chat.Clock clock
}

/** The answer to a login or sign-up. */
struct Welcome {
  /** The name as the account has it. */
  1: required string name
  /** A signed ticket, opaque to the client; it opens a session at any message server until it expires. */
  2: required binary ticket
  3: required i64 ticketExpiresAtMillis
  /** The account's public keys and their sealed private halves, as SignUp has them. */
  4: required binary identityKey
  5: required binary sealedIdentity
  6: required list<chat.Balancer> balancers
  /** Absent while no message server lives: ask `assign` again until one does. */
  7: optional Assignment assignment
  100: optional chat.Clock clock
}

/** A ticket for as long again, of the same login. */
struct Renewal {
  1: required binary ticket
  2: required i64 expiresAtMillis
}

/** An account as everybody may see it. */
struct AccountSummary {
  1: required string name
  2: required i64 createdAtMillis
  3: required bool online
}

/** Which accounts to list. */
struct AccountsRequest {
  1: required binary ticket
  /** `*` stands for any characters, `?` for one; a text without either: names that contain it; empty: all. 64 bytes at most. */
  2: required string pattern
  /** The last name of the page before; absent: from the first. */
  3: optional string after
  /** 1 to 500. */
  4: required i32 limit
}

/** By name. */
struct AccountPage {
  1: required list<AccountSummary> accounts
  2: required bool more
}

/** A session of one's own. */
struct OwnSession {
  1: required binary instance
  /** Of one login there may be several sessions, while a client moves or fails over. */
  2: required binary login
  /** The name of the message server. */
  3: required string server
  /** The address that the server observed. */
  4: required string host
  /** As the client said. */
  5: required string device
  6: required i64 sinceMillis
}

struct ChangePassword {
  1: required binary ticket
  /** Proof of the old password: a ticket alone does not change it. */
  2: required binary oldAuthKey
  3: required binary newAuthKey
  /** The identity sealed anew, under the new password. */
  4: required binary newSealedIdentity
  5: required binary command
  100: optional chat.Clock clock
}

struct ChangeIdentity {
  1: required binary ticket
  /** Proof of the password: a ticket alone does not change it. */
  2: required binary authKey
  /** The new keys, as SignUp has them. */
  3: required binary identityKey
  4: required binary sealedIdentity
  5: required binary command
  100: optional chat.Clock clock
}

struct DeleteAccount {
  1: required binary ticket
  2: required binary authKey
  3: required binary command
  100: optional chat.Clock clock
}

struct EndSession {
  1: required binary ticket
  /** Whose sessions are to end: a login of the same user. */
  2: required binary login
  3: required binary command
  100: optional chat.Clock clock
}

/** One session of a user, as other clients need it to make a direct link. */
struct Session {
  1: required string user
  /** The client instance, 16 bytes: one terminal, one pipe. */
  2: required binary instance
  3: required i32 server
  /** Where the client listens: the address its server observed, and the port it announced. */
  4: required chat.Address direct
  /** What follows is for balancers; other clients are not told. */
  6: optional binary login
  7: optional string device
  8: optional i64 sinceMillis
  /** For other clients again: where else it says that it listens, at most 8; nobody has observed these. */
  9: optional list<chat.Address> interfaces
}

/** Where a user is. The keys are the account's, the same for all its sessions. */
struct Location {
  1: required string user
  /** As SignUp has it. */
  2: required binary identityKey
  3: required list<Session> sessions
}

/** A public file and who shared it. */
struct PublicFile {
  1: required chat.FileNotice file
  2: required string owner
  3: required i64 sharedAtMillis
  /** The room whose message tells of it, and that message. */
  4: optional string room
  5: optional chat.MessageId message
}

/** A new room; its creator is its owner. */
struct CreateRoom {
  1: required binary ticket
  2: required string name
  3: required chat.Order order
  /** 16 random bytes; the same over all retries, so that the room is created once. */
  4: required binary command
  /** For a closed room: its first lock, number 1. */
  5: optional chat.Lock lock
  100: optional chat.Clock clock
}

/** For clients. */
service LoadBalancer {
  /** Free of charge and of login. */
  Cluster cluster() throws (1: chat.Refused refused)
  /** NAME_TAKEN, INVALID name, UNAVAILABLE without a majority of balancers. Logs in as well. */
  Welcome signUp(1: required SignUp request) throws (1: chat.Refused refused)
  /** WRONG_CREDENTIALS; BUSY with a delay after too many failures. */
  Welcome logIn(1: required LogIn request) throws (1: chat.Refused refused)
  /** A server for the holder of this ticket, none of `avoid` (numbers of servers it just saw fail) if another lives. */
  Assignment assign(1: required binary ticket, 2: required list<i32> avoid, 3: chat.Clock clock) throws (1: chat.Refused refused)
  /** NOT_FOUND for an unknown name; a known user who is not online has no sessions. */
  Location locate(1: required binary ticket, 2: required string user, 3: chat.Clock clock) throws (1: chat.Refused refused)
  /** All public files, oldest first. */
  list<PublicFile> files(1: required binary ticket, 2: chat.Clock clock) throws (1: chat.Refused refused)
  /** NAME_TAKEN, INVALID name, TOO_LARGE beyond the limits on rooms, UNAVAILABLE without a majority of balancers. */
  chat.RoomInfo createRoom(1: required CreateRoom request) throws (1: chat.Refused refused)
  /** Names of the users online, sorted. */
  list<string> online(1: required binary ticket) throws (1: chat.Refused refused)
  /** Of all accounts, or of those whose names match. */
  AccountPage accounts(1: required AccountsRequest request) throws (1: chat.Refused refused)
  /** A ticket that lives longer, while this one still does; ENDED if its login was. */
  Renewal renew(1: required binary ticket) throws (1: chat.Refused refused)
  /** The caller's sessions, oldest first. */
  list<OwnSession> sessions(1: required binary ticket) throws (1: chat.Refused refused)
  /** Ends a login's sessions, at whatever server; NOT_FOUND if it has none. UNAVAILABLE without a majority, like the next three. */
  void endSession(1: required EndSession request) throws (1: chat.Refused refused)
  /** WRONG_CREDENTIALS. Ends all other sessions of the user. */
  Renewal changePassword(1: required ChangePassword request) throws (1: chat.Refused refused)
  /** WRONG_CREDENTIALS. Ends all other sessions of the user: they have the old keys. */
  Renewal changeIdentity(1: required ChangeIdentity request) throws (1: chat.Refused refused)
  /** WRONG_CREDENTIALS. Ends all sessions of the user; nobody will ever have the name again. */
  void deleteAccount(1: required DeleteAccount request) throws (1: chat.Refused refused)
}

/** A message server as it introduces itself. */
struct ServerHello {
  1: required i32 protocolVersion
  2: required string name
  3: required chat.Address address
  4: required chat.Address heartbeats
  /** True when it has no data from an earlier life under this name. */
  5: required bool blank
  /** 16 random bytes; the same over all retries, so that one start gives one incarnation. */
  6: required binary command
  100: optional chat.Clock clock
}

struct Registration {
  1: required chat.Origin origin
  2: required chat.View view
  100: optional chat.Clock clock
}

/** What a server knows that balancers need. `complete` replaces all it said before; else it adds to it. */
struct ServerReport {
  1: required chat.Origin origin
  2: required bool complete
  3: required list<Session> attached
  /** Instances of sessions that ended. */
  4: required list<binary> detached
  5: required list<PublicFile> files
  /** Announcements of files that were erased: not listed any more, whoever tells of them later. */
  6: optional list<PublicFile> erased
  100: optional chat.Clock clock
}

/** For message servers: the caller's certificate must be a server's, and name the server it speaks for. */
service Registry {
  /** A new incarnation for a server that starts; a new view with it. UNAVAILABLE without a majority of balancers. */
  Registration registerServer(1: required ServerHello hello) throws (1: chat.Refused refused)
  /** The server with this origin is on this connection; views are pushed to it from now on. Answers the current view. */
  chat.View announce(1: required chat.Origin origin, 2: required string name, 3: chat.Clock clock) throws (1: chat.Refused refused)
  void report(1: required ServerReport report) throws (1: chat.Refused refused)
  /** All rooms of the book, by name; pushed when there are more. */
  list<chat.RoomInfo> rooms() throws (1: chat.Refused refused)
  /** All that have not expired, at most 4,000; new ones are pushed. */
  list<chat.Revocation> revocations() throws (1: chat.Refused refused)
}

/** What a balancer calls on a server that announced itself, over the same connection. */
service RegistryListener {
  oneway void viewChanged(1: required chat.View view, 2: chat.Clock clock)
  /** All rooms of the book, by name: there is a new one. */
  oneway void roomsChanged(1: required list<chat.RoomInfo> rooms, 2: chat.Clock clock)
  /** Revocations to be added to those told before; each is good until it expires. All of them after `announce`. */
  oneway void revoked(1: required list<chat.Revocation> revocations, 2: chat.Clock clock)
  /** Moves so many of its sessions to that server within this time. */
  oneway void shed(1: required i32 sessions, 2: required chat.Member target, 3: required i32 withinMillis)
}

/** One message server as a balancer sees it. */
struct ServerStatus {
  1: required chat.Member member
  /** Milliseconds since its last heartbeat here; -1 if it was never heard. */
  2: required i64 silentMillis
  3: required i32 sessions
  4: required list<string> users
  5: required i32 outboundKiB
}

/** A balancer's own view of the whole. */
struct Status {
  1: required string name
  2: required string deployment
  /** LEADER, FOLLOWER, CANDIDATE or the like, and who leads as far as this balancer knows (empty: nobody). */
  3: required string raftRole
  4: required string raftLeader
  5: required i64 raftTerm
  6: required i64 accounts
  7: required chat.View view
  8: required list<ServerStatus> servers
  9: required i32 files
  /** Counters by name, of requests refused, bytes dropped and the like. */
  10: required map<string, i64> counters
  /** How the view came to be what it is, in words, as far as this balancer saw it happen. */
  11: optional string lastChange
}

/** For the operator: the caller's certificate must be an operator's. All that change something: UNAVAILABLE without a majority. */
service Operator {
  Status status() throws (1: chat.Refused refused)
  /** A one-use token (16 bytes) with which somebody may sign up until then. */
  binary invite(1: required i64 untilMillis, 2: required binary command) throws (1: chat.Refused refused)
  /** NOT_FOUND. Its sessions are moved to others, or it takes sessions again. */
  void drain(1: required string server, 2: required bool draining, 3: required binary command) throws (1: chat.Refused refused)
  /** Out of the view, and never again in it: INVALID while it still lives in a view and is not draining. */
  void removeServer(1: required string server, 2: required binary command) throws (1: chat.Refused refused)
  /** One more voter, which has been started with these peers and itself. Answers when it has caught up and votes. */
  void addBalancer(1: required string name, 2: required chat.Address raft) throws (1: chat.Refused refused)
  /** One voter less, and its tickets are believed until they expire. INVALID if it is the last one. */
  void removeBalancer(1: required string name, 2: required binary command) throws (1: chat.Refused refused)
}
