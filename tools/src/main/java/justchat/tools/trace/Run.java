// SPDX-License-Identifier: Apache-2.0
package justchat.tools.trace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import justchat.logs.shiviz.Check;
import justchat.logs.shiviz.Cut;
import justchat.logs.shiviz.MergedLog;
import justchat.logs.shiviz.ProcessLog;
import justchat.logs.shiviz.Repair;

/// The causal logs of a run, read, put together, repaired and checked. The run may still be going on.
///
/// @param repairs
///            what had to be changed or left out, in words
/// @param log
///            consistent, and with clocks that name only what is there
record Run(MergedLog log, List<String> repairs, Check check) {
    /// What a journal's file name ends with.
    static final String ENDING = "-Log.txt";
    /// As deep as a client's journal lies, `clients/<user>/`, and one more.
    private static final int DEPTH = 4;

    /// @throws IOException
    ///             if a log cannot be read
    static Run read(Path directory) throws IOException {
        var earlier = MergedLog.of(logs(directory));
        var logs = logs(directory);
        var repair = Repair.of(Cut.of(earlier, MergedLog.of(logs)));
        var repairs = new ArrayList<String>();
        logs.stream().filter(ProcessLog::torn)
                .forEach(log -> repairs.add(log.source() + ": the last record was cut off, and is left out"));
        repairs.addAll(repair.words());
        return new Run(repair.log(), repairs, Check.of(repair.log(), repairs.isEmpty() && repair.log().damage()
                .isEmpty()));
    }

    private static List<ProcessLog> logs(Path directory) throws IOException {
        var logs = new ArrayList<ProcessLog>();
        try (var files = Files.find(directory, DEPTH,
                (file, attributes) -> attributes.isRegularFile() && file.getFileName().toString().endsWith(ENDING))) {
            for (var file : files.sorted().toList()) {
                logs.add(ProcessLog.parse(directory.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
            }
        }
        return logs;
    }
}
