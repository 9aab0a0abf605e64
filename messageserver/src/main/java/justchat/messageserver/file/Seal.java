// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.util.List;

/// The answer to the word that all chunks were sent.
public sealed interface Seal {
    /// All of it is on disk, its hash was checked, and it survives a crash.
    record Whole() implements Seal {}

    /// These chunks are not here (or were damaged and are not here any more).
    record Missing(List<Integer> chunks) implements Seal {}

    /// All chunks are as the manifest says, and together they have another hash
    /// than it says: it was a lie.
    record WrongHash() implements Seal {}

    /// Too much is being read and written at the moment; again later.
    record Busy() implements Seal {}
}
