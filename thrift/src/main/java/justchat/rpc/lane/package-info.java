// SPDX-License-Identifier: Apache-2.0
/// Lanes: connections for chunks of files beside one that is safe already, whose
/// key they get over it, as SRTP gets its keys over DTLS (RFC 5764). What is large
/// stands in front of no message, pays for one pass of a cipher, and moves through
/// a few buffers that are used again and again.
package justchat.rpc.lane;
