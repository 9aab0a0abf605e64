// SPDX-License-Identifier: Apache-2.0
/// Direct links between clients: the listener, links out, sealed envelopes,
/// private files. What cannot go directly becomes a letter, the same envelope
/// for servers to keep, if it is text; a file does not go, and says so.
///
/// Who is on the other end is checked twice: the TLS certificate must be the one
/// that the directory gives for a session of that user, and the envelope must
/// open with that user's identity key, which is pinned on first use.
package justchat.client.peer;
