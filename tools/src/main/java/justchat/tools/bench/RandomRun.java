// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;

import justchat.logs.clock.VectorClock;

/// The causal logs of a run that never was: processes that send to one another, in groups.
final class RandomRun {
    /// What of a log is kept before it is written.
    private static final int FLUSH_CHARACTERS = 1 << 16;

    private RandomRun() {}

    /// @param group
    ///            processes that talk with one another
    /// @return bytes written
    static long write(Path directory, int processes, int group, int events) throws IOException {
        var random = new Random(7);
        var clocks = new VectorClock[processes];
        var texts = new StringBuilder[processes];
        Arrays.fill(clocks, VectorClock.empty());
        Arrays.setAll(texts, _ -> new StringBuilder());
        long bytes = 0;
        for (int event = 0; event < events; event++) {
            // Each of them at least once, if there are enough events.
            int process = event < processes ? event : random.nextInt(processes);
            int peer = process - process % group
                    + random.nextInt(Math.min(group, processes - process + process % group));
            var name = "p-" + process;
            boolean receives = random.nextBoolean();
            clocks[process] = (receives ? clocks[process].merge(clocks[peer]) : clocks[process]).tick(name);
            var text = texts[process];
            int before = text.length();
            text.append(name).append(' ');
            clocks[process].appendTo(text);
            text.append("\nINFO ").append(receives ? "receives copies" : "replicates").append(" room=lobby\n");
            bytes += text.length() - before;
            if (text.length() >= FLUSH_CHARACTERS) {
                flush(directory, name, text);
            }
        }
        for (int process = 0; process < processes; process++) {
            flush(directory, "p-" + process, texts[process]);
        }
        return bytes;
    }

    private static void flush(Path directory, String name, StringBuilder text) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(directory.resolve(name + "-Log.txt"),
                StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.append(text);
        }
        text.setLength(0);
    }
}
