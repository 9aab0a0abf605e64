// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import justchat.client.model.FileInfo;
import justchat.client.model.PublicFile;

/// Questions and private messages that wait for their answer. Pure; owned
/// by [ClientCore].
final class Requests {
    /// At once; one more is refused in words.
    static final int WAITING = 100;

    private final Map<Long, Kind> waiting = new HashMap<>();
    private long last;

    /// What was asked.
    sealed interface Kind {

        record Whisper(String user, String text) implements Kind {}

        record ListFiles() implements Kind {}

        record GetFile(String name) implements Kind {}

        record Who() implements Kind {}
    }

    /// @return the request's number; empty: too many wait already
    Optional<Long> add(Kind kind) {
        if (waiting.size() >= WAITING) {
            return Optional.empty();
        }
        waiting.put(++last, kind);
        return Optional.of(last);
    }

    /// The answer came; what had been asked, if it was still open.
    Optional<Kind> answered(long request) {
        return Optional.ofNullable(waiting.remove(request));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// The newest file of this name.
    static Optional<FileInfo> named(String name, List<PublicFile> files) {
        return files.stream().filter(file -> file.file().name().equals(name))
                .max(Comparator.comparingLong(PublicFile::sharedAtMillis)).map(PublicFile::file);
    }
}
