// SPDX-License-Identifier: Apache-2.0
// What travels in single UDP packets: a compact-encoded struct followed by the first 8 bytes of its HMAC-SHA-256 under
// the cluster's key. A packet that is malformed, forged, replayed or of an older incarnation is counted and dropped.
namespace java justchat.wire
namespace py justchat.datagram

include "chat.thrift"

/** A message server lives: sent to every other server and to every balancer, every 20 ms unless configured otherwise. */
struct Heartbeat {
  1: required chat.Origin origin
  /** 1, 2, 3, ... within the incarnation, per destination. */
  2: required i64 sequence
  /** The newest view that the sender knows. */
  3: required i64 view
  /** Sessions attached, and bytes waiting in their outboxes. */
  4: required i32 sessions
  5: required i32 outboundKiB
  /** How late the sender's own timer was, at worst, in the last second. A late process is not a reliable witness. */
  6: required i32 latenessMillis
  /** How busy its process kept the machine in the last second: thousandths of all cores. */
  7: optional i32 cpuPermille
  /** Numbers of the servers that the sender has heard in the last half second; at most 64 of them. */
  8: optional list<i32> hears
}
