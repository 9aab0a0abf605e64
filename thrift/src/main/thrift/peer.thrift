// SPDX-License-Identifier: Apache-2.0
// What clients offer each other, directly. The link is TLS with self-signed certificates whose keys are the two accounts'
// Ed25519 identity keys; what is inside an envelope is sealed besides, from account to account.
namespace java justchat.wire
namespace py justchat.peer

include "chat.thrift"

/** A sealed private message: HPKE (RFC 9180) in mode auth, from the sender's identity key to the recipient's. */
struct Envelope {
  1: required string sender
  2: required string recipient
  /** Idempotency key: a repeated envelope is answered, not shown. */
  3: required chat.MessageId id
  /** HPKE's encapsulated key, 32 bytes. */
  4: required binary encapsulated
  /** A PrivateContent in Thrift's compact encoding, sealed; sender, recipient and id are authenticated with it. */
  5: required binary sealed
  100: optional chat.Clock clock
}

/**
 * The hashes of an offered file's chunks, one after another, as chunks themselves: filled up with zeros to 262,144 bytes,
 * sealed like the others, with indexes from here on. A link gives them out like any chunk. In the parcel of a file of more
 * than OFFER_CHUNKS they come first, before the file's own.
 */
const i32 HASHES_INDEX = 1073741824

/** The hashes of so many chunks, at most, stand in an offer that is a letter. */
const i32 OFFER_CHUNKS = 400

/** A file that waits at its sender until it is asked for. No byte of it travels before. */
struct PrivateOffer {
  /** 16 random bytes; names the offer between the two. */
  1: required binary offer
  /** Without chunk hashes where these do not fit; see HASHES_INDEX. */
  2: required chat.Manifest manifest
  /** The AES-256-GCM key that this file's chunks are sealed with. */
  3: required binary key
  4: required i64 expiresAtMillis
}

/** The answer to an offer, and later the word that the whole file has arrived (or will not). */
enum OfferOutcome {
  /** May be said again, by a recipient that goes on after an interruption. */
  ACCEPTED = 1
  DECLINED = 2
  RECEIVED = 3
  FAILED = 4
  /** Said by the one who offers: there is no such offer any more. */
  WITHDRAWN = 5
}

struct OfferAnswer {
  1: required binary offer
  2: required OfferOutcome outcome
  /** With ACCEPTED: how many bytes the recipient has already, from an earlier attempt. */
  3: optional i64 arrived
}

/** What became of private messages, told by whom they reached. 1 to 256 of them. */
struct PrivateReceipt {
  1: required list<chat.MessageId> messages
  /** They were on the screen of a person who lets others know; else they arrived. */
  2: required bool read
  /** They arrived as letters, but the keys that they are sealed with are not the ones of today, so nobody can open them. */
  3: optional bool unopened
}

/**
 * Sealed chunks of an accepted offer wait at the servers, because no direct link could be made: an ACCEPTED that comes as
 * a letter asks for them. They are those that a link gives out, so what has come by one path is good for the other.
 */
struct ParcelNotice {
  1: required binary offer
  /** SHA-256 of the sealed chunks, one after another: the parcel's identity. */
  2: required binary file
}

/** What an envelope holds. */
union PrivateContent {
  /** UTF-8, at most 16,384 bytes. */
  1: string text
  2: PrivateOffer offer
  3: OfferAnswer answer
  4: PrivateReceipt receipt
  5: ParcelNotice parcel
}

/** For other clients. The key of the caller's TLS certificate must be the Ed25519 identity key of `sender`. */
service Peer {
  /** Answers when the content was opened and shown. INVALID if it cannot be opened, NOT_PERMITTED if it is not from whom it says. */
  void receive(1: required Envelope envelope) throws (1: chat.Refused refused)
  /** As `fileLane` of a server. */
  chat.Lane directLane(1: required string sender) throws (1: chat.Refused refused)
  /** One chunk of an accepted offer, sealed: nonce = chunk index, associated data = offer; see HASHES_INDEX, too. */
  binary chunk(1: required string sender, 2: required binary offer, 3: required i32 index) throws (1: chat.Refused refused)
}
