// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The last words of a process, for a person who wonders why it died.
public final class LogTail {
    private static final int LINES = 15;
    private static final int BYTES = 16_384;

    private LogTail() {}

    public static String of(ClusterDirectory directory, String process) {
        return of(directory.output(process), directory.textLog(process));
    }

    /// The ends of these files, each under its path; files without a line are left
    /// out.
    public static String of(Path... files) {
        var text = new StringBuilder();
        for (var file : files) {
            var lines = lastLines(file);
            if (!lines.isEmpty()) {
                text.append(file).append(":\n");
                lines.forEach(line -> text.append("  ").append(line).append('\n'));
            }
        }
        return text.toString().stripTrailing();
    }

    private static List<String> lastLines(Path file) {
        try (var in = Files.newByteChannel(file)) {
            in.position(Math.max(0, in.size() - BYTES));
            var bytes = ByteBuffer.allocate(BYTES);
            while (bytes.hasRemaining() && in.read(bytes) >= 0) {
            }
            var lines = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
        } catch (IOException | UncheckedIOException _) {
            return Stream.<String>empty().toList();
        }
    }
}
