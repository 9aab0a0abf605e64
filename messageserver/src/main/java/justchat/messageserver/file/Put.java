// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

/// What became of a chunk.
public sealed interface Put {
    /// On disk, by this try or an earlier one.
    record Stored() implements Put {}

    /// Not the bytes that the manifest promises at this place.
    record Wrong(String message) implements Put {}

    /// Too much is being written at the moment; again later.
    record Busy() implements Put {}
}
