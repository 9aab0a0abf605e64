// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.admin;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// What is worth knowing of any process, and of its JVM. Where the system does not tell, the figure is 0.
final class ProcessFigures {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final int KIB = 1024;

    private ProcessFigures() {}

    static Metrics addTo(Metrics metrics) {
        var runtime = Runtime.getRuntime();
        return metrics
                .gauge("process_start_time_seconds", "when the process started, since 1970", ProcessFigures::started)
                .counter("process_cpu_seconds", "processor time used", ProcessFigures::cpuSeconds)
                .gauge("process_resident_memory_bytes", "memory that the system counts as resident",
                        () -> status("VmRSS:") * KIB)
                .gauge("process_threads", "threads of the system", () -> status("Threads:"))
                .gauge("process_open_files", "files and sockets that are open", ProcessFigures::openFiles)
                .gauge("jvm_heap_used_bytes", "heap in use, garbage included", () -> runtime.totalMemory() - runtime
                        .freeMemory())
                .gauge("jvm_heap_max_bytes", "the most that the heap may have", runtime::maxMemory)
                .counter("jvm_collections", "collections of garbage", () -> ManagementFactory
                        .getGarbageCollectorMXBeans().stream().mapToLong(GarbageCollectorMXBean::getCollectionCount)
                        .filter(count -> count > 0).sum())
                .counter("jvm_collection_seconds", "time that they took", () -> ManagementFactory
                        .getGarbageCollectorMXBeans().stream().mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .filter(millis -> millis > 0).sum() / MILLIS_PER_SECOND);
    }

    private static double started() {
        return ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L) / MILLIS_PER_SECOND;
    }

    private static double cpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / MILLIS_PER_SECOND;
    }

    private static double status(String key) {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(key)).mapToDouble(line -> Double.parseDouble(line.replaceAll(
                    "\\D", ""))).findFirst().orElse(0);
        } catch (IOException | NumberFormatException _) {
            return 0;
        }
    }

    private static double openFiles() {
        try (var files = Files.list(OPEN)) {
            return files.count();
        } catch (IOException _) {
            return 0;
        }
    }
}
