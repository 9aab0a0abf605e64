// SPDX-License-Identifier: Apache-2.0
/// Seal and open. Pure: no clock, no socket, and randomness is an argument,
/// with one exception that RFC 9180 asks for: the ephemeral key of an envelope
/// is drawn where it is used ([Envelopes]).
///
/// The only importer of Bouncy Castle in the client, by its lightweight API: its
/// provider is never registered, because that alone costs a third of a second.
package justchat.client.crypto;
