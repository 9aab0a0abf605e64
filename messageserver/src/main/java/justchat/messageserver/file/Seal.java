// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.util.List;

/// The answer to the word that all chunks were sent.
public sealed interface Seal {
    /// All of it is on disk, checked, and survives a crash.
    record Whole() implements Seal {}

    /// These chunks were never here.
    record Missing(List<Integer> chunks) implements Seal {}

    /// These chunks were here before this server's machine died, and are damaged: they
    /// are to be sent again.
    record Damaged(List<Integer> chunks) implements Seal {}

    /// Too much is being read and written at the moment; again later.
    record Busy() implements Seal {}
}
