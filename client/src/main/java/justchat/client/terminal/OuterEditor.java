// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

import justchat.secretfile.SecretFile;

/// The editor of the person's choice, for one text: VISUAL, EDITOR, else vi. It
/// has the terminal to itself while [#edit] waits for it.
final class OuterEditor {
    private static final int MAX_BYTES = 1 << 20;

    private OuterEditor() {}

    /// What came of it.
    sealed interface Outcome {
        record Edited(String text) implements Outcome {}

        /// The text is as before.
        record Failed(String sentence) implements Outcome {}
    }

    /// A command with its arguments, for a shell.
    ///
    /// @param environment
    ///            null: not set
    static String command(Function<String, String> environment) {
        for (var name : List.of("VISUAL", "EDITOR")) {
            var command = environment.apply(name);
            if (command != null && !command.isBlank()) {
                return command;
            }
        }
        return "vi";
    }

    /// Runs the command on a file with the text, which is for its owner only and does
    /// not outlive this call; waits until it ends. An interrupt ends it.
    static Outcome edit(String command, String text) {
        try {
            var directory = Files.createTempDirectory("justchat");
            var file = directory.resolve("message.txt");
            try {
                SecretFile.write(file, text.isEmpty() ? "" : text + "\n");
                return run(command, file);
            } finally {
                clear(directory);
            }
        } catch (IOException e) {
            return new Outcome.Failed("the editor cannot be used: " + e.getMessage());
        }
    }

    private static Outcome run(String command, Path file) throws IOException {
        var process = new ProcessBuilder("sh", "-c", command + " \"$1\"", "sh", file.toString()).inheritIO().start();
        try {
            int status = process.waitFor();
            if (status != 0) {
                return new Outcome.Failed(command + " ended with " + status + "; the text is as before");
            }
        } catch (InterruptedException _) {
            process.destroy();
            Thread.currentThread().interrupt();
            return new Outcome.Failed("");
        }
        if (Files.size(file) > MAX_BYTES) {
            return new Outcome.Failed("that is more than a message can hold; the text is as before");
        }
        var edited = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return new Outcome.Edited(edited.stripTrailing());
    }

    /// With what the editor left beside the file.
    private static void clear(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }
}
