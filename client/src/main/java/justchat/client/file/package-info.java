// SPDX-License-Identifier: Apache-2.0
/// Files as they travel: cut into chunks with a hash each, verified chunk by
/// chunk on arrival, never whole in memory, saved under a name that cannot leave
/// its folder.
///
/// No threads and no network here: a caller reads and writes chunks on threads
/// of its own.
package justchat.client.file;
