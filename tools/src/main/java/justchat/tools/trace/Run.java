// SPDX-License-Identifier: Apache-2.0
package justchat.tools.trace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import justchat.logs.shiviz.Check;
import justchat.logs.shiviz.Cut;
import justchat.logs.shiviz.MergedFile;
import justchat.logs.shiviz.MergedLog;
import justchat.logs.shiviz.ProcessLog;
import justchat.logs.shiviz.Repair;

/// The causal logs of a run, read, put together, repaired and checked. The run may still be going on. Or a file that has
/// them merged.
///
/// @param file
///            where it comes from, if it was a file
/// @param repairs
///            what had to be changed or left out, in words
/// @param log
///            consistent, and with clocks that name only what is there
record Run(MergedLog log, List<String> repairs, Check check, Optional<MergedFile> file) {
    /// What a journal's file name ends with.
    static final String ENDING = "-Log.txt";
    /// As deep as a client's journal lies, `clients/<user>/`, and one more.
    private static final int DEPTH = 4;

    /// Whether something is there that [#read] can read.
    static boolean isAt(Path logs) {
        return Files.isDirectory(logs) || Files.isRegularFile(logs);
    }

    /// @param logs
    ///            a directory, or a file that `trace merge` wrote
    /// @throws IOException
    ///             if a log cannot be read
    static Run read(Path logs) throws IOException {
        return Files.isDirectory(logs) ? readAll(logs) : readMerged(logs);
    }

    /// What is wrong, in words, and in which line it shows if a file was read; empty: nothing is.
    List<String> problems() {
        var problems = new ArrayList<>(log.damage());
        problems.addAll(check.violations());
        var line = check.first().flatMap(event -> file.flatMap(read -> read.line(event)));
        line.ifPresent(number -> problems.set(log.damage().size(), "line " + number + ": " + problems.get(log.damage()
                .size())));
        return problems;
    }

    private static Run readMerged(Path path) throws IOException {
        var file = MergedFile.parse(path.getFileName().toString(), Files.readString(path));
        var repair = Repair.of(MergedLog.of(file.logs()));
        var repairs = new ArrayList<>(file.repairs());
        repairs.addAll(repair.words());
        return new Run(repair.log(), repairs, Check.of(repair.log(), repairs.isEmpty() && repair.log().damage()
                .isEmpty()), Optional.of(file));
    }

    private static Run readAll(Path directory) throws IOException {
        var earlier = MergedLog.of(logs(directory));
        var logs = logs(directory);
        var repair = Repair.of(Cut.of(earlier, MergedLog.of(logs)));
        var repairs = new ArrayList<String>();
        logs.stream().filter(ProcessLog::torn)
                .forEach(log -> repairs.add(log.source() + ": the last record was cut off, and is left out"));
        repairs.addAll(repair.words());
        return new Run(repair.log(), repairs, Check.of(repair.log(), repairs.isEmpty() && repair.log().damage()
                .isEmpty()), Optional.empty());
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
