// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.client.model.CommandLine;
import justchat.client.model.Input;
import justchat.client.model.RoomName;
import justchat.secretfile.SecretFile;

/// What one account typed, kept between two runs in its directory, for its owner
/// only: lines that were sent, and texts that were not when the client ended, one
/// per room. Thread-safe; blocks on the disk. A disk that does not work costs the
/// memory, nothing else.
///
/// Private messages and answers to questions are never kept.
final class TypedLines {
    private static final Logger LOG = LoggerFactory.getLogger(TypedLines.class);
    static final int LINES = 1_000;
    static final int ROOMS = 100;
    private static final int MAX_LENGTH = 20_000;
    private static final long MAX_BYTES = 8L << 20;

    private final Path sentFile;
    private final Path draftsFile;
    /// Guarded by `this`, like the one below: sent in this run, not on the disk.
    private final List<String> fresh = new ArrayList<>();
    private final SequencedMap<String, String> drafts = new LinkedHashMap<>();

    TypedLines(Path directory) {
        this.sentFile = directory.resolve("typed.txt");
        this.draftsFile = directory.resolve("drafts.txt");
        for (var line : read(draftsFile)) {
            int tab = line.indexOf('\t');
            if (tab > 0 && RoomName.isValid(line.substring(0, tab))) {
                drafts.put(line.substring(0, tab), unescaped(line.substring(tab + 1)));
            }
        }
    }

    /// What was sent, oldest first.
    synchronized List<String> sent() {
        var lines = new ArrayList<>(read(sentFile).stream().map(TypedLines::unescaped).toList());
        lines.addAll(fresh);
        return List.copyOf(lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }

    /// Something was sent; it is on the disk after [#save].
    synchronized void sent(String line) {
        boolean secret = CommandLine.parse(line) instanceof CommandLine.Parsed.Asked asked
                && asked.input() instanceof Input.Whisper;
        if (!secret && line.length() <= MAX_LENGTH && fresh.size() < LINES) {
            fresh.add(line);
        }
    }

    /// What was being typed in a room when the client ended; once.
    synchronized Optional<String> takeDraft(String room) {
        var draft = Optional.ofNullable(drafts.remove(room));
        if (draft.isPresent()) {
            write(draftsFile, draftLines());
        }
        return draft;
    }

    /// The client ends while this stands in the line.
    synchronized void draft(String room, String text) {
        if (!text.isBlank() && text.length() <= MAX_LENGTH && RoomName.isValid(room)) {
            drafts.putLast(room, text);
            while (drafts.size() > ROOMS) {
                drafts.pollFirstEntry();
            }
            write(draftsFile, draftLines());
        }
    }

    /// Adds what was sent to what is on the disk, where another client of the account
    /// may have put something meanwhile.
    synchronized void save() {
        if (!fresh.isEmpty()) {
            write(sentFile, sent().stream().map(TypedLines::escaped).toList());
            fresh.clear();
        }
    }

    private List<String> draftLines() {
        return drafts.entrySet().stream().map(draft -> draft.getKey() + "\t" + escaped(draft.getValue())).toList();
    }

    private static List<String> read(Path file) {
        try {
            return Files.size(file) > MAX_BYTES
                    ? List.of()
                    : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    private static void write(Path file, List<String> lines) {
        try {
            SecretFile.write(file, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
        } catch (IOException e) {
            LOG.warn("cannot keep what was typed: {}", e.toString());
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescaped(String line) {
        var text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                char next = line.charAt(++i);
                text.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
