// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import justchat.tools.cluster.Memory;

/// What memory another JVM of this machine holds.
final class Footprint {
    private static final Pattern USED = Pattern.compile("^(?:DefNew|Tenured).* used (\\d+)K", Pattern.MULTILINE);
    private static final int PATIENCE_SECONDS = 20;

    private Footprint() {}

    /// Resident bytes, to the MiB.
    static long resident(ProcessHandle process) throws IOException {
        return Memory.residentMiB(process.pid())
                .orElseThrow(() -> new IOException("this system does not tell what memory a process holds")) << 20;
    }

    /// Its memory from now on, until it is asked for.
    static Growth growth(ProcessHandle process) throws IOException {
        var before = resident(process);
        Memory.forgetPeak(process.pid());
        return () -> (Memory.peakMiB(process.pid()).orElse(0) << 20) - before;
    }

    /// By how many bytes it has grown at most.
    @FunctionalInterface
    interface Growth {
        long bytes();
    }

    /// Bytes in use on its heap after a full collection; empty where there is no `jcmd` beside our Java.
    static OptionalLong heapAfterCollection(ProcessHandle process) throws IOException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(jcmd)) {
            return OptionalLong.empty();
        }
        run(jcmd, process, "GC.run");
        return used(run(jcmd, process, "GC.heap_info"));
    }

    /// The generations' use, all together, of what `GC.heap_info` prints of the serial collector.
    static OptionalLong used(String heapInfo) {
        long sum = USED.matcher(heapInfo).results().mapToLong(match -> Long.parseLong(match.group(1)) << 10).sum();
        return sum == 0 ? OptionalLong.empty() : OptionalLong.of(sum);
    }

    private static String run(Path jcmd, ProcessHandle process, String command) throws IOException {
        var asking = new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), command)
                .redirectErrorStream(true).start();
        var said = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        asking.onExit().completeOnTimeout(asking, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        return said;
    }
}
