// SPDX-License-Identifier: Apache-2.0
/// What a room was told, to leaf and to search through: its messages in one
/// linear order that is the same on every server, whatever order they came in.
///
/// Two halves. On the room's strand `Archive` says which entries are concerned,
/// from memory; it never waits. A `Reading` then reads them from disk, on a thread
/// that may wait.
package justchat.messageserver.archive;
